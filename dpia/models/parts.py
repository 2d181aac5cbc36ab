"""What a DPIA is made of: answers, coverage, risks, measures and the requests to the regulator."""

from math import dist
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.database.dated import Dated
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.regulation import facts
from anpr_governance.workflow.models import Task
from cameras.models import Site
from cameras.states import GapKind
from dpia.models.assessment import Dpia
from dpia.querysets import CoverageQuerySet, IcoQuerySet
from dpia.states import Effect, IcoOutcome, Level, Likelihood, Severity


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

    def __str__(self) -> str:
        return f"{self.question} {self.group}".strip()


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

    @property
    def moved_metres(self) -> float:
        """How far the site stands today from the place that this version is about."""
        here, there = (self.site.easting, self.site.northing), (self.easting, self.northing)
        return 0.0 if None in (*here, *there) else dist(here, there)  # type: ignore[arg-type]

    def closes(self) -> list[str]:
        """The kinds of gap of the site that a signed version with this row closes."""
        near = self.moved_metres <= facts("register")["register"]["moved_metres"]
        return [GapKind.DPIA.value, GapKind.DPIA_OUTSIDE.value, *([GapKind.MOVED.value] if near else [])]


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

    def __str__(self) -> str:
        return f"{self.position}. {self.source}"

    @cached_property
    def measure_rows(self) -> list["Measure"]:
        """Its measures with their owners, asked once."""
        return list(self.measures.all())

    @property
    def needs_measure(self) -> bool:
        """Medium and high risks do (ICO step 6)."""
        return bool(facts("scales")["overall"][self.overall]["needs_measure"])

    @property
    def residual(self) -> str:
        """The level that is left: the worst that its measures leave, or its own where it has none."""
        ranks = facts("scales")["residual"]
        left = [measure.residual for measure in self.measure_rows if measure.residual]
        return max(left or [self.overall], key=lambda level: ranks[level]["rank"])

    @property
    def suggestion(self) -> str:
        """What the table of the house would call it: advice to the assessor, never the rating."""
        return str(facts("scales")["suggestion"][self.severity][self.likelihood])


class Measure(Task):
    """A measure against a risk, with effect, residual level, owner and date (step 6). `done_on` is not sealed."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="measures")
    option = models.TextField(_("what is done to reduce the risk"))
    effect = models.CharField(max_length=10, choices=Effect.choices, blank=True)
    residual = models.CharField(max_length=6, choices=Level.choices, blank=True)
    approved = models.BooleanField(_("measure approved"), null=True, blank=True)

    history = HistoricalRecords()

    @property
    def is_whole(self) -> bool:
        """Whether it says what is done, its effect, and what is left."""
        return bool(self.option.strip() and self.effect and self.residual)


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

    def __str__(self) -> str:
        return f"{self.dpia_id}: {self.get_outcome_display() or self.sent_on or ''}"
