"""Statements composed and compiled once: Django's query builder costs more than the answer of the database."""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import date
from itertools import count
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError


class Statement:
    """A compiled queryset: it can be run again, by any thread, without being composed or compiled again."""

    def __init__(self, queryset: QuerySet) -> None:
        self.queryset = queryset
        self.compiler: Any = queryset.query.get_compiler(queryset.db)
        self.sql, self.values = self.compiler.as_sql()
        self.compiler.connection = None  # each run has its thread's own

    def rows(self, said: Mapping[Any, Any] | None = None) -> list[Any]:
        """Send it; the rows as the queryset gives them. `said` gives the value that stands in the place of another."""
        again: Any = self.queryset.all()
        values = tuple(said.get(value, value) for value in self.values) if said else self.values
        again.query.get_compiler = lambda using, *_rest, **_more: self._compiled(using, values)
        return list(again)

    def _compiled(self, using: str, values: Any) -> Any:
        compiler = copy(self.compiler)
        compiler.connection = connections[using]
        if compiler.query.select_for_update and compiler.connection.get_autocommit():
            raise TransactionManagementError("A row is locked inside a transaction alone.")
        compiler.as_sql = lambda *args, **kwargs: (self.sql, values)
        return compiler


class Prepared:
    """A statement whose words never change and whose values do: `compose` is asked once, with marks for the values.

    `kinds` names the values with their types (int or date): `Prepared(compose, key=int, day=date).rows(key=7, day=…)`.
    """

    def __init__(self, compose: Callable[..., QuerySet], **kinds: type) -> None:
        self.compose = compose
        odd = count(1)
        self.marks: dict[str, Any] = {
            name: -(10**9) - next(odd) if kind is int else date(1, 1, next(odd)) for name, kind in kinds.items()
        }
        self.made: dict[str, Statement] = {}

    def rows(self, using: str = "default", **values: Any) -> list[Any]:
        """Send it with these values."""
        statement = self.made.get(using)
        if statement is None:
            statement = self.made[using] = Statement(self.compose(**self.marks).using(using))
        written = connections[using].ops.adapt_datefield_value
        said = {self._written(mark, written): self._written(values[name], written) for name, mark in self.marks.items()}
        return statement.rows(said)

    @staticmethod
    def _written(value: Any, written: Callable[[Any], Any]) -> Any:
        return written(value) if isinstance(value, date) else value
