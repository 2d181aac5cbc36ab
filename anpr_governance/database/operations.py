"""Migration operations that lay rules in the database itself: no code of ours, and no slip of it, gets past them.

Each stands after the operation that makes its table. SQLite drops a table's triggers when a later migration remakes
the table, so such a migration repeats the rule after it; the check in `checks.py` and `/readyz` name one that is gone.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

from anpr_governance.database.laid import (
    Laid,
    named,
    postgres_refusal,
    postgres_trigger,
    sqlite_trigger,
)


class Rule(Operation):
    """A rule that the database keeps; subclasses say what it is made of on each vendor."""

    reversible = True
    reduces_to_sql = True
    table: str
    name: str
    needs_extension: ClassVar[str] = ""

    def laid(self, connection: BaseDatabaseWrapper) -> list[Laid]:
        """The triggers and constraints that make up the rule in this database."""
        return self.on_sqlite(connection) if connection.vendor == "sqlite" else self.on_postgresql()

    def on_sqlite(self, connection: BaseDatabaseWrapper) -> list[Laid]:
        raise NotImplementedError

    def on_postgresql(self) -> list[Laid]:
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not change; what is declared is read from the migrations that were applied."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.lay(app_label, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.lift(app_label, schema_editor)

    def lay(self, app_label: str, schema_editor: Any) -> None:
        """Put the rule in place, anew where it stands already."""
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        if self.needs_extension and schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"CREATE EXTENSION IF NOT EXISTS {self.needs_extension}", params=None)
        for laid in self.laid(schema_editor.connection):
            for statement in laid.create:
                schema_editor.execute(statement, params=None)

    def lift(self, app_label: str, schema_editor: Any) -> None:
        """Take the rule away."""
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        for laid in self.laid(schema_editor.connection):
            for statement in laid.drop:
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Lay the rule {self.name}"

    @property
    def migration_name_fragment(self) -> str:
        return self.name


class Lift(Operation):
    """Take an earlier rule away for good, before its table goes or in favour of another rule."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    def state_forwards(self, app_label: str, state: Any) -> None:
        """See `Rule.state_forwards`."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.rule.lift(app_label, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.rule.lay(app_label, schema_editor)

    def describe(self) -> str:
        return f"Lift the rule {self.rule.name}"


class AppendOnly(Rule):
    """Rows are added and never deleted; of a row that stands only the columns named here may change.

    A column of `allow_null` may go to NULL (a disposal); one of `allow` may be set once, from NULL;
    one of `free` may change at will.
    """

    def __init__(
        self,
        table: str,
        *,
        allow_null: Sequence[str] = (),
        allow: Sequence[str] = (),
        free: Sequence[str] = (),
    ) -> None:
        self.table, self.allow_null, self.allow, self.free = (
            table,
            tuple(allow_null),
            tuple(allow),
            tuple(free),
        )
        self.name = named(table, "append_only")
        self.message = f"{table} is append-only: its rows are neither deleted nor changed"

    def on_sqlite(self, connection: BaseDatabaseWrapper) -> list[Laid]:
        kept = " AND ".join(
            self._kept(column) for column in _columns(connection, self.table) if column not in self.free
        )
        return [
            sqlite_trigger(
                f"{self.name}_update",
                self.table,
                "UPDATE",
                f"NOT ({kept})",
                self.message,
            ),
            sqlite_trigger(f"{self.name}_delete", self.table, "DELETE", "", self.message),
        ]

    def _kept(self, column: str) -> str:
        """The condition under which the change of one column passes."""
        same = f'NEW."{column}" IS OLD."{column}"'
        if column in self.allow_null:
            return f'({same} OR NEW."{column}" IS NULL)'
        return f'({same} OR OLD."{column}" IS NULL)' if column in self.allow else same

    def on_postgresql(self) -> list[Laid]:
        permitted = [f'IF NEW."{c}" IS NULL THEN permitted."{c}" := NULL; END IF;' for c in self.allow_null]
        permitted += [f'IF OLD."{c}" IS NULL THEN permitted."{c}" := NEW."{c}"; END IF;' for c in self.allow]
        permitted += [f'permitted."{c}" := NEW."{c}";' for c in self.free]
        refusal = postgres_refusal(self.message)
        body = (
            f"DECLARE permitted record; BEGIN IF TG_OP = 'UPDATE' THEN permitted := OLD; {' '.join(permitted)} "
            f"IF NEW *= permitted THEN RETURN NULL; END IF; END IF; {refusal} END"
        )
        return [
            postgres_trigger(self.name, self.table, ("UPDATE", "DELETE"), body),
            postgres_trigger(
                f"{self.name}_truncate",
                self.table,
                ("TRUNCATE",),
                f"BEGIN {refusal} END",
                "STATEMENT",
            ),
        ]


class RowCheck(Rule):
    """Refuse a row where `when` holds: SQL over NEW (and OLD, without INSERT) that both databases read alike.

    For what a CHECK constraint cannot see: other rows (a board's decision needs the group's before it). The row itself
    stands in its table already. SQLite refuses to remake a table that another one's rule names: such a migration
    lifts the rule first and lays it again after.
    """

    def __init__(
        self,
        table: str,
        name: str,
        when: str,
        message: str,
        *,
        events: Sequence[str] = ("INSERT", "UPDATE"),
    ) -> None:
        self.table, self.when, self.message, self.events = (
            table,
            when,
            message,
            tuple(events),
        )
        self.name = named(table, name)

    def on_sqlite(self, connection: BaseDatabaseWrapper) -> list[Laid]:
        return [
            sqlite_trigger(
                f"{self.name}_{event.lower()}",
                self.table,
                event,
                f"({self.when})",
                self.message,
                "AFTER",
            )
            for event in self.events
        ]

    def on_postgresql(self) -> list[Laid]:
        body = f"BEGIN IF ({self.when}) THEN {postgres_refusal(self.message)} END IF; RETURN NULL; END"
        return [postgres_trigger(self.name, self.table, self.events, body)]


class Immutable(RowCheck):
    """A column keeps the value that its row was born with (`organisation_id` of every root)."""

    def __init__(self, table: str, column: str) -> None:
        changed = f'NEW."{column}" IS DISTINCT FROM OLD."{column}"'
        super().__init__(
            table,
            f"{column}_immutable",
            changed,
            f"{table}.{column} never changes",
            events=("UPDATE",),
        )


class NoOverlap(Rule):
    """Rows of the same `keys` do not overlap in time; half-open, NULL in `until` = still, NULL in a key = no clash.

    `where` is a condition on unqualified columns in SQL that both databases read; only rows under it are compared.
    """

    needs_extension = "btree_gist"
    ranges: ClassVar[Mapping[str, str]] = {"date": "daterange", "moment": "tstzrange"}

    def __init__(
        self,
        table: str,
        *,
        keys: Sequence[str],
        since: str = "since",
        until: str = "until",
        where: str | None = None,
        kind: str = "date",
        name: str = "",
    ) -> None:
        self.table, self.keys, self.since, self.until = table, tuple(keys), since, until
        self.where, self.range = where, self.ranges[kind]
        self.name = named(table, "no_overlap", name or "_".join(keys))

    def on_postgresql(self) -> list[Laid]:
        keys = "".join(f'"{key}" WITH =, ' for key in self.keys)
        span = f'{self.range}("{self.since}", "{self.until}", \'[)\')'
        drop = f'ALTER TABLE "{self.table}" DROP CONSTRAINT IF EXISTS "{self.name}"'
        add = f'ALTER TABLE "{self.table}" ADD CONSTRAINT "{self.name}" EXCLUDE USING gist ({keys}{span} WITH &&)'
        create = add + (f" WHERE ({self.where})" if self.where else "")
        return [Laid(self.name, (drop, create), (drop,), mark="exclusion", is_trigger=False)]

    def on_sqlite(self, connection: BaseDatabaseWrapper) -> list[Laid]:
        keys = "".join(f' AND o."{key}" = NEW."{key}"' for key in self.keys)
        clash = (
            f'EXISTS (SELECT 1 FROM "{self.table}" AS o WHERE o.rowid <> NEW.rowid{keys}'  # noqa: S608
            f' AND (o."{self.until}" IS NULL OR NEW."{self.since}" < o."{self.until}")'
            f' AND (NEW."{self.until}" IS NULL OR o."{self.since}" < NEW."{self.until}")'
            f"{self._compared('o.rowid')}){self._compared('NEW.rowid')}"
        )
        message = f"{self.table}: two rows of the same {', '.join(self.keys)} overlap in time"
        return [
            sqlite_trigger(
                f"{self.name}_{event.lower()}",
                self.table,
                event,
                clash,
                message,
                "AFTER",
            )
            for event in ("INSERT", "UPDATE")
        ]

    def _compared(self, row: str) -> str:
        """The condition that `row` is under `where`."""
        return f' AND {row} IN (SELECT rowid FROM "{self.table}" WHERE {self.where})' if self.where else ""  # noqa: S608


def _columns(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """The columns that the table has now, in SQLite."""
    with connection.cursor() as cursor:
        cursor.execute(f'PRAGMA table_info("{table}")')
        return [row[1] for row in cursor.fetchall()]
