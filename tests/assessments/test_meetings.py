"""Meetings: quorum, votes, recusals, the record that closes with the chair's signature."""

from typing import Any

import pytest

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from anpr_governance.duties.registry import DUTIES, interval
from anpr_governance.workflow.reasons import NotYours, Refused
from tests.make import assessments as make
from tests.make import cameras
from tests.make.people import World


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


def item_with(world: World, people: list[Any], **said: Any) -> Any:
    """An item at which `people` were present."""
    held = make.meeting(world)
    item = held.add_item(by=world.manager, on=clock.today(), kind="other")
    for person in people:
        row = person.memberships_today[0]
        held.attend(by=world.manager, on=clock.today(), item=item, membership=row, **said)
    return item


@pytest.mark.django_db
@pytest.mark.requirement("T082")
def test_a_quorum_needs_members_the_chair_and_disciplines(world: World) -> None:
    group = world.group
    assert "members took part" in item_with(world, group[:2]).quorum_missing()
    assert "chair" in item_with(world, group[1:5]).quorum_missing()
    assert item_with(world, group[:4]).quorum_missing() is None
    guests = item_with(world, group[:3])
    guests.meeting.attend(by=world.manager, on=clock.today(), item=guests, name="A guest")
    assert "members took part" in guests.quorum_missing()


@pytest.mark.django_db
def test_who_is_recused_neither_counts_nor_votes(world: World) -> None:
    item = item_with(world, world.group[:4], vote="for")
    row = item.attendance.get(membership__person=world.group[3])
    item.meeting.amend(by=world.manager, on=clock.today(), part=row, recused=True, vote="")
    assert item.votes() == {"for": 3}
    assert "members took part" in item.quorum_missing()
    with pytest.raises(Exception, match="recused_without_vote"):
        item.meeting.amend(by=world.manager, on=clock.today(), part=row, vote="for")


@pytest.mark.django_db
def test_an_item_without_its_own_list_has_that_of_the_opening(world: World) -> None:
    held = make.meeting(world)
    opening = held.items.get(position=1)
    for person in world.group:
        held.attend(by=world.manager, on=clock.today(), item=opening, membership=person.memberships_today[0])
    later = held.add_item(by=world.manager, on=clock.today(), kind="other")
    assert len(later.attendance_rows) == len(world.group)


@pytest.mark.django_db
@pytest.mark.requirement("T082")
def test_the_chair_signs_the_minutes_and_the_record_is_closed(world: World) -> None:
    held = item_with(world, world.group).meeting
    with pytest.raises(Refused, match="who was there"):
        held.sign_minutes(by=world.lead, on=clock.today())
    opening = held.items.get(position=1)
    held.attend(by=world.manager, on=clock.today(), item=opening, membership=world.lead.memberships_today[0])
    with pytest.raises(NotYours):
        held.sign_minutes(by=world.group[1], on=clock.today())
    signed = held.sign_minutes(by=world.lead, on=clock.today())
    assert signed.seal.holds() and b"SVP-M-" in bytes(signed.seal.bytes)
    with pytest.raises(Refused, match="signed"):
        held.amend(by=world.manager, on=clock.today(), objectives="Others")
    with pytest.raises(Refused, match="already"):
        held.sign_minutes(by=world.lead, on=clock.today())
    assert Event.objects.filter(subject=held.reference, kind="assessments.meeting.sign_minutes").count() == 1


@pytest.mark.django_db
def test_only_those_with_the_right_keep_meetings_and_one_a_day_and_body(world: World) -> None:
    held = make.meeting(world)
    with pytest.raises(NotYours):
        held.amend(by=world.analyst, on=clock.today(), objectives="Mine")
    with pytest.raises(NotYours):
        held.amend(by=world.outsider, on=clock.today(), objectives="Theirs")
    called = {"organisation": world.organisation, "body": "strategy_group", "held_on": clock.today()}
    with pytest.raises(Refused, match="already"):
        type(held).called(by=world.manager, on=clock.today(), **called)


@pytest.mark.django_db
def test_a_disposal_is_authorised_by_an_item_of_the_group(world: World) -> None:
    from tests.make.dpia import found_site

    site, held = found_site(world), make.meeting(world)
    item = held.add_item(by=world.manager, on=clock.today(), kind="disposal", site=site)
    assert not site.agenda_items.disposal_authorised(clock.today()).exists()
    held.amend(by=world.manager, on=clock.today(), part=item, outcome="authorised")
    assert site.agenda_items.disposal_authorised(clock.today()).exists()


@pytest.mark.django_db
def test_a_ceased_site_is_reported_to_the_next_strategy_group_once(world: World) -> None:
    from anpr_governance.workflow import effects
    from tests.make.dpia import found_site

    first, second = found_site(world), found_site(world)
    first.cease_collection(by=world.lead, on=clock.today(), reason="No need any more.")
    held = make.meeting(world)
    assert [item.site for item in held.items.filter(kind="cease")] == [first]
    second.cease_collection(by=world.lead, on=clock.today(), reason="No need any more.")
    effects.sweep(clock.now())
    effects.sweep(clock.now())
    assert [item.site for item in held.items.filter(kind="cease")] == [first, second]
    board = make.meeting(world, "finance_strategy_board")
    assert not board.items.filter(kind="cease").exists()


@pytest.mark.django_db
@pytest.mark.requirement("T138")
def test_the_group_reviews_the_use_of_the_cameras_at_its_interval(world: World) -> None:
    today, due = clock.today(), DUTIES["assessments.use_review"].rows
    assert not due(today, [world.organisation.pk])
    cameras.found(world, live_since=cameras.days_ago(900))
    cameras.found(world, live_since=cameras.days_ago(400))
    (row,) = due(today, [world.organisation.pk])
    assert row.due_on < today and row.last_on is None
    board, group = make.meeting(world, "finance_strategy_board"), make.meeting(world)
    for held in (board, group):
        held.add_item(by=world.manager, on=today, kind="use", minutes="Seen.")
        (row,) = due(today, [world.organisation.pk])
        assert (row.due_on > today) is (held is group)
    assert row.due_on == add_months(today, interval("strategy_use_review")["months"])
