"""Proposals: what is proposed, the task list, cameras nearby, consultation, conditions."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import Membership
from anpr_governance.pages.forms import Asked, DayField, Form
from anpr_governance.regulation import facts
from assessments.forms.parts import line, listed, members, one_of, words
from assessments.models import Need, StrategicAssessment
from assessments.states import Extent
from cameras.states import Deployment

PROPOSED = [(Deployment.FIXED.value, Deployment.FIXED.label), (Deployment.TEMPORARY.value, Deployment.TEMPORARY.label)]


class ProposalForm(Form):
    """What is proposed, for which purpose, on which assessment and need."""

    title = line(_("Title"))
    purpose = one_of(
        _("Law enforcement purpose"), listed(facts("law_enforcement_purposes")["law_enforcement_purposes"])
    )
    description = words(_("What is to be installed"), 5, required=False)
    deployment = one_of(_("Deployment"), PROPOSED)
    intended_months = forms.IntegerField(
        label=_("Intended months in place"), min_value=1, max_value=600, required=False
    )
    assessment = forms.ModelChoiceField(
        StrategicAssessment.objects.none(), label=_("Assessment"), required=False, empty_label=""
    )
    need = forms.ModelChoiceField(Need.objects.none(), label=_("Pressing social need"), required=False, empty_label="")
    initiator = line(_("Community that asked for it"), 120, required=False)
    cost_to_force = forms.DecimalField(
        label=_("Cost to the force (£)"), max_digits=12, decimal_places=2, required=False
    )
    passport = line(_("Passport to compliance: stage, and where it is kept"), required=False)
    asks: ClassVar = {
        "purpose": Asked(_("Only a purpose of the statute counts."), "G 1.6"),
        "description": Asked(clause="G 5.1", example=("proposal", "description")),
        "intended_months": Asked(_("Twelve months or more take the full route."), "G 1.4"),
        "assessment": Asked(_("Nothing is proposed unless an assessment supports it."), "G 6.1"),
        "initiator": Asked(_("Only where residents or businesses asked for it."), "G 2.5.1"),
        "passport": Asked(_("Only where one is kept."), "G 5.1"),
    }

    def __init__(self, *args: Any, organisation: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        mine = StrategicAssessment.objects.filter(organisation=organisation).in_state("endorsed")
        fields["assessment"].queryset = mine.select_related("organisation")
        needs = Need.objects.filter(organisation=organisation).in_state("established", "submitted", "draft")
        fields["need"].queryset = needs.select_related("organisation")


class GapsForm(Form):
    """Which gaps of the assessment the proposal would fill."""

    gaps = forms.MultipleChoiceField(
        label=_("Which gaps would it fill?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, gaps: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["gaps"].choices = [(str(gap.pk), gap.description) for gap in gaps]


class TaskForm(Form):
    """The answer to one task of the list."""

    answer = words(_("Answer"), 7, required=False)
    asked_on = DayField(label=_("Asked on"), required=False)
    done = forms.BooleanField(label=_("This task is finished"), required=False)

    def __init__(self, *args: Any, task: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not row.get("needs_asked_on"):
            del self.fields["asked_on"]
        self.fields["answer"].label = gettext(row["question"])
        self.fields["answer"].help_text = gettext(row["good_answer"])
        good, shown = (gettext(row["good_answer"]),), ("proposal", task.kind.removeprefix("compliance:"))
        self.asks = {"answer": Asked(gettext(row.get("why", "")), row["clause"], good, shown)}


class ExceptionalForm(Form):
    """What makes a case exceptional."""

    exceptional_reason = words(_("What makes this case exceptional"), 5)
    asks: ClassVar = {
        "exceptional_reason": Asked(
            _("The matrix advises exceptional cases only."), "App A", example=("proposal", "exceptional_reason")
        )
    }


class CameraForm(Form):
    """An existing or partner camera nearby."""

    duplicates = forms.BooleanField(label=_("A new camera would duplicate what this one does"), required=False)
    mitigation = words(_("What is proposed against the duplication"), 3, required=False)
    shareable = forms.BooleanField(label=_("This camera can be shared or used instead"), required=False)
    why_not = words(_("If not, why not"), 3, required=False)
    asks: ClassVar = {
        "mitigation": Asked(_("Needed where it duplicates."), "G 1.3 b2"),
        "why_not": Asked(_("Needed where it is not shared."), "G 1.3 b3"),
    }

    def clean(self) -> dict[str, Any]:
        """A duplicate needs its mitigation, a camera that is not shared its reason."""
        said = super().clean() or self.cleaned_data
        if said.get("duplicates") and not said.get("mitigation", "").strip():
            self.add_error("mitigation", gettext("Say what is proposed against the duplication."))
        if not said.get("shareable") and not said.get("why_not", "").strip():
            self.add_error("why_not", gettext("Say why it is not shared or used."))
        return said


class ConsultationForm(Form):
    """How, and how far, people are consulted."""

    method = words(_("Method"), 4, required=False, help_text=_("Existing groups, letters, a meeting, a web page."))
    extent = one_of(_("Extent"), Extent.choices)
    limited_reasons = words(_("Full reasons for limiting it"), 5, required=False)
    published_on = DayField(label=_("Record published on"), required=False)
    opens: ClassVar = {"extent": {"limited": ("limited_reasons",)}}
    asks: ClassVar = {
        "method": Asked(clause="G 5.3b", example=("proposal", "method")),
        "extent": Asked(
            _("Everyone with a reasonable interest is asked, unless that would defeat the purpose."), "G 5.2"
        ),
        "limited_reasons": Asked(_("A limit without full reasons does not stand."), "G 5.3b"),
    }


class StakeholderForm(Form):
    """Who has an interest, and why."""

    name = line(_("Name"), 160)
    kind = one_of(_("Kind"), listed(facts("consultation")["stakeholder_kinds"]), required=False)
    why = line(_("Why they have an interest"), 300)
    contact = line(_("Contact"), 200, required=False)


class ResponseForm(Form):
    """What somebody answered, and what they were told."""

    received_on = DayField(label=_("Received on"))
    text = words(_("What they said"), 6)
    answer = words(_("Our answer"), 5, required=False, help_text=_("Leave it empty until they are answered."))
    asks: ClassVar = {"answer": Asked(example=("proposal", "consultation"))}


class PackForm(Form):
    """The words of the pack for consultees."""

    words = words(_("What is proposed, in words for the public"), 8)
    asks: ClassVar = {
        "words": Asked(_("Exact places are not sent to consultees. Words that name one are refused."), "G 5.3b")
    }


class ConditionForm(Form):
    """A condition of the deciding body."""

    title = line(_("What is to be done"), 300)
    owner = members(_("Who does it"))
    due = DayField(label=_("By"))
    asks: ClassVar = {
        "title": Asked(example=("proposal", "conditions")),
        "due": Asked(_("A condition is a task with owner and date; it breaks no seal."), "P L13"),
    }

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        held = Membership.objects.effective().open().filter(organisation=record.organisation)
        fields["owner"].queryset = held.select_related("person").order_by("person__name", "role")


class MetForm(Form):
    """How a condition was met."""

    answer = words(_("How it was met"), 4)
