"""Notices: a line told to one person, once; the handler of the outbox kind `workflow.tell`."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.organisations.models import Membership, Organisation, Person
from anpr_governance.workflow.models import Notice


def record_of(key: str) -> Any:
    """The record that an outbox key names (`app.model:pk:…`)."""
    label, pk = key.split(":")[:2]
    return apps.get_model(label)._default_manager.select_related("organisation").get(pk=pk)


def holders(organisation: Organisation, roles: Iterable[str]) -> list[Person]:
    """The people who hold one of `roles` today."""
    rows = Membership.objects.effective().on(clock.today()).filter(organisation=organisation, role__in=list(roles))
    return list(Person.objects.filter(pk__in=rows.values("person"), is_active=True).order_by("pk"))


def still_theirs(on: date) -> QuerySet[Notice]:
    """Lines whose reader still holds a role in the organisation that they are about: who left reads no more."""
    held = Membership.objects.effective().on(on)
    return Notice.objects.filter(Exists(held.filter(person=OuterRef("person"), organisation=OuterRef("organisation"))))


def write(
    people: Iterable[Person],
    organisation: Organisation,
    kind: str,
    key: str,
    text: str,
    path: str = "",
    through: date | None = None,
) -> int:
    """Tell each of `people` once under `key`; answers how many lines are new. `through`: how far a duty is told."""
    line = {"kind": kind, "key": key, "text": text, "path": path, "through": through, "told_at": clock.now()}
    rows = [Notice(person=person, organisation=organisation, **line) for person in people]
    had = Notice.objects.filter(key=key).count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return Notice.objects.filter(key=key).count() - had


def tell(key: str) -> None:
    """Tell the holders of the roles named in `key` that a record took a step."""
    record, roles = record_of(key), key.split(":")[2].split(",")
    text = _("%(reference)s is now “%(state)s”.")
    text %= {"reference": record.reference, "state": record.get_state_display()}
    write(holders(record.organisation, roles), record.organisation, "step", key, text, record.get_absolute_url())
