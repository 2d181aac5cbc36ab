"""Performance checks of devices (P L29; `design/workflows.md` 7) and the decisions of this app."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.database.functions import add_days
from anpr_governance.duties.registry import interval
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import Role, System
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow.models import Decision as AbstractDecision
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.stateful import Stateful
from anpr_governance.workflow.steps import leave, step, tell
from anpr_governance.workflow.unit import Unit
from cameras import guards, statistics
from cameras.components import COUNTS, labels
from cameras.models.device import Device, EquipmentModel
from cameras.models.site import Site
from cameras.querysets import CheckQuerySet
from cameras.sheets import CheckSheet
from cameras.states import CheckKind, CheckState, GapKind, Outcome

EVALUATION = "NASPLE Part 2 para 12"


def close_installation_gap(check: "PerformanceCheck", running: Unit) -> None:
    """An accepted check that passed closes the gap once every device of the site has its own."""
    proves = check.kind in guards.INSTALLATION_KINDS and check.outcome == Outcome.PASSED
    if proves and check.on and guards.installation_check_missing(check.site, None, check.on) is None:
        check.site.close_gaps([GapKind.INSTALLATION_CHECK], check.on, check.reference)


def move_open_check(check: "PerformanceCheck", running: Unit) -> None:
    """A periodic check that waits is counted anew from an accepted one, whatever that was made for."""
    if check.on:
        check.device.recount_open_check(check.on)


def warn_of_second_failure(check: "PerformanceCheck", running: Unit) -> None:
    """Two failures in a row suggest that collection stops: people are told, nothing is stopped by itself."""
    if check.failed_twice():
        leave("cameras.failed_twice")(check, running)


class PerformanceCheck(Stateful):
    """Raw counts of one check; rates, their interval and the outcome follow from them."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="checks")
    site = models.ForeignKey(Site, models.PROTECT, related_name="checks")
    state = FSMField(max_length=12, choices=CheckState.choices, default=CheckState.OPEN, protected=True)
    kind = models.CharField(max_length=12, choices=CheckKind.choices)
    cycle = models.PositiveIntegerField(default=1)
    due_on = models.DateField(_("due on"))
    on = models.DateField(_("made on"), null=True, blank=True)
    vehicles = models.PositiveIntegerField(_("vehicles that passed"), null=True, blank=True)
    visible = models.PositiveIntegerField(_("vehicles with a visible plate"), null=True, blank=True)
    captured = models.PositiveIntegerField(_("plates captured"), null=True, blank=True)
    read = models.PositiveIntegerField(_("plates read correctly"), null=True, blank=True)
    # Of a link or an interface the four mean what regulation/nasple.toml says of its kind.
    method = models.CharField(_("method"), max_length=300, blank=True)
    period = models.CharField(_("period of the sample"), max_length=200, blank=True)
    tester = models.CharField(_("tester"), max_length=120, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True, editable=False)
    nasple = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    retest_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="retests")
    decision = models.OneToOneField(
        "cameras.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = CheckQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["device", "kind", "cycle"], condition=~Q(state="cancelled"), name="cameras_check_once_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(read__lte=F("captured"), captured__lte=F("visible"), visible__lte=F("vehicles"))
                | Q(vehicles__isnull=True),
                name="cameras_check_counts_possible",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(decision__isnull=False), name="cameras_check_accepted_sealed"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(decision__isnull=True), name="cameras_check_open_unsealed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "due_on"]),
            models.Index(fields=["device", "-on"]),
        ]

    born_by = (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST, "system:site")
    edited_in = (CheckState.OPEN,)
    edited_by = (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST)
    author_hat = "tester"
    locked_with = ("organisation", "device")

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How addresses and the chain name a check: `CODE-C-key`."""
        return f"{self.organisation.code}-C-{self.pk}"

    @property
    def title(self) -> str:
        """Kind and device."""
        return f"{self.get_kind_display()}: {self.device.reference}"

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/performance/{self.reference}/"

    def last_event_on(self) -> date | None:
        """The day on which it was made."""
        return self.on

    # Births

    @classmethod
    def open_one(
        cls, *, by: Any, on: date, device: Device, site: Site, kind: str, due_on: date, retest_of: Any = None
    ) -> Self:
        """Open a check of one device; its cycle is the next of its kind. Open many is in `cameras/opening.py`."""
        last = device.checks.filter(kind=kind).exclude(state="cancelled").aggregate(last=Max("cycle"))["last"] or 0
        return cls._enter(
            by, on, site.organisation, cls.born_by, "open",
            {"device": device, "site": site, "kind": kind, "cycle": last + 1, "due_on": due_on,
             "retest_of": retest_of},
        )  # fmt: skip

    # Steps

    @step(
        source=CheckState.OPEN, target=CheckState.RECORDED, label=_("Record the check"), hat="tester",
        by=(Role.ANPR_SPECIALIST, Role.ANPR_MANAGER), clause="NASPLE Part 2 para 12",
        form="cameras.check_forms.CountsForm", then=[warn_of_second_failure, tell(Role.ANPR_MANAGER)],
        help=_("Raw counts in; the rates and the outcome follow from them and from the thresholds in force. "
               "A failure opens a retest and asks for an action."),
    )  # fmt: skip
    def record(
        self, *, by: Any, on: date, vehicles: int, visible: int, captured: int, read: int,
        how: str = "", period: str = "", tester: str = "",
    ) -> None:  # fmt: skip
        """Counts of one check; the outcome is never typed."""
        self.vehicles, self.visible, self.captured, self.read = vehicles, visible, captured, read
        self.method, self.period, self.tester = how.strip(), period.strip(), tester.strip() or by.name
        self.on = on
        self.nasple = Edition.objects.pin("nasple", self.organisation.code, on)
        if refused := self._impossible():
            raise Refused(refused)
        self.outcome = Outcome.PASSED if all(rate.passed for rate in self.rates()) else Outcome.FAILED
        if self.outcome == Outcome.FAILED:
            self._ask_for_action(on)

    @step(
        source=CheckState.RECORDED, target=CheckState.ACCEPTED, label=_("Accept the check"), by=Role.ANPR_MANAGER,
        unless=[guards.failed_without_action], seals=CheckSheet, hat="accepter", closes=True,
        form="cameras.check_forms.AcceptForm", clause="P L29",
        then=[close_installation_gap, move_open_check, tell(Role.ANPR_SPECIALIST)],
        help=_("The ANPR manager answers for performance. The next check is counted from the day of this one."),
    )  # fmt: skip
    def accept(self, *, on: date) -> None:
        """The manager signs what was measured."""

    @step(
        source=CheckState.OPEN, target=CheckState.CANCELLED, label=_("Cancel"), by="system:site", clause="P L29",
        help=_("Collection ended or the device left the site."),
    )  # fmt: skip
    def cancel(self, *, on: date) -> None:
        """Nothing is measured where nothing is collected."""

    def move_due(self, *, on: date, due_on: date) -> None:
        """A changed rule or answer moves the day of an open check."""
        self.due_on = due_on
        self.keep(System("site"), "move_due")
        self._chain(System("site"), on, "move_due", {"due_on": due_on})

    # What follows from the counts

    def counts(self) -> dict[str, int]:
        """The raw counts by name; 0 where nothing is recorded."""
        return {name: getattr(self, name) or 0 for name in COUNTS}

    def counted(self) -> list[tuple[str, int]]:
        """The raw counts by what they count of this kind of component; none before they are recorded."""
        if self.nasple is None:
            return []
        counts = self.counts()
        return [(label, counts[name]) for name, label in labels(self.device.kind, self.nasple.facts).items()]

    def rates(self) -> list[statistics.Rate]:
        """Each rate with its interval and the threshold of the pinned edition; none before the counts."""
        facts: Mapping[str, Any] | None = self.nasple.facts if self.nasple else None
        return statistics.rates(self.counts(), facts, self.device.kind) if facts else []

    def failed_twice(self) -> bool:
        """Whether this check and the one made before it on the device both failed."""
        if self.outcome != Outcome.FAILED:
            return False
        before = self.device.checks.made().exclude(pk=self.pk).filter(on__lte=self.on).first()
        return before is not None and before.outcome == Outcome.FAILED

    def _impossible(self) -> list[Reason]:
        counts = [self.vehicles or 0, self.visible or 0, self.captured or 0, self.read or 0]
        found = []
        if counts != sorted(counts, reverse=True) or counts[1] < 1 or counts[3] < 0:
            told = "; ".join(f"{_now(label)}: {count}" for label, count in self.counted())
            words = _now("Each count lies within the one before, and the second is at least 1. Here: %(counts)s.")
            found.append(Reason(words % {"counts": told}, EVALUATION, "counts"))
        if not self.method or not self.period:
            words = _now("Say by which method and over which period it was counted.")
            found.append(Reason(words, EVALUATION, "method"))
        return found

    def _ask_for_action(self, on: date) -> None:
        """A failure asks for an action (owner and day follow from people) and opens its retest (T111)."""
        self.actions.create(kind="failed_check", title="Mend what the check found", clause="P L29", site=self.site)
        days = interval("performance_retest", self.organisation.code, on)["days"]
        PerformanceCheck.open_one(
            by=System("site"), on=on, device=self.device, site=self.site, kind=CheckKind.RETEST,
            due_on=add_days(on, days), retest_of=self,
        )  # fmt: skip


class Decision(AbstractDecision):
    """Accepts a check; accepts or evaluates equipment."""

    check_made = models.ForeignKey(PerformanceCheck, models.PROTECT, null=True, blank=True, related_name="decisions")
    equipment = models.ForeignKey(EquipmentModel, models.PROTECT, null=True, blank=True, related_name="decisions")

    class Meta(AbstractDecision.Meta):
        abstract = False
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(check_made__isnull=False, equipment__isnull=True)
                | Q(check_made__isnull=True, equipment__isnull=False),
                name="cameras_decision_of_one",
            ),
        ]
