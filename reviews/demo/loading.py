"""Loading the demonstration: once, each force in one transaction, and what falls due today is opened after it."""

from datetime import date, timedelta

from django.db import transaction

from anpr_governance.duties import daily
from anpr_governance.organisations.models import Organisation
from anpr_governance.workflow.models import Notice
from reviews.demo.script import demo, other
from reviews.demo.telling import tell

FORCES = {"DEMO": demo, "OTHER": other}
UNREAD_DAYS = 14


def strangers() -> list[str]:
    """Codes of organisations that are no part of the demonstration."""
    return list(Organisation.objects.exclude(code__in=FORCES).order_by("code").values_list("code", flat=True))


def load(today: date) -> list[str]:
    """Tell the story of each force that is not there yet, up to yesterday; answers the codes of those told."""
    there = set(Organisation.objects.values_list("code", flat=True))
    told = [code for code in FORCES if code not in there]
    for code in told:
        with transaction.atomic():
            tell(FORCES[code](today), today - timedelta(days=1))
            _read_what_is_old(code, today)
    if told:
        daily.open_due(today)
    return told


def _read_what_is_old(code: str, today: date) -> None:
    """What people were told long ago was read and mailed then: nobody starts with two years of notices."""
    old = Notice.objects.filter(organisation__code=code, told_at__date__lt=today)
    for notice in old.filter(told_at__date__lt=today - timedelta(days=UNREAD_DAYS)):
        notice.read_at = notice.told_at
        notice.save(update_fields=["read_at"])
