"""The performance of all components of a force in a few statements, however many there are (P L29)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, FloatField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, TruncQuarter, TruncYear

from anpr_governance.database.functions import add_months
from cameras.models import PerformanceCheck, Placement, Site
from cameras.states import CheckKind, CheckState, Outcome

PERIODS = {"quarter": (TruncQuarter, 3, 8), "year": (TruncYear, 12, 5)}
"""How a period begins, its months, and how many of them are shown."""


@dataclass(frozen=True)
class Period:
    """What fell due in a period and how it was met; what was made in it and passed."""

    start: date
    in_time: int = 0
    late: int = 0
    overdue: int = 0
    made: int = 0
    passed: int = 0


@dataclass(frozen=True)
class Bin:
    """Devices whose last rate lies in one whole percent; `across` of them with an interval across the threshold."""

    percent: int
    devices: int
    across: int


@dataclass(frozen=True)
class Fleet:
    """The components of one kind that collect for a force, as far as `person` sees their sites."""

    person: Any
    organisation: Any
    kind: str
    today: date

    @property
    def placed(self) -> Any:
        """Where they stand today."""
        rows = Placement.objects.collecting(self.today, [self.organisation.pk]).filter(device__kind=self.kind)
        return rows.filter(site__in=Site.objects.visible_to(self.person).values("pk"))

    @property
    def last(self) -> Any:
        """The last check made of the device at hand."""
        return PerformanceCheck.objects.made().filter(device=OuterRef("device"))

    @property
    def checks(self) -> Any:
        """Every check of such a component that was not cancelled."""
        rows = PerformanceCheck.objects.visible_to(self.person).filter(organisation=self.organisation)
        return rows.filter(device__kind=self.kind).exclude(state=CheckState.CANCELLED)

    def standing(self) -> dict[str, int]:
        """How many passed their last check, failed it, or have none."""
        rows = self.placed.annotate(outcome=Subquery(self.last.values("outcome")[:1]))
        found = dict(rows.values_list("outcome").annotate(n=Count("pk")).order_by())
        known = {"passed": found.get(Outcome.PASSED, 0), "failed": found.get(Outcome.FAILED, 0)}
        return {**known, "never": sum(found.values()) - sum(known.values()), "all": sum(found.values())}

    def overdue(self) -> int:
        """How many checks wait beyond their day."""
        return int(self.checks.filter(state=CheckState.OPEN, due_on__lt=self.today).count())

    def failing(self, most: int) -> list[PerformanceCheck]:
        """The last checks of components that failed it, the longest ago first."""
        keys = self.placed.annotate(last=Subquery(self.last.values("pk")[:1])).values("last")
        rows = self.checks.filter(pk__in=keys, outcome=Outcome.FAILED).order_by("on", "pk")
        return list(rows.select_related("organisation", "device", "site")[:most])

    def bins(self, rule: Mapping[str, Any], z: float) -> list[Bin]:
        """The last rates by whole percent.

        A Wilson interval reaches across a threshold where the score test does not tell the rate from it, which is
        asked here without a root: (hits - whole · p)² ≤ z² · whole · p · (1 - p).
        """
        keys = self.placed.annotate(last=Subquery(self.last.values("pk")[:1])).values("last")
        percent = rule["percent"]
        hits, whole = (Cast(rule[name], FloatField()) for name in ("counts", "of"))
        far = hits * 100.0 - whole * float(percent)
        rows = (
            self.checks.filter(pk__in=keys, **{f"{rule['of']}__gt": 0})
            .annotate(
                bin=Cast(rule["counts"], BigIntegerField()) * 100 / F(rule["of"]),
                squared=far * far,
                reach=whole * (z * z * percent * (100 - percent)),
            )
            .annotate(near=Case(When(squared__lte=F("reach"), then=Value(1)), default=Value(0)))
        )
        found: dict[int, list[int]] = {}
        for at, near, n in rows.values_list("bin", "near").annotate(n=Count("pk")).order_by():
            counts = found.setdefault(at, [0, 0])
            counts[0] += n
            counts[1] += n if near else 0
        return [Bin(at, *counts) for at, counts in sorted(found.items())]

    def periods(self, by: str) -> list[Period]:
        """The last quarters or years, the present one last; a check on wish has no day that binds."""
        trunc, months, shown = PERIODS[by]
        first = 1 if by == "year" else (self.today.month - 1) // 3 * 3 + 1
        starts = [add_months(self.today.replace(month=first, day=1), -months * n) for n in reversed(range(shown))]
        until = add_months(starts[-1], months)
        due = self.checks.filter(due_on__gte=starts[0], due_on__lt=until).exclude(kind=CheckKind.AD_HOC)
        owed = due.annotate(start=trunc("due_on")).values("start").order_by().annotate(
            in_time=Count("pk", filter=Q(on__lte=F("due_on"))), late=Count("pk", filter=Q(on__gt=F("due_on"))),
            overdue=Count("pk", filter=Q(state=CheckState.OPEN, due_on__lt=self.today)),
        )  # fmt: skip
        done = self.checks.filter(on__gte=starts[0], on__lt=until).annotate(start=trunc("on")).values("start")
        done = done.order_by().annotate(made=Count("pk"), passed=Count("pk", filter=Q(outcome=Outcome.PASSED)))
        found: dict[date, dict[str, Any]] = {start: {"start": start} for start in starts}
        for row in (*owed, *done):
            found[row["start"]] |= row
        return [Period(**found[start]) for start in starts]
