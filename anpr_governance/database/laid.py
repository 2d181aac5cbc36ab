"""Triggers and constraints as each database keeps them: how to make one, and how to see that it is still whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.backends.base.base import BaseDatabaseWrapper

LONGEST_NAME = 63  # of PostgreSQL
_BITS = {
    "ROW": 1,
    "BEFORE": 2,
    "INSERT": 4,
    "DELETE": 8,
    "UPDATE": 16,
    "TRUNCATE": 32,
}  # of pg_trigger.tgtype


@dataclass(frozen=True)
class Laid:
    """One trigger or constraint: `mark` is what the database's catalogue shows of it while nobody has touched it."""

    name: str
    create: tuple[str, ...]
    drop: tuple[str, ...]
    mark: str
    is_trigger: bool = True


def named(*parts: str) -> str:
    """A name made of `parts`, the same in both databases; a long one is cut and told apart by a hash."""
    name = "_".join(parts)
    if len(name) <= LONGEST_NAME - len("_truncate"):
        return name
    return f"{name[:40]}_{sha256(name.encode()).hexdigest()[:12]}"


def quoted(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def sqlite_trigger(name: str, table: str, event: str, when: str, message: str, moment: str = "BEFORE") -> Laid:
    """A trigger that refuses `event` with `message` where `when` holds."""
    condition = f"WHEN {when} " if when else ""
    create = (
        f'CREATE TRIGGER "{name}" {moment} {event} ON "{table}" FOR EACH ROW {condition}'
        f"BEGIN SELECT RAISE(ABORT, {quoted(message)}); END"
    )
    drop = f'DROP TRIGGER IF EXISTS "{name}"'
    return Laid(name, (drop, create), (drop,), mark=create)


def postgres_trigger(name: str, table: str, events: Sequence[str], body: str, level: str = "ROW") -> Laid:
    """A trigger after `events` (a TRUNCATE is met before it) that runs the PL/pgSQL `body`."""
    moment = "BEFORE" if level == "STATEMENT" else "AFTER"
    drop = f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
    create = (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $rule${body}$rule$',
        drop,
        f'CREATE TRIGGER "{name}" {moment} {" OR ".join(events)} ON "{table}" '
        f'FOR EACH {level} EXECUTE FUNCTION "{name}"()',
    )
    bits = sum(_BITS.get(word, 0) for word in (*events, moment, level))
    return Laid(
        name,
        create,
        (drop, f'DROP FUNCTION IF EXISTS "{name}"()'),
        mark=f"{bits} {body}",
    )


def postgres_refusal(message: str) -> str:
    """The PL/pgSQL statement that refuses, as an integrity error."""
    return f"RAISE EXCEPTION USING MESSAGE = {quoted(message)}, ERRCODE = 'restrict_violation';"


def missing(connection: BaseDatabaseWrapper, expected: Iterable[Laid]) -> list[str]:
    """Names of the `expected` that are absent, switched off or not as they were laid."""
    there = _present(connection)
    return [laid.name for laid in expected if there.get(laid.name) != laid.mark]


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Mark by name of every trigger and exclusion constraint that works in the database."""
    with connection.cursor() as cursor:
        cursor.execute(_CATALOGUE[connection.vendor])
        return dict(cursor.fetchall())


_CATALOGUE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT t.tgname::text, t.tgtype || ' ' || p.prosrc
          FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
         WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr = ''
           AND c.relnamespace = current_schema()::regnamespace
         UNION ALL
        SELECT conname::text, 'exclusion' FROM pg_constraint
         WHERE contype = 'x' AND connamespace = current_schema()::regnamespace""",
}
