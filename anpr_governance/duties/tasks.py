"""Celery's thin hands on the daily run."""

from celery import shared_task

from anpr_governance.database import clock
from anpr_governance.duties import daily


@shared_task(name="duties.open_due")
def open_due() -> str:
    """Open, remind and escalate what is due today; safe to run twice or after a crash."""
    return str(daily.open_due(clock.today()))
