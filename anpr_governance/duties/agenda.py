"""The one agenda: my work, the board, the daily task, the calendar feed and the command all read it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from anpr_governance.duties.registry import DUTIES, Duty, Line

HORIZON_DAYS = 14


@dataclass(frozen=True)
class Item:
    """One thing that is owed: its duty, the day and how it reads."""

    duty: Duty
    due_on: date
    line: Line
    today: date

    @property
    def overdue(self) -> bool:
        """Past its day."""
        return self.due_on < self.today

    @property
    def days(self) -> int:
        """Days until it is due; negative when overdue."""
        return (self.due_on - self.today).days


@dataclass(frozen=True)
class Tally:
    """How much of one duty an organisation (or a person) owes."""

    duty: Duty
    overdue: int
    due: int
    first: date | None


def mine(person: Any, duty: Duty, today: date) -> QuerySet[Any] | None:
    """The rows of `duty` that `person` owes by role or by name; None when their roles never do."""
    held = person.memberships_today
    if duty.owner:
        organisations = sorted({m.organisation_id for m in held})
        return duty.rows(today, organisations).filter(**{duty.owner: person.pk}) if organisations else None
    organisations = sorted({m.organisation_id for m in held if m.role == duty.role})
    return duty.rows(today, organisations) if organisations else None


def of_person(person: Any, today: date, days: int = HORIZON_DAYS, limit: int = 50) -> list[Item]:
    """What `person` owes up to `days` ahead, oldest first, at most `limit` a duty."""
    found: list[Item] = []
    for duty in DUTIES.values():
        rows = mine(person, duty, today)
        if rows is not None:
            found += items(duty, rows, today, today + timedelta(days=days), limit)
    return sorted(found, key=lambda item: (item.due_on, item.line.title))


def items(duty: Duty, rows: QuerySet[Any], today: date, through: date, limit: int) -> Iterator[Item]:
    """Items of `rows` due by `through`."""
    for row in rows.filter(due_on__lte=through).order_by("due_on", "pk")[:limit]:
        yield Item(duty, row.due_on, duty.line(row), today)


def tallies(person: Any, today: date, days: int = HORIZON_DAYS) -> list[Tally]:
    """Counts of what `person` owes, a line a duty: eleven thousand overdue reviews are one line."""
    found = []
    for duty in DUTIES.values():
        rows = mine(person, duty, today)
        if rows is not None:
            found.append(tally(duty, rows, today, days))
    return [line for line in found if line.overdue or line.due]


def tally(duty: Duty, rows: QuerySet[Any], today: date, days: int) -> Tally:
    """Overdue, due within `days`, and the first day, in one statement."""
    soon = Q(due_on__gte=today, due_on__lte=today + timedelta(days=days))
    counted = rows.order_by().aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today)), due=Count("pk", filter=soon), first=Min("due_on")
    )
    return Tally(duty, counted["overdue"], counted["due"], counted["first"])


def of_organisations(organisation_ids: Sequence[int], today: date, days: int = 30) -> list[Tally]:
    """Counts of every duty over `organisation_ids`: the board's and the duties page's figures."""
    return [tally(duty, duty.rows(today, organisation_ids), today, days) for duty in DUTIES.values()]


def due_between(duty: Duty, organisation_id: int, today: date, after: date | None, through: date) -> int:
    """How many rows of one force fall due after `after` (None: since ever) and by `through`."""
    rows = duty.rows(today, [organisation_id]).filter(due_on__lte=through)
    return (rows.filter(due_on__gt=after) if after else rows).order_by().count()


def openable() -> Iterable[Duty]:
    """Duties that give birth to records."""
    return [duty for duty in DUTIES.values() if duty.opens is not None]
