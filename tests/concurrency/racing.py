"""Two or more at once, each in a thread with a connection of its own."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import DatabaseError, connection, transaction

from anpr_governance.workflow.reasons import NotYours, Refused

Take = Callable[[], Any]
PATIENCE = 20.0
"""Seconds after which a race is stuck: none needs one."""


def outcome(take: Take) -> Any:
    """What a take came to: the status of its response, "taken", or the name of its refusal."""
    try:
        answer = take()
    except (Refused, NotYours, DatabaseError) as problem:
        return type(problem).__name__
    finally:
        connection.close()
    return getattr(answer, "status_code", "taken")


def at_once(*takes: Take) -> list[Any]:
    """Let all go at the same moment; answers their outcomes in the order of the takes."""
    start = threading.Barrier(len(takes))

    def run(take: Take) -> Any:
        start.wait(PATIENCE)
        return outcome(take)

    with ThreadPoolExecutor(len(takes)) as pool:
        return list(pool.map(run, takes))


def while_open(first: Take, second: Take) -> tuple[Any, Any]:
    """Let `first` do its work and keep its transaction open until `second` waits for it or is through."""
    worked, ended = threading.Event(), threading.Event()

    def holding() -> Any:
        with transaction.atomic():
            try:
                answer = first()
            finally:
                worked.set()
            wait_until(lambda: ended.is_set() or somebody_waits())
            return answer

    def following() -> Any:
        worked.wait(PATIENCE)
        try:
            return outcome(second)
        finally:
            ended.set()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.submit(outcome, holding), pool.submit(following)
        return one.result(PATIENCE), other.result(PATIENCE)


def somebody_waits() -> bool:
    """Whether another connection to this database waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # what a transaction once saw of others it sees until then
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def wait_until(true: Callable[[], bool]) -> None:
    """Ask until it holds."""
    until = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > until:
            raise TimeoutError("Nobody waited and nobody ended.")
        time.sleep(0.01)
