"""Appending to a chain: each event carries the hash of the one before it, so none can go or change unseen."""

from collections.abc import Sequence
from datetime import UTC
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError

from anpr_governance.audit.entry import Entry
from anpr_governance.audit.links import EVENT, FIRST_PREVIOUS, HASHED, HEAD, End, link_hash
from anpr_governance.audit.models import Event
from anpr_governance.database.canonical import canonical, moment

_AT_ONCE = 500
_COLUMNS = (*HASHED[:-2], "payload", "payload_hash", "previous_hash", "hash")
_NAMES = ", ".join(f'"{column}"' for column in _COLUMNS)
_ROW = f"({', '.join(['%s'] * len(_COLUMNS))})"
_MOVE_HEAD = f"UPDATE {HEAD} SET n = %s, hash = %s WHERE organisation_code = %s"  # noqa: S608


def append(organisation_code: str, entries: Sequence[Entry]) -> list[Event]:
    """Append `entries` to the chain and return their events, in order.

    The head stays locked until the transaction ends: call it last in a step. Raises TransactionManagementError
    outside a transaction, since an event must stand or fall with what it tells of.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("Audit events are appended inside the transaction that they tell of.")
    if not entries:
        return []
    events = _linked(organisation_code, entries, _locked_end(organisation_code))
    *earlier, last = [events[start : start + _AT_ONCE] for start in range(0, len(events), _AT_ONCE)]
    for batch in earlier:
        _insert(batch)
    _insert(last, _MOVE_HEAD, [events[-1].n, events[-1].hash, organisation_code])
    return events


def _linked(organisation_code: str, entries: Sequence[Entry], end: End) -> list[Event]:
    """The events of `entries`, numbered and chained after `end`."""
    events = []
    for n, entry in enumerate(entries, start=end.n + 1):
        event = _event(organisation_code, n, entry, end.hash)
        end = End(n, event.hash)
        events.append(event)
    return events


def _event(organisation_code: str, n: int, entry: Entry, previous_hash: str) -> Event:
    payload = canonical(entry.payload)
    payload_hash = sha256(payload).hexdigest()
    who = (entry.actor, entry.acting_for, entry.kind, entry.hat, entry.subject)
    when = (moment(entry.at), entry.on.isoformat())
    hashed = (organisation_code, str(n), *when, *who, str(entry.version), payload_hash, previous_hash)
    at = entry.at.astimezone(UTC)
    stored = (organisation_code, n, at, entry.on, *who, entry.version, payload, payload_hash, previous_hash)
    values: tuple[Any, ...] = (None, *stored, link_hash("\n".join(hashed)))
    return Event(*values)


def _locked_end(organisation_code: str) -> End:
    """The end of the chain under lock; a new chain gets its head. SQLite holds the write lock already."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(
                f"SELECT n, hash FROM {HEAD} WHERE organisation_code = %s{lock}",  # noqa: S608
                [organisation_code],
            )
            if row := cursor.fetchone():
                return End(*row)
            cursor.execute(
                f"INSERT INTO {HEAD} (organisation_code, n, hash) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING",  # noqa: S608
                [organisation_code, FIRST_PREVIOUS],
            )
    raise TransactionManagementError(f"The chain {organisation_code} has no head.")


def _insert(events: Sequence[Event], also: str = "", parameters: Sequence[Any] = ()) -> None:
    """Insert by hand-written SQL, in one round trip with `also` where the database can (`audit_append`)."""
    insert = f"INSERT INTO {EVENT} ({_NAMES}) VALUES {', '.join([_ROW] * len(events))} RETURNING id"  # noqa: S608
    values = [value for event in events for value in _values(event)]
    with connection.cursor() as cursor:
        if also and connection.vendor == "postgresql":
            insert, values = f"WITH also AS ({also}) {insert}", [*parameters, *values]
        elif also:
            cursor.execute(also, parameters)
        cursor.execute(insert, values)
        for event, (key,) in zip(events, cursor.fetchall(), strict=True):
            event.pk = key
            event._state.adding, event._state.db = False, connection.alias


def _values(event: Event) -> list[Any]:
    values = [getattr(event, column) for column in _COLUMNS]
    values[2] = connection.ops.adapt_datetimefield_value(event.at)
    values[3] = connection.ops.adapt_datefield_value(event.on)
    return values
