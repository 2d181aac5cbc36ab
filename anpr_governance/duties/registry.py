"""A duty: a recurring obligation, declared once; its due dates are computed, never stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable

from anpr_governance.database.functions import AddDays, AddMonths
from anpr_governance.organisations.models import Organisation
from anpr_governance.regulation import facts, facts_for

Rows = Callable[[date, Sequence[int]], QuerySet[Any]]


@dataclass(frozen=True)
class Line:
    """How one item of a duty reads: a title, why it is due in one sentence, where to go and what to press."""

    title: str
    why: str
    path: str
    button: str
    reference: str = ""


@dataclass(frozen=True)
class Duty:
    """`rows(today, organisation_ids)` gives records annotated with `due_on`; `line(row)` says how one reads.

    `opens(today, organisation_ids)` gives birth to what falls due and answers how many; `owner` is the path from a
    row to the person who owes it, where the duty is a person's and not a role's.
    """

    key: str
    title: Any
    plural: Any
    clause: str
    role: str
    rows: Rows
    line: Callable[[Any], Line]
    path: str
    opens: Callable[[date, Sequence[int]], int] | None = None
    owner: str = ""
    organisation: str = "organisation_id"


DUTIES: dict[str, Duty] = {}


def duty(
    key: str, *, title: Any, plural: Any, clause: str, role: str, line: Callable[[Any], Line], path: str, **more: Any
) -> Callable[[Rows], Rows]:
    """Declare the decorated function as the rows of a duty; `path` is the list that its figures lead to."""

    def declare(rows: Rows) -> Rows:
        if key in DUTIES:
            raise ValueError(f"The duty {key} is declared twice.")
        DUTIES[key] = Duty(key, title, plural, clause, str(role), rows, line, path, **more)
        return rows

    return declare


def interval(key: str, organisation_code: str = "", on: date | None = None) -> Mapping[str, Any]:
    """One period of regulation/intervals.toml, the force's own edition first where `on` is given."""
    table = facts_for("intervals", organisation_code, on) if on else facts("intervals")
    return table["intervals"][key]


def after(last: Combinable | str, key: str, today: date, organisation: str = "organisation_id") -> Combinable:
    """The day on which interval `key` ends after the date expression `last`, each force by its own edition."""
    shipped = facts("intervals")["intervals"][key]
    unit = "months" if "months" in shipped else "days"
    move = AddMonths if unit == "months" else AddDays
    own = {pk: period[unit] for pk, period in _own(key, today).items() if unit in period}
    whens = [When(**{organisation: pk}, then=Value(length)) for pk, length in own.items()]
    length = Case(*whens, default=Value(shipped[unit]), output_field=IntegerField()) if whens else shipped[unit]
    return move(F(last) if isinstance(last, str) else last, length)


def _own(key: str, today: date) -> dict[int, Mapping[str, Any]]:
    from anpr_governance.regulation.models import Edition

    codes = Edition.objects.filter(key="intervals", in_force_from__lte=today).exclude(organisation_code="")
    forces = Organisation.objects.filter(code__in=codes.values("organisation_code"))
    return {force.pk: interval(key, force.code, today) for force in forces}


def never() -> Combinable:
    """A due date that no row has: for branches of a Case."""
    return Value(None, output_field=DateField())
