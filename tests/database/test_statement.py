"""A statement is composed once, and each time asked with the values of that time."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from anpr_governance.database import clock
from anpr_governance.database.statement import Prepared
from anpr_governance.organisations.models import Membership, Organisation
from tests.make.people import World


def held(composed: list[int]) -> Prepared:
    """The memberships of a person on a day, noting each time that they are composed."""

    def compose(person: int, day: date) -> Any:
        composed.append(1)
        return Membership.objects.filter(person=person).on(day).select_related("organisation").order_by("pk")

    return Prepared(compose, person=int, day=date)


@pytest.mark.django_db
def test_it_is_composed_once_and_answers_for_the_values_of_each_time() -> None:
    world, composed = World(), list[int]()
    statement, today = held(composed), clock.today()
    world.someone("dpo", "a newcomer", since=today)
    for one in (world.analyst, world.manager, world.outsider):
        rows = statement.rows(person=one.pk, day=today)
        assert [(row.person_id, row.organisation.code) for row in rows] == [
            (one.pk, one.memberships_today[0].organisation.code)
        ]
    newcomer = Membership.objects.get(role="dpo", organisation=world.organisation).person_id
    assert [len(statement.rows(person=newcomer, day=day)) for day in (today, today - timedelta(days=1))] == [1, 0]
    assert composed == [1]


@pytest.mark.django_db
def test_rows_are_read_anew_with_what_stands_beside_them() -> None:
    world = World()
    statement = held([])
    known = {"person": world.analyst.pk, "day": clock.today()}
    assert statement.rows(**known)[0].organisation.name == "Severnshire Police"
    Organisation.objects.update(name="Severnshire Constabulary")
    with CaptureQueriesContext(connection) as sent:
        assert statement.rows(**known)[0].organisation.name == "Severnshire Constabulary"
    assert len(sent) == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_is_not_locked_outside_a_transaction() -> None:
    key = World().organisation.pk
    statement = Prepared(lambda key: Organisation.objects.select_for_update().filter(pk=key), key=int)
    with transaction.atomic():
        assert [row.pk for row in statement.rows(key=key)] == [key]
    with pytest.raises(TransactionManagementError):
        statement.rows(key=key)
