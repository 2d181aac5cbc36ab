"""Whose turn a DPIA is, and what falls due by it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from anpr_governance.duties import agenda
from anpr_governance.duties.registry import DUTIES
from anpr_governance.organisations.models import Person
from tests.make import dpia as make
from tests.make.people import World

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 1, 31, 12, tzinfo=ZoneInfo("Europe/London"))
DAY = NOON.date()


@pytest.fixture
def world() -> World:
    return World()


def rows(key: str, world: World, today: Any = None) -> list[Any]:
    return list(DUTIES[key].rows(today or clock.today(), [world.organisation.pk]))


def turns(world: World) -> list[int]:
    return [len(rows(f"dpia-{turn}", world)) for turn in ("advice", "view", "approvals", "sign-off")]


def test_it_is_the_turn_of_one_after_the_other(world: World) -> None:
    dpia = make.with_dpo(world)
    assert turns(world) == [
        1,
        1,
        0,
        0,
    ]
    dpia = make.advised(world, dpia)
    assert turns(world) == [
        0,
        1,
        1,
        0,
    ]
    make.finish(world, dpia)
    assert turns(world) == [
        0,
        0,
        0,
        1,
    ]


def test_a_turn_is_to_be_taken_within_the_interval(world: World) -> None:
    with clock.set_to(NOON):
        make.with_dpo(world)
    turn = rows("dpia-advice", world)[0]
    assert turn.due_on == DAY + timedelta(days=14)
    assert DUTIES["dpia-advice"].line(turn).path.endswith("/v1/step/advise/")


def test_the_regulator_has_six_weeks_a_month_more_if_told_and_no_clock_while_it_waits(world: World) -> None:
    with clock.set_to(NOON):
        dpia = make.with_ico(world, letter=False)
    assert [row.due_on for row in rows("ico-reply", world)] == [DAY + timedelta(weeks=6)]
    dpia.prepare_request(by=world.dpo, on=clock.today(), extended_on=DAY + timedelta(days=10))
    assert [row.due_on for row in rows("ico-reply", world)] == [add_months(DAY + timedelta(weeks=6), 1)]
    dpia.prepare_request(by=world.dpo, on=clock.today(), waits=True)
    assert rows("ico-reply", world) == []


def test_measures_of_a_signed_version_wait_for_their_owner_until_done(world: World) -> None:
    dpia = make.signed_dpia(world)
    measure = rows("dpia-measure", world)[0]
    assert measure.due_on == clock.today() + timedelta(days=30)
    owner = Person.objects.get(pk=world.specialist.pk)
    assert [item.duty.key for item in agenda.of_person(owner, clock.today(), days=40)] == ["dpia-measure"]
    dpia.finish_measure(by=owner, on=clock.today(), measure=measure, answer="Done.")
    assert rows("dpia-measure", world) == []


def test_a_signed_version_is_looked_at_again_after_its_interval(world: World) -> None:
    with clock.set_to(NOON):
        make.signed_dpia(world)
    assert [row.due_on for row in rows("dpia-review", world)] == [add_months(DAY, 12)]
    assert DUTIES["dpia-review"].line(rows("dpia-review", world)[0]).why.startswith("Signed off on 31 January 2026")


def test_another_forces_duties_are_not_ours(world: World) -> None:
    make.signed_dpia(world.other)
    assert [rows(key, world) for key in DUTIES if key.startswith("dpia")] == [[]] * 7
