"""An agenda is made from what waits; objectives are carried until they end; what was signed or decided stays."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from anpr_governance.database import clock
from anpr_governance.duties.registry import DUTIES
from anpr_governance.workflow.models import Seal
from anpr_governance.workflow.reasons import NotYours, Refused
from assessments.models import AgendaItem, Attendance, Decision, Objective
from assessments.models.waiting import put, waiting
from tests.make import assessments as make
from tests.make.people import World


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


def kinds(meeting: Any) -> list[str]:
    """What waits for the body, by kind."""
    return [row.kind for row in waiting(meeting, clock.today())]


def objective(world: World, meeting: Any, **fields: Any) -> Objective:
    """One that the analyst owes."""
    known = {"text": "Halve the backlog", "owner": world.analyst.memberships_today[0], "due": clock.today()}
    return Objective.set_at(meeting, by=world.manager, on=clock.today(), **(known | fields))


@pytest.mark.django_db
@pytest.mark.requirement("T080", "T138")
def test_an_agenda_is_made_from_what_waits_for_the_body_in_its_order(world: World) -> None:
    from tests.make.dpia import found_site

    made = make.proposal(world, "deciding", without="meeting")
    earlier, held = make.meeting(world, on=make.days_ago(40)), make.meeting(world)
    objective(world, earlier, due=make.days_ago(10))
    gone = found_site(world)
    gone.cease_collection(by=world.lead, on=clock.today(), reason="No need any more.")
    rows = waiting(held, clock.today())
    assert [row.kind for row in rows] == ["proposal", "cease", "objective"]
    assert rows[0].since == clock.today() and "version 1" in rows[0].why and "analyst" in rows[-1].why.lower()
    board = make.meeting(world, "finance_strategy_board")
    assert kinds(board) == []
    with pytest.raises(NotYours):
        put(held, by=world.analyst, on=clock.today(), chosen=[rows[0].value])
    chosen = [rows[2].value, rows[0].value]
    assert [item.kind for item in put(held, by=world.manager, on=clock.today(), chosen=chosen)] == [
        "proposal", "objective",
    ]  # fmt: skip
    assert kinds(held) == ["cease"]
    with pytest.raises(Refused, match="wait no longer"):
        put(held, by=world.manager, on=clock.today(), chosen=chosen)
    for number, person in enumerate(world.group):
        item = held.items.get(proposal=made)
        member = person.memberships_today[0]
        held.attend(by=world.manager, on=clock.today(), item=item, membership=member, vote="for")
        assert item.quorum_missing() is None or number < len(world.group) - 1
    held.amend(by=world.manager, on=clock.today(), part=item, balance="Grave harm to few, little for many.")
    make.fresh(made).approve(by=world.lead, on=clock.today(), reason="It is balanced.")
    assert kinds(board) == ["proposal"]


@pytest.mark.django_db
@pytest.mark.requirement("T082")
def test_an_objective_is_owed_and_carried_until_its_owner_says_what_was_done(world: World) -> None:
    first, later = make.meeting(world, on=make.days_ago(40)), make.meeting(world)
    with pytest.raises(Refused, match="before the meeting"):
        objective(world, first, due=make.days_ago(41))
    made, given_up = objective(world, first), objective(world, first, text="Join the region's group")
    assert list(DUTIES["assessments.objective"].rows(clock.today(), [world.organisation.pk])) == [made, given_up]
    assert kinds(later) == ["objective", "objective"]
    with pytest.raises(NotYours):
        made.end(by=world.group[1], on=clock.today(), state="met", outcome="Done.")
    with pytest.raises(Refused, match="what was done"):
        made.end(by=world.analyst, on=clock.today(), state="met", outcome=" ")
    ended = made.end(by=world.analyst, on=clock.today(), state="met", outcome="Eleven of twenty are done.")
    given_up.end(by=world.manager, on=clock.today(), state="given_up", outcome="The region has none.")
    assert kinds(later) == [] and not DUTIES["assessments.objective"].rows(clock.today(), [world.organisation.pk])
    with pytest.raises(Refused, match="already"):
        made.end(by=world.manager, on=clock.today(), state="given_up", outcome="No.")
    with pytest.raises(DatabaseError, match="P L13"), transaction.atomic():
        Objective.objects.filter(pk=ended.pk).update(outcome="Something else.")


@pytest.mark.django_db
@pytest.mark.requirement("T082")
def test_the_database_keeps_signed_minutes_and_gives_guests_no_vote(world: World) -> None:
    held = make.meeting(world)
    opening = held.items.get(position=1)
    with pytest.raises(DatabaseError, match="guest"), transaction.atomic():
        Attendance.objects.create(item=opening, name="A guest", vote="for")
    held.attend(by=world.manager, on=clock.today(), item=opening, membership=world.lead.memberships_today[0])
    held.sign_minutes(by=world.lead, on=clock.today())
    for change in (
        lambda: AgendaItem.objects.create(meeting=held, position=2),
        lambda: AgendaItem.objects.filter(pk=opening.pk).update(minutes="Others."),
        lambda: Attendance.objects.create(item=opening, name="A late guest"),
        lambda: Attendance.objects.filter(item=opening).update(name="Nobody"),
        lambda: Attendance.objects.filter(item=opening).delete(),
    ):
        with pytest.raises(DatabaseError, match="signed"), transaction.atomic():
            change()


def row_like(row: Decision, **fields: Any) -> None:
    """A copy of a decision written past every guard."""
    names = [field.attname for field in Decision._meta.concrete_fields if field.attname != "id"]
    with transaction.atomic():
        seal = Seal.objects.create(bytes=b"{}", sha256="0" * 64, sheet="test", schema_version=1, sealed_at=clock.now())
        Decision.objects.create(**({name: getattr(row, name) for name in names} | {"seal_id": seal.pk} | fields))


@pytest.mark.django_db
@pytest.mark.requirement("T080")
def test_the_database_refuses_a_decision_out_of_its_turn_version_place_or_meeting(world: World) -> None:
    made = make.proposal(world, "deciding")
    submitted = made.decisions.get(step="submit")
    item = make.fresh(made).present_item(clock.today())
    first = {"step": "approve", "position": 1, "body": "strategy_group", "agenda_item_id": item.pk}
    final = {**first, "step": "approve_finally"}
    other = make.group_item(world, make.proposal(world, "deciding", without="meeting"))
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("last place alone", final),
        ("last place alone", {**first, "position": 2}),
        ("last place alone", {**first, "position": 3}),
        ("last place alone", {**first, "turn": None}),
        ("submitted to this route", {**first, "version": 9}),
        ("submitted to this route", {**final, "route_length": 1}),
        ("before it has approved", {**first, "step": "refuse", "position": 2, "agenda_item_id": None}),
        ("turn begins", {**first, "turn": 1}),
        ("turn begins", {**first, "step": "rescind", "position": 2}),
        ("own meeting", {**first, "agenda_item_id": other.pk}),
        ("own meeting", {**first, "body": "finance_strategy_board"}),
        ("own meeting", {**first, "agenda_item_id": None}),
        ("own meeting", {**first, "on": make.days_ago(2)}),
    ]
    for sentence, fields in wrong:  # PostgreSQL asks its rules in another order than SQLite
        with pytest.raises(DatabaseError, match=f"{sentence}|the body before it has approved"):
            row_like(submitted, **fields)
    row_like(submitted, **first)
    row_like(submitted, step="submit", position=0, version=2)
    with pytest.raises(DatabaseError, match="later version"):
        row_like(submitted, step="refuse", position=2, body="finance_strategy_board")
    row_like(submitted, step="refuse", position=1, version=2, body="strategy_group")
    with pytest.raises(DatabaseError, match="finally already"):
        row_like(submitted, step="submit", position=0, version=3)


@pytest.mark.django_db
@pytest.mark.requirement("T080")
def test_a_rescinded_approval_is_taken_anew_in_its_own_turn_alone(world: World) -> None:
    made = make.proposal(world, "approved")
    final = made.decisions.get(step="approve_finally")
    with pytest.raises(DatabaseError, match="finally already"):
        row_like(final, step="submit", position=0, version=2, agenda_item_id=None)
    made.rescind(by=world.board_chair, on=clock.today(), reason="A figure was wrong.")
    taken_back = made.decisions.get(step="rescind")
    with pytest.raises(DatabaseError, match="turn begins"):
        row_like(taken_back)
    with pytest.raises(DatabaseError, match="P L16"):
        row_like(final, turn=2)
    again = make.fresh(made)
    make.group_item(world, again, "finance_strategy_board")
    with pytest.raises(DatabaseError, match="own meeting"):
        row_like(final, turn=1)
    again.approve_finally(by=world.board_chair, on=clock.today(), reason="The figure is right now.")
    assert make.fresh(made).state == "approved"
    assert made.decisions.filter(step="approve_finally").count() == 2
