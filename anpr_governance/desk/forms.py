"""What the desk asks of people."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anpr_governance.documents import disposing
from anpr_governance.organisations.models import LocalPolicingArea, Membership, Person
from anpr_governance.organisations.roles import Role, disciplines
from anpr_governance.pages.days import DayField
from anpr_governance.pages.forms import Asked, Form


class AccountForm(Form):
    """A new account with its first role."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120)
    rank = forms.CharField(label=_("Rank or position"), max_length=80, required=False)

    def clean_email(self) -> str:
        """An address that nobody here has yet."""
        email = str(self.cleaned_data["email"]).strip()
        if Person.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody has this address already. Give that person a role instead."))
        return email


class GrantForm(Form):
    """A role from a day, perhaps acting for another."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.Select)
    since = DayField(label=_("From"))
    until = DayField(label=_("Until, if it ends"), required=False)
    discipline = forms.ChoiceField(
        label=_("Discipline in the strategy group"), choices=lambda: [("", "–"), *disciplines()], required=False,
        widget=forms.Select,
    )  # fmt: skip
    area = forms.ModelChoiceField(LocalPolicingArea.objects.none(), label=_("Local policing area"), required=False)
    first = forms.BooleanField(label=_("Chairs the body, or is the controller's chief officer"), required=False)
    acting_for = forms.ModelChoiceField(Membership.objects.none(), label=_("Acting for"), required=False)
    instrument = forms.CharField(label=_("Instrument of the appointment"), max_length=200, required=False)

    asks: ClassVar = {
        "role": Asked(_("What the person may see and decide follows from it alone."), "P L48"),
        "instrument": Asked(_("The letter, order or minute that appoints them; needed when they act for another.")),
    }

    def __init__(self, *args: Any, organisation: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["area"].queryset = LocalPolicingArea.objects.filter(organisation=organisation)
        held = Membership.objects.filter(organisation=organisation, until=None, acting_for=None)
        fields["acting_for"].queryset = held.select_related("person")

    def clean(self) -> dict[str, Any]:
        """Ends after it starts; acting needs its instrument."""
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since and until and until <= since:
            self.add_error("until", _("Give a day after the first one, or leave it empty."))
        if said.get("acting_for") and not said.get("instrument"):
            self.add_error("instrument", _("Say by which instrument the person acts for another."))
        return said


class EndForm(Form):
    """The first day without the role."""

    until = DayField(label=_("First day without the role"))


class LeaveForm(Form):
    """The person leaves the organisation, and open work goes to somebody else."""

    until = DayField(label=_("First day after leaving"))
    successor = forms.ModelChoiceField(Person.objects.none(), label=_("Who takes over the open work"))

    def __init__(self, *args: Any, organisation: Any, leaver: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(memberships__organisation=organisation, memberships__until=None, is_active=True)
        fields: Any = self.fields
        fields["successor"].queryset = people.exclude(pk=leaver.pk).distinct().order_by("name")


class NothingAsked(Form):
    """A page whose button says everything."""


class DisposalForm(Form):
    """What is to go, how old it is, and on whose authority."""

    kind = forms.ChoiceField(label=_("What is to go"), widget=forms.RadioSelect)
    before = DayField(label=_("Everything older than"))
    authority = forms.CharField(
        label=_("Authority, if it is not the retention schedule"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    asks: ClassVar = {"authority": Asked(_("Name the order or the request that asks for it earlier."), "P L60")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [(key, kind.label) for key, kind in disposing.KINDS.items()]
