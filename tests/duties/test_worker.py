"""A real Celery worker, killed in the middle of the daily run, on the broker that the test run names.

The test holds the write lock that the run needs, so the worker stands in the middle of its task when it is killed.
What it had begun is undone by the database; the next run does it once.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from anpr_governance.audit.models import Event, Head
from anpr_governance.celery import app
from anpr_governance.database import clock
from anpr_governance.duties import daily
from anpr_governance.workflow.models import Notice
from reviews.models import Review
from tests.make import cameras
from tests.make.people import World

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 180  # seconds, of a machine that has other work


def database_url() -> str:
    """The test database as another process names it."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    user, host = known["USER"] or "root", known["HOST"] or "127.0.0.1"
    secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    return f"postgres://{user}{secret}@{host}:{known['PORT'] or 5432}/{known['NAME']}"


@contextmanager
def worker(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of its own process group that writes to `log`."""
    known = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "anpr_governance.settings"}
    command = [sys.executable, "-m", "celery", "-A", "anpr_governance", "worker", "--concurrency=1", "-l", "INFO"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env={**os.environ, **known}, stdout=out, stderr=out, start_new_session=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def until(log: Path, words: str, times: int = 1) -> None:
    """Wait until the worker's log says `words` (a pattern); other tests' tasks may stand in the same queue."""
    deadline = time.monotonic() + PATIENCE
    while len(re.findall(words, log.read_text(errors="replace"))) < times:
        if time.monotonic() > deadline:
            pytest.fail(f"The worker never said {words!r}:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.1)


@contextmanager
def held_lock(code: str) -> Iterator[None]:
    """The lock that the daily run takes last (PostgreSQL), or the write lock itself (SQLite)."""
    with transaction.atomic():
        list(Head.objects.select_for_update().filter(organisation_code=code))
        yield


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    world = World()
    assert world.manager
    sites = [cameras.found(world) for _n in range(20)]
    app.control.purge()
    log = tmp_path / "worker.log"
    with worker(log) as process:
        until(log, r"ready\.")
        with held_lock("SVP"):
            app.send_task("duties.open_due")
            until(log, r"duties\.open_due\[[^]]+\] received")
            time.sleep(1)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert not Review.objects.exists()
    app.control.purge()
    again = tmp_path / "again.log"
    with worker(again):
        until(again, r"ready\.")
        app.send_task("duties.open_due")
        app.send_task("duties.open_due")
        until(again, r"duties\.open_due\[[^]]+\] succeeded", times=2)
    assert sorted(Review.objects.values_list("site_id", flat=True)) == sorted(site.pk for site in sites)
    assert Event.objects.filter(kind="reviews.review.open_many").count() == 1


def test_a_week_of_silence_is_made_good_and_nothing_is_told_twice() -> None:
    world = World()
    assert world.manager
    cameras.found(world, review_before=clock.today() - timedelta(days=300))
    daily.open_due(clock.today() + timedelta(days=30))
    daily.open_due(clock.today() + timedelta(days=37))
    daily.open_due(clock.today() + timedelta(days=37))
    assert Review.objects.count() == 1
    keys = list(Notice.objects.values_list("person", "key"))
    assert len(keys) == len(set(keys)) > 0
