"""Celery's thin hands on the outbox."""

from celery import shared_task

from anpr_governance.database import clock
from anpr_governance.workflow import effects, mail


@shared_task(name="workflow.sweep")
def sweep() -> int:
    """Handle the outbox rows that wait."""
    return effects.sweep(clock.now())


@shared_task(name="workflow.digest", autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def digest() -> int:
    """Mail what people were told since the last digest."""
    return mail.send_digests(clock.now())
