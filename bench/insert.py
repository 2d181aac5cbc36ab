"""INSERT … SELECT by a model's own columns, so that a data set of a nation is born in minutes."""

from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], source: str, **columns: str) -> int:
    """Insert a row of `model` for each row of `source` (what follows FROM); answers how many.

    `columns` are SQL expressions by attname; every other column takes the model's default.
    """
    fields = [field for field in model._meta.concrete_fields if field.attname in columns or not _automatic(field)]
    into, out, params = [], [], []
    for field in fields:
        into.append(connection.ops.quote_name(field.column))
        given = columns.get(field.attname)
        out.append(_literal(given) if given is not None else "%s")
        if given is None:
            params.append(field.get_db_prep_save(field.get_default(), connection))
    table = connection.ops.quote_name(model._meta.db_table)
    return execute(f"INSERT INTO {table} ({', '.join(into)}) SELECT {', '.join(out)} FROM {_literal(source)}", params)


def history(model: Any, source: str, alias: str = "m") -> int:
    """Insert a history row of `model` for each row of `source`, in which the model's row is `alias`."""
    own = {field.attname: f'{alias}."{field.column}"' for field in model._meta.concrete_fields}
    extra = {"history_date": "now()", "history_type": "'+'", "history_change_reason": "'bench'"}
    return insert(model.history.model, source, **own, **extra)


def execute(sql: str, params: list[Any] | None = None) -> int:
    """Run one statement; answers how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _literal(sql: str) -> str:
    """A per cent sign that is an operator, not a parameter."""
    return sql.replace("%", "%%")


def _automatic(field: Any) -> bool:
    """Whether the database numbers the column itself."""
    return isinstance(field, models.AutoField) and field.primary_key
