"""What the author writes: facts, answers, sites, risks, measures, consultation."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import Membership
from anpr_governance.pages.days import DayField
from anpr_governance.pages.forms import Asked, Form
from anpr_governance.regulation import facts
from assessments.states import Extent
from cameras.models import Site
from dpia.forms.deciding import words, yes_or_no
from dpia.states import Effect, Level, Likelihood, Severity


def section_form(rows: Mapping[str, Mapping[str, Any]]) -> type[Form]:
    """A form that asks the template's questions `rows`, each with why it is asked and what a good answer holds."""
    fields: dict[str, Any] = {
        name: words(_now(row.get("question") or row["label"]), 6, required=False, help_text=_good(row))
        for name, row in rows.items()
    }
    asks = {name: Asked(_now(row["why"]), row["clause"], example=("dpia", name)) for name, row in rows.items()}
    return type("SectionForm", (Form,), {**fields, "asks": asks, "__module__": __name__})


def _good(row: Mapping[str, Any]) -> str:
    return _now("A good answer: %(what)s") % {"what": _now(row["good_answer"])}


class FactsForm(Form):
    """Title, type of system and the counts."""

    title = forms.CharField(label=_("Title"), max_length=200)
    system_type = forms.ChoiceField(label=_("Type of system"), required=False, widget=forms.RadioSelect)
    systems_before = forms.IntegerField(label=_("ANPR systems before"), required=False, min_value=0)
    systems_after = forms.IntegerField(label=_("ANPR systems after"), required=False, min_value=0)
    large_increase = yes_or_no(
        _("Does it mean a large increase in the number of ANPR systems?"), _("Yes"), _("No"),
        required=False, empty_value=None,
    )  # fmt: skip
    asks: ClassVar[Mapping[str, Asked]] = {
        "system_type": Asked(_("The types come from the national standard."), "G 4.1 fn1"),
        "systems_before": Asked(_("The counts show how much the force's surveillance grows."), "G 1.13"),
        "large_increase": Asked(_("A large increase goes to the regulator before anything is installed."), "G 1.13"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system_type"].choices = system_types()  # type: ignore[attr-defined]
        self.fields["large_increase"].help_text = _now(facts("ico")["large_increase"]["help"])


class Sites(forms.CharField):
    """Sites of one force by reference, one a line; answers the rows. `rows` are those that the person may see."""

    rows: Any = None

    def clean(self, value: Any) -> list[Site]:
        """Every line names a site, or the field says which does not."""
        typed = [line.strip() for line in re.split(r"[\n,;]+", super().clean(value) or "") if line.strip()]
        found = {name: site for name in dict.fromkeys(typed) if (site := self._named(name))}
        unknown = [name for name in dict.fromkeys(typed) if name not in found]
        if unknown:
            sentence = _now("No site of the register has the reference %(names)s. Look it up in the list of sites.")
            raise forms.ValidationError(sentence % {"names": ", ".join(unknown)})
        return list({site.pk: site for site in found.values()}.values())

    def _named(self, name: str) -> Site | None:
        return self.rows.by_reference(name.upper()).first() or self.rows.filter(site_reference=name).first()


def sites_box(**more: Any) -> Sites:
    """The box of site references."""
    help_text = _("One a line, for example DEMO-S-0001 or the register's own reference.")
    return Sites(label=_("Sites"), widget=forms.Textarea(attrs={"rows": 5}), help_text=help_text, **more)


class CoverForm(Form):
    """Which sites a version covers, in which group."""

    act = forms.ChoiceField(
        label=_("What is to be done with them?"), widget=forms.RadioSelect, initial="cover",
        choices=[("cover", _("Cover these sites")), ("uncover", _("Leave these sites out"))],
    )  # fmt: skip
    sites = sites_box()
    group = forms.CharField(label=_("Name of their group"), max_length=80, required=False)
    asks: ClassVar[Mapping[str, Asked]] = {
        "sites": Asked(_("A site that stands at another place now is taken at its new place."), "G 4.1"),
        "group": Asked(_("Sites with the same impacts can be assessed together, for example a corridor."), "G 5.1.3"),
    }

    def __init__(self, *args: Any, rows: Any, force_wide: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sites"].rows = rows  # type: ignore[attr-defined]
        self.fields["sites"].required = False
        if force_wide:
            self.fields["act"].choices += [("all", _("Cover every site of the register"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Sites are named, unless all are meant."""
        said = super().clean() or self.cleaned_data
        if said.get("act") != "all" and not said.get("sites") and "sites" not in self.errors:
            self.add_error("sites", _now("Name the sites, one a line."))
        return said


class AfterTheFactForm(Form):
    """A DPIA for what is there already."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("A place or corridor, as people call it."))
    reason = words(_("Why is it made after the fact?"), 4)
    force_wide = forms.BooleanField(label=_("It is about the whole force, not about named sites"), required=False)
    sites = sites_box(required=False)
    asks: ClassVar[Mapping[str, Asked]] = {
        "reason": Asked(_("The record says why it did not come first. It is never dated back."), "G 4.1"),
        "sites": Asked(_("Found sites and sites put up in breach. Others have theirs with the proposal."), "G 4.1"),
    }

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sites"].rows = rows  # type: ignore[attr-defined]


class RiskForm(Form):
    """One risk to people."""

    source = words(_("Source of the risk and what it could do to people"), 5)
    likelihood = forms.ChoiceField(label=_("How likely is harm?"), choices=Likelihood.choices, widget=forms.RadioSelect)
    severity = forms.ChoiceField(label=_("How severe would it be?"), choices=Severity.choices, widget=forms.RadioSelect)
    overall = forms.ChoiceField(label=_("Overall risk"), choices=Level.choices, widget=forms.RadioSelect)
    asks: ClassVar[Mapping[str, Asked]] = {
        "source": Asked(
            _("One risk at a time: cause, event, consequence for a person."), "ICO step 5", example=("dpia", "source")
        ),
        "overall": Asked(_("You decide. The table beside this suggests."), "ICO step 5"),
    }


class OwnerField(forms.ModelChoiceField):
    """Somebody who holds a role today."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and role."""
        return f"{obj.person.name}, {obj.get_role_display()}"


class MeasureForm(Form):
    """What is done about a risk, by whom and when."""

    option = words(_("What will be done to reduce or remove it?"), 4)
    effect = forms.ChoiceField(
        label=_("What does it do to the risk?"), choices=Effect.choices, widget=forms.RadioSelect
    )
    residual = forms.ChoiceField(label=_("What risk is left?"), choices=Level.choices, widget=forms.RadioSelect)
    owner = OwnerField(label=_("Owner"), queryset=Membership.objects.none(), required=False)
    due = DayField(label=_("To be done by"), required=False)
    asks: ClassVar[Mapping[str, Asked]] = {
        "option": Asked(_("A measure that can be checked."), "ICO step 6", example=("dpia", "option")),
        "residual": Asked(_("The regulator is consulted before a high one is accepted."), "DPA s.65"),
        "owner": Asked(_("Measures are approved only when each has an owner and a date."), "ICO step 7"),
    }

    def __init__(self, *args: Any, organisation: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Membership.objects.effective().on(today).filter(organisation=organisation)
        self.fields["owner"].queryset = rows.select_related("person").order_by("person__name", "pk")  # type: ignore[attr-defined]


class DoneForm(Form):
    """A measure is done."""

    answer = words(_("What was done, and where it can be seen"), 4)


class ConsultationForm(Form):
    """The consultation of a DPIA made after the fact."""

    method = words(_("How people were asked"), 4, help_text=_("Existing groups, letters, meetings, the website."))
    extent = forms.ChoiceField(label=_("Who was asked?"), choices=Extent.choices, widget=forms.RadioSelect)
    limited_reasons = words(_("Full reasons for limiting it"), 4, required=False)
    opened_on = DayField(label=_("Opened on"), required=False)
    closed_on = DayField(label=_("Closed on"), required=False)
    opens: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"extent": {"limited": ("limited_reasons",)}}
    asks: ClassVar[Mapping[str, Asked]] = {
        "extent": Asked(_("Exact places can stay out of it, so a limit is the exception."), "G 5.3b"),
        "closed_on": Asked(_("It counts as recorded when it is closed, or limited with full reasons."), "G 5.3b"),
    }


class ResponseForm(Form):
    """What a consultee said, and what the force answered."""

    received_on = DayField(label=_("Received on"))
    text = words(_("What they said"), 5, help_text=_("Leave out names and addresses: they are not needed here."))
    answer = words(_("Our answer"), 4, required=False)
    answered_on = DayField(label=_("Answered on"), required=False)
    asks: ClassVar[Mapping[str, Asked]] = {
        "text": Asked(_("The decision says whether it follows these views."), "ICO step 7"),
    }


class BeginForm(Form):
    """The DPIA of a proposal."""

    title = forms.CharField(label=_("Title"), max_length=200)
    system_type = forms.ChoiceField(label=_("Type of system"), required=False, widget=forms.RadioSelect)
    asks: ClassVar[Mapping[str, Asked]] = {
        "system_type": Asked(_("The types come from the national standard."), "G 4.1 fn1"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system_type"].choices = system_types()  # type: ignore[attr-defined]


class EvidenceForm(Form):
    """A file."""

    file = forms.FileField(label=_("The file"))
    asks: ClassVar[Mapping[str, Asked]] = {"file": Asked(_("What is signed leans on this very file."), "ICO step 2")}


class NothingAsked(Form):
    """A page that asks for a decision alone."""


def system_types() -> list[tuple[str, str]]:
    """The types of the national standard in words."""
    return [(name, _now(row["label"])) for name, row in facts("system_types")["system_types"].items()]
