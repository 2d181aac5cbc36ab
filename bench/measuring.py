"""CPU time of the client and of its server process, two things in turn, so that a busy machine disturbs both."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection, transaction

ROUNDS = 7
Work = Callable[[], Any]


@dataclass(frozen=True)
class Row:
    """One figure and what it must be; `target` None is measured only."""

    name: str
    value: float
    target: float | None
    unit: str = "×"
    higher_is_better: bool = False
    detail: str = ""

    @property
    def meets(self) -> bool:
        """Whether the figure is as good as its target."""
        if self.target is None:
            return True
        return self.value >= self.target if self.higher_is_better else self.value <= self.target


@dataclass(frozen=True)
class Cpu:
    """Seconds of CPU: in this process, and in the server process that serves its connection."""

    client: float
    server: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.client + self.server


@dataclass(frozen=True)
class Pair:
    """Two things run in turn: the median CPU of each."""

    ours: Cpu
    other: Cpu

    @property
    def ratio(self) -> float:
        """Ours by the other."""
        return self.ours.total / self.other.total

    def __str__(self) -> str:
        shown = [f"{1000 * cpu.client:.1f} + {1000 * cpu.server:.1f}" for cpu in (self.ours, self.other)]
        return f"{shown[0]} ms against {shown[1]} ms of client + server CPU"


def interleaved(ours: Work, other: Work, *, rounds: int = ROUNDS, times: int = 1, between: Work | None = None) -> Pair:
    """Run both in turn, `rounds` rounds of `times` calls, after one call of each to warm up."""
    ours(), other()
    spent: tuple[list[Cpu], list[Cpu]] = ([], [])
    for turn in range(rounds):
        for side in (0, 1) if turn % 2 else (1, 0):
            if between:
                between()
            spent[side].append(cpu_of((ours, other)[side], times))
    return Pair(*(Cpu(median(c.client for c in side), median(c.server for c in side)) for side in spent))


def cpu_of(work: Work, times: int = 1) -> Cpu:
    """CPU seconds of one call, the mean of `times`."""
    server = _server_clock()
    gc.collect()
    served, spent = server(), time.process_time()
    for _n in range(times):
        work()
    spent, served = time.process_time() - spent, server() - served
    return Cpu(spent / times, served / times)


def _server_clock() -> Callable[[], float]:
    """Seconds of CPU that the server process of our connection has used; it must run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(path.read_text().split()[0]) / 1e9


def statements(work: Work) -> int:
    """How many statements `work` sends, without those that only open and close savepoints."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")) for sql in sent)


def added_megabytes(work: Work) -> float:
    """By how much the resident memory of this process rose at its highest while `work` ran."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the high-water mark begins anew
    before = _resident("VmRSS")
    work()
    return max(0.0, _resident("VmHWM") - before) / 1024


def _resident(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise OSError(f"{name} is not told by {os.uname().sysname}")


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is checked as a commit checks it, then taken back."""
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)
