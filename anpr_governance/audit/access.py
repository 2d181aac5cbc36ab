"""The access log: refusals, sign-ins, consultations of personal data; bounded, so that nobody can grow it at will."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from anpr_governance.audit.chain import append
from anpr_governance.audit.entry import Entry, names_a_secret
from anpr_governance.audit.links import ACCESS_SEALED, SYSTEM
from anpr_governance.audit.models import AccessEntry, Event
from anpr_governance.database import clock
from anpr_governance.database.canonical import canonical

MOST_OF_ONE = 30  # entries an hour of one person (or one address without a person) and one outcome
MOST_WITHOUT_PERSON = 2000  # entries an hour of all addresses together
FURTHER_ONES = "(further ones in this hour are not listed)"
_LONGEST_PATH = 200
_OUTCOMES = {403: "refused", 404: "not found", 429: "too many requests"}


def note(*, actor: str, address: str, path: str, outcome: str, at: datetime) -> None:
    """Write an entry, unless this hour already has its fill of them; the last one written says that more came.

    `actor` as in the audit chain, empty where nobody is signed in; `address` from `client_address`.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    recent = AccessEntry.objects.filter(actor=actor, at__gte=hour)
    same = recent.filter(outcome=outcome) if actor else recent.filter(outcome=outcome, address=address)
    so_far = same.count()
    if so_far >= MOST_OF_ONE or (not actor and recent.count() >= MOST_WITHOUT_PERSON):
        return
    shown = FURTHER_ONES if so_far == MOST_OF_ONE - 1 else path[:_LONGEST_PATH]
    AccessEntry.objects.create(actor=actor, address=address, path=shown, outcome=outcome, at=at)


def client_address(request: HttpRequest) -> str:
    """The address that spoke to us; behind `TRUSTED_PROXIES` (networks) the last one that no proxy of ours wrote.

    A forwarded header is believed only from right to left and only past proxies named there (abuse case 81).
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while _is_trusted(address) and forwarded:
        earlier = _as_address(forwarded.pop())
        if not earlier:
            break
        address = earlier
    return _as_address(address)


def _is_trusted(address: str) -> bool:
    known = _as_address(address)
    return bool(known) and any(ip_address(known) in ip_network(proxy) for proxy in settings.TRUSTED_PROXIES)


def _as_address(text: str) -> str:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""


class AccessLogMiddleware:
    """Notes what a signed-in person was refused: 403, a record that is none for him (404), 429."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        outcome = _OUTCOMES.get(response.status_code)
        if outcome and request.resolver_match and request.user.is_authenticated:
            note_request(request, outcome, f"person:{request.user.pk}")
        return response


def note_request(request: HttpRequest | None, outcome: str, actor: str = "") -> None:
    """Note what happened to a request; without one (a sign-in by a script) no address is known."""
    address, path = (client_address(request), _shown_path(request)) if request else ("", "")
    note(actor=actor, address=address, path=path, outcome=outcome, at=clock.now())


def _shown_path(request: HttpRequest) -> str:
    """The path without its query, and without a token that stands in it."""
    path, match = request.path, request.resolver_match
    for name, value in (match.kwargs if match else {}).items():
        if names_a_secret(name) or name == "key":
            path = path.replace(str(value), "…")
    return path


def seal_access_log(day: date, at: datetime) -> Event | None:
    """Enter the hash of a day's entries into the chain `system`; None where that was done before.

    Raises ValueError for a day that has not ended by `at`.
    """
    if day >= timezone.localdate(at):
        raise ValueError(_("A day is sealed when it has ended."))
    with transaction.atomic():
        if Event.objects.filter(organisation_code=SYSTEM, kind=ACCESS_SEALED, subject=day.isoformat()).exists():
            return None
        count, digest = _digest(day)
        payload = {"entries": count, "sha256": digest}
        entry = Entry(at, day, "system:seal_access_log", ACCESS_SEALED, day.isoformat(), payload=payload)
        return append(SYSTEM, [entry])[0]


def unsealed_days(today: date) -> Iterable[date]:
    """Ended days that no seal covers yet: from the day after the newest seal, or the first entry's, to yesterday."""
    newest = Event.objects.filter(organisation_code=SYSTEM, kind=ACCESS_SEALED).order_by("n").last()
    first = AccessEntry.objects.order_by("at").first()
    entered = timezone.localdate(first.at) if first else today
    day = newest.on + timedelta(days=1) if newest else entered
    while day < today:
        yield day
        day += timedelta(days=1)


def broken_access_seal() -> str:
    """The first sealed day whose entries are not what was sealed, in a sentence; empty when all are."""
    seals = Event.objects.filter(organisation_code=SYSTEM, kind=ACCESS_SEALED, payload__isnull=False).order_by("n")
    for on, payload in seals.values_list("on", "payload").iterator():
        sealed = json.loads(bytes(payload or b"{}"))
        if (sealed["entries"], sealed["sha256"]) != _digest(on):
            return _("The access log of %(day)s is not the one that was sealed.") % {"day": on.isoformat()}
    return ""


def _digest(day: date) -> tuple[int, str]:
    """How many entries the day has (Europe/London) and the hash of them."""
    start, end = (timezone.make_aware(datetime.combine(d, time())) for d in (day, day + timedelta(days=1)))
    rows = AccessEntry.objects.between(start, end).values_list("at", "actor", "address", "path", "outcome")
    count, digest = 0, sha256()
    for row in rows.iterator():
        digest.update(canonical(row) + b"\n")
        count += 1
    return count, digest.hexdigest()
