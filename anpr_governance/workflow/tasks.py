"""Celery's thin hands on the outbox."""

from celery import shared_task

from anpr_governance.database import clock
from anpr_governance.workflow import effects


@shared_task(name="workflow.sweep")
def sweep() -> int:
    """Handle the outbox rows that wait."""
    return effects.sweep(clock.now())
