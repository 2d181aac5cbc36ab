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
        keys = _insert_rows(model, due, given, until, numbered)
        if not keys:
            return 0
        _insert_history(model, before)
        if numbered:
            _move_sequences(model, before, organisation_ids)
        return _chain(model, keys, by, on, running)


def _lock_sequences(letter: str, organisation_ids: Sequence[int]) -> None:
    rows = nouns.Sequence.objects.filter(letter=letter, organisation_id__in=organisation_ids).order_by("pk")
    locked = {row.organisation_id for row in rows.select_for_update()}
    new = [nouns.Sequence(organisation_id=key, letter=letter) for key in organisation_ids if key not in locked]
    if new:
        nouns.Sequence.objects.bulk_create(new, ignore_conflicts=True)
        list(rows.select_for_update())


def _insert_rows(
    model: type[Any], due: QuerySet[Any], given: Mapping[str, Any], until: date, numbered: bool
) -> dict[int, list[int]]:
    """Answer the keys of the new rows by organisation, and no key that somebody else committed meanwhile.

    Each due date is worked out once: the rows are a materialised step of the statement, then narrowed.
    """
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
        f"FROM d{join} WHERE d.due_on <= %s ON CONFLICT DO NOTHING RETURNING organisation_id, id"
    )
    with connection.cursor() as cursor:
        last = connection.ops.adapt_datefield_value(until)
        cursor.execute(sql, [*params, *_adapted(model, constants), *letters, last])
        born: dict[int, list[int]] = {}
        for organisation_id, key in cursor.fetchall():
            born.setdefault(organisation_id, []).append(key)
    return born


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


def _move_sequences(model: type[Any], before: int, organisation_ids: Sequence[int]) -> None:
    """The highest number that each force now has; one reading of the new rows, whatever the number of forces.

    Only of the forces whose sequences are locked: nobody else gives their numbers meanwhile.
    """
    marks = ", ".join(["%s"] * len(organisation_ids))
    fresh = (
        f"SELECT organisation_id, max(number) AS top FROM {_table(model)} "  # noqa: S608 - as above
        f"WHERE id > %s AND organisation_id IN ({marks}) GROUP BY organisation_id"
    )
    sql = (
        f"UPDATE {_table(nouns.Sequence)} AS s SET last = t.top FROM ({fresh}) t "  # noqa: S608
        "WHERE s.organisation_id = t.organisation_id AND s.letter = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [before, *organisation_ids, model.letter])


def _chain(model: type[Any], born: Mapping[int, list[int]], by: System, on: date, running: Any) -> int:
    """One event a force, with the count of its new rows and the hash of their keys, each ended by a line feed."""
    kind, total = f"{model._meta.label_lower}.open_many", 0
    codes = Organisation.objects.filter(pk__in=born).order_by("code").values_list("pk", "code")
    for organisation_id, code in codes:
        keys = sorted(born[organisation_id])
        joined = "".join(f"{key}\n" for key in keys)
        payload = {"count": len(keys), "keys_sha256": hashlib.sha256(joined.encode()).hexdigest()}
        running.record(code, Entry(at=clock.now(), on=on, actor=by.actor, kind=kind, payload=payload))
        total += len(keys)
    return total
