"""Releases: the redaction of a signed version, its spans, findings and the files that passed the gate."""

import hashlib
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.database import clock
from anpr_governance.documents import gate
from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.steps import step, tell
from dpia.guards import release as guards
from dpia.models.assessment import Dpia
from dpia.models.marking import Marking
from dpia.models.redacting import FORMATS
from dpia.querysets import ReleaseQuerySet
from dpia.sheets import ReleaseSheet
from dpia.states import Limb, ReleaseState, SpanAction

CHECKERS = (Role.FOI_OFFICER, Role.DPO, Role.STRATEGIC_LEAD)
RELEASERS = (Role.FOI_OFFICER, Role.DPO)


class Release(Marking):
    """A redaction of a signed version, checked by a second person and published when the gate passes (G 4.3)."""

    author_hat = "redactor"
    born_by = (Role.FOI_OFFICER,)
    edited_in = (ReleaseState.REDACTING,)
    edited_by = (Role.FOI_OFFICER,)

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    dpia = models.ForeignKey(Dpia, models.PROTECT, related_name="releases", editable=False)
    number = models.PositiveIntegerField(editable=False)
    state = FSMField(max_length=10, choices=ReleaseState.choices, default=ReleaseState.REDACTING, protected=True)
    title_en = models.CharField(_("public title"), max_length=200)
    title_cy = models.CharField(_("public title in Welsh"), max_length=200, blank=True)
    summary_en = models.TextField(_("public summary"), blank=True)
    summary_cy = models.TextField(_("public summary in Welsh"), blank=True)
    released_on = models.DateField(null=True, blank=True, editable=False)
    decision = models.OneToOneField(
        "dpia.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dpia", "number"], name="dpia_release_number_unique"),
            models.UniqueConstraint(
                fields=["dpia"], condition=Q(state__in=["redacting", "checked"]), name="dpia_release_one_at_work"
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(decision__isnull=False), name="dpia_release_sealed"
            ),
        ]

    def __str__(self) -> str:
        return self.title_en

    @property
    def reference(self) -> str:
        """How the chain names a release: the DPIA's reference, its version and the release's number."""
        return f"{self.dpia.reference}.v{self.dpia.version}.R{self.number}"

    @property
    def title(self) -> str:
        """The public title."""
        return self.title_en

    @property
    def is_public(self) -> bool:
        """Released and not withdrawn."""
        return bool(self.state == ReleaseState.RELEASED)

    def get_absolute_url(self) -> str:
        """The redaction workspace."""
        return f"/dpias/{self.dpia.reference}/redaction/"

    @step(
        source=ReleaseState.REDACTING, target=None, label=_("Confirm a ruling"), by=CHECKERS, hat="checker",
        clause="G 4.3", form="dpia.forms.redaction.ConfirmRuling",
        help=_("You agree that these words may stay although they look like something withheld."),
    )  # fmt: skip
    def confirm_ruling(self, *, by: Any, on: date, finding: int) -> None:
        """The second of the two people that a ruling needs."""
        row = self.findings.exclude(innocent_reason="").filter(pk=finding).first()
        if row is None:
            raise Refused([Reason(_now("This ruling is not there any more."), "G 4.3", "ruling")], stale=True)
        row.confirmed_by = by
        row.save()

    @step(
        source=ReleaseState.REDACTING, target=ReleaseState.CHECKED, label=_("Check the redaction"), by=CHECKERS,
        seals=ReleaseSheet, hat="checker", clause="G 4.3",
        unless=(
            guards.suggestion_open, guards.ruling_unconfirmed, guards.span_unreasoned, guards.interest_unweighed,
            guards.exclusive_together, guards.own_words_tell,
        ),
        then=[tell(Role.FOI_OFFICER)],
        help=_("You have read every mark and its reasons. The marks are then fixed, and the gate can be run."),
    )  # fmt: skip
    def check_redaction(self, *, by: Any, on: date) -> None:
        """The marks are those that a second person saw."""

    @step(
        source=ReleaseState.CHECKED, target=None, label=_("Run the gate"), by=CHECKERS, clause="G 4.3",
        help=_("Makes the files, reads them back and looks for anything withheld. It takes some seconds."),
    )  # fmt: skip
    def run_gate(self, *, by: Any, on: date) -> None:
        """Make the candidates and keep each with what the gate says of it."""
        for language in self.languages():
            copy = self.copy(language)
            wanted = gate.Wanted(copy, self.withheld.terms, self.ruled_counts())
            for kind in FORMATS:
                content, checks = gate.made(kind, copy)
                checks = checks or gate.examine(content, kind, wanted)
                self._keep_candidate(kind, language, content, checks, wanted)

    def _keep_candidate(self, kind: str, language: str, content: bytes, checks: list[gate.Check], wanted: Any) -> None:
        report = gate.report(checks, wanted) | {"mosaic": len(self.open_mosaic())}
        self.files.create(
            kind=kind, language=language, bytes=content, sha256=hashlib.sha256(content).hexdigest(), report=report,
            passed=gate.passed(checks), made_at=clock.now(),
        )  # fmt: skip

    @step(
        source=ReleaseState.CHECKED, target=ReleaseState.REDACTING, label=_("Return to the redactor"), by=CHECKERS,
        reason=True, clause="G 4.3", then=[tell(Role.FOI_OFFICER)], grave=True,
        help=_("You say what to look at again. Files made so far are not published."),
    )  # fmt: skip
    def return_(self, *, by: Any, on: date) -> None:
        """The marks can be changed again; files made for the earlier ones no longer fit."""

    @step(
        source=ReleaseState.CHECKED, target=ReleaseState.RELEASED, label=_("Release"), by=RELEASERS,
        seals=ReleaseSheet, hat="releaser", closes=True, clause="G 4.3",
        unless=(guards.gate_not_passed, guards.mosaic_open, guards.checked_other_words),
        then=[tell(Role.FOI_OFFICER, Role.DPO, Role.ANPR_MANAGER)],
        help=_("The public can read it at once, on the page and as PDF: exactly the files that passed the gate."),
    )  # fmt: skip
    def release(self, *, by: Any, on: date) -> None:
        """Published from now on."""
        self.released_on = on

    @step(
        source=(ReleaseState.REDACTING, ReleaseState.CHECKED, ReleaseState.RELEASED), target=ReleaseState.WITHDRAWN,
        label=_("Withdraw"), by=RELEASERS, reason=True, clause="G 4.3", grave=True,
        then=[tell(Role.FOI_OFFICER, Role.DPO, Role.ANPR_MANAGER)],
        help=_("It is gone from the public pages at once. What was released stays on the record."),
    )  # fmt: skip
    def withdraw(self, *, by: Any, on: date) -> None:
        """Gone everywhere: public pages read the state."""


class Span(models.Model):
    """Words of one field that are removed or made less exact; offsets into the sealed text."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="spans")
    path = models.CharField(max_length=120)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text_hash = models.CharField(max_length=64)
    action = models.CharField(max_length=12, choices=SpanAction.choices)
    replacement = models.CharField(_("less exact words"), max_length=200, blank=True)
    in_the_alternative = models.BooleanField(_("pleaded in the alternative"), default=False)

    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["path", "start"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="dpia_span_not_empty"),
            models.CheckConstraint(
                condition=~Q(action="generalised") | ~Q(replacement=""), name="dpia_span_generalised_says_how"
            ),
        ]


class SpanExemption(models.Model):
    """One exemption of a span, with its own harm test or reason and, if qualified, its own public interest test."""

    span = models.ForeignKey(Span, models.PROTECT, related_name="exemptions")
    exemption = models.CharField(max_length=20)
    limb = models.CharField(max_length=20, choices=Limb.choices, blank=True)
    harm = models.TextField(_("harm, or reason"), blank=True)
    public_interest = models.TextField(_("public interest test"), blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["span", "exemption"], name="dpia_span_exemption_unique"),
        ]


class Finding(models.Model):
    """A place that the finder suggests, or where a withheld term survives; taken, or ruled innocent by two people."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="findings")
    path = models.CharField(max_length=120)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    term = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    span = models.ForeignKey(Span, models.PROTECT, null=True, blank=True, related_name="findings")
    innocent_reason = models.TextField(blank=True)
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["path", "start"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | Q(confirmed_by__isnull=True) | ~Q(ruled_by=F("confirmed_by")),
                name="dpia_finding_two_people",
            ),
        ]


class ReleaseFile(models.Model):
    """A candidate file with its gate report. Append-only; the public reads those of *released* alone."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=[("pdf", "PDF"), ("html", "HTML"), ("csv", "CSV")])
    language = models.CharField(max_length=2, default="en")
    bytes = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    report = models.JSONField(default=dict)
    passed = models.BooleanField()
    made_at = models.DateTimeField()
