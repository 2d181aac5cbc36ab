"""Open many: records that fall due are born by one INSERT … SELECT for rows and one for history.

One audit event a force says how many and carries the hash of their ordered keys. Whatever runs twice, a partial
unique index lets each be born once.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import System
from anpr_governance.workflow import models as nouns
from anpr_governance.workflow.unit import unit

BORN_REASON = "open many"


def open_many(
    model: type[Any],
    due: QuerySet[Any],
    *,
    by: System,
    on: date,
    given: Mapping[str, Any],
    until: date,
    organisation_ids: Sequence[int],
) -> int:
    """Give birth to one row of `model` for each row of `due` that is due by `until`; answers how many.

    `due.values(...)` carries columns of `model` by attname (`organisation_id` and `due_on` among them), `given` the
    constants; every other column takes its default. `organisation_ids` are the forces that `due` asks about.
    """
    with unit() as running:
        numbered = issubclass(model, nouns.Numbered)
        if numbered:
            _lock_sequences(model.letter, organisation_ids)
        before = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        if not _insert_rows(model, due, given, until, numbered):
            return 0
        _insert_history(model, before)
        if numbered:
            _move_sequences(model, before)
        return _chain(model, before, by, on, running)


def _lock_sequences(letter: str, organisation_ids: Sequence[int]) -> None:
    rows = nouns.Sequence.objects.filter(letter=letter, organisation_id__in=organisation_ids).order_by("pk")
    locked = {row.organisation_id for row in rows.select_for_update()}
    new = [nouns.Sequence(organisation_id=key, letter=letter) for key in organisation_ids if key not in locked]
    if new:
        nouns.Sequence.objects.bulk_create(new, ignore_conflicts=True)
        list(rows.select_for_update())


def _insert_rows(model: type[Any], due: QuerySet[Any], given: Mapping[str, Any], until: date, numbered: bool) -> int:
    """Each due date is worked out once: the rows are a materialised step of the statement, then narrowed."""
    quote = connection.ops.quote_name
    select, params = due.order_by().query.sql_with_params()
    columns = [*due.query.values_select, *due.query.annotation_select]
    constants = _constants(model, [*columns, *given], numbered) | dict(given)
    into = [quote(model._meta.get_field(name).column) for name in constants] + [quote(name) for name in columns]
    out = ["%s"] * len(constants) + [f"d.{quote(name)}" for name in columns]
    join, letters = "", list[str]()
    if numbered:
        into.append(quote("number"))
        out.append("s.last + ROW_NUMBER() OVER (PARTITION BY d.organisation_id)")
        join = f" JOIN {_table(nouns.Sequence)} s ON s.organisation_id = d.organisation_id AND s.letter = %s"
        letters = [model.letter]
    sql = (  # only names of our own tables and columns are put together here
        f"WITH d AS MATERIALIZED ({select}) "  # noqa: S608
        f"INSERT INTO {_table(model)} ({', '.join(into)}) SELECT {', '.join(out)} "
        f"FROM d{join} WHERE d.due_on <= %s ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        last = connection.ops.adapt_datefield_value(until)
        cursor.execute(sql, [*params, *_adapted(model, constants), *letters, last])
        return int(cursor.rowcount)


def _table(model: type[Any]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _constants(model: type[Any], have: Sequence[str], numbered: bool) -> dict[str, Any]:
    """Defaults of the columns that `due` does not carry."""
    rest = [field for field in model._meta.concrete_fields if not field.primary_key]
    found = {field.attname: field.get_default() for field in rest if field.attname not in have}
    if numbered:
        found.pop("number", None)
    return found


def _adapted(model: type[Any], constants: Mapping[str, Any]) -> list[Any]:
    return [model._meta.get_field(name).get_db_prep_save(value, connection) for name, value in constants.items()]


def _insert_history(model: type[Any], before: int) -> None:
    history = model.history.model
    quote = connection.ops.quote_name
    own = [quote(field.column) for field in model._meta.concrete_fields]
    extra = ["history_date", "history_type", "history_change_reason", "history_user_id"]
    sql = (
        f"INSERT INTO {_table(history)} ({', '.join(own + extra)}) "  # noqa: S608
        f"SELECT {', '.join('m.' + name for name in own)}, %s, '+', %s, NULL "
        f"FROM {_table(model)} m WHERE m.id > %s AND NOT EXISTS ("
        f"SELECT 1 FROM {_table(history)} h WHERE h.id > %s AND h.id = m.id)"
    )
    moment = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [moment, BORN_REASON, before, before])


def _move_sequences(model: type[Any], before: int) -> None:
    """The highest number that each force now has; one reading of the new rows, whatever the number of forces."""
    fresh = f"SELECT organisation_id, max(number) AS top FROM {_table(model)} WHERE id > %s GROUP BY organisation_id"  # noqa: S608
    sql = (
        f"UPDATE {_table(nouns.Sequence)} AS s SET last = t.top FROM ({fresh}) t "  # noqa: S608
        "WHERE s.organisation_id = t.organisation_id AND s.letter = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [before, model.letter])


def _chain(model: type[Any], before: int, by: System, on: date, running: Any) -> int:
    """One event a force, with the count of its new rows and the hash of their keys, each ended by a line feed."""
    kind, total = f"{model._meta.label_lower}.open_many", 0
    for code, count, keys in _born(model, before):
        payload = {"count": count, "keys_sha256": hashlib.sha256(f"{keys}\n".encode()).hexdigest()}
        running.record(code, Entry(at=clock.now(), on=on, actor=by.actor, kind=kind, payload=payload))
        total += count
    return total


def _born(model: type[Any], before: int) -> list[tuple[str, int, str]]:
    """Code, number of new rows and their ordered keys, joined in the database: a row a force, not a row a record."""
    ordered = connection.vendor == "postgresql"
    joined = "string_agg(m.id::text, chr(10) ORDER BY m.id)" if ordered else "group_concat(m.id, char(10))"
    sql = (
        f"SELECT o.code, count(*), {joined} FROM "  # noqa: S608 - as above
        f"{_table(model)} m JOIN {_table(Organisation)} o ON o.id = m.organisation_id "
        "WHERE m.id > %s GROUP BY o.code ORDER BY o.code"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [before])
        rows = cursor.fetchall()
    return rows if ordered else [(code, n, "\n".join(sorted(keys.split(), key=int))) for code, n, keys in rows]
