"""Open many: records that fall due are born by one INSERT … SELECT for rows and one for history.

One audit event a force says how many and carries the hash of their ordered keys. Whatever runs twice, a partial
unique index lets each be born once.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection, models
from django.db.models import Max, QuerySet

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import System
from anpr_governance.workflow import models as nouns
from anpr_governance.workflow.unit import unit

BORN_REASON = "open many"


def open_many(model: type[Any], due: QuerySet[Any], *, by: System, on: date, given: Mapping[str, Any]) -> int:
    """Give birth to one row of `model` for each row of `due`; answers how many.

    `due.values(...)` carries columns of `model` by attname (`organisation_id` among them), `given` the constants;
    every other column takes its default.
    """
    with unit() as running:
        numbered = issubclass(model, nouns.Numbered)
        columns = [*due.query.values_select, *due.query.annotation_select]
        if numbered:
            _lock_sequences(model.letter, due)
        before = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        _insert_rows(model, due, columns, given, numbered)
        if not model._base_manager.filter(pk__gt=before).exists():
            return 0
        _insert_history(model, before)
        if numbered:
            _move_sequences(model, before)
        return _chain(model, before, by, on, running)


def _lock_sequences(letter: str, due: QuerySet[Any]) -> None:
    forces = list(due.order_by().values_list("organisation_id", flat=True).distinct())
    rows = [nouns.Sequence(organisation_id=force, letter=letter) for force in forces]
    nouns.Sequence.objects.bulk_create(rows, ignore_conflicts=True)
    list(nouns.Sequence.objects.select_for_update().filter(letter=letter, organisation_id__in=forces).order_by("pk"))


def _insert_rows(
    model: type[Any], due: QuerySet[Any], columns: Sequence[str], given: Mapping[str, Any], numbered: bool
) -> None:
    quote = connection.ops.quote_name
    select, params = due.order_by().query.sql_with_params()
    constants = _constants(model, [*columns, *given], numbered) | dict(given)
    into = [quote(model._meta.get_field(name).column) for name in constants] + [quote(name) for name in columns]
    out = ["%s"] * len(constants) + [f"d.{quote(name)}" for name in columns]
    join = ""
    if numbered:
        into.append(quote("number"))
        out.append("s.last + ROW_NUMBER() OVER (PARTITION BY d.organisation_id)")
        join = (
            f" JOIN {quote(nouns.Sequence._meta.db_table)} s ON s.organisation_id = d.organisation_id AND s.letter = %s"
        )
    sql = (  # only names of our own tables and columns are put together here
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(into)}) SELECT {', '.join(out)} "  # noqa: S608
        f"FROM ({select}) d{join} WHERE true ON CONFLICT DO NOTHING"
    )
    letters = [model.letter] if numbered else []
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_adapted(model, constants), *params, *letters])


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
        f"INSERT INTO {quote(history._meta.db_table)} ({', '.join(own + extra)}) "  # noqa: S608
        f"SELECT {', '.join('m.' + name for name in own)}, %s, '+', %s, NULL "
        f"FROM {quote(model._meta.db_table)} m WHERE m.id > %s AND NOT EXISTS ("
        f"SELECT 1 FROM {quote(history._meta.db_table)} h WHERE h.id = m.id)"
    )
    moment = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(sql, [moment, BORN_REASON, before])


def _move_sequences(model: type[Any], before: int) -> None:
    latest = model._base_manager.filter(pk__gt=before, organisation=models.OuterRef("organisation")).order_by()
    top = latest.values("organisation").annotate(top=Max("number")).values("top")
    fresh = model._base_manager.filter(pk__gt=before).order_by().values("organisation")
    nouns.Sequence.objects.filter(letter=model.letter, organisation__in=fresh).update(last=models.Subquery(top))


def _chain(model: type[Any], before: int, by: System, on: date, running: Any) -> int:
    rows = model._base_manager.filter(pk__gt=before).order_by("organisation_id", "pk")
    pairs = rows.values_list("organisation_id", "pk").iterator(chunk_size=5000)
    codes = dict(Organisation.objects.values_list("pk", "code"))
    total = 0
    for force, group in groupby(pairs, key=lambda pair: pair[0]):
        digest, count = hashlib.sha256(), 0
        for _force, key in group:
            digest.update(b"%d\n" % key)
            count += 1
        kind = f"{model._meta.label_lower}.open_many"
        payload = {"count": count, "keys_sha256": digest.hexdigest()}
        running.record(codes[force], Entry(at=clock.now(), on=on, actor=by.actor, kind=kind, payload=payload))
        total += count
    return total
