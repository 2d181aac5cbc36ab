"""One decision a record, whoever else decides in the same second; a role that ended decides nothing."""

from collections.abc import Callable
from typing import Any

from anpr_governance.audit.models import Event
from anpr_governance.audit.verify import verify_stored
from anpr_governance.database import clock
from anpr_governance.organisations import people
from anpr_governance.organisations.models import Person
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow import sealing
from anpr_governance.workflow.reasons import NotYours
from anpr_governance.workflow.steps import steps_of
from assessments.models import Need
from dpia.models import Dpia
from tests.concurrency.racing import at_once, while_open
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make.people import SETUP, World, member


def seen(record: Any, step: str) -> dict[str, str]:
    """What the page of a step posts back."""
    declared = next(one for one in steps_of(type(record)) if one.name == step)
    return {"seen": sealing.preview(declared.seals, make.fresh(record), clock.today())}


def test_case_33_of_two_of_the_board_who_decide_in_the_same_second_one_wins(
    world: World, signed_in: Callable[[Any], Any]
) -> None:
    made, today = make.proposal(world, "deciding"), clock.today()
    made.approve(by=world.lead, on=today, reason="It is balanced.")
    make.group_item(world, make.fresh(made), "finance_strategy_board")
    make_dpia.dpia_for(world, make.fresh(made), state="signed_off")
    chair = world.board_chair.memberships.get()
    other = world.someone(Role.BOARD_MEMBER, "stand-in", first=True, acting_for=chair, instrument="Minute 7")
    address = f"/proposals/{made.reference}/step/"
    yes = {"reason": "Yes.", **seen(made, "approve_finally")}
    no = {"reason": "No.", **seen(made, "refuse")}
    one, two = signed_in(world.board_chair), signed_in(other)
    outcomes = at_once(lambda: one.post(f"{address}approve_finally/", yes), lambda: two.post(f"{address}refuse/", no))
    assert sorted(outcomes) == [302, 409]
    assert made.decisions.filter(position=2).count() == 1
    assert make.fresh(made).state == ("approved" if outcomes[0] == 302 else "refused")


def test_a_form_sent_twice_at_once_is_taken_once(world: World, signed_in: Callable[[Any], Any]) -> None:
    need = make.submitted_need(world)
    address, posted = f"/needs/{need.reference}/v1/step/establish/", seen(need, "establish")
    clients = [signed_in(world.lead) for _n in range(4)]
    outcomes = at_once(*(lambda client=client: client.post(address, posted) for client in clients))
    assert sorted(outcomes) == [302, 409, 409, 409]
    assert need.decisions.count() == 1
    assert Event.objects.filter(kind="assessments.need.establish").count() == 1


def test_a_new_version_asked_for_twice_at_once_is_made_once(world: World) -> None:
    need = make.established_need(world)
    outcomes = at_once(*[lambda: make.fresh(need).new_version(by=world.analyst, on=clock.today())] * 3)
    assert sorted(outcomes) == ["Refused", "Refused", "taken"]
    assert sorted(Need.objects.values_list("version", flat=True)) == [1, 2]


def test_a_role_that_ends_while_its_step_begins_takes_no_step(world: World) -> None:
    need, lead = make.submitted_need(world), Person.objects.get(pk=world.lead.pk)
    held = lead.memberships_today[0]
    outcomes = while_open(
        lambda: people.end(SETUP, clock.today(), held, clock.today()),
        lambda: need.establish(by=lead, on=clock.today()),
    )
    assert outcomes == ("taken", NotYours.__name__)
    assert make.fresh(need).state == "submitted"


def test_a_step_under_way_is_finished_before_its_role_ends(world: World) -> None:
    need, lead = make.submitted_need(world), world.lead
    outcomes = while_open(
        lambda: need.establish(by=lead, on=clock.today()),
        lambda: people.end(SETUP, clock.today(), lead.memberships.get(), clock.today()),
    )
    assert outcomes == ("taken", "taken")
    kinds = list(Event.objects.order_by("n").values_list("kind", flat=True))
    assert kinds.index("assessments.need.establish") < kinds.index("organisations.end")
    assert verify_stored(world.organisation.code).broken == ""


def test_one_person_in_two_windows_does_not_put_on_two_hats(world: World) -> None:
    made = make.proposal(world, "consulting", without="dpia")
    dpia = make_dpia.dpia_for(world, make.fresh(made), state="with_dpo")
    both = world.someone(Role.DPO, "second DPO")
    member(world.organisation, both, Role.ANPR_MANAGER)
    one, two = (Person.objects.get(pk=both.pk) for _n in range(2))
    outcomes = while_open(
        lambda: make.fresh(made).amend(by=one, on=clock.today(), description="Two cameras on one pole."),
        lambda: Dpia.objects.get(pk=dpia.pk).advise(by=two, on=clock.today(), text="It can.", proceed=True),
    )
    assert outcomes == ("taken", "Refused")
    assert set(Event.objects.filter(actor=both.actor).values_list("hat", flat=True)) == {"author"}


def test_of_two_bodies_that_decide_in_the_same_second_the_later_waits_for_its_turn(world: World) -> None:
    made, today = make.proposal(world, "deciding"), clock.today()
    make.group_item(world, make.fresh(made), "finance_strategy_board")
    outcomes = at_once(
        lambda: make.fresh(made).approve(by=world.lead, on=today, reason="Yes."),
        lambda: make.fresh(made).refuse(by=world.board_chair, on=today, reason="No."),
    )
    assert outcomes[0] == "taken" or make.fresh(made).state == "refused"
    rows = list(made.decisions.exclude(step="submit").order_by("pk").values_list("step", "position"))
    assert rows == [("approve", 1), ("refuse", 2)][: len(rows)] and rows


def test_two_of_one_body_who_both_say_yes_approve_once(world: World) -> None:
    made, today = make.proposal(world, "deciding"), clock.today()
    held = world.lead.memberships.get()
    deputy = world.someone(Role.STRATEGIC_LEAD, "deputy", acting_for=held, instrument="Order 7")
    make.group_item(world, make.fresh(made))
    outcomes = at_once(
        *(lambda by=by: make.fresh(made).approve(by=by, on=today, reason="Yes.") for by in (world.lead, deputy))
    )
    assert sorted(outcomes) == ["Refused", "taken"]
    assert made.decisions.filter(step="approve").count() == 1


def test_nobody_decides_a_version_that_was_just_returned(world: World) -> None:
    made, today = make.proposal(world, "deciding"), clock.today()
    outcomes = while_open(
        lambda: make.fresh(made).send_back(by=world.manager, on=today, reason="A figure is wrong."),
        lambda: make.fresh(made).approve(by=world.lead, on=today, reason="Yes."),
    )
    assert outcomes == ("taken", "Refused")
    assert make.fresh(made).state == "assessing" and not made.decisions.filter(step="approve").exists()


def test_nothing_is_returned_under_a_decision_that_is_being_taken(world: World) -> None:
    made, today = make.proposal(world, "deciding"), clock.today()
    outcomes = while_open(
        lambda: make.fresh(made).refuse(by=world.lead, on=today, reason="It duplicates another."),
        lambda: make.fresh(made).send_back(by=world.manager, on=today, reason="A figure is wrong."),
    )
    assert outcomes == ("taken", "Refused")
    assert make.fresh(made).state == "refused"
