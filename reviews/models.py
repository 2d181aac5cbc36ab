"""Annual reviews of locations and the baseline plan of a register never reviewed (G 7; P L17)."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import Role, System
from anpr_governance.regulation import facts
from anpr_governance.workflow.models import Decision as AbstractDecision
from anpr_governance.workflow.models import Numbered
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.stateful import Stateful
from anpr_governance.workflow.steps import leave, step, tell
from anpr_governance.workflow.unit import unit
from assessments.models import AgendaItem, Need, StrategicAssessment
from cameras.models import Site
from cameras.states import COLLECTING
from dpia.models import Dpia
from reviews import guards, tree
from reviews.querysets import PlanQuerySet, ReviewQuerySet
from reviews.sheets import BaselinePlanSheet, ReviewSheet
from reviews.states import UNFINISHED, Occasion, PlanState, Recommendation, ReviewState


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
    recommendation = models.CharField(_("recommendation"), max_length=20, choices=Recommendation.choices, blank=True)
    disputed = models.CharField(max_length=20, choices=Recommendation.choices, blank=True, editable=False)
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

    born_by = (Role.ANPR_MANAGER, Role.DPO, Role.STRATEGIC_LEAD, Role.CHIEF_OFFICER)
    edited_in = (ReviewState.ASSESSING,)
    edited_by = (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST)

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """What is reviewed."""
        return self.site.title

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/reviews/{self.reference}/"

    def case(self) -> list[tuple[str, int]]:
        """The review with the need and the DPIA version that it used: one case of this year."""
        linked = [record for record in (self.need, self.dpia) if record is not None]
        return [(self.reference, 0), *((record.reference, record.version) for record in linked)]

    def last_event_on(self) -> date | None:
        """The day of the newest sealed step."""
        newest = self.decisions.order_by("-on").first() if self.pk else None
        return newest.on if newest else None

    def decision_facts(self, step: str) -> dict[str, Any]:
        """A confirmation names the strategy group's item where the group decided (7.8, or a disagreement)."""
        if step != "confirm":
            return {}
        items = self.site.agenda_items.review_decided(self.recommended_on(), clock.today())
        return {"agenda_item": items.order_by("-meeting__on").first()}

    def recommended_on(self) -> date:
        """The day of the newest recommendation."""
        return self.decisions.filter(step="recommend").order_by("-pk").values_list("on", flat=True)[0]

    def in_dispute(self) -> bool:
        """Whether the same recommendation came again after the strategic lead returned it."""
        return bool(self.disputed) and self.disputed == self.recommendation

    @classmethod
    def open_out_of_cycle(cls, *, by: Any, on: date, site: Site, reason: str) -> Self:
        """Open a review before it falls due; refused while one is open, or without a reason."""
        refused = []
        if not reason.strip():
            refused.append(Reason(_now("Say why the review is opened out of its cycle."), "G 7.1", "reason"))
        if cls.objects.filter(site=site).unfinished().exists():
            refused.append(Reason(_now("A review of this site is open already."), "G 7.1", "reviews.one_open"))
        if site.state not in COLLECTING:
            refused.append(Reason(_now("Only a live or suspended site is reviewed."), "G 7.1", "reviews.collecting"))
        if refused:
            raise Refused(refused)
        cycle = cls.objects.filter(site=site).done().count() + 1
        return cls.born(
            by=by, on=on, organisation=site.organisation, site=site, cycle=cycle, due_on=on,
            occasion=Occasion.OUT_OF_CYCLE, occasion_reason=reason,
        )  # fmt: skip

    def pin(self, on: date) -> None:
        """Note the versions that the review uses, as they stand on `on`."""
        link = self.site.needs.standing(on).select_related("need").order_by("-since", "-pk").first()
        cover = self.site.dpias.in_force(on).select_related("dpia").order_by("-since", "-pk").first()
        self.need = link.need if link else None
        ground = self.need.grounds.select_related("assessment").order_by("pk").first() if self.need else None
        self.assessment = ground.assessment if ground else None
        self.dpia = cover.dpia if cover else None

    @step(
        source=ReviewState.OPEN, target=ReviewState.ASSESSING, label=_("Begin the review"),
        by=(Role.ANPR_MANAGER, Role.ANPR_SPECIALIST), hat="author", clause="G 7.1",
        help=_("You answer the questions of the branch that your answers reach. Nothing changes at the site yet."),
    )  # fmt: skip
    def begin(self, *, by: Any, on: date) -> None:
        """Note the assessment, need and DPIA in force: the review is made against these versions."""
        self.pin(on)

    @step(
        source=ReviewState.ASSESSING, target=ReviewState.RECOMMENDED, label=_("Recommend"),
        by=(Role.ANPR_MANAGER, Role.ANPR_SPECIALIST), seals=ReviewSheet, hat="author", clause="G 7.2",
        unless=(guards.question_unanswered, guards.contradiction, guards.unchanged_without_dpia, guards.ground_moved),
        then=[tell(Role.STRATEGIC_LEAD)], help=_("Your answers are sealed; the strategic lead is asked to confirm."),
    )  # fmt: skip
    def recommend(self, *, by: Any, on: date) -> None:
        """Seal answers and recommendation."""

    @step(
        source=ReviewState.RECOMMENDED, target=ReviewState.ASSESSING, label=_("Return to the reviewer"),
        by=Role.STRATEGIC_LEAD, reason=True, clause="G 7.1", then=[tell(Role.ANPR_MANAGER)], grave=True,
        help=_("You say what to look at again. If the same recommendation comes back, the strategy group decides."),
    )  # fmt: skip
    def return_(self, *, by: Any, on: date) -> None:
        """Remember what was not agreed with."""
        self.disputed = self.recommendation

    @step(
        source=ReviewState.RECOMMENDED, target=ReviewState.CONFIRMED, label=_("Confirm the review"),
        by=Role.STRATEGIC_LEAD, seals=ReviewSheet, hat="approver", closes=True, clause="G 7.1",
        unless=[guards.group_undecided, guards.retrospective_dpia_undated],
        then=[leave("reviews.confirmed"), tell(Role.ANPR_MANAGER)],
        help=_("To continue sets the next review; to cease stops the collection at once and opens its tasks."),
    )  # fmt: skip
    def confirm(self, *, by: Any, on: date) -> None:
        """A confirmed *cease* takes the site's own step in the same transaction (G 7.4, 7.9)."""
        if tree.branch(self.answers).outcome == "cease":
            why = f"{self.get_recommendation_display()} ({self.reference})"
            self.site.cease_collection(by=System("review"), on=on, reason=why, opened_by=self.reference)

    @step(
        source=ReviewState.CONFIRMED, target=ReviewState.CLOSED, label=_("Close"), by="system:tasks",
        unless=[guards.task_open], clause="G 7.1",
    )  # fmt: skip
    def close(self, *, by: Any, on: date) -> None:
        """What the review set going is done."""

    @step(
        source=UNFINISHED, target=ReviewState.CANCELLED, label=_("Cancel"), by="system:site", clause="G 7.1",
    )  # fmt: skip
    def cancel(self, *, by: Any, on: date) -> None:
        """The collection ended, so there is nothing to review."""


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

    letter = "B"
    born_by = (Role.ANPR_MANAGER,)
    edited_in = (PlanState.DRAFT,)
    edited_by = (Role.ANPR_MANAGER,)

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def spread(cls, *, by: Any, on: date, organisation: Organisation) -> Self:
        """Make a plan that spreads the sites never reviewed evenly over the time that the rule allows (P L17)."""
        months = facts("intervals")["intervals"]["baseline_plan"]["months"]
        span = (add_months(on, months) - on).days
        sites = list(Site.objects.filter(organisation=organisation).never_reviewed().values_list("pk", flat=True))
        number = cls.objects.filter(organisation=organisation).count() + 1
        with unit():
            plan = cls.born(by=by, on=on, organisation=organisation, number=number, made_on=on)
            dates = [
                BaselineDate(plan=plan, site_id=key, due_on=on + timedelta(days=1 + n * (span - 1) // len(sites)))
                for n, key in enumerate(sites)
            ]
            BaselineDate.objects.bulk_create(dates, batch_size=2000)
        return plan

    @step(
        source=PlanState.DRAFT, target=PlanState.APPROVED, label=_("Approve the baseline plan"),
        by=Role.STRATEGIC_LEAD, seals=BaselinePlanSheet, hat="approver", closes=True, clause="P L17",
        unless=[guards.no_dates, guards.beyond_limit], then=[tell(Role.ANPR_MANAGER)],
        help=_("The sites never reviewed get these dates; they stay shown as never reviewed until then."),
    )  # fmt: skip
    def approve(self, *, by: Any, on: date) -> None:
        """From now on the dates bind."""

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
