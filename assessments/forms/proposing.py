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
from assessments.models.files import STAGES
from cameras.models import Site
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
    asks: ClassVar = {
        "purpose": Asked(_("Only a purpose of the statute counts."), "G 1.6"),
        "description": Asked(clause="G 5.1", example=("proposal", "description")),
        "intended_months": Asked(_("Twelve months or more take the full route."), "G 1.4"),
        "assessment": Asked(_("Nothing is proposed unless an assessment supports it."), "G 6.1"),
        "initiator": Asked(_("Only where residents or businesses asked for it."), "G 2.5.1"),
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


class ShareForm(Form):
    """Which camera is shared instead of a new one."""

    shares = forms.ModelChoiceField(Site.objects.none(), label=_("Camera that is shared"), empty_label="")
    asks: ClassVar = {"shares": Asked(_("One of those of which you recorded that they can be shared."), "G 1.3 b3")}

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        keys = [row.site_id for row in record.camera_rows if row.shareable]
        fields["shares"].queryset = Site.objects.filter(pk__in=keys).select_related("organisation")
        fields["shares"].label_from_instance = lambda site: f"{site.title} ({site.owner or site.reference})"


class PassportForm(Form):
    """One stage of the passport to compliance."""

    stage = forms.TypedChoiceField(
        label=_("Stage"), choices=[(n, str(n)) for n in STAGES], coerce=int, widget=forms.RadioSelect
    )
    completed_on = DayField(label=_("Completed on"))
    file = forms.FileField(
        label=_("The document"), required=False, help_text=_("PDF, PNG, JPEG, office file, CSV or text.")
    )
    kept_at = line(_("Or where it is kept"), 300, required=False)
    asks: ClassVar = {
        "stage": Asked(_("The passport leads a system through planning, design and use, in three stages."), "G 5.1"),
    }

    def __init__(self, *args: Any, stages: Any, has_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["stage"].choices, self.has_file = [(n, str(n)) for n in stages], has_file

    def clean(self) -> dict[str, Any]:
        """A document, or words that say where it is."""
        said = super().clean() or self.cleaned_data
        if not said.get("file") and not self.has_file and not said.get("kept_at", "").strip():
            self.add_error("kept_at", gettext("Hand in the document, or say where it is kept."))
        return said


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
