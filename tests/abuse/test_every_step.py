"""Every step of every machine, posted by every role: by whom it is not theirs, too late, or on what nobody saw.

The steps are those that the machines declare, each on a record of the demonstration in a state from which the step
leads and on one in another state (cases 25, 34, 38, 39 and 42).
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from anpr_governance.audit.models import Event
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow.steps import Step, steps_of
from tests.abuse import addresses
from tests.abuse.test_access_matrix import browser
from tests.abuse.test_forged_fields import MACHINES, governed

FORGED = {"seen": "0" * 64, "reason": "Because I say so", "balance": "It is balanced", "on": "2020-01-01"}


@pytest.fixture(scope="module")
def browsers(demonstration: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Client]]:
    """One for each role of the first force."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        yield {role: browser(addresses.person(role)) for role in sorted(Role.values)}
        transaction.set_rollback(True)


def records(model: Any, step: Step) -> list[tuple[Any, bool]]:
    """A record from which the step leads, and one from which it does not, where the demonstration has them."""
    rows = list(model._default_manager.filter(**{f"{_force(model)}__code": "DEMO"}).order_by("pk"))
    leading = {row.get_absolute_url(): row for row in rows if row.state in step.source}  # a release has its DPIA's
    others = [row for row in rows if row.state not in step.source and row.get_absolute_url() not in leading]
    return [*((row, True) for row in list(leading.values())[:1]), *((row, False) for row in others[:1])]


def _force(model: Any) -> str:
    return str(getattr(model._default_manager.none(), "organisation_path", "") or "organisation")


@pytest.mark.parametrize("model", MACHINES, ids=lambda model: model._meta.label_lower)
def test_a_step_is_taken_by_nobody_but_whose_it_is(browsers: dict[str, Client], db: None, model: Any) -> None:
    before, tried = governed(), 0
    for step in steps_of(model):
        for record, is_source in records(model, step):
            for role, client in browsers.items():
                theirs = role in step.roles
                if theirs == is_source and not (theirs and step.seals):
                    continue  # it may well be taken; or it was tried where it could have been
                count = Event.objects.count()
                answer = client.post(f"{record.get_absolute_url()}step/{step.name}/", FORGED)
                refused = {403, 404, 409, 422} if theirs else {403, 404}
                assert answer.status_code in refused, (step.name, record, record.state, role)
                assert Event.objects.count() == count, (step.name, record, role)
                tried += 1
    assert tried and governed() == before
