"""Data protection impact assessments: seven steps, three impacts, coverage, risks and measures."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.database.dated import Dated
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow.models import Task, Versioned
from anpr_governance.workflow.stateful import Stateful
from assessments.models import Consultation, Proposal
from cameras.models import Site
from dpia.querysets import CoverageQuerySet, DpiaQuerySet, IcoQuerySet
from dpia.states import DpiaState, Effect, IcoOutcome, Level, Likelihood, Severity


class Dpia(Versioned, Stateful):
    """One version of a DPIA (DPA 2018 s.64; G 4). Step 7 is the list of seals upon its content."""

    letter = "D"

    state = FSMField(max_length=20, choices=DpiaState.choices, default=DpiaState.DRAFT, protected=True)
    title = models.CharField(_("title"), max_length=200)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="dpias")
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="dpias")
    retrospective_reason = models.TextField(_("why it is made after the fact"), blank=True)
    force_wide = models.BooleanField(_("covers the whole force"), default=False)
    system_type = models.CharField(_("system type (NASPLE 8.5)"), max_length=60, blank=True)
    template = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    systems_before = models.PositiveIntegerField(_("ANPR systems before"), null=True, blank=True)
    systems_after = models.PositiveIntegerField(_("ANPR systems after"), null=True, blank=True)
    ico_needed = models.BooleanField(_("the DPO decides to consult the ICO"), null=True, blank=True, editable=False)
    ico_reason = models.TextField(_("why the ICO is or is not consulted"), blank=True, editable=False)
    advice_accepted = models.BooleanField(_("DPO advice accepted"), null=True, blank=True, editable=False)
    advice_reasons = models.TextField(_("why it is overruled"), blank=True, editable=False)
    views_followed = models.BooleanField(_("consultees' views followed"), null=True, blank=True, editable=False)
    views_reasons = models.TextField(_("why they are departed from"), blank=True, editable=False)
    kept_under_review_by = models.CharField(_("kept under review by"), max_length=120, blank=True, editable=False)
    decision = models.OneToOneField(
        "dpia.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = DpiaQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *Versioned.version_constraints(
                "dpia_dpia", ["draft", "consulting", "with_dpo", "awaiting_sign_off", "with_ico"], "signed_off"
            ),
            models.CheckConstraint(
                condition=Q(proposal__isnull=False) | ~Q(retrospective_reason=""), name="dpia_dpia_has_occasion"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed_off", "superseded"]) | Q(decision__isnull=False),
                name="dpia_dpia_sealed",
            ),
            models.CheckConstraint(condition=~Q(state="draft") | Q(decision__isnull=True), name="dpia_dpia_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}"

    def get_absolute_url(self) -> str:
        """The page of this very version."""
        return f"/dpias/{self.reference}/v{self.version}/"


class Answer(models.Model):
    """The answer to one question; `group` names a group of sites for the three impacts, else empty."""

    dpia = models.ForeignKey(Dpia, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    group = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dpia", "question", "group"], name="dpia_answer_unique"),
        ]


class Coverage(Dated):
    """A DPIA version covers a site, from a day to a day: `site.dpias`."""

    dpia = models.ForeignKey(Dpia, models.PROTECT, related_name="coverage")
    site = models.ForeignKey(Site, models.PROTECT, related_name="dpias")
    group = models.CharField(_("group of sites"), max_length=80, blank=True)
    easting = models.FloatField(null=True, blank=True)
    northing = models.FloatField(null=True, blank=True)

    objects = CoverageQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["site", "until"])]


class Risk(models.Model):
    """A risk to people, with likelihood, severity and the assessor's overall level (step 5)."""

    dpia = models.ForeignKey(Dpia, models.PROTECT, related_name="risks")
    position = models.PositiveSmallIntegerField()
    source = models.TextField(_("source of the risk and its effect on people"))
    likelihood = models.CharField(max_length=10, choices=Likelihood.choices)
    severity = models.CharField(max_length=12, choices=Severity.choices)
    overall = models.CharField(max_length=6, choices=Level.choices)

    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["position", "pk"]


class Measure(Task):
    """A measure against a risk, with effect, residual level, owner and date (step 6). `done_on` is not sealed."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="measures")
    option = models.TextField(_("what is done to reduce the risk"))
    effect = models.CharField(max_length=10, choices=Effect.choices, blank=True)
    residual = models.CharField(max_length=6, choices=Level.choices, blank=True)
    approved = models.BooleanField(_("measure approved"), null=True, blank=True)

    history = HistoricalRecords()


class IcoConsultation(models.Model):
    """A prior consultation with the regulator (DPA s.65): trigger, pack, clock, outcome."""

    dpia = models.ForeignKey(Dpia, models.PROTECT, related_name="ico_consultations")
    trigger = models.TextField(_("why the regulator is consulted"))
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    waits = models.BooleanField(_("the regulator waits for information"), default=False)
    extended_on = models.DateField(_("extension told on"), null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=IcoOutcome.choices, blank=True)
    outcome_on = models.DateField(_("outcome received on"), null=True, blank=True)
    pack = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()
    objects = IcoQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dpia"], condition=Q(outcome_on__isnull=True), name="dpia_ico_one_open"),
        ]
