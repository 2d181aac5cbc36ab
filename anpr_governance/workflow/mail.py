"""The digest: what a person was told since the last one, in one e-mail without sensitive content."""

from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anpr_governance.organisations.models import Person
from anpr_governance.workflow.models import Notice
from anpr_governance.workflow.notices import still_theirs

AT_ONCE = 500


def send_digests(now: datetime) -> int:
    """Mail each person's new lines, one message a person; answers how many messages left.

    The lines are locked while their message is sent and marked with it: a second sender finds none, and a server
    that is down leaves them for the next run.
    """
    waiting = still_theirs(timezone.localdate(now)).filter(mailed_at=None, person__is_active=True)
    people = waiting.order_by().values_list("person", flat=True)
    return sum(_send_one(key, now) for key in people.distinct()[:AT_ONCE])


def _send_one(person_id: int, now: datetime) -> int:
    with transaction.atomic():
        rows = still_theirs(timezone.localdate(now)).filter(person_id=person_id, mailed_at=None)
        rows = rows.select_for_update(of=("self",))
        lines = list(rows.order_by("pk"))
        if not lines:
            return 0
        _mail(Person.objects.get(pk=person_id), lines)
        Notice.objects.filter(pk__in=[line.pk for line in lines]).update(mailed_at=now)
    return 1


def _mail(person: Person, lines: list[Notice]) -> None:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        by_kind[str(line.get_kind_display())].append(f"- {line.text}")
    parts = [f"{kind}\n" + "\n".join(texts) for kind, texts in by_kind.items()]
    subject = ngettext("ANPR governance: %(n)d line for you", "ANPR governance: %(n)d lines for you", len(lines))
    closing = _("Sign in to read more: %(address)s") % {"address": settings.PUBLIC_ADDRESS}
    body = "\n\n".join([*parts, closing])
    send_mail(subject % {"n": len(lines)}, body, settings.DEFAULT_FROM_EMAIL, [person.email])
