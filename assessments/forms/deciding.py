"""Decisions of bodies and persons, the record of meetings, errata."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import Membership
from anpr_governance.pages.forms import Asked, DayField, Form
from assessments.forms.parts import line, one_of, words
from assessments.models import Proposal
from assessments.states import Body, ItemKind, Vote
from cameras.models import Site

MADE = ("opening", "condition", "objective", "report")
"""Kinds of items that come from a record alone."""


class DecisionForm(Form):
    """What an approval says beside the reasons; where a body decides, the record of the meeting says it."""

    balance = words(_("How protection of the public and privacy were balanced"), 5, required=False)
    dissent = words(_("Dissent"), 3, required=False)
    asks: ClassVar = {"balance": Asked(_("Cite the assessment and the DPIA, and say what weighed most."), "P L16")}

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not record.present_entry().is_person:
            del self.fields["balance"], self.fields["dissent"]


class RefusalForm(Form):
    """Dissent from a refusal."""

    dissent = words(_("Dissent"), 3, required=False)


class MeetingForm(Form):
    """Which body meets, and when."""

    body = one_of(_("Body"), Body.choices)
    held_on = DayField(label=_("Held on"))


class ItemForm(Form):
    """Something on the agenda."""

    kind = one_of(_("What it is about"), [choice for choice in ItemKind.choices if choice[0] not in MADE])
    proposal = forms.ModelChoiceField(Proposal.objects.none(), label=_("Proposal"), required=False, empty_label="")
    site = line(_("Site"), 60, required=False, help_text=_("Its reference in the register, or here."))
    title = line(_("Or in words"), 200, required=False, help_text=_("For what is no proposal and no site."))
    opens: ClassVar = {"kind": {"proposal": ("proposal",)}}

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = record.organisation
        rows = Proposal.objects.filter(organisation=record.organisation).in_state("ready", "deciding")
        fields: Any = self.fields
        fields["proposal"].queryset = rows.select_related("organisation")

    def clean_site(self) -> Any:
        """The site of that reference in the organisation, or nothing."""
        typed = self.cleaned_data["site"].strip()
        return find_site(self.organisation, typed) if typed else None

    def clean(self) -> dict[str, Any]:
        """What an item is about is named."""
        said = super().clean() or self.cleaned_data
        kind = said.get("kind")
        if kind == "proposal" and not said.get("proposal"):
            self.add_error("proposal", gettext("Choose the proposal."))
        if kind in ("disposal", "cease", "review") and not said.get("site") and "site" not in self.errors:
            self.add_error("site", gettext("Name the site."))
        return said


def find_site(organisation: Any, typed: str) -> Site:
    """The site that somebody typed. Raises ValidationError."""
    rows = Site.objects.filter(organisation=organisation).select_related("organisation")
    found = rows.filter(site_reference=typed).first() or rows.by_reference(typed.upper()).first()
    if found is None:
        raise forms.ValidationError(gettext("No site of yours has that reference. Look it up in the list of sites."))
    return found


class MinutesForm(Form):
    """The record of one item."""

    minutes = words(_("Minutes"), 7, required=False)
    consensus = forms.BooleanField(label=_("Agreed without a vote"), required=False)
    balance = words(_("How protection of the public and privacy were balanced"), 5, required=False)
    dissent = words(_("Dissent"), 3, required=False)
    outcome = one_of(
        _("Outcome"),
        [("", _("None yet")), ("authorised", _("Disposal authorised")), ("continue", _("The site goes on")),
         ("cease", _("The site ceases")), ("noted", _("Noted"))],
        required=False,
    )  # fmt: skip
    late_reason = words(_("If authority comes late, why"), 3, required=False)
    asks: ClassVar = {
        "minutes": Asked(clause="P L13", example=("proposal", "group")),
        "balance": Asked(
            _("For a proposal: cite the assessment and the DPIA, and say what weighed most."),
            "P L16",
            example=("proposal", "balance"),
        ),
        "dissent": Asked(example=("proposal", "dissent")),
        "outcome": Asked(_("For a disposal, a ceased collection or a review."), "P L60"),
        "late_reason": Asked(
            _("Where equipment left before this meeting. Without it that disposal is refused."), "P L60"
        ),
    }


class AttendForm(Form):
    """One person at one item."""

    membership = forms.ModelChoiceField(Membership.objects.none(), label=_("Member"), required=False, empty_label="")
    name = line(_("Or a guest by name"), 120, required=False)
    present = one_of(_("There"), [("yes", _("Present")), ("no", _("Absent"))])
    interest = words(_("Interest declared"), 2, required=False)
    recused = forms.BooleanField(label=_("Recused from this item"), required=False)
    vote = one_of(_("Vote"), [("", _("None")), *Vote.choices], required=False)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule, fields = record.rule, self.fields
        roles = {rule["chair_role"], rule["member_role"]}
        held = Membership.objects.effective().on(record.on).filter(organisation=record.organisation, role__in=roles)
        fields["membership"].queryset = held.select_related("person").order_by("person__name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A member or a guest; who is recused does not vote."""
        said = super().clean() or self.cleaned_data
        if not said.get("membership") and not said.get("name", "").strip():
            self.add_error("membership", gettext("Choose a member, or name a guest."))
        if said.get("recused") and said.get("vote"):
            self.add_error("vote", gettext("Who is recused casts no vote. Take one of them away."))
        if said.get("vote") and not said.get("membership"):
            self.add_error("vote", gettext("A guest casts no vote. Choose the member, or take the vote away."))
        said["present"] = said.get("present") == "yes"
        return said


class ErratumForm(Form):
    """A signed correction upon what was sealed."""

    text = words(_("What was wrong, and what is right"), 5)
    reason = words(_("Why it needs no new version"), 3)
