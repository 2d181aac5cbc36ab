"""Granting, confirming, ending and leaving: how people come to hold a role, and how they stop.

Nobody changes a role of their own. A sensitive role waits for a second administrator unless the command line
gives it. Every change is chained.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from anpr_governance.audit import Entry, append
from anpr_governance.database import clock
from anpr_governance.organisations import grants
from anpr_governance.organisations.models import Membership, Organisation, Person
from anpr_governance.organisations.roles import SENSITIVE_ROLES, Role, System


class NotGranted(Exception):
    """The change of a role is refused; the message says how to mend it."""


def create_organisation(by: Person | System, on: date, code: str, name: str, **fields: Any) -> Organisation:
    """Make an organisation with its role groups and their permissions."""
    with transaction.atomic():
        organisation = Organisation(code=code, name=name, **fields)
        _by(organisation, by)
        organisation.full_clean()
        organisation.save()
        grants.lay(organisation)
        _chain(organisation, by, on, "organisations.create", {"name": name})
    return organisation


def grant(
    by: Person | System, on: date, person: Person, organisation: Organisation, role: str, *, since: date, **fields: Any
) -> Membership:
    """Give `person` a role from `since`; refused for one's own. Sensitive roles wait for `confirm`."""
    _not_oneself(by, person)
    waits = role in SENSITIVE_ROLES and isinstance(by, Person)
    with transaction.atomic():
        row = Membership(
            person=person, organisation=organisation, role=role, since=since, awaits_confirmation=waits, **fields
        )
        _keep(row, by, on, "organisations.grant")
    return row


def open_account(by: Person, email: str, name: str, rank: str) -> Person:
    """An account that cannot sign in and holds no role yet; its history says who made it."""
    made = Person(email=email.strip(), name=name, rank=rank)
    made.set_password(None)
    _by(made, by)
    made.save()
    return made


def made_here(organisations: Any) -> Any:
    """Accounts without any role that an administrator of `organisations` made: nobody else's are to be found."""
    admins = Membership.objects.filter(organisation__in=organisations, role=Role.ORG_ADMIN).values("person")
    made = Person.history.filter(history_type="+", history_user__in=admins).values("id")
    return Person.objects.filter(pk__in=made, memberships__isnull=True)


def confirm(by: Person, on: date, membership: Membership) -> Membership:
    """Let a sensitive role take effect: by an administrator who neither asked for it nor receives it."""
    _not_oneself(by, membership.person)
    asked_by = membership.history.earliest().history_user_id
    if asked_by == by.pk:
        raise NotGranted(_("You asked for this role, so another administrator confirms it."))
    membership.awaits_confirmation = False
    with transaction.atomic():
        _keep(membership, by, on, "organisations.confirm")
    return membership


def end(by: Person | System, on: date, membership: Membership, until: date) -> Membership:
    """End a role on `until` (its first day without it)."""
    _not_oneself(by, membership.person)
    membership.until = max(until, membership.since + timedelta(days=1))
    with transaction.atomic():
        _keep(membership, by, on, "organisations.end")
    return membership


def vacant(organisation: Organisation, today: date) -> list[Role]:
    """Roles of the organisation that nobody holds today: each is a gap."""
    held = set(
        Membership.objects.effective().on(today).filter(organisation=organisation).values_list("role", flat=True)
    )
    return [role for role in Role if role not in held]


def controller(organisation: Organisation, day: date) -> Membership | None:
    """The chief officer who was the controller on `day` (G 1.9, T016)."""
    rows = Membership.objects.effective().on(day).filter(organisation=organisation, role=Role.CHIEF_OFFICER, first=True)
    return rows.select_related("person").order_by("acting_for_id", "pk").first()


def _not_oneself(by: Person | System, person: Person) -> None:
    if isinstance(by, Person) and by.pk == person.pk:
        raise NotGranted(_("Nobody changes a role of their own. Another administrator does it."))


def _keep(row: Membership, by: Person | System, on: date, kind: str) -> None:
    _by(row, by)
    row.save()
    payload = {"person": row.person_id, "role": row.role, "since": row.since, "until": row.until}
    _chain(row.organisation, by, on, kind, payload)


def _by(row: Any, by: Person | System) -> None:
    """The history row names the person, where there is one."""
    row._history_user = by if isinstance(by, Person) else None


def _chain(organisation: Organisation, by: Person | System, on: date, kind: str, payload: dict[str, Any]) -> None:
    append(
        organisation.code,
        [Entry(at=clock.now(), on=on, actor=by.actor, kind=kind, subject=organisation.code, payload=payload)],
    )
