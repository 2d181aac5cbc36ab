"""The one way past the laid rules: for the flush of a test database, and for nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from django.test.utils import _TestState

from anpr_governance.database.declared import lift_triggers, relay


class NotATestDatabase(Exception):
    """The rules of a real database are not lifted."""


@contextmanager
def lifted(connection: BaseDatabaseWrapper = default_connection) -> Iterator[None]:
    """Take the triggers away for the block and put them back after it, whatever happened in it.

    Raises NotATestDatabase outside a test run.
    """
    if not hasattr(_TestState, "saved_data"):
        raise NotATestDatabase(connection.alias)
    lift_triggers(connection)
    try:
        yield
    finally:
        relay(connection)


@contextmanager
def flushes_lifted() -> Iterator[None]:
    """Within the block, the flush after each TransactionTestCase (and live-server test) happens under `lifted`."""
    case: Any = TransactionTestCase  # its teardown is no public name
    flush = case._fixture_teardown

    def flush_lifted(self: Any) -> None:
        with lifted():
            flush(self)

    case._fixture_teardown = flush_lifted
    try:
        yield
    finally:
        case._fixture_teardown = flush
