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


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
    """Insert `rows` of values by attname (`site_id`) and answer their keys in the same order.

    Every column without a default in the database is named. Raises IntegrityError as any insert does.
    """
    fields = [_field(model, name) for name in names]
    adapters = [_adapter(field) for field in fields]
    statement = _as_document if connection.vendor == "postgresql" else _as_parameters
    keys: list[int] = []
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, MOST_PARAMETERS // len(fields))):
            values = [[v if a is None else a(v) for a, v in zip(adapters, row, strict=True)] for row in batch]
            sql, params = statement(fields, values)
            cursor.execute(f"{_head(model, fields)} {sql} RETURNING {_quoted(model._meta.pk)}", params)
            keys += [found for (found,) in cursor.fetchall()]
    return keys


def _head(model: type[models.Model], fields: Sequence[Any]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(map(_quoted, fields))})"


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(str(field.column))


def _as_parameters(fields: Sequence[Any], values: list[list[Any]]) -> tuple[str, list[Any]]:
    """A parameter for every value."""
    one = f"({', '.join(['%s'] * len(fields))})"
    return f"VALUES {', '.join([one] * len(values))}", [value for row in values for value in row]


def _as_document(fields: Sequence[Any], values: list[list[Any]]) -> tuple[str, list[Any]]:
    """One parameter for all: PostgreSQL reads a JSON document faster than the driver fills in the marks one by one.

    A column is read as its own type, which refuses what is too long; a cast would cut it off. JSON comes as text.
    """
    types = [str(field.rel_db_type(connection)) for field in fields]
    read = ", ".join(f"c{n}::jsonb" if kind == "jsonb" else f"c{n}" for n, kind in enumerate(types))
    declared = ", ".join(f"c{n} {'text' if kind == 'jsonb' else kind}" for n, kind in enumerate(types))
    rows = f"ROWS FROM (json_to_recordset(%s::json) AS ({declared})) WITH ORDINALITY"
    names = [f"c{n}" for n in range(len(fields))]
    document = [dict(zip(names, row, strict=True)) for row in values]
    written = json.dumps(document, ensure_ascii=False, default=str, separators=(",", ":"))
    return f"SELECT {read} FROM {rows} ORDER BY ordinality", [written]  # noqa: S608


def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _adapter(field: Any) -> Callable[[Any], Any] | None:
    """How a value of the field is handed to the driver; None where it goes as it is."""
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
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
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models_)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")
