"""A duty: a recurring obligation, declared once; its due dates are computed, never stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, IntegerField, JSONField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce

from anpr_governance.database.functions import AddDays, AddMonths
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
    """The day on which interval `key` ends after the date expression `last`, each force by its own edition.

    `organisation` is the path to the force's key. The length is read inside the statement: no page asks for it alone.
    """
    move = AddMonths if "months" in interval(key) else AddDays
    return move(F(last) if isinstance(last, str) else last, length(key, today, organisation))


def length(key: str, today: date, organisation: str = "organisation_id") -> Combinable:
    """The months (or days) of interval `key`, read as `after` reads them."""
    shipped = interval(key)
    unit = "months" if "months" in shipped else "days"
    own = Cast(Subquery(_own(key, unit, today, f"{organisation.removesuffix('_id')}__code")), IntegerField())
    return Coalesce(own, Value(shipped[unit]))


def lengths(key: str, today: date, organisation_ids: Sequence[int]) -> Combinable:
    """As `length` for bulk work over these forces: their own editions are asked first, not once a row."""
    from anpr_governance.regulation.models import Edition

    shipped = interval(key)
    unit = "months" if "months" in shipped else "days"
    asked = Edition.objects.filter(key="intervals", in_force_from__lte=today).exclude(organisation_code="").order_by()
    own = {}
    for code in asked.values_list("organisation_code", flat=True).distinct():
        own[code] = facts_for("intervals", code, today)["intervals"].get(key, shipped).get(unit, shipped[unit])
    cases = [When(organisation__code=code, then=Value(count)) for code, count in own.items()]
    return Case(*cases, default=Value(shipped[unit])) if cases else Value(shipped[unit])


def _own(key: str, unit: str, today: date, code: str) -> QuerySet[Any]:
    """The length that the newest edition of the force's own gives, as text."""
    from anpr_governance.regulation.models import Edition

    rows = Edition.objects.filter(key="intervals", organisation_code=OuterRef(code), in_force_from__lte=today)
    content = Cast("content", JSONField())
    length = KeyTextTransform(unit, KeyTransform(key, KeyTransform("intervals", content)))
    return rows.order_by("-in_force_from", "-pk").annotate(length=length).values("length")[:1]


def never() -> Combinable:
    """A due date that no row has: for branches of a Case."""
    return Value(None, output_field=DateField())
