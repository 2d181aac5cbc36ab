"""`make test`: every test on SQLite (a file) and on PostgreSQL with Redis, in groups, with their minutes.

Logic runs on both databases. The browser's full journeys run once, on PostgreSQL; those marked `smoke` on
SQLite too. A missing piece is a failure that names it. Words after ARGS= go to every pytest call.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from scripts.servers import Missing, servers
from scripts.start import compile_messages
from tests.template import run_manage, told_template

ROOT = Path(__file__).resolve().parent.parent

WORKERS = ["-n", "3", "--dist", "loadfile"]
"""On two cores a third process works while another waits for a server or a browser."""
NO_TESTS = 5  # pytest's exit code when nothing was collected


@dataclass(frozen=True)
class Group:
    """One call of pytest."""

    name: str
    arguments: list[str]
    told: bool = False  # its databases begin with the demonstration


@dataclass
class Tally:
    """What the groups of one database came to."""

    database: str
    minutes: float = 0.0
    failed: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, output: str, minutes: float, failed: bool) -> None:
        """Take one group's closing line, the last that pytest printed."""
        self.minutes += minutes
        self.failed = self.failed or failed
        closing = [line for line in output.splitlines() if re.search(r" in [\d.:]+s", line)]
        for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)", closing[-1] if closing else ""):
            word = "failed" if word.startswith("error") else word
            self.counts[word] = self.counts.get(word, 0) + int(number)

    def line(self) -> str:
        """The one summary line of this database."""
        counts = ", ".join(f"{self.counts.get(word, 0)} {word}" for word in ("passed", "failed", "skipped"))
        verdict = "FAILED" if self.failed else "ok"
        return f"{self.database}: {counts} in {self.minutes:.1f} minutes, {verdict}"


LOGIC = [*WORKERS, "-m", "not demo", "--ignore=tests/journeys"]
DEMO = [*WORKERS, "-m", "demo"]
SQLITE = [
    Group("logic on SQLite", LOGIC),
    Group("demonstration on SQLite", DEMO, told=True),
    Group("browser smoke on SQLite", [*WORKERS, "-m", "smoke and not demo", "tests/journeys"]),
]
POSTGRES = [
    Group("logic on PostgreSQL + Redis", LOGIC),
    Group("demonstration on PostgreSQL + Redis", DEMO, told=True),
    # What is smoke there is the beginning of a journey that is whole here.
    Group("browser journeys on PostgreSQL + Redis", [*WORKERS, "-m", "not demo and not smoke", "tests/journeys"]),
]


def main() -> int:
    """Run all groups; 0 only when every one passed and both databases ran a test."""
    os.chdir(ROOT)
    missing = [name for name in ("chromium", "pdftotext") if shutil.which(name) is None]
    if missing:
        print(f"Missing: {', '.join(missing)}. The tests need it; nothing is skipped.", file=sys.stderr)
        return 1
    compile_messages()
    with ThreadPoolExecutor(1) as beside, ExitStack() as stack:
        beside.submit(told_template)  # while the first group runs; the group that needs it waits, or hears why not
        serving = beside.submit(lambda: _serving(stack))
        sqlite = _run_groups(Tally("SQLite (file)"), SQLITE, {"DATABASE_URL": "", "CELERY_BROKER_URL": ""})
        try:
            postgres = _run_groups(Tally("PostgreSQL + Redis"), POSTGRES, serving.result())
        except (Missing, RuntimeError) as piece:
            print(f"Missing: {piece}. The tests need it; nothing is skipped.", file=sys.stderr)
            postgres = Tally("PostgreSQL + Redis", failed=True)
    print()
    for tally in (sqlite, postgres):
        print(tally.line())
    return int(any(tally.failed or not tally.counts.get("passed") for tally in (sqlite, postgres)))


def _serving(stack: ExitStack) -> dict[str, str]:
    """The addresses of the servers and the name of the template there, until `stack` ends."""
    database, broker = stack.enter_context(servers())
    template = stack.enter_context(_template(database))
    urls = {"DATABASE_URL": f"{database}/anpr_{os.getpid()}", "CELERY_BROKER_URL": broker}
    return {**urls, "TEST_TEMPLATE": template}


@contextmanager
def _template(server: str) -> Iterator[str]:
    """One migrated database that PostgreSQL copies for every test process, and beside it one with the story told.

    Gives the name of the first; the other's ends in `_told`. Both are dropped at the end.
    """
    name = f"anpr_template_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        try:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
            run_manage(f"{server}/{name}", "migrate", "--verbosity=0")
            connection.execute(f'CREATE DATABASE "{name}_told" TEMPLATE "{name}"'.encode())
            run_manage(f"{server}/{name}_told", "load_demo")
            yield name
        finally:
            for made in (f"{name}_told", name):
                connection.execute(f'DROP DATABASE IF EXISTS "{made}" WITH (FORCE)'.encode())


def _run_groups(tally: Tally, groups: list[Group], urls: dict[str, str]) -> Tally:
    narrowed = len(sys.argv) > 1  # then a group may well hold none of what was asked for
    for group in groups:
        print(f"\n=== {group.name}", flush=True)
        began = time.monotonic()
        code, output = _pytest(group.arguments, {**urls, "TEST_TOLD": "1"} if group.told else urls)
        minutes = (time.monotonic() - began) / 60
        tally.add(output, minutes, failed=code != 0 and not (code == NO_TESTS and narrowed))
        print(f"=== {group.name}: {minutes:.1f} minutes", flush=True)
    return tally


def _pytest(arguments: list[str], urls: dict[str, str]) -> tuple[int, str]:
    """Run pytest, showing what it prints while it prints it, and keep that to read its closing line."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments, *sys.argv[1:]]
    output: list[str] = []
    environment = {**os.environ, **urls}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            output.append(line)
    return process.returncode, "".join(output[-200:])


if __name__ == "__main__":
    sys.exit(main())
