"""Annual reviews of locations and the baseline plan of a register never reviewed (G 7; P L17)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.organisations.models import Organisation
from anpr_governance.workflow.models import Decision as AbstractDecision
from anpr_governance.workflow.models import Numbered
from anpr_governance.workflow.stateful import Stateful
from assessments.models import AgendaItem, Need, StrategicAssessment
from cameras.models import Site
from dpia.models import Dpia
from reviews.querysets import PlanQuerySet, ReviewQuerySet
from reviews.states import Occasion, PlanState, Recommendation, ReviewState


class Review(Numbered, Stateful):
    """One review of one site: a cycle, its answers on the branch reached, recommendation and confirmation."""

    letter = "R"

    site = models.ForeignKey(Site, models.PROTECT, related_name="reviews", editable=False)
    state = FSMField(max_length=12, choices=ReviewState.choices, default=ReviewState.OPEN, protected=True)
    cycle = models.PositiveIntegerField(editable=False)
    due_on = models.DateField(_("due on"), editable=False)
    occasion = models.CharField(max_length=12, choices=Occasion.choices, default=Occasion.DUE, editable=False)
    occasion_reason = models.TextField(blank=True, editable=False)
    assessment = models.ForeignKey(StrategicAssessment, models.PROTECT, null=True, blank=True, related_name="reviews")
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="reviews")
    dpia = models.ForeignKey(Dpia, models.PROTECT, null=True, blank=True, related_name="reviews")
    answers = models.JSONField(default=dict, blank=True)
    recommendation = models.CharField(max_length=20, choices=Recommendation.choices, blank=True, editable=False)
    decision = models.OneToOneField(
        "reviews.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="reviews_review_number_unique"),
            models.UniqueConstraint(
                fields=["site", "cycle"], condition=~Q(state="cancelled"), name="reviews_review_once_a_cycle"
            ),
            models.UniqueConstraint(
                fields=["site"], condition=Q(state__in=["open", "assessing", "recommended"]),
                name="reviews_review_one_unfinished",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "closed"]) | Q(decision__isnull=False),
                name="reviews_review_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(decision__isnull=True), name="reviews_review_unsealed"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "due_on", "id"]),
            models.Index(fields=["organisation", "-id"]),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """What is reviewed."""
        return self.site.title

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/reviews/{self.reference}/"


class BaselinePlan(Stateful):
    """Dates for the first reviews of a register never reviewed: spread by one person, approved by another."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    number = models.PositiveIntegerField(default=1, editable=False)
    state = FSMField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT, protected=True)
    made_on = models.DateField(editable=False)
    decision = models.OneToOneField(
        "reviews.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="reviews_plan_number_unique"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decision__isnull=False), name="reviews_plan_sealed"
            ),
        ]

    @property
    def reference(self) -> str:
        """How the chain names a plan: `CODE-B-0001`."""
        return f"{self.organisation.code}-B-{self.number:04d}"

    @property
    def title(self) -> str:
        """What it is."""
        return str(_("Baseline plan of first reviews"))

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/reviews/plan/{self.reference}/"


class BaselineDate(models.Model):
    """The day by which a plan promises the first review of a site."""

    plan = models.ForeignKey(BaselinePlan, models.PROTECT, related_name="dates")
    site = models.ForeignKey(Site, models.PROTECT, related_name="baseline_dates")
    due_on = models.DateField(_("due on"))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "site"], name="reviews_baseline_unique")]


class Decision(AbstractDecision):
    """Recommends or confirms a review; approves a baseline plan."""

    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="decisions")
    plan = models.ForeignKey(BaselinePlan, models.PROTECT, null=True, blank=True, related_name="decisions")
    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(AbstractDecision.Meta):
        abstract = False
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(review__isnull=False, plan__isnull=True) | Q(review__isnull=True, plan__isnull=False),
                name="reviews_decision_of_one",
            ),
        ]
