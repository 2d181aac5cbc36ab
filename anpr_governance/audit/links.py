"""What of an event is hashed, and reading a stored chain as exactly that text: the form in which it is verified."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.db import connection

from anpr_governance.audit.models import HASH_LENGTH, Event, Head

FIRST_PREVIOUS = "0" * HASH_LENGTH  # what the first event of a chain follows
HASHED = (
    *("organisation_code", "n", "at", "on", "actor", "acting_for", "kind", "hat", "subject", "version"),
    *("payload_hash", "previous_hash"),
)
DISPOSED = "audit.payloads_disposed"  # kind of the event that tells which payloads were emptied
ACCESS_SEALED = "audit.access_log_sealed"
SYSTEM = "system"  # the chain that belongs to no organisation
_AT_ONCE = 5000


class End(NamedTuple):
    """Where a chain ends: the number of its last event, and that event's hash."""

    n: int
    hash: str


class Link(NamedTuple):
    """An event as it is verified: `text` is its hashed fields joined by line ends."""

    n: int
    text: str
    payload: bytes | None
    hash: str


def link_hash(text: str) -> str:
    """The hash of an event: SHA-256 of the fields named in HASHED, joined by line ends, in UTF-8.

    Moments are written in UTC with microseconds and Z, dates as ISO 8601. No field holds a line end, so no two
    events join to the same text.
    """
    return sha256(text.encode()).hexdigest()


def stored_links(organisation_code: str, last: int) -> Iterator[list[Link]]:
    """The events 1 to `last` of a stored chain, a few thousand at a time, in order; what is missing is left out."""
    for start in range(0, last, _AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(_select(), [organisation_code, start + 1, min(start + _AT_ONCE, last)])
            yield cursor.fetchall()


def stored_end(organisation_code: str) -> tuple[int, End | None]:
    """The highest number among the chain's events, and its head, as they were in one moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT max(n) FROM {EVENT} WHERE organisation_code = %s), n, hash"  # noqa: S608
            f" FROM (SELECT 1) AS one LEFT JOIN {HEAD} ON organisation_code = %s",
            [organisation_code, organisation_code],
        )
        highest, n, end_hash = cursor.fetchone()
    return highest or 0, None if n is None else End(n, end_hash)


def last_day(organisation_code: str, subject: str, version: int) -> date | None:
    """The newest day on which something happened to that version of a record; asked by every step."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT max("on") FROM {EVENT} WHERE organisation_code = %s AND subject = %s AND version = %s',  # noqa: S608
            [organisation_code, subject, version],
        )
        (day,) = cursor.fetchone()
    return date.fromisoformat(day) if isinstance(day, str) else day  # SQLite keeps days as text


def stored_codes() -> list[str]:
    """Codes of all chains, also of one whose head or whose events have gone."""
    with_events = Event.objects.order_by().values_list("organisation_code").distinct()
    return sorted({code for (code,) in with_events.union(Head.objects.values_list("organisation_code"))})


def _select() -> str:
    """SQL that joins the hashed fields in the database: a third of the cost of doing it here (`audit_verify`)."""
    joined = " || chr(10) || " if connection.vendor == "postgresql" else " || char(10) || "
    text = joined.join(_MOMENT[connection.vendor] if name == "at" else f'"{name}"' for name in HASHED)
    return (
        f"SELECT n, {text}, payload, hash FROM {EVENT}"  # noqa: S608
        " WHERE organisation_code = %s AND n BETWEEN %s AND %s ORDER BY n"
    )


_MOMENT = {
    "postgresql": """to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    "sqlite": """replace("at", ' ', 'T') || CASE length("at") WHEN 19 THEN '.000000Z' ELSE 'Z' END""",
}
EVENT = f'"{Event._meta.db_table}"'
HEAD = f'"{Head._meta.db_table}"'
