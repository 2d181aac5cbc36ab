"""Statements of lists, composed and compiled once for all that they depend on.

Django composes a statement anew for every page, which costs more than the database takes to answer it. What a list
asks follows from its class, the address, the day, the language and what the person may do today. All five make the key,
and the person and the rights are read anew for every request. Rows are never kept, only the words that ask for them.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.utils.translation import get_language

from anpr_governance.database.statement import Statement

MOST = 256
"""Statements that a process keeps; the one that was asked for longest ago makes room."""
SELDOM = ("q", "after", "before", "page")
"""Parts of an address that are seldom asked for twice."""


class Shelf:
    """The newest statements by key."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: OrderedDict[Hashable, Statement] = OrderedDict()
        self.lock = Lock()

    def rows(self, key: Hashable | None, compose: Callable[[], QuerySet]) -> list[Any]:
        """The rows of the statement of `key`, composed where it is not known; without a key nothing is kept."""
        statement = self._found(key) if key is not None else None
        if statement is not None:
            return statement.rows()
        with _asked() as sent:
            queryset = compose()
        if key is None or sent:  # what the database said while it was composed may be another thing next time
            return list(queryset)
        try:
            statement = Statement(queryset)
        except EmptyResultSet:
            return list(queryset)
        self._keep(key, statement)
        return statement.rows()

    def _found(self, key: Hashable) -> Statement | None:
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def _keep(self, key: Hashable, statement: Statement) -> None:
        with self.lock:
            self.kept[key] = statement
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)


SHELF = Shelf(MOST)


def key_of(page: Any, part: str) -> Hashable | None:
    """All that the statement `part` of a list page depends on; None where it is not worth keeping or not known."""
    request, standing = page.request, getattr(page.person, "standing", None)
    if standing is None or any(request.GET.get(name) for name in SELDOM):
        return None
    return type(page), part, request.get_full_path(), page.today, get_language(), standing


@contextmanager
def _asked() -> Iterator[list[str]]:
    """The statements that the block sends, on any database."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    connection = connections["default"]
    with connection.execute_wrapper(note):
        yield sent
