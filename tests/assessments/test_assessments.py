"""Strategic assessments: what blocks a submission, advice, endorsement, versions, ground that moves."""

import pytest

from anpr_governance.database import clock
from anpr_governance.database.functions import add_days, add_months
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow import correcting, effects
from anpr_governance.workflow.models import Notice
from anpr_governance.workflow.querysets import OneDoor
from anpr_governance.workflow.reasons import NotYours, Refused
from assessments import duties
from assessments.models import Need, StrategicAssessment
from tests.assessments.guard_examples import COMMUNITY, answered, new_assessment
from tests.make import assessments as make
from tests.make.people import World, member


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


def asked_long_ago(world: World, days: int) -> StrategicAssessment:
    """A draft whose advice was asked for `days` ago."""
    made = make.draft_assessment(world, without="advice")
    task = make.ask_advice(world, made)
    task.asked_on = make.days_ago(days)
    task.save()
    return make.fresh(made)


@pytest.mark.django_db
@pytest.mark.requirement("T024", "T025", "T026", "T029", "T030", "T032")
def test_every_category_is_asked_for_with_its_own_questions(world: World) -> None:
    made = StrategicAssessment.born(by=world.analyst, on=clock.today(), organisation=world.organisation, area="All")
    with pytest.raises(Refused) as refused:
        made.submit(by=world.analyst, on=clock.today())
    assert "National security" in str(refused.value)
    told = make.draft_assessment(world, answers=answered(community=COMMUNITY | {"initiator": "", "privacy_weight": ""}))
    with pytest.raises(Refused) as refused:
        told.submit(by=world.analyst, on=clock.today())
    guards = {reason.guard for reason in refused.value.reasons}
    assert guards >= {
        "assessments.community_incomplete",
        "assessments.privacy_unweighed",
        "assessments.evidence_missing",
    }


@pytest.mark.django_db
@pytest.mark.requirement("T028")
def test_absent_advice_is_recorded_only_after_a_reminder_and_a_further_wait(world: World) -> None:
    today, made = clock.today(), asked_long_ago(world, 1)
    with pytest.raises(Refused):
        made.remind_advice(by=world.analyst, on=today)
    made = asked_long_ago(world, 60)
    with pytest.raises(Refused):
        made.record_advice(by=world.analyst, on=today, answer="None came.", absent=True)
    task = made.remind_advice(by=world.analyst, on=today)
    task.reminded_on = make.days_ago(30)
    task.save()
    made.record_advice(by=world.analyst, on=today, answer="Asked by letter and by phone.", absent=True)
    assert make.fresh(made).advice().absent
    assert make.fresh(made).submit(by=world.analyst, on=today).state == "in_review"


@pytest.mark.django_db
def test_whoever_is_asked_answers_themselves_and_nobody_else_does(world: World) -> None:
    made = make.draft_assessment(world, without="advice")
    make.ask_advice(world, made)
    with pytest.raises(NotYours):
        made.record_advice(by=world.manager, on=clock.today(), answer="The bridge.")
    made.record_advice(by=world.crime_lead, on=clock.today(), answer="The bridge.")
    assert make.fresh(made).advice().answer == "The bridge."


@pytest.mark.django_db
def test_the_analyst_who_wrote_it_does_not_endorse_it(world: World) -> None:
    made = make.submitted_assessment(world)
    member(world.organisation, world.analyst, Role.STRATEGIC_LEAD)
    with pytest.raises(Refused) as refused:
        made.endorse(by=world.analyst, on=clock.today())
    assert {reason.guard for reason in refused.value.reasons} == {"hats"}


@pytest.mark.django_db
@pytest.mark.requirement("T013")
def test_it_is_in_date_until_its_next_review(world: World) -> None:
    made = make.endorsed_assessment(world)
    last = add_months(clock.today(), 12)
    assert made.in_date(add_days(last, -1)) and not made.in_date(last)
    assert StrategicAssessment.objects.in_date(add_days(last, -1)).count() == 1
    assert StrategicAssessment.objects.in_date(last).count() == 0
    rows = duties.assessment_reviews(clock.today(), [world.organisation.pk])
    assert [(row.pk, row.due_on) for row in rows] == [(made.pk, last)]


@pytest.mark.django_db
def test_content_is_closed_once_submitted_and_opens_when_returned(world: World) -> None:
    made, today = make.submitted_assessment(world), clock.today()
    with pytest.raises(Refused):
        made.amend(by=world.analyst, on=today, area="Another")
    with pytest.raises(OneDoor):
        made.save()
    made.send_back(by=world.lead, on=today, reason="Say more of the valley.")
    make.fresh(made).amend(by=world.analyst, on=today, area="Another")
    assert make.fresh(made).area == "Another"


@pytest.mark.django_db
def test_a_later_version_supersedes_and_the_owners_of_what_stands_on_it_are_told(world: World) -> None:
    assert world.manager
    need = make.established_need(world)
    old = need.ground_rows[0].assessment
    later = new_assessment(world, old)
    assert (make.fresh(old).state, make.fresh(old).ended_on, later.version) == ("superseded", clock.today(), 2)
    assert Need.objects.lapsed(clock.today()).get() == need
    assert not make.fresh(need).holds(clock.today())
    effects.sweep(clock.now())
    effects.sweep(clock.now())
    told = Notice.objects.filter(path=need.get_absolute_url(), kind="duty")
    assert {notice.person for notice in told} == {world.manager, world.lead}
    rows = duties.lapsed_needs(clock.today(), [world.organisation.pk])
    assert [(row.pk, row.due_on) for row in rows] == [(need.pk, clock.today())]
    make.fresh(need).confirm(by=world.lead, on=clock.today())
    assert make.fresh(need).holds(clock.today())


@pytest.mark.django_db
def test_only_one_later_version_is_made_and_of_a_finished_one(world: World) -> None:
    made = make.endorsed_assessment(world)
    made.new_version(by=world.analyst, on=clock.today())
    with pytest.raises(Refused):
        make.fresh(made).new_version(by=world.analyst, on=clock.today())


@pytest.mark.django_db
def test_a_correction_stands_beside_the_seal_once_a_second_person_confirmed_it(world: World) -> None:
    made, today = make.endorsed_assessment(world), clock.today()
    before = bytes(made.decision.seal.bytes)
    said = {"text": "It says 14 raids; there were 15.", "reason": "It changes nothing that was decided."}
    with pytest.raises(NotYours):
        correcting.correct(made, made.decision, by=world.analyst, on=today, **said)
    erratum = correcting.correct(made, made.decision, by=world.lead, on=today, **said)
    assert correcting.errata(made) == [(erratum, False)]
    with pytest.raises(NotYours):  # a correction is confirmed, never corrected
        correcting.correct(made, erratum, by=world.lead, on=today, **said)
    with pytest.raises(Refused):
        correcting.confirm(made, erratum, by=world.lead, on=today)
    with pytest.raises(NotYours):
        correcting.confirm(made, erratum, by=world.analyst, on=today)
    correcting.confirm(made, erratum, by=world.dpo, on=today)
    assert correcting.errata(made) == [(erratum, True)]
    again = make.fresh(made)
    assert (again.state, bytes(again.decision.seal.bytes)) == ("endorsed", before)
    with pytest.raises(Refused):
        correcting.confirm(made, erratum, by=world.dpo, on=today)


@pytest.mark.django_db
def test_withdrawing_an_endorsement_moves_the_ground(world: World) -> None:
    need = make.established_need(world)
    need.ground_rows[0].assessment.withdraw_endorsed(by=world.lead, on=clock.today(), reason="The figures were wrong.")
    assert not make.fresh(need).holds(clock.today())
