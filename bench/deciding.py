"""Deciding: many at once on one record, and what a step costs over the writing that it does."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q

from anpr_governance.database import clock
from anpr_governance.organisations.models import Membership, Organisation, Person
from anpr_governance.workflow.reasons import NotYours, Refused
from bench.dataset import Size
from bench.measuring import Row, interleaved
from cameras.models import Decision, PerformanceCheck, Site
from cameras.states import CheckKind
from dpia.models import Dpia

CLIENTS = 8
COUNTS = {"vehicles": 400, "visible": 399, "captured": 398, "read": 396}
FORCE = "F00"


def holder(role: str) -> Person:
    """Somebody of the first force with that role."""
    rows = Membership.objects.filter(organisation__code=FORCE, role=role).select_related("person")
    return rows.order_by("pk")[0].person


def double_decision(size: Size) -> list[Row]:
    """Eight clients accept one check at once, a thousand times: one decision and one history row each time."""
    rounds = max(20, round(1000 * size.scale))
    start = threading.Barrier(CLIENTS)
    with ThreadPoolExecutor(CLIENTS) as clients:
        checks = [_raced(number, clients, start) for number in range(rounds)]
        list(clients.map(lambda _n: (start.wait(), connection.close()), range(CLIENTS)))
    decided = dict(
        Decision.objects.filter(check_made__in=checks).values_list("check_made").annotate(n=Count("pk")).order_by()
    )
    kept = PerformanceCheck.history.filter(Q(history_change_reason__startswith="accept"), id__in=checks)
    written = dict(kept.values_list("id").annotate(n=Count("pk")).order_by())
    if any(not decided.get(check) for check in checks):
        raise RuntimeError("A round ended without a decision.")
    return [
        Row("double_decision.decisions", sum(decided.values()) - rounds, 0, "rows",
            detail=f"beyond the first, {rounds:,} rounds of {CLIENTS} clients"),
        Row("double_decision.history", sum(written.get(check) != decided[check] for check in checks), 0, "records",
            detail="with another number of history rows than of decisions"),
    ]  # fmt: skip


def _raced(number: int, clients: ThreadPoolExecutor, start: threading.Barrier) -> int:
    """A check with its counts, which every client then accepts at once."""
    today, tester, manager = clock.today(), holder("anpr-specialist"), holder("anpr-manager")
    sites = Site.objects.filter(organisation__code=FORCE, state="live").select_related("organisation").order_by("pk")
    place = sites[number % 100]
    device = place.placements.select_related("device").get().device
    check = PerformanceCheck.open_one(
        by=tester, on=today, device=device, site=place, kind=CheckKind.AD_HOC, due_on=today
    )
    check = check.record(by=tester, on=today, how="Video of an hour", period="Ten to eleven", **COUNTS)

    def accept(_client: int) -> None:
        start.wait()
        with suppress(Refused, NotYours):  # seven of the eight come too late
            PerformanceCheck.objects.get(pk=check.pk).accept(by=manager, on=today)

    list(clients.map(accept, range(CLIENTS)))
    return int(check.pk)


def step_cpu(size: Size) -> list[Row]:
    """A step with lock, role, guard, history and audit event, against its bare UPDATE and two INSERTs."""
    manager, today = holder("anpr-manager"), clock.today()
    keys = [_draft(manager, number).pk for number in range(20)]
    ours, bare = iter(()), iter(())

    def again() -> None:
        nonlocal ours, bare
        _execute("UPDATE dpia_dpia SET state = 'draft' WHERE id = ANY(%s)", [keys])
        ours, bare = iter(keys), iter(keys)

    def step() -> None:
        Dpia(pk=next(ours)).open_consultation(by=manager, on=today)

    again()
    pair = interleaved(step, lambda: _bare(next(bare)), rounds=15, times=len(keys), between=again)
    suspending = _suspending(manager)
    detail = f"{pair}; aim 4.0; with outbox and what the site was when (suspend, resume): {suspending:.1f}"
    return [Row("step_cpu", pair.ratio, 6.0, detail=detail)]


def _draft(manager: Person, number: int) -> Any:
    said: dict[str, Any] = {"by": manager, "on": clock.today()}
    site = Site.objects.filter(organisation__code=FORCE, state="live").order_by("-pk")[number]
    dpia = Dpia.begin_after_the_fact(
        organisation=Organisation.objects.get(code=FORCE), title=f"Benchmark {number}", sites=[site],
        reason="The cameras were up before this register", **said,
    )  # fmt: skip
    dpia.answer(**said, **{question: f"About {question}." for question in dpia.questions({1, 2, 3, 4})})
    return dpia


def _suspending(manager: Person) -> float:
    """The same for a step that also tells people and says what the site was from when to when."""
    today = clock.today()
    key = Site.objects.filter(organisation__code=FORCE, state="live").order_by("pk")[200].pk

    def both() -> None:
        Site(pk=key).suspend(by=manager, on=today, reason="Maintenance of the mast", code="maintenance")
        Site(pk=key).resume(by=manager, on=today)

    def bare() -> None:
        for _step in range(2):
            _bare(key, "cameras_site", "cameras_historicalsite")

    return interleaved(both, bare, times=10).ratio


def _bare(key: int, table: str = "dpia_dpia", history: str = "dpia_historicaldpia") -> None:
    columns = _columns(table)
    with transaction.atomic():
        _execute(f"UPDATE {table} SET state = state WHERE id = %s", [key])
        _execute(
            f"INSERT INTO {history} ({columns}, history_date, history_type, history_change_reason)"
            f" SELECT {columns}, now(), '~', 'step' FROM {table} WHERE id = %s",
            [key],
        )
        _execute(
            'INSERT INTO audit_event (organisation_code, n, at, "on", actor, acting_for, kind, hat, subject, version,'
            " payload, payload_hash, previous_hash, hash)"
            " VALUES ('BARE', %s, now(), current_date, 'person:1', '', 'step', '', 'X', 0, '{}', '', '', '')",
            [next(_numbers)],
        )


_numbers = count(time.time_ns())
_known: dict[str, str] = {}


def _columns(table: str) -> str:
    if table not in _known:
        with connection.cursor() as cursor:
            names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        _known[table] = ", ".join(f'"{name}"' for name in names)
    return _known[table]


def _execute(sql: str, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
