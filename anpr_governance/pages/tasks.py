"""Celery's thin hands on exports."""

from celery import shared_task

from anpr_governance.database import clock
from anpr_governance.pages import exporting


@shared_task(name="pages.export")
def run_export(job: int) -> bool:
    """Write the file of one export; a second call for the same job does nothing."""
    return exporting.run_job(job, clock.now())


@shared_task(name="pages.throw_away")
def throw_away() -> int:
    """Delete the files of exports that are past their days."""
    return exporting.throw_away(clock.now())
