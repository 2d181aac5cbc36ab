"""The audit chain: appending against a plain insert of the same row, verifying against hashing the same bytes."""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from hashlib import sha256
from multiprocessing import get_context
from statistics import median
from typing import Any

from django.db import connection, connections, transaction

from anpr_governance.audit import Entry, append
from anpr_governance.audit.links import stored_end, stored_links
from anpr_governance.audit.verify import verify_stored
from anpr_governance.database import clock
from bench.dataset import Size
from bench.measuring import Row, interleaved

EACH = 200
"""Events that a client appends, or rows that it inserts, in one turn; each in its own transaction."""

PLAIN = (
    'INSERT INTO audit_event (organisation_code, n, at, "on", actor, acting_for, kind, hat, subject, version, payload,'
    " payload_hash, previous_hash, hash) VALUES (%s, %s, %s, %s, %s, '', %s, '', %s, 1, %s, %s, %s, %s) RETURNING id"
)
ROUNDS = 9


def _entry(number: int) -> Entry:
    return Entry(
        at=clock.now(), on=date(2026, 1, 5), actor="person:12", kind="cameras.site.suspend", subject="F00-S-0001",
        version=1, payload={"from": "live", "to": "suspended", "reason": f"Maintenance {number}"},
    )  # fmt: skip


def chained(client: int) -> float:
    """Append one event after the other to the client's own chain; answers events a second."""
    begun = time.perf_counter()
    for number in range(EACH):
        with transaction.atomic():
            append(f"C{client}", [_entry(number)])
    return EACH / (time.perf_counter() - begun)


def plain(client: int) -> float:
    """Insert the same row without a chain; answers rows a second."""
    begun = time.perf_counter()
    for number in range(EACH):
        with transaction.atomic(), connection.cursor() as cursor:
            entry = _entry(number)
            row = [f"P{client}", time.time_ns(), entry.at, entry.on, entry.actor, entry.kind, entry.subject]
            cursor.execute(PLAIN, [*row, b"{}", "0" * 64, "0" * 64, "0" * 64])
            cursor.fetchall()
    return EACH / (time.perf_counter() - begun)


def audit_append(size: Size) -> list[Row]:
    """Events a second with the chain by rows a second without, for one client and for eight, each with its force."""
    rows = []
    for clients, target in ((1, 0.8), (8, 0.5)):
        connections.close_all()
        with ProcessPoolExecutor(clients, mp_context=get_context("fork")) as pool:
            rates = [[_rate(pool, work, clients) for work in (chained, plain)] for _round in range(ROUNDS)]
        ours, other = (median(side) for side in zip(*rates, strict=True))
        ratio = median(one / two for one, two in rates)
        said = f"{ours:,.0f} events against {other:,.0f} rows a second"
        rows.append(Row(f"audit_append.clients_{clients}", ratio, target, higher_is_better=True, detail=said))
    return rows


def _rate(pool: ProcessPoolExecutor, work: Callable[[int], float], clients: int) -> float:
    begun = time.perf_counter()
    list(pool.map(work, range(clients)))
    return clients * EACH / (time.perf_counter() - begun)


def audit_verify(size: Size) -> list[Row]:
    """Verifying a chain of the database against hashing the bytes that it holds, which are read beforehand."""
    code, events = "VERIFY", max(5000, round(1_000_000 * size.scale))
    _grow(code, events)
    last, _head = stored_end(code)
    links = [link for batch in stored_links(code, last) for link in batch]
    texts = [content for _n, text, payload, _hash in links for content in (text.encode(), bytes(payload))]
    del links

    def ours() -> None:
        report = verify_stored(code)
        if report.broken or report.events < events:
            raise RuntimeError(report.broken)

    def hashed() -> None:
        for content in texts:
            sha256(content).digest()

    pair = interleaved(ours, hashed, rounds=5)
    return [Row("audit_verify", pair.ratio, 6, detail=f"{events:,} events; {pair}")]


def _grow(code: str, events: int) -> None:
    last, _head = stored_end(code)
    for start in range(last, events, 5000):
        entries: list[Any] = [_entry(number) for number in range(start, start + 5000)]
        with transaction.atomic():
            append(code, entries)
