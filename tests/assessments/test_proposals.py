"""The machine of a proposal: the order of the route, what a decision keeps, returns, rescissions and races."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from anpr_governance.database import clock
from anpr_governance.database.functions import add_days
from anpr_governance.documents.readback import read_pdf
from anpr_governance.organisations.roles import Role
from anpr_governance.regulation import facts
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow import sealing
from anpr_governance.workflow.models import Seal
from anpr_governance.workflow.reasons import NotYours, Refused
from assessments.models import Decision, Proposal
from assessments.sheets import ProposalSheet
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make.people import World, member, own_edition

WHY = "It is balanced."


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


def position_row(made: Proposal, step: str, position: int, version: int) -> Decision:
    """A decision row written past every guard."""
    seal = Seal.objects.create(bytes=b"{}", sha256="0" * 64, sheet="test", schema_version=1, sealed_at=clock.now())
    by = made.organisation.memberships.first()
    assert by is not None
    return Decision.objects.create(
        proposal=made, step=step, outcome=step, on=clock.today(), recorded_at=clock.now(), by=by, name="Somebody",
        seal=seal, version=version, turn=0, position=position, route_length=2,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.requirement("T080", "T081")
def test_each_body_of_the_route_decides_in_order_and_the_decision_keeps_the_record(world: World) -> None:
    made = make.proposal(world, "approved")
    rows = list(made.decisions.order_by("pk"))
    assert [(row.step, row.position) for row in rows] == [("submit", 0), ("approve", 1), ("approve_finally", 2)]
    assert [row.version for row in rows] == [1, 1, 1]
    group = rows[1]
    assert group.body == "strategy_group"
    assert group.balance == "Grave harm to few outweighs little for many."
    assert group.votes == {"for": len(world.group)}
    assert group.agenda_item is not None
    assert made.decision == rows[2]


@pytest.mark.django_db
@pytest.mark.requirement("T080")
def test_the_database_refuses_a_body_before_the_one_before_it(world: World) -> None:
    made = make.proposal(world, "deciding", without="meeting dpia")
    with pytest.raises(DatabaseError, match="P L16"), transaction.atomic():
        position_row(made, "approve_finally", 2, version=1)
    with pytest.raises(DatabaseError, match="P L16"), transaction.atomic():
        position_row(made, "approve", 1, version=2)
    assert position_row(made, "approve", 1, version=1).pk


@pytest.mark.django_db
@pytest.mark.requirement("T080")
def test_the_board_is_refused_while_the_group_has_not_decided(world: World) -> None:
    made = make.proposal(world, "deciding")
    with pytest.raises(Refused) as refused:
        made.approve_finally(by=world.board_chair, on=clock.today(), reason=WHY)
    assert {reason.guard for reason in refused.value.reasons} >= {"assessments.earlier_body_open"}
    assert make.fresh(made).state == "deciding"


@pytest.mark.django_db
def test_the_final_approval_moves_its_sites_and_a_refusal_too(world: World) -> None:
    approved = make.proposal(world, "approved")
    assert approved.site_rows[0].site.state == "approved"
    refused = make.proposal(world, "deciding")
    refused.refuse(by=world.lead, on=clock.today(), reason="It duplicates another.")
    assert make.fresh(refused).state == "refused"
    assert make.fresh(refused).site_rows[0].site.state == "refused"


@pytest.mark.django_db
@pytest.mark.requirement("T006")
def test_a_site_that_stands_gets_the_decision_as_its_authority(world: World) -> None:
    site = make_dpia.found_site(world, deployment="temporary", place_type="la_minor")
    made = make.proposal(world, "approved", sites=[site], deployment="temporary", intended_months=24)
    site = make.fresh(site)
    assert (site.state, site.became_long_term_on) == ("live", made.decision.on)


@pytest.mark.django_db
def test_nobody_approves_what_they_wrote(world: World) -> None:
    made = make.proposal(world, "deciding")
    own = next(row for row in world.lead.memberships_today if row.first)
    member(world.organisation, world.manager, Role.STRATEGIC_LEAD, acting_for=own, instrument="Order 7")
    with pytest.raises(Refused) as refused:
        made.approve(by=world.manager, on=clock.today(), reason=WHY)
    assert {reason.guard for reason in refused.value.reasons} == {"hats"}


@pytest.mark.django_db
def test_a_member_who_does_not_chair_decides_nothing(world: World) -> None:
    made = make.proposal(world, "deciding")
    with pytest.raises(NotYours):
        made.approve(by=world.group[1], on=clock.today(), reason=WHY)
    with pytest.raises(NotYours):
        made.approve(by=world.board[1], on=clock.today(), reason=WHY)


@pytest.mark.django_db
@pytest.mark.requirement("T018")
def test_a_decision_without_reasons_is_refused(world: World) -> None:
    made = make.proposal(world, "deciding")
    with pytest.raises(Refused) as refused:
        made.approve(by=world.lead, on=clock.today(), reason=" ")
    assert {reason.guard for reason in refused.value.reasons} == {"reason"}


@pytest.mark.django_db
def test_a_returned_proposal_is_decided_anew_as_its_next_version(world: World) -> None:
    made, today = make.proposal(world, "deciding"), clock.today()
    made.approve(by=world.lead, on=today, reason=WHY)
    make.fresh(made).send_back(by=world.board_chair, on=today, reason="The cost is missing.")
    for step in ("open_consultation", "finish_consultation", "submit"):
        getattr(make.fresh(made), step)(by=world.manager, on=today)
    again = make.fresh(made)
    assert (again.version, again.present_entry().position) == (2, 1)


@pytest.mark.django_db
def test_only_the_body_that_decides_now_returns_it(world: World) -> None:
    made = make.proposal(world, "deciding")
    with pytest.raises(NotYours):
        made.send_back(by=world.board_chair, on=clock.today(), reason="Not yet.")


@pytest.mark.django_db
def test_a_rescission_takes_the_sites_approval_back_and_the_last_body_decides_again(world: World) -> None:
    made, today = make.proposal(world, "approved"), clock.today()
    with pytest.raises(NotYours):
        made.rescind(by=world.lead, on=today, reason="A figure was wrong.")
    made.rescind(by=world.board_chair, on=today, reason="A figure was wrong.")
    again = make.fresh(made)
    assert (again.state, again.turn, again.decision) == ("deciding", 1, None)
    assert again.site_rows[0].site.state == "proposed"
    assert again.present_entry().is_last
    make.group_item(world, again, "finance_strategy_board")
    make.fresh(again).approve_finally(by=world.board_chair, on=today, reason="Mended.")
    assert make.fresh(again).state == "approved"


@pytest.mark.django_db
@pytest.mark.requirement("T080")
def test_a_force_with_one_body_has_its_own_edition_of_the_route(world: World) -> None:
    before = make.proposal(world, "deciding")
    assert own_edition(world).source.startswith("Order 4")
    assert [entry.position for entry in make.fresh(before).entries] == [1, 2]
    made = make.proposal(world, "consulting")
    assert [entry.body for entry in made.entries] == ["strategy_group"]
    for step in ("finish_consultation", "submit"):
        getattr(make.fresh(made), step)(by=world.manager, on=clock.today())
    make.group_item(world, make.fresh(made))
    made = make.fresh(made)
    make_dpia.dpia_for(world, made, state="signed_off")
    assert [entry.body for entry in made.entries] == ["strategy_group"]
    make.fresh(made).approve_finally(by=world.lead, on=clock.today(), reason=WHY)
    assert make.fresh(made).state == "approved"


@pytest.mark.django_db
@pytest.mark.requirement("T005")
def test_a_short_temporary_site_is_decided_by_the_strategic_lead_alone_with_the_balance(world: World) -> None:
    made = make.proposal(world, "deciding", deployment="temporary", intended_months=6, without="meeting")
    assert [entry.role for entry in made.entries] == ["strategic-lead"]
    make_dpia.dpia_for(world, made, state="signed_off")
    with pytest.raises(Refused, match="balanced"):
        make.fresh(made).approve_finally(by=world.lead, on=clock.today(), reason=WHY)
    make.fresh(made).approve_finally(by=world.lead, on=clock.today(), reason=WHY, balance="Little for few.")
    assert make.fresh(made).decision.balance == "Little for few."


@pytest.mark.django_db
@pytest.mark.requirement("T005")
def test_twelve_months_take_the_full_route(world: World) -> None:
    made = make.proposal(world, deployment="temporary", intended_months=12)
    assert [entry.body for entry in made.entries] == ["strategy_group", "finance_strategy_board"]


@pytest.mark.django_db
@pytest.mark.requirement("T008", "T014")
def test_the_standard_and_the_assessment_stay_those_of_the_beginning(world: World) -> None:
    made = make.proposal(world, "assessing")
    kept, used = made.nasple, made.assessment
    Edition.objects.create(
        key="nasple", organisation_code="", version="9.9", in_force_from=clock.today(), source="A later one",
        content=kept.content, sha256="2" * 64,
    )  # fmt: skip
    from tests.assessments.guard_examples import new_assessment

    later = new_assessment(world, make.fresh(used))
    again = make.fresh(made)
    assert (again.nasple, again.assessment) == (kept, used)
    assert again.assessment.state == "superseded"
    assert later.version == used.version + 1


@pytest.mark.django_db
@pytest.mark.requirement("T007", "T012")
def test_each_law_has_its_own_statement_with_its_author(world: World) -> None:
    made = make.proposal(world, "consulting")
    kinds = {task.kind.partition(":")[2] for task in made.statements()}
    assert kinds == set(facts("compliance_statements")["compliance_statements"])
    assert {"dpa", "uk_gdpr", "hra"} <= kinds
    assert {task.done_by.person for task in made.statements()} == {world.manager}
    assert all(task.answer.strip() for task in made.statements())


@pytest.mark.django_db
@pytest.mark.requirement("T012")
def test_a_statement_without_words_is_none(world: World) -> None:
    made = make.proposal(world, "assessing")
    task = made.statements()[0]
    with pytest.raises(Refused, match="Answer the question"):
        made.finish_task(by=world.manager, on=clock.today(), task=task, answer="  ")


@pytest.mark.django_db
@pytest.mark.requirement("T021")
def test_due_regard_to_the_code_is_sealed_with_the_submission(world: World) -> None:
    made = make.proposal(world, "deciding")
    seal = made.decisions.get(step="submit").seal
    assert seal.holds()
    sealed = bytes(seal.bytes).decode()
    assert all(task.answer and task.answer in sealed for task in made.statements())


@pytest.mark.django_db
@pytest.mark.requirement("T017", "T076", "T078")
def test_the_matrix_is_kept_by_ground_with_its_edition_and_never_decides(world: World) -> None:
    made = make.proposal(world, sites=[make.proposed_site(world, place_type="private")])
    row = made.site_rows[0]
    assert row.matrix == {"local_crime": "E"}
    assert (row.best, row.is_exceptional, row.matrix_edition.key) == ("E", True, "matrix")
    assert row.codes["E"]["words"]
    begun = made.begin(by=world.manager, on=clock.today())
    assert begun.state == "assessing"


@pytest.mark.django_db
@pytest.mark.requirement("T079")
def test_the_national_team_is_asked_on_a_day(world: World) -> None:
    made = make.proposal(world, "assessing")
    with pytest.raises(Refused, match="asked"):
        made.finish_task(by=world.manager, on=clock.today(), task=made.task("nas_team"), answer="They can carry it.")
    made.finish_task(
        by=world.manager, on=clock.today(), task=made.task("nas_team"), answer="Yes.", asked_on=make.days_ago(3)
    )
    assert make.fresh(made).task("nas_team").asked_on == make.days_ago(3)


@pytest.mark.django_db
@pytest.mark.requirement("T067")
def test_the_pack_names_no_place(world: World) -> None:
    made = make.proposal(world, "assessing", without="pack")
    said: dict[str, Any] = {"by": world.manager, "on": clock.today()}
    for words in ("At Hollins Cross", "On the B4213", "At SO 80012 20000", "Near GL1 2AB", "Site REG-1"):
        with pytest.raises(Refused):
            made.make_pack(**said, words=words)
    text = " ".join(read_pdf(bytes(made.make_pack(**said, words="A road in the valley.").bytes)).texts.values())
    assert "Hollins" not in text and "B4213" not in text and "380000" not in text
    assert made.reference in text


@pytest.mark.django_db
@pytest.mark.requirement("T002", "T003")
def test_the_nearest_camera_of_every_owner_is_answered(world: World) -> None:
    near = make.proposed_site(world, "Ours nearby")
    made = make.proposal(world, "assessing", without="camera")
    assert [found.site for found in made.nearest] == [near]
    said: dict[str, Any] = {"by": world.manager, "on": clock.today(), "site": near}
    made.consider_camera(**said, duplicates=True, why_not="Another road.")
    assert make.fresh(made).cameras_unanswered() == [near]
    made.consider_camera(**said, duplicates=True, mitigation="The old one goes.", why_not="Another road.")
    assert make.fresh(made).cameras_unanswered() == []


@pytest.mark.django_db
def test_a_condition_is_a_task_and_breaks_no_seal(world: World) -> None:
    made, today = make.proposal(world, "approved"), clock.today()
    owner = world.manager.memberships_today[0]
    task = made.impose(by=world.board_chair, on=today, title="Report in a year", owner=owner, due=add_days(today, 60))
    assert made.decision.seal.holds()
    make.fresh(made).meet(by=world.manager, on=today, task=task, answer="Reported.")
    assert make.fresh(made).conditions()[0].is_done
    with pytest.raises(NotYours):
        made.impose(by=world.analyst, on=today, title="Another", owner=owner, due=today)


@pytest.mark.django_db
def test_a_decision_on_other_content_than_was_seen_is_refused(world: World) -> None:
    made = make.proposal(world, "deciding")
    seen = sealing.preview(ProposalSheet, made, clock.today())
    item = made.item_rows[0]
    item.meeting.amend(by=world.manager, on=clock.today(), part=item, minutes="Something else.")
    with pytest.raises(Refused) as refused:
        made.approve(by=world.lead, on=clock.today(), reason=WHY, seen=seen)
    assert refused.value.stale


@pytest.mark.django_db
def test_a_second_click_decides_nothing(world: World) -> None:
    made = make.proposal(world, "deciding")
    made.approve(by=world.lead, on=clock.today(), reason=WHY)
    with pytest.raises(Refused):
        made.approve(by=world.lead, on=clock.today(), reason=WHY)
    assert made.decisions.filter(step="approve").count() == 1


@pytest.mark.django_db
def test_a_decision_is_not_dated_before_what_it_decides_or_in_the_future(world: World) -> None:
    made = make.proposal(world, "deciding")
    for day in (make.days_ago(1), add_days(clock.today(), 1)):
        with pytest.raises(Refused) as refused:
            made.approve(by=world.lead, on=day, reason=WHY)
        assert {reason.guard for reason in refused.value.reasons} & {"future", "before"}


@pytest.mark.django_db
def test_the_whole_case_is_read_in_few_statements(world: World) -> None:
    made = make.proposal(world, "deciding")
    with CaptureQueriesContext(connection) as asked:
        ProposalSheet.of(make.fresh(made), clock.today())
    assert len(asked) <= 40


@pytest.mark.django_db
@pytest.mark.requirement("T010")
@pytest.mark.parametrize("purpose", ["", "public confidence", "Detection"])
def test_the_purpose_is_one_of_the_statutes(world: World, purpose: str) -> None:
    made = make.proposal(world, purpose=purpose)
    with pytest.raises(Refused) as refused:
        made.begin(by=world.manager, on=clock.today())
    assert {reason.guard for reason in refused.value.reasons} == {"assessments.no_purpose"}


@pytest.mark.django_db
@pytest.mark.requirement("T077")
def test_an_exceptional_case_says_what_makes_it_one(world: World) -> None:
    made = make.proposal(world, "consulting", sites=[make.proposed_site(world, place_type="private")])
    with pytest.raises(Refused) as refused:
        made.finish_consultation(by=world.manager, on=clock.today())
    assert {reason.guard for reason in refused.value.reasons} == {"assessments.exceptional_without_reason"}
