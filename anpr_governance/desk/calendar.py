"""The calendar feed: one event a duty and day with its count, never a place; the address is secret and revocable."""

import hashlib
import secrets
from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.utils.translation import ngettext
from icalendar import Calendar, Event

from anpr_governance.duties import agenda
from anpr_governance.organisations.models import Person

DAYS_AHEAD = 400


def new_token(person: Person) -> str:
    """A new secret address for `person`; the earlier one is dead."""
    token = secrets.token_urlsafe(32)
    keep(person, _hashed(token))
    return token


def revoke(person: Person) -> None:
    """No address gives the feed any more."""
    keep(person, "")


def keep(person: Person, hashed: str) -> None:
    """Store the hash of the token; the token itself is shown once and kept nowhere."""
    person.calendar_token_hash = hashed
    person.save(update_fields=["calendar_token_hash"])


def owner_of(token: str) -> Person | None:
    """The active person whose feed `token` opens."""
    return Person.objects.filter(calendar_token_hash=_hashed(token), is_active=True).first() if token else None


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def feed(person: Person, today: date, address: str) -> bytes:
    """The iCalendar file of what `person` owes."""
    calendar = Calendar()
    calendar.add("prodid", "-//ANPR governance//duties//EN")
    calendar.add("version", "2.0")
    days: Counter[tuple[date, str]] = Counter()
    names: dict[str, Any] = {}
    for item in agenda.of_person(person, today, days=DAYS_AHEAD, limit=2000):
        names[item.duty.key] = item.duty
        days[max(item.due_on, today), item.duty.key] += 1
    for (day, key), count in sorted(days.items()):
        calendar.add_component(_event(names[key], day, count, address))
    return bytes(calendar.to_ical())


def _event(duty: Any, day: date, count: int, address: str) -> Event:
    event = Event()
    event.add("uid", f"{duty.key}-{day.isoformat()}@anpr-governance")
    event.add("dtstamp", day)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", ngettext("%(what)s: %(n)d", "%(what)s: %(n)d", count) % {"what": duty.title, "n": count})
    event.add("url", f"{address}{duty.path}")
    return event
