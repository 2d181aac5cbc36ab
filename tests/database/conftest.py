"""A small table of its own for each test of a rule, made and undone with the test's transaction."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from anpr_governance.database.operations import Rule

COLUMNS = {
    "sqlite": "id integer PRIMARY KEY AUTOINCREMENT, payload blob, since date, until date, n integer",
    "postgresql": "id bigserial PRIMARY KEY, payload bytea, since date, until date, n bigint",
}


def run(sql: str, *params: Any) -> list:
    """Run one statement; its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def refused(sql: str, *params: Any) -> str:
    """The sentence with which the database refuses a statement; fails when it does not."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        run(sql, *params)
    return str(caught.value)


def lay(rule: Rule) -> None:
    """Lay a rule as a migration would."""
    rule.database_forwards("database", connection.schema_editor(), None, None)


def lift(rule: Rule) -> None:
    """Undo a rule as the reverse of a migration would."""
    rule.database_backwards("database", connection.schema_editor(), None, None)


@pytest.fixture
def probe(db: None) -> str:
    """The name of an empty table."""
    run(f"CREATE TABLE probe ({COLUMNS[connection.vendor]})")
    return "probe"


@pytest.fixture
def committed_probe(transactional_db: None) -> Iterator[str]:
    """The same table for a test with several connections."""
    run(f"CREATE TABLE probe ({COLUMNS[connection.vendor]})")
    yield "probe"
    run("DROP TABLE probe")
