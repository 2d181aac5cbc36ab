"""The daily work of the audit app."""

from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from anpr_governance.audit.access import seal_access_log, unsealed_days
from anpr_governance.audit.witness import write_witness
from anpr_governance.database import clock


@shared_task(name="audit.daily")
def daily() -> None:
    """Seal the access log of every ended day, then let the witness see where the chains end. Safe to repeat."""
    now = clock.now()
    for day in unsealed_days(timezone.localdate(now)):
        seal_access_log(day, now)
    if settings.AUDIT_WITNESS:
        write_witness(Path(settings.AUDIT_WITNESS), now)
