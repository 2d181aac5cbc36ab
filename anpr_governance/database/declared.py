"""What the applied migrations declare, compared with what stands in the database, and put back where it is gone."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from anpr_governance.database.laid import Laid, missing
from anpr_governance.database.operations import Lift, Rule


def missing_triggers(connection: BaseDatabaseWrapper = default_connection) -> list[str]:
    """Names of the declared triggers and constraints that are gone, switched off or altered; empty = all is well."""
    return missing(connection, _expected(connection))


def declared_rules(connection: BaseDatabaseWrapper = default_connection) -> list[Rule]:
    """Rules of the migrations applied to this database, the last word on each."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    rules: dict[str, Rule] = {}
    for key, operation in _operations():
        if key in applied and isinstance(operation, Rule):
            rules[operation.name] = operation
        elif key in applied:
            rules.pop(operation.rule.name, None)
    return list(rules.values())


def relay(connection: BaseDatabaseWrapper = default_connection) -> list[str]:
    """Lay every declared rule that is gone or altered; returns what was. Needs the owner of the tables."""
    gone = set(missing_triggers(connection))
    _run(
        connection,
        (statement for laid in _expected(connection) if laid.name in gone for statement in laid.create),
    )
    return sorted(gone)


def lift_triggers(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Take every declared trigger away. Only `testing.lifted` has a reason to."""
    _run(
        connection,
        (statement for laid in _expected(connection) if laid.is_trigger for statement in laid.drop),
    )


def _expected(connection: BaseDatabaseWrapper) -> list[Laid]:
    return [laid for rule in declared_rules(connection) for laid in rule.laid(connection)]


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in list(statements):
            cursor.execute(statement)


@lru_cache(maxsize=1)
def _operations() -> list[tuple[tuple[str, str], Any]]:
    """Every rule and lift in the migration files, in the order in which they are applied."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    found: dict[tuple[tuple[str, str], int], Any] = {}
    for leaf in graph.leaf_nodes():
        for key in graph.forwards_plan(leaf):
            for place, operation in enumerate(_flat(graph.nodes[key].operations)):
                found.setdefault((key, place), operation)
    return [(key, operation) for (key, _), operation in found.items() if isinstance(operation, Rule | Lift)]


def _flat(operations: Iterable[Any]) -> Iterator[Any]:
    """Operations, also those inside a SeparateDatabaseAndState."""
    for operation in operations:
        yield operation
        yield from _flat(getattr(operation, "database_operations", ()))
