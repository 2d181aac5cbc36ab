"""Many rows at once by hand-written SQL: an import writes tens of thousands, and building each through the ORM costs
several times what the database itself does.

The callers answer for what the ORM would have checked; constraints and triggers of the database hold as ever.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from django.db import connection, models

MOST_PARAMETERS = 30_000
"""Of one statement: SQLite's own limit, where nobody raised it, is a little higher."""
MOST_KEYS = 900
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
    """Insert `rows` of values by attname (`site_id`) and answer their keys in the same order.

    Every column without a default in the database is named. Raises IntegrityError as any insert does.
    """
    fields = [_field(model, name) for name in names]
    adapters = [(at, adapter) for at, field in enumerate(fields) if (adapter := _adapter(field)) is not None]
    write = _copied if connection.vendor == "postgresql" else _inserted
    keys: list[int] = []
    waiting = iter(rows)
    while batch := [list(row) for row in islice(waiting, MOST_PARAMETERS // len(fields))]:
        for at, adapter in adapters:
            for row in batch:
                row[at] = adapter(row[at])
        keys += write(model, fields, batch)
    return keys


def _inserted(model: type[models.Model], fields: Sequence[Any], rows: list[list[Any]]) -> list[int]:
    """By a parameter for every value."""
    one = f"({', '.join(['%s'] * len(fields))})"
    columns, key = ", ".join(map(_quoted, fields)), _quoted(model._meta.pk)
    sql = f"INSERT INTO {_table(model)} ({columns}) VALUES {', '.join([one] * len(rows))} RETURNING {key}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in row])
        return [found for (found,) in cursor.fetchall()]


def _copied(model: type[models.Model], fields: Sequence[Any], rows: list[list[Any]]) -> list[int]:
    """By COPY, with keys that are taken first: PostgreSQL reads it faster than parameters or a document."""
    key: Any = model._meta.pk
    columns = ", ".join(map(_quoted, (key, *fields)))
    taken = (
        "SELECT nextval(named.here) FROM generate_series(1, %s),"
        " (SELECT pg_get_serial_sequence(%s, %s)::regclass AS here OFFSET 0) AS named"
    )
    with connection.cursor() as cursor:
        cursor.execute(taken, [len(rows), model._meta.db_table, key.column])
        keys = [found for (found,) in cursor.fetchall()]
        sql = f"COPY {_table(model)} ({columns}) FROM STDIN"
        with connection.wrap_database_errors, cursor.copy(sql) as copy:
            for number, row in zip(keys, rows, strict=True):
                copy.write_row((number, *row))
    return keys


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(str(field.column))


def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _adapter(field: Any) -> Callable[[Any], Any] | None:
    """How a value of the field is handed to the driver; None where it goes as it is."""
    if isinstance(field, models.DateField) and connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.JSONField):
        return _JSON.encode
    if isinstance(field, models.DecimalField | models.BinaryField):
        return lambda value: field.get_db_prep_save(value, connection)
    return None


def columns(model: type[models.Model]) -> tuple[str, ...]:
    """The attnames of every column but the key."""
    return tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)


@cache
def history_of(model: Any) -> Any:
    """The history model of a model; asking the manager makes a class anew each time."""
    return model.history.model


def copy_to_history(
    model: Any, keys: Sequence[int], *, kind: str, at: datetime, reason: str, person: int | None = None
) -> None:
    """Write the history row of each of these rows as it stands now; `kind` is ``+`` for a birth, ``~`` for a change."""
    quote = connection.ops.quote_name
    history = history_of(model)
    own = [quote(str(field.column)) for field in model._meta.concrete_fields]
    into = [*own, "history_date", "history_type", "history_change_reason", "history_user_id"]
    said = [connection.ops.adapt_datetimefield_value(at), kind, reason[:100] or None, person]
    array = connection.vendor == "postgresql"  # one parameter, where a thousand cost the driver more than the database
    at_once = max(len(keys), 1) if array else MOST_KEYS
    for start in range(0, len(keys), at_once):
        some = list(keys[start : start + at_once])
        among = "= ANY(%s)" if array else f"IN ({', '.join(['%s'] * len(some))})"
        sql = (
            f"INSERT INTO {quote(history._meta.db_table)} ({', '.join(into)}) "  # noqa: S608
            f"SELECT {', '.join(own)}, %s, %s, %s, %s FROM {quote(model._meta.db_table)} WHERE id {among} ORDER BY id"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*said, some] if array else [*said, *some])


def know_growth(models_: Iterable[type[models.Model]]) -> None:
    """Tell PostgreSQL's planner of thousands of new rows now: until its own sweep comes, a list could cost minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(_sampled, models_))}")


def _sampled(model: type[models.Model]) -> str:
    """The table with the columns that keys and indexes use; the rest is left to the database's own sweep."""
    named = {name.removeprefix("-") for index in model._meta.indexes for name in index.fields}
    columns: Iterable[Any] = model._meta.concrete_fields
    fields = [field for field in columns if field.unique or field.db_index or field.name in named]
    return f"{_table(model)} ({', '.join(map(_quoted, fields))})"
