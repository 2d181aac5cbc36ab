"""How a DPIA ends: the regulator, the signature and what it closes, the next version, what the database keeps."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from anpr_governance.database import clock
from anpr_governance.organisations.models import Person
from anpr_governance.organisations.roles import System
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.models import Site
from dpia.models import Dpia
from tests.dpia.test_machine import guards_of, on, open_gaps, twice
from tests.make import assessments
from tests.make import dpia as make
from tests.make.people import World

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def world() -> World:
    return World()


# The regulator


@pytest.mark.requirement("T022")
@pytest.mark.parametrize(("before", "after", "large"), [(40, 49, False), (40, 50, True), (8, 12, False), (0, 5, True)])
def test_a_large_increase_is_suggested_by_the_counts(world: World, before: int, after: int, large: bool) -> None:
    dpia = make.filled(world, make.draft_dpia(world))
    dpia = dpia.amend(by=world.manager, systems_before=before, systems_after=after, **on())
    assert dpia.increase_suggested(clock.today()) is large
    assert bool(dpia.regulator_reasons(clock.today())) is large


@pytest.mark.requirement("T023")
def test_a_high_risk_that_remains_blocks_sign_off_until_the_regulator_answers(world: World) -> None:
    draft = make.filled(world, make.draft_dpia(world))
    risk = draft.risks.get()
    draft.name_risk(by=world.manager, risk=risk, overall="high", **on())
    draft.plan_measure(by=world.manager, risk=risk, measure=risk.measures.get(), residual="high", **on())
    draft.send_to_dpo(by=world.manager, **on())
    dpia = make.ready_dpia(world, make.fresh(draft))
    with pytest.raises(Refused) as refusal:
        dpia.sign_off(by=world.chief, **on())
    assert guards_of(refusal) == {"dpia.regulator_unheard"}
    make.with_ico(world, dpia)
    assert dpia.coverage.ico_open().exists()
    dpia.record_ico_outcome(by=world.dpo, outcome="advice", text="Shorten retention.", **on())
    assert dpia.sign_off(by=world.chief, **on()).state == "signed_off"


@pytest.mark.requirement("T023")
@pytest.mark.parametrize(
    ("outcome", "state"),
    [("proceed", "awaiting_sign_off"), ("warning", "awaiting_sign_off"), ("limited", "draft"), ("refused", "draft")],
)
def test_the_outcome_decides_the_end(world: World, outcome: str, state: str) -> None:
    dpia = make.advised(world)
    dpia.decide_on_regulator(by=world.dpo, needed=True, reason="A first of its kind.", **on())
    dpia = make.with_ico(world, dpia)
    assert dpia.record_ico_outcome(by=world.dpo, outcome=outcome, text="The letter.", **on()).state == state
    again = make.fresh(dpia)
    assert again.regulator_lets_go_on() is (state == "awaiting_sign_off")
    assert again.ico_needed is (None if state == "draft" else True)


def test_an_outcome_that_does_not_exist_is_refused(world: World) -> None:
    dpia = make.with_ico(world)
    with pytest.raises(Refused, match="replied"):
        dpia.record_ico_outcome(by=world.dpo, outcome="shrug", **on())


def test_the_dpos_own_decision_to_consult_binds(world: World) -> None:
    dpia = make.ready_dpia(world)
    dpia.decide_on_regulator(by=world.dpo, needed=True, reason="A first of its kind.", **on())
    with pytest.raises(Refused) as refusal:
        dpia.sign_off(by=world.chief, **on())
    assert guards_of(refusal) == {"dpia.regulator_unheard"}


# Sign-off and versions


@pytest.mark.requirement("T019", "T049", "T050", "T052")
def test_signing_off_closes_the_gaps_of_its_sites_and_leaves_need(world: World) -> None:
    site = make.found_site(world, dpia_outside="Paper of 2019")
    assert open_gaps(site) == {"need", "dpia_outside"}
    dpia = make.signed_dpia(world, [site])
    assert open_gaps(site) == {"need"}
    assert site.gaps.get(kind="dpia_outside").closed_by == dpia.reference
    assert [there for _label, _clause, there in dpia.statutory_contents()] == [True] * 4


def test_a_gap_of_a_move_closes_only_by_a_version_about_the_new_place(world: World) -> None:
    site = make.found_site(world)
    old = make.signed_dpia(world, [site])
    site.open_gap("moved", clock.today())
    moved = Site.objects.get(pk=site.pk).amend(by=world.manager, easting=site.easting + 400, **on())
    again = old.revise(by=world.manager, **on())
    make.ready_dpia(world, _sent(world, again))
    make.signed(world, make.fresh(again))
    assert "moved" in open_gaps(moved)
    third = make.fresh(again).revise(by=world.manager, **on())
    third.cover(by=world.manager, sites=[moved], **on())
    make.ready_dpia(world, _sent(world, third))
    make.signed(world, make.fresh(third))
    assert "moved" not in open_gaps(moved)


def _sent(world: World, dpia: Dpia) -> Dpia:
    dpia.send_to_dpo(by=world.manager, **on())
    return make.fresh(dpia)


def test_a_new_version_copies_content_and_never_advice_or_approvals(world: World) -> None:
    first = make.signed_dpia(world)
    second = first.revise(by=world.manager, **on())
    assert (second.number, second.version, second.supersedes, second.state) == (first.number, 2, first, "draft")
    assert second.text_of("project") == "About project."
    assert [risk.source for risk in second.risk_rows] == [risk.source for risk in first.risk_rows]
    assert second.risk_rows[0].measure_rows[0].approved is None
    assert [row.site_id for row in second.coverage_rows] == [row.site_id for row in first.coverage_rows]
    assert second.decision_rows == []
    assert (second.advice_accepted, second.kept_under_review_by) == (None, "")


def test_the_earlier_version_is_superseded_in_the_same_breath_and_answers_for_its_days(world: World) -> None:
    site = make.found_site(world)
    with clock.set_to(NOON):
        first = make.signed_dpia(world, [site])
    later = NOON + timedelta(days=100)
    with clock.set_to(later):
        second = first.revise(by=world.manager, **on())
        assert make.fresh(first).state == "signed_off"
        make.signed(world, make.ready_dpia(world, _sent(world, second)))
    assert make.fresh(first).state == "superseded"

    def covering(day: Any) -> list[int]:
        return [row.dpia.version for row in site.dpias.in_force(day)]

    assert covering(NOON.date() - timedelta(days=1)) == []
    assert covering(later.date() - timedelta(days=1)) == [1]
    assert covering(later.date()) == [2]
    assert [row.version for row in Dpia.objects.in_force(NOON.date())] == [1]


def test_a_withdrawn_version_is_no_dead_end(world: World) -> None:
    first = make.draft_dpia(world)
    with pytest.raises(Refused, match="not finished"):
        first.revise(by=world.manager, **on())
    first.withdraw(by=world.lead, reason="Not now.", **on())
    second = make.fresh(first).revise(by=world.manager, **on())
    with pytest.raises(Refused, match="later version"):
        make.fresh(first).revise(by=world.manager, **on())
    assert second.state == "draft"


def test_superseding_is_nobodys_step_but_the_sign_offs(world: World) -> None:
    dpia = make.signed_dpia(world)
    for person in (world.manager, world.chief, world.lead, System("import")):
        with pytest.raises(NotYours):
            dpia.supersede(by=person, **on())


def test_items_5_to_7_touch_no_sealed_byte_and_are_the_chief_officers(world: World) -> None:
    dpia = make.ready_dpia(world, without=["outcomes"])
    before = dpia.content_hash()
    make.answer_outcomes(world, dpia)
    assert make.fresh(dpia).content_hash() == before
    with pytest.raises(NotYours):
        dpia.record_outcomes(by=world.lead, advice_accepted=True, **on())
    with pytest.raises(TypeError):
        dpia.record_outcomes(by=world.chief, state="signed_off", **on())


def test_a_measure_reported_as_done_leaves_the_seal_alone(world: World) -> None:
    dpia = make.signed_dpia(world)
    measure = dpia.risks.get().measures.get()
    with pytest.raises(NotYours):
        dpia.finish_measure(by=world.auditor, measure=measure, answer="Done.", **on())
    dpia.finish_measure(by=world.specialist, measure=measure, answer="Done.", **on())
    assert make.fresh(dpia).decision.seal.sha256 == dpia.content_hash()


@pytest.mark.requirement("T043")
def test_nothing_is_dated_before_the_version_existed_or_in_the_future(world: World) -> None:
    dpia = make.ready_dpia(world)
    for day in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)):
        with pytest.raises(Refused):
            dpia.sign_off(by=world.chief, on=day)


def test_the_database_keeps_one_unfinished_version_a_number(world: World) -> None:
    first = make.signed_dpia(world)
    first.revise(by=world.manager, **on())
    with pytest.raises(Refused), transaction.atomic():
        first.revise(by=world.manager, **on())


def test_the_database_lets_no_version_cover_a_site_twice_at_once(world: World) -> None:
    dpia = make.draft_dpia(world)
    row = dpia.coverage.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        dpia.coverage.create(site=row.site, since=row.since)


def test_a_person_who_left_takes_no_step(world: World) -> None:
    dpia = make.ready_dpia(world)
    world.chief.is_active = False
    world.chief.save()
    with pytest.raises(NotYours):
        dpia.sign_off(by=Person.objects.get(pk=world.chief.pk), **on())


# With a proposal


@pytest.mark.requirement("T043")
def test_the_dpia_of_a_proposal_begins_with_the_plan_and_covers_its_sites(world: World) -> None:
    made = assessments.proposal(world)
    dpia = make.draft_dpia(world, made)
    assert [row.site_id for row in dpia.coverage_rows] == [row.site_id for row in made.sites.all()]
    with pytest.raises(Refused, match="already"):
        make.draft_dpia(world, made)
    made.withdraw(by=world.manager, reason="Not now.", **on())
    dpia.withdraw(by=world.manager, reason="Not now.", **on())
    with pytest.raises(Refused, match="decided or withdrawn"):
        make.draft_dpia(world, assessments.fresh(made))


def test_whoever_wrote_the_need_does_not_advise_on_the_dpia(world: World) -> None:
    made = assessments.proposal(world, "consulting", without="dpia")
    dpia = make.dpia_for(world, assessments.fresh(made), state="with_dpo")
    analyst = twice(world, world.analyst, "dpo")
    with pytest.raises(Refused) as refusal:
        dpia.advise(by=analyst, text="Fine.", proceed=True, **on())
    assert guards_of(refusal) == {"hats"}


def test_a_proposals_consultation_is_part_of_the_content(world: World) -> None:
    made = assessments.proposal(world, "consulting", without="dpia")
    dpia = make.dpia_for(world, assessments.fresh(made), state="awaiting_sign_off")
    before = dpia.content_hash()
    assessments.fresh(made).consultation.responses.create(received_on=clock.today(), text="A late letter")
    assert make.fresh(dpia).content_hash() != before
