"""Long work asked for on a page: a job that a worker runs, that survives closing the tab and the worker's end.

The outbox row of a job stays until the job is finished, so a worker that was killed, or a broker that was away, only
delays it; whoever runs it again starts at the first row.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from anpr_governance.database import clock
from anpr_governance.documents.models import Job
from anpr_governance.workflow import effects, notices

LEASE = timedelta(seconds=50)
"""How long a worker is believed to be at it; the outbox asks again after a minute."""
EVERY = 1000
"""Rows between two notes of the progress."""


class StillRunning(Exception):
    """The job is not finished yet: its outbox row stays."""


def leave(job: Job) -> None:
    """The outbox row by which a worker is found for the job."""
    effects.leave([(job.kind, f"documents.job:{job.pk}:{clock.now().isoformat()}")])


def hand_on(key: str, task: Any) -> None:
    """The outbox row of a job: send it to a worker, and stay until it is finished."""
    pk = int(key.split(":")[1])
    if Job.objects.filter(pk=pk, finished_at__isnull=True).exists():
        task.apply_async((pk,), retry=False)
        raise StillRunning(str(pk))


def claimed(pk: int, kind: str, now: datetime) -> Job | None:
    """The job for the worker that asks; None where another has it, or it is finished."""
    free = Q(started_at__isnull=True) | Q(started_at__lt=now - LEASE)
    if not Job.objects.filter(free, pk=pk, kind=kind, finished_at__isnull=True).update(started_at=now, done=0):
        return None
    return Job.objects.select_related("organisation", "source", "by").get(pk=pk)


def noted(job: Job) -> Callable[[int, int], None]:
    """Notes the progress now and then."""
    last = 0

    def note(read: int, _done: int) -> None:
        nonlocal last
        if read - last >= EVERY:
            last = read
            Job.objects.filter(pk=job.pk, finished_at__isnull=True).update(done=read, total=max(read, job.total))

    return note


def end(job: Job, report: dict[str, Any], text: str, path: str) -> None:
    """The job is finished: its report, and a line to the person who asked."""
    Job.objects.filter(pk=job.pk).update(report=report, finished_at=clock.now())
    if job.by is not None:
        notices.write([job.by], job.organisation, "job", f"{job.kind}:{job.pk}", text, path)
