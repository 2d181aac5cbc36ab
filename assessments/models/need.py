"""Pressing social need: eight factors, the weighing and the conclusion (G 3.1, 3.2)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.database.dated import Dated
from anpr_governance.workflow.models import Versioned
from anpr_governance.workflow.stateful import Stateful
from assessments.models.assessment import StrategicAssessment
from assessments.querysets import NeedQuerySet, NeedSiteQuerySet
from assessments.states import Ground, NeedState
from cameras.models import Site


class Need(Versioned, Stateful):
    """Why ANPR answers a threat at a place; the same record for new and for continued use (T042)."""

    letter = "N"

    state = FSMField(max_length=16, choices=NeedState.choices, default=NeedState.DRAFT, protected=True)
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("aim against which success is judged"), blank=True)
    answers = models.JSONField(_("answers by factor"), default=dict, blank=True)
    people_from = models.PositiveIntegerField(_("people affected, from"), null=True, blank=True)
    people_to = models.PositiveIntegerField(_("people affected, to"), null=True, blank=True)
    people_source = models.CharField(_("source of the number"), max_length=200, blank=True)
    weighing = models.TextField(_("weighing of the factors"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    confirmed_on = models.DateField(null=True, blank=True, editable=False)
    decision = models.OneToOneField(
        "assessments.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *Versioned.version_constraints("assessments_need", ["draft", "submitted"], "established"),
            models.CheckConstraint(
                condition=Q(people_from__isnull=True) | Q(people_to__isnull=True) | Q(people_from__lte=F("people_to")),
                name="assessments_need_range",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["established", "not_established", "superseded"]) | Q(decision__isnull=False),
                name="assessments_need_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(decision__isnull=True), name="assessments_need_unsealed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}"

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/needs/{self.reference}/"


class NeedGround(models.Model):
    """A ground on which a need stands, bound to the assessment that evidences it."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="grounds")
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    assessment = models.ForeignKey(StrategicAssessment, models.PROTECT, related_name="need_grounds")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "ground"], name="assessments_need_ground_unique"),
        ]


class NeedSite(Dated):
    """A need stands for a site, from a day to a day."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="sites")
    site = models.ForeignKey(Site, models.PROTECT, related_name="needs")

    objects = NeedSiteQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["site", "until"])]
