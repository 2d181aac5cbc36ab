"""The performance of all components of a force in a few statements, however many there are (P L29)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Count, Exists, F, FloatField, OuterRef, Q, Value, When, Window
from django.db.models.functions import Cast, RowNumber, TruncQuarter, TruncYear

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
    def newest(self) -> Any:
        """The key of the last check made of each device, found in one pass."""
        rows = PerformanceCheck.objects.made().filter(organisation=self.organisation).order_by()
        nth = Window(RowNumber(), partition_by=F("device"), order_by=[F("on").desc(), F("pk").desc()])
        return rows.annotate(nth=nth).filter(nth=1).values("pk")

    @property
    def checks(self) -> Any:
        """Every check of such a component that was not cancelled."""
        rows = PerformanceCheck.objects.visible_to(self.person).filter(organisation=self.organisation)
        return rows.filter(device__kind=self.kind).exclude(state=CheckState.CANCELLED)

    @property
    def lasts(self) -> Any:
        """The last check of each component that stands today."""
        return self.checks.filter(pk__in=self.newest, device__in=self.placed.values("device"))

    def surveyed(self, rules: Sequence[Mapping[str, Any]], z: float) -> tuple[dict[str, int], list[list[Bin]]]:
        """How many passed their last check, failed it or have none; and their rates by whole percent, rule by rule."""
        rows, names = self.lasts, []
        for n, rule in enumerate(rules):
            rows = _placed_at(rows, f"bin{n}", f"near{n}", rule, z)
            names += [f"bin{n}", f"near{n}"]
        found = list(rows.values_list("outcome", *names).annotate(count=Count("pk")).order_by())
        outcomes = Counter[str]()
        counts: list[dict[int, list[int]]] = [{} for _rule in rules]
        for outcome, *placed, count in found:
            outcomes[outcome] += count
            for n, (at, near) in enumerate(zip(placed[::2], placed[1::2], strict=True)):
                if at is not None:
                    held = counts[n].setdefault(at, [0, 0])
                    held[0] += count
                    held[1] += count if near else 0
        known = {"passed": outcomes[Outcome.PASSED], "failed": outcomes[Outcome.FAILED]}
        whole = self.placed.count()
        standing = {**known, "never": whole - sum(known.values()), "all": whole}
        return standing, [[Bin(at, *held) for at, held in sorted(one.items())] for one in counts]

    def overdue(self) -> int:
        """How many checks wait beyond their day."""
        return int(self.checks.filter(state=CheckState.OPEN, due_on__lt=self.today).count())

    def failing(self, most: int) -> list[PerformanceCheck]:
        """The last checks of components that failed it, the longest ago first."""
        newer = PerformanceCheck.objects.made().order_by().filter(device=OuterRef("device"))
        newer = newer.filter(Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk")))
        failed = self.checks.filter(outcome=Outcome.FAILED, device__in=self.placed.values("device"))
        rows = failed.filter(~Exists(newer)).order_by("on", "pk")
        return list(rows.select_related("organisation", "device", "site")[:most])

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


def _placed_at(rows: Any, at: str, near: str, rule: Mapping[str, Any], z: float) -> Any:
    """Annotate the whole percent of a rate, and whether its Wilson interval reaches across the threshold.

    It does where the score test does not tell the rate from the threshold, which is asked here without a root:
    (hits - whole · p)² ≤ z² · whole · p · (1 - p).
    """
    percent, some = rule["percent"], Q(**{f"{rule['of']}__gt": 0})
    hits, whole = (Cast(rule[name], FloatField()) for name in ("counts", "of"))
    far = hits * 100.0 - whole * float(percent)
    share = Cast(rule["counts"], BigIntegerField()) * 100 / F(rule["of"])
    known = rows.annotate(**{
        at: Case(When(some, then=share), output_field=BigIntegerField()), f"{near}_far": far * far,
        f"{near}_reach": whole * (z * z * percent * (100 - percent)),
    })  # fmt: skip
    within = Q(**{f"{near}_far__lte": F(f"{near}_reach")})
    return known.annotate(**{near: Case(When(within, then=Value(1)), default=Value(0))})
