"""Leaving: every role of a person in an organisation ends, and their open tasks get another owner."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction

from anpr_governance.organisations import people
from anpr_governance.organisations.models import Membership, Organisation, Person
from anpr_governance.workflow.models import Task


def leave(by: Any, on: date, leaver: Person, organisation: Organisation, until: date, successor: Person) -> int:
    """End the roles of `leaver` on `until` and hand open work to `successor`; answers how many tasks moved."""
    held = Membership.objects.open().filter(person=leaver, organisation=organisation).order_by("pk")
    theirs = Membership.objects.open().effective().filter(person=successor, organisation=organisation)
    heir = theirs.order_by("acting_for_id", "pk").first()
    if heir is None:
        raise people.NotGranted(f"{successor.name} holds no role here. Choose somebody who does.")
    with transaction.atomic():
        list(held.select_for_update(no_key=True))  # before their tasks, in the order in which a step of theirs locks
        moved = sum(_hand_on(model, held, heir) for model in apps.get_models() if issubclass(model, Task))
        for membership in list(held):
            people.end(by, on, membership, until)
    return moved


def _hand_on(model: type[Task], held: Any, heir: Membership) -> int:
    return model._default_manager.filter(owner__in=list(held), done_on__isnull=True).update(owner=heir)
