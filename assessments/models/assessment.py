"""Strategic threat assessments and their evidence (G 2)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.documents.models import EvidenceFile
from anpr_governance.workflow.models import Versioned
from anpr_governance.workflow.stateful import Stateful
from assessments.querysets import AssessmentQuerySet, EvidenceQuerySet
from assessments.states import AssessmentState, Ground


class StrategicAssessment(Versioned, Stateful):
    """What threatens an area, in four categories, with evidence; in date until its next review."""

    letter = "A"

    state = FSMField(max_length=12, choices=AssessmentState.choices, default=AssessmentState.DRAFT, protected=True)
    area = models.CharField(_("area assessed"), max_length=200)
    answers = models.JSONField(_("answers by question"), default=dict, blank=True)
    next_review_on = models.DateField(_("next review on"), null=True, blank=True)
    decision = models.OneToOneField(
        "assessments.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *Versioned.version_constraints("assessments_assessment", ["draft", "in_review"], "endorsed"),
            models.CheckConstraint(
                condition=~Q(state__in=["endorsed", "superseded"]) | Q(decision__isnull=False),
                name="assessments_assessment_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(decision__isnull=True), name="assessments_assessment_unsealed"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state", "next_review_on"])]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}"

    @property
    def title(self) -> str:
        """The area that it assesses."""
        return self.area

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/assessments/{self.reference}/"

    def in_date(self, on: date) -> bool:
        """Endorsed, and not past its next review (G 1.8, T013)."""
        return self.state == AssessmentState.ENDORSED and self.next_review_on is not None and on < self.next_review_on


class EvidenceItem(models.Model):
    """One piece of evidence for one ground; it ages by its effective date."""

    assessment = models.ForeignKey(StrategicAssessment, models.PROTECT, related_name="evidence")
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    source = models.CharField(_("source"), max_length=200)
    effective_on = models.DateField(_("effective on"))
    analysis = models.TextField(_("analysis"))
    marking = models.CharField(_("marking"), max_length=40, default="OFFICIAL-SENSITIVE")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()
    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
