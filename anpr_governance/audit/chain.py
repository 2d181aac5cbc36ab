"""Appending to a chain: each event carries the hash of the one before it, so none can go or change unseen."""

from collections.abc import Mapping, Sequence
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


def append(organisation_code: str, entries: Sequence[Entry]) -> list[Event]:
    """Append `entries` to the chain and return their events, in order.

    The head stays locked until the transaction ends: call it last in a step. Raises TransactionManagementError
    outside a transaction, since an event must stand or fall with what it tells of.
    """
    return append_many({organisation_code: entries})


def append_many(entries: Mapping[str, Sequence[Entry]]) -> list[Event]:
    """Append to several chains, by organisation code, in as many statements as to one; heads locked in code order."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("Audit events are appended inside the transaction that they tell of.")
    codes = sorted(code for code, told in entries.items() if told)
    if not codes:
        return []
    ends = _locked_ends(codes)
    chains = [_linked(code, entries[code], ends[code]) for code in codes]
    events = [event for chain in chains for event in chain]
    *earlier, last = [events[start : start + _AT_ONCE] for start in range(0, len(events), _AT_ONCE)]
    for batch in earlier:
        _insert(batch)
    _insert(last, [(chain[-1].n, chain[-1].hash, chain[-1].organisation_code) for chain in chains])
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


def _locked_ends(codes: Sequence[str]) -> dict[str, End]:
    """The ends of the chains under lock; a new chain gets its head. SQLite holds the write lock already."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    marks = ", ".join(["%s"] * len(codes))
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(
                f"SELECT organisation_code, n, hash FROM {HEAD} WHERE organisation_code IN ({marks})"  # noqa: S608
                f" ORDER BY organisation_code{lock}",
                codes,
            )
            ends = {code: End(n, end_hash) for code, n, end_hash in cursor.fetchall()}
            new = [code for code in codes if code not in ends]
            if not new:
                return ends
            cursor.execute(
                f"INSERT INTO {HEAD} (organisation_code, n, hash)"  # noqa: S608
                f" VALUES {', '.join(['(%s, 0, %s)'] * len(new))} ON CONFLICT DO NOTHING",
                [value for code in new for value in (code, FIRST_PREVIOUS)],
            )
    raise TransactionManagementError(f"A chain has no head: {', '.join(new)}.")


def _insert(events: Sequence[Event], heads: Sequence[tuple[int, str, str]] = ()) -> None:
    """Insert by hand-written SQL, in one round trip with moving the heads where the database can (`audit_append`)."""
    insert = f"INSERT INTO {EVENT} ({_NAMES}) VALUES {', '.join([_ROW] * len(events))} RETURNING id"  # noqa: S608
    values = [value for event in events for value in _values(event)]
    with connection.cursor() as cursor:
        if heads and connection.vendor == "postgresql":
            insert, values = (
                f"WITH moved AS ({_move(len(heads))}) {insert}",
                [value for head in heads for value in head] + values,
            )
        elif heads:
            cursor.executemany(_move(1), heads)
        cursor.execute(insert, values)
        for event, (key,) in zip(events, cursor.fetchall(), strict=True):
            event.pk = key
            event._state.adding, event._state.db = False, connection.alias


def _move(count: int) -> str:
    """SQL that moves one head, or several at once (PostgreSQL); parameters are number, hash, code of each."""
    if count == 1:
        return f"UPDATE {HEAD} SET n = %s, hash = %s WHERE organisation_code = %s"  # noqa: S608
    rows = ", ".join(["(%s::bigint, %s, %s)"] * count)
    return (
        f"UPDATE {HEAD} AS h SET n = v.n, hash = v.hash FROM (VALUES {rows}) AS v (n, hash, code)"  # noqa: S608
        " WHERE h.organisation_code = v.code"
    )


def _values(event: Event) -> list[Any]:
    values = [getattr(event, column) for column in _COLUMNS]
    values[2] = connection.ops.adapt_datetimefield_value(event.at)
    values[3] = connection.ops.adapt_datefield_value(event.on)
    return values
