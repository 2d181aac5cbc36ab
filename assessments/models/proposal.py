"""Proposals of deployment, their sites and their task list (G 5, 6)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.database.dated import Dated
from anpr_governance.organisations.models import Membership
from anpr_governance.regulation import facts
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow.models import Numbered, Task
from assessments.models.assessment import StrategicAssessment
from assessments.models.consultation import Consultation
from assessments.models.need import Need
from assessments.models.proposal_reading import OPEN_SITES
from assessments.models.proposal_steps import Steps
from assessments.querysets import CaseTaskQuerySet, ProposalQuerySet, ProposalSiteQuerySet
from assessments.states import ProposalState
from cameras.models import Site
from cameras.states import Deployment


class Proposal(Numbered, Steps):
    """One or more sites to be decided upon; `version` +1 a submission, `turn` +1 a rescission."""

    letter = "P"

    state = FSMField(max_length=12, choices=ProposalState.choices, default=ProposalState.DRAFT, protected=True)
    title = models.CharField(_("title"), max_length=200)
    assessment = models.ForeignKey(StrategicAssessment, models.PROTECT, null=True, blank=True, related_name="proposals")
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="proposals")
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="proposals")
    purpose = models.CharField(_("law enforcement purpose"), max_length=60, blank=True)
    description = models.TextField(_("what is to be installed"), blank=True)
    deployment = models.CharField(max_length=20, choices=Deployment.choices, default=Deployment.FIXED)
    intended_months = models.PositiveSmallIntegerField(_("intended months in place"), null=True, blank=True)
    initiator = models.CharField(_("initiator, if a community"), max_length=120, blank=True)
    cost_to_force = models.DecimalField(_("cost (£)"), max_digits=12, decimal_places=2, null=True, blank=True)
    passport = models.CharField(
        _("stage of the passport to compliance, and where it is kept"), max_length=200, blank=True
    )
    nasple = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    route = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    shares = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    turn = models.PositiveIntegerField(default=0, editable=False)
    decision = models.OneToOneField(
        "assessments.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="assessments_proposal_number_unique"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"]) | Q(decision__isnull=False),
                name="assessments_proposal_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(decision__isnull=True), name="assessments_proposal_unsealed"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/proposals/{self.reference}/"


class ProposalSite(Dated):
    """A proposal is about a site; the matrix codes that it had, with their edition."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="sites")
    site = models.ForeignKey(Site, models.PROTECT, related_name="proposals")
    matrix = models.JSONField(_("matrix code by ground"), default=dict, blank=True)
    matrix_edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    exceptional_reason = models.TextField(_("why the case is exceptional"), blank=True)

    objects = ProposalSiteQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False

    @property
    def codes(self) -> Mapping[str, Any]:
        """What the letters mean in the edition that it keeps: rank, words, whether a reason is needed."""
        return self.matrix_edition.facts["codes"] if self.matrix_edition else facts("matrix")["codes"]

    @property
    def best(self) -> str:
        """The strongest code over its evidenced grounds, or nothing (T076)."""
        return max(self.matrix.values(), key=lambda code: self.codes[code]["rank"], default="")

    @property
    def is_exceptional(self) -> bool:
        """Whether the matrix advises exceptional cases only."""
        return bool(self.best) and bool(self.codes[self.best].get("needs_reason"))

    @property
    def is_advised(self) -> bool:
        """Whether it has its codes, and its reason where only exceptional cases are justified."""
        return bool(self.best) and (not self.is_exceptional or bool(self.exceptional_reason.strip()))

    @property
    def is_open(self) -> bool:
        """Whether the place is still sought, or stands."""
        return self.site.state in OPEN_SITES


class CameraConsidered(models.Model):
    """An existing or a partner's camera that was looked at: near, duplicate, shareable (G 1.3, 6.1.2)."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="cameras_considered")
    site = models.ForeignKey(Site, models.PROTECT, related_name="considered_in")
    distance_m = models.FloatField(_("distance (m)"))
    duplicates = models.BooleanField(_("duplicates a capability"), default=False)
    mitigation = models.TextField(_("mitigation of the duplication"), blank=True)
    shareable = models.BooleanField(_("can be shared instead"), default=False)
    why_not = models.TextField(_("why it is not shared"), blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "site"], name="assessments_camera_considered_once"),
        ]

    @property
    def is_answered(self) -> bool:
        """A duplicate has its mitigation; one that is not shared has its reason (T002, T003)."""
        mitigated = not self.duplicates or bool(self.mitigation.strip())
        return mitigated and (self.shareable or bool(self.why_not.strip()))


class CaseTask(Task):
    """A task of a case: of the list of G 5.1 and 6.1, a compliance statement, advice asked, a condition."""

    assessment = models.ForeignKey(StrategicAssessment, models.PROTECT, null=True, blank=True, related_name="tasks")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="tasks")
    item = models.ForeignKey("assessments.AgendaItem", models.PROTECT, null=True, blank=True, related_name="tasks")
    listed = models.BooleanField(default=False)
    asked_of = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    absent = models.BooleanField(_("no answer came"), default=False)

    objects = CaseTaskQuerySet.as_manager()

    class Meta(Task.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "kind"], condition=Q(listed=True), name="assessments_task_listed_once"
            ),
            models.CheckConstraint(
                condition=Q(assessment__isnull=False, proposal__isnull=True, item__isnull=True)
                | Q(assessment__isnull=True, proposal__isnull=False, item__isnull=True)
                | Q(assessment__isnull=True, proposal__isnull=True, item__isnull=False),
                name="assessments_task_of_one",
            ),
        ]
