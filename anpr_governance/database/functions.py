"""Calendar arithmetic, and what else means the same in Python, on SQLite and on PostgreSQL."""

import calendar
from datetime import date, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, CharField, DateField, Func, IntegerField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months; a day that the month lacks becomes its last (29 February + 12 = 28 February)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def add_days(day: date, days: int) -> date:
    """`day` moved by days."""
    return day + timedelta(days=days)


class _Moved(Func):
    """A date expression moved by a whole number that may itself be a column; NULL where either is."""

    output_field = DateField()
    arity = 2

    def __init__(self, day: Combinable | str | date, amount: Combinable | str | int, **extra: Any) -> None:
        if isinstance(day, date):
            day = Value(day, output_field=DateField())
        if isinstance(amount, int):
            amount = Value(amount)
        super().__init__(day, Cast(amount, IntegerField()), **extra)


class AddMonths(_Moved):
    """`add_months` in the database: ``AddMonths("installed_on", 6)``, ``AddMonths(F("since"), F("months"))``."""

    function = "anpr_add_months"

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        template = "((%(expressions)s))::date"
        joiner = ")::date + make_interval(months => "
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **extra)


class AddDays(_Moved):
    """`add_days` in the database."""

    function = "anpr_add_days"

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(
            compiler,
            connection,
            template="((%(expressions)s))",
            arg_joiner=")::date + (",
            **extra,
        )


class Latest(Func):
    """The later of two days; the other one where one is NULL."""

    output_field = DateField()
    arity = 2
    function = "anpr_latest"

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="GREATEST", **extra)


class Joined(Aggregate):
    """The texts of a group with commas between them, in no promised order; NULL where there are none."""

    function = "group_concat"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        template = "string_agg(%(expressions)s, ',')"
        return self.as_sql(compiler, connection, template=template, **extra)


def prepare_sqlite(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Give a new SQLite connection the functions above, and let REPLACE fire the triggers of what it deletes."""
    if connection.vendor != "sqlite":
        return
    connection.connection.create_function("anpr_add_months", 2, _on_text(add_months), deterministic=True)
    connection.connection.create_function("anpr_add_days", 2, _on_text(add_days), deterministic=True)
    connection.connection.create_function("anpr_latest", 2, _latest, deterministic=True)
    connection.connection.execute("PRAGMA recursive_triggers = ON")


def _on_text(function: Any) -> Any:
    """`function` on dates as SQLite keeps them, ISO text."""

    def on_text(day: str | None, amount: int | None) -> str | None:
        if day is None or amount is None:
            return None
        return function(date.fromisoformat(day[:10]), amount).isoformat()

    return on_text


def _latest(one: str | None, other: str | None) -> str | None:
    return max((day for day in (one, other) if day is not None), default=None)
