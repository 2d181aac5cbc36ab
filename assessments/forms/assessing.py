"""Strategic assessments: the four categories, evidence, the advice of the major crime staff."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import Membership
from anpr_governance.organisations.roles import Role
from anpr_governance.pages.forms import Asked, DayField, Form
from anpr_governance.regulation import facts
from assessments.forms.parts import YES_NO, line, listed, marked, members, one_of, words
from assessments.models.assessment import ADVICE
from assessments.states import Ground


class AssessmentForm(Form):
    """What is assessed, and until when it stands."""

    area = line(_("Area assessed"), help_text=_("For example: the whole force, or a policing area."))
    next_review_on = DayField(label=_("Next review on"), required=False)
    asks: ClassVar = {
        "next_review_on": Asked(_("An assessment ages. After this day nothing new may stand on it."), "G 1.8"),
    }  # fmt: skip


class CategoryForm(Form):
    """One category of threat: relevant or not, and its questions."""

    relevant = one_of(_("Is this category relevant in the area?"), YES_NO)
    reason = words(
        _("Why it is not relevant"), 4, required=False,
        help_text=_("Say what was looked at and for which period, so that a reader sees that it was considered."),
    )  # fmt: skip

    def __init__(self, *args: Any, category: str, **kwargs: Any) -> None:
        questions = facts("threat_categories")["questions"].items()
        rows = {name: row for name, row in questions if row["category"] == category and name != ADVICE}
        self.base_fields = {**self.base_fields, **{name: _question(row) for name, row in rows.items()}}
        super().__init__(*args, **kwargs)
        self.asks = {
            name: Asked(gettext("Why: %(why)s") % {"why": gettext(row["why"])}, row["clause"], (), ("assessment", name))
            for name, row in rows.items()
        }
        self.asks["reason"] = Asked(example=("assessment", "national_security"))
        self.opens = {"relevant": {"no": ("reason",), "yes": tuple(rows)}}

    def top(self) -> list[Any]:
        """The first question alone; all others stand under their answers."""
        return [self["relevant"]]


def _question(row: Mapping[str, Any]) -> forms.Field:
    label = gettext(row["label"])
    help_text = gettext("A good answer: %(what)s") % {"what": gettext(row["good_answer"])}
    help_text = f"{help_text} {gettext(row['hint'])}"
    if row["kind"] == "yes_no":
        return one_of(label, YES_NO, required=False)
    if row["kind"] == "choice":
        return one_of(label, listed(facts("threat_categories")["initiators"]), required=False)
    if row["kind"] == "number":
        return line(label, 40, required=False, help_text=help_text)
    return words(label, 5, required=False, help_text=help_text)


class EvidenceForm(Form):
    """One item of evidence for one ground; it ages by its effective date."""

    ground = one_of(_("Ground"), Ground.choices)
    source = line(_("Source"))
    effective_on = DayField(label=_("Effective on"))
    analysis = words(_("Analysis"), 6)
    marking = one_of(_("Marking"), marked)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("The report or table itself, so that a reader can check it.")
    )
    asks: ClassVar = {
        "source": Asked(_("Somebody else can find it again."), "G 2.1.2"),
        "effective_on": Asked(_("The day to which it speaks, not the day of writing."), "G 2.1.2"),
        "analysis": Asked(
            _("What it shows for this area, not what it says."), "G 2.1.2", example=("assessment", "evidence-2")
        ),
        "marking": Asked(_("How it is handled. National security is read by those alone who need it."), "GSC"),
    }


class GapForm(Form):
    """A gap in provision."""

    description = words(_("What is missing, and where"), 4)
    asks: ClassVar = {
        "description": Asked(
            _("Which movements stay unknown, on which roads, and what that has cost."),
            "G 1.3 b4",
            example=("assessment", "gap-1"),
        ),
    }


class AskAdviceForm(Form):
    """Whom to ask, and what."""

    asked_of = members(_("Who is asked"))
    question = words(_("What you ask them"), 4)
    asks: ClassVar = {"question": Asked(example=("assessment", "question"))}

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = (
            Membership.objects.effective().open().filter(organisation=record.organisation, role=Role.MAJOR_CRIME_LEAD)
        )
        fields: Any = self.fields
        fields["asked_of"].queryset = held.select_related("person")


class AdviceForm(Form):
    """What they advised, or that nothing came."""

    answer = words(
        _("What they advise"), 6, help_text=_("Places, past cases, what is expected; or how you asked in vain.")
    )
    absent = forms.BooleanField(label=_("No advice came, after a reminder"), required=False)
    asks: ClassVar = {"answer": Asked(example=("assessment", "major_crime_advice"))}


class NothingAsked(Form):
    """A page that asks nothing but to press its button."""
