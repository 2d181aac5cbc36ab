"""A DPIA from its birth to its end: what each step does, on which content a seal binds, who may not do it."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.organisations.models import Person
from anpr_governance.workflow.querysets import OneDoor
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.models import Site
from dpia.models import Dpia, Measure
from tests.make import dpia as make
from tests.make.people import World, member

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def world() -> World:
    return World()


def on() -> dict[str, Any]:
    return {"on": clock.today()}


def guards_of(refusal: Any) -> set[str]:
    return {reason.guard for reason in refusal.value.reasons}


def open_gaps(site: Site) -> set[str]:
    return set(site.gaps.open().values_list("kind", flat=True))


# Births


@pytest.mark.requirement("T046")
def test_it_pins_the_template_in_force_when_it_is_begun(world: World) -> None:
    dpia = make.draft_dpia(world)
    assert dpia.template is not None
    assert (dpia.template.key, dpia.version, dpia.state) == ("dpia_template", 1, "draft")
    assert {dpia.template_facts["dpia_template"][q]["step"] for q in dpia.questions({1, 2, 3, 4})} == {1, 2, 3, 4}


def test_one_made_after_the_fact_gives_its_reason(world: World) -> None:
    with pytest.raises(Refused, match="after the fact"):
        make.draft_dpia(world, retrospective="  ")


def test_a_site_that_was_decided_here_gets_none_after_the_fact(world: World) -> None:
    decided = Site.born(
        by=world.manager, organisation=world.organisation, site_reference="D-1", name="New Road",
        easting=1.0, northing=1.0, latitude=51.0, longitude=-2.0, **on(),
    )  # fmt: skip
    with pytest.raises(Refused, match="with its proposal"):
        make.draft_dpia(world, sites=[decided])


def test_another_forces_site_is_not_covered(world: World) -> None:
    theirs = make.found_site(world.other)
    with pytest.raises(Refused):
        make.draft_dpia(world, sites=[theirs])


def test_only_authors_begin_one(world: World) -> None:
    with pytest.raises(NotYours):
        Dpia.begin_after_the_fact(
            by=world.dpo, organisation=world.organisation, title="x", reason="y", sites=[], **on()
        )


def test_one_of_the_whole_force_covers_the_register_and_closes_its_gaps_at_once(world: World) -> None:
    sites = [make.found_site(world) for _n in range(4)]
    ended = make.found_site(world, "decommissioned")
    dpia = make.draft_dpia(world, sites=[], force_wide=True)
    with pytest.raises(Refused, match="named sites"):
        make.draft_dpia(world, sites=[]).cover_all(by=world.manager, **on())
    dpia = dpia.cover_all(by=world.manager, **on()).cover_all(by=world.manager, **on())
    assert {row.site_id for row in dpia.coverage_rows} == {site.pk for site in sites}
    make.signed(world, make.ready_dpia(world, dpia))
    assert [open_gaps(site) for site in sites] == [{"need"}] * 4
    assert not ended.dpias.exists()
    events = Event.objects.filter(kind="cameras.site.close_gaps")
    assert {event.subject for event in events} == {site.reference for site in sites}


def test_a_fleet_gets_its_own(world: World) -> None:
    fleet = Site.enter_without_machine(
        by=world.manager, organisation=world.organisation, site_reference="FLEET", deployment="vehicle_mounted",
        standard="NASPLE 8.5", **on(),
    )  # fmt: skip
    assert make.draft_dpia(world, sites=[fleet]).coverage.get().site == fleet


# Content


def test_content_changes_in_draft_and_consulting_alone(world: World) -> None:
    dpia = make.with_dpo(world)
    for change in (
        lambda: dpia.answer(by=world.manager, project="Other", **on()),
        lambda: dpia.amend(by=world.manager, title="Other", **on()),
        lambda: dpia.cover(by=world.manager, sites=[make.found_site(world)], **on()),
        lambda: dpia.plan_measure(by=world.manager, risk=dpia.risks.get(), **make.MEASURE, **on()),
    ):
        with pytest.raises(Refused) as refusal:
            change()
        assert refusal.value.stale


@pytest.mark.parametrize("field", ["state", "proposal", "advice_accepted", "decision", "version", "ico_needed"])
def test_no_edit_reaches_what_is_not_content(world: World, field: str) -> None:
    dpia = make.draft_dpia(world)
    with pytest.raises(OneDoor):
        dpia.amend(by=world.manager, **{field: None}, **on())


def test_a_question_that_the_template_does_not_ask_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="does not ask"):
        make.draft_dpia(world).answer(by=world.manager, invented="x", **on())


@pytest.mark.requirement("T047")
def test_each_group_of_sites_has_its_own_three_impacts(world: World) -> None:
    dpia = make.filled(world, make.draft_dpia(world))
    dpia = dpia.cover(by=world.manager, sites=[make.found_site(world)], group="A99", **on())
    assert dpia.unanswered_impacts() == [("A99", name) for name in ("location", "resident", "transient")]


def test_the_consultation_of_a_proposal_is_not_written_here(world: World) -> None:
    dpia = make.draft_dpia(world)
    dpia.proposal_id = 1
    with pytest.raises(Refused, match="with the proposal"):
        dpia.record_consultation(by=world.manager, method="Letters", **on())


def test_a_risk_taken_out_takes_its_measures_and_the_rest_close_ranks(world: World) -> None:
    dpia = make.filled(world, make.draft_dpia(world))
    dpia.name_risk(by=world.manager, **make.RISK, **on())
    dpia.drop_risk(by=world.manager, risk=dpia.risks.first(), **on())
    assert [risk.position for risk in dpia.risks.all()] == [1]
    assert not Measure.objects.exists()


def test_every_change_is_chained_with_the_hat_of_its_author(world: World) -> None:
    dpia = make.filled(world, make.draft_dpia(world))
    events = Event.objects.filter(subject=dpia.reference)
    assert set(events.values_list("hat", "version")) == {("author", 1)}
    assert events.filter(kind="dpia.dpia.answer").exists()


# Seals upon content


def test_every_seal_is_upon_the_same_bytes(world: World) -> None:
    dpia = make.signed_dpia(world)
    seals = {row.step: row.seal for row in dpia.decision_rows}
    assert set(seals) == {
        "advise", "give_surveillance_view", "approve_measures", "approve_residual_risk", "sign_off",
    }  # fmt: skip
    assert {seal.sha256 for seal in seals.values()} == {dpia.content_hash()}
    assert b"About project." in bytes(seals["sign_off"].bytes)


def test_the_seal_does_not_depend_on_the_day_or_the_language(world: World) -> None:
    from django.utils import translation

    dpia = make.advised(world)
    before = dpia.content_hash()
    with translation.override("cy"), clock.set_to(clock.now() + timedelta(days=40)):
        assert make.fresh(dpia).content_hash() == before


def test_advice_on_other_content_does_not_bind_and_its_old_seal_still_verifies(world: World) -> None:
    dpia = make.ready_dpia(world)
    advice = dpia.binding_advice()
    dpia.send_back(by=world.chief, reason="Say more on schools.", **on())
    dpia.answer(by=world.manager, expectation="Two schools.", **on())
    dpia.send_to_dpo(by=world.manager, **on())
    again = make.fresh(dpia)
    assert again.binding_advice() is None
    assert not again.is_on_content(advice)
    assert advice.seal.holds()
    assert hashlib.sha256(bytes(advice.seal.bytes)).hexdigest() == advice.seal.sha256


def test_content_set_back_to_its_words_is_the_same_content(world: World) -> None:
    dpia = make.ready_dpia(world)
    dpia.send_back(by=world.chief, reason="Look at schools.", **on())
    dpia.answer(by=world.manager, expectation="Two schools.", **on())
    dpia.answer(by=world.manager, expectation="About expectation.", **on())
    assert make.fresh(dpia).binding_advice() is not None


@pytest.mark.requirement("T020")
def test_sign_off_needs_the_advice_and_the_view_on_this_content(world: World) -> None:
    dpia = make.ready_dpia(world)
    dpia.consultation.responses.create(received_on=clock.today(), text="A late letter")
    with pytest.raises(Refused) as refusal:
        dpia.sign_off(by=world.chief, **on())
    assert {"dpia.advice_missing", "dpia.view_missing", "dpia.measures_not_approved"} <= guards_of(refusal)


def test_a_signer_who_saw_other_bytes_is_refused_and_nothing_is_written(world: World) -> None:
    dpia = make.ready_dpia(world)
    with pytest.raises(Refused) as refusal:
        dpia.sign_off(by=world.chief, seen="0" * 64, **on())
    assert refusal.value.stale
    assert make.fresh(dpia).decision is None


def test_the_last_advice_on_the_content_binds(world: World) -> None:
    dpia = make.ready_dpia(world)
    dpia.give_early_advice(by=world.dpo, text="Stop.", proceed=False, **on())
    again = make.fresh(dpia)
    assert again.binding_advice().text == "Stop."
    assert again.advice_accepted is None


def test_early_advice_given_on_the_draft_binds_when_the_content_stands(world: World) -> None:
    dpia = make.filled(world, make.draft_dpia(world))
    dpia.give_early_advice(by=world.dpo, text="Early.", proceed=True, **on())
    assert make.fresh(dpia).binding_advice().text == "Early."


@pytest.mark.requirement("T048")
def test_advice_names_its_author_its_day_and_its_words(world: World) -> None:
    advice = make.advised(world).binding_advice()
    assert (advice.name, advice.on, advice.text) == (world.dpo.name, clock.today(), "It is in proportion.")
    with pytest.raises(Refused, match="summarise"):
        make.with_dpo(world).advise(by=world.dpo, proceed=True, text=" ", **on())


# Hats


def twice(world: World, person: Person, role: str) -> Person:
    member(world.organisation, person, role)
    return Person.objects.get(pk=person.pk)


@pytest.mark.requirement("T051")
@pytest.mark.parametrize("step", ["approve_measures", "approve_residual_risk", "sign_off"])
def test_the_dpo_neither_approves_nor_signs(world: World, step: str) -> None:
    dpia = make.ready_dpia(world)
    dpo = twice(world, world.dpo, "chief-officer")
    with pytest.raises(Refused) as refusal:
        getattr(dpia, step)(by=dpo, **on())
    assert guards_of(refusal) == {"hats"}


def test_the_author_is_not_the_dpo_of_the_same_case(world: World) -> None:
    dpia = make.with_dpo(world)
    author = twice(world, world.manager, "dpo")
    with pytest.raises(Refused) as refusal:
        dpia.advise(by=author, text="Fine.", proceed=True, **on())
    assert guards_of(refusal) == {"hats"}


def test_who_gave_the_view_signs_only_with_a_reason(world: World) -> None:
    dpia = make.ready_dpia(world)
    both = twice(world, world.surveillance, "chief-officer")
    with pytest.raises(Refused) as refusal:
        dpia.sign_off(by=both, **on())
    assert guards_of(refusal) == {"hats"}
    assert dpia.sign_off(by=both, reason="The chief officer is abroad.", **on()).state == "signed_off"


def test_who_acts_for_the_chief_officer_signs_in_both_names(world: World) -> None:
    dpia = make.ready_dpia(world)
    stand_in = world.someone("chief-officer", "Deputy", acting_for=world.chief.memberships.get(), instrument="Order 7")
    signed = dpia.sign_off(by=stand_in, **on())
    assert signed.decision.acting_for.person == world.chief
