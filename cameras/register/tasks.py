"""Celery's thin hand on imports."""

from celery import shared_task

from anpr_governance.database import clock
from cameras.register import jobs


@shared_task(name="cameras.import")
def run_import(job: int) -> bool:
    """Run one import job; a second call for the same job does nothing."""
    return jobs.run_job(job, clock.now())
