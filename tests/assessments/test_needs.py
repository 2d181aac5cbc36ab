"""Pressing social needs: the eight factors, the cordon, grounds, sites, versions."""

from typing import Any

import pytest
from django.test import Client

from anpr_governance.database import clock
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.models import Cordon
from tests.assessments.test_flow import send
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make.people import World, member


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


FACTORS = (
    "people_affected", "harm", "local_views", "wider_views", "alternatives", "how_anpr_helps", "scope", "scale",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.requirement("T033", "T034", "T035", "T036", "T037", "T038", "T039", "T040")
@pytest.mark.parametrize("factor", FACTORS)
def test_each_of_the_eight_factors_needs_its_analysis(world: World, factor: str) -> None:
    said = make.full_factors()
    said[factor] = {}
    made = make.draft_need(world, answers=said)
    assert not made.answered(factor)
    with pytest.raises(Refused) as refused:
        made.submit(by=world.analyst, on=clock.today())
    guards = {reason.guard for reason in refused.value.reasons}
    assert guards == {"assessments.no_alternative" if factor == "alternatives" else "assessments.factor_unanswered"}


@pytest.mark.django_db
@pytest.mark.requirement("T033")
def test_people_affected_are_a_number_or_range_with_its_source(world: World) -> None:
    made = make.draft_need(world, people_source="")
    assert not made.answered("people_affected")
    with pytest.raises(Exception, match="assessments_need_range"):
        make.draft_need(world, people_from=900, people_to=400)


@pytest.mark.django_db
@pytest.mark.requirement("T009", "T011", "T041")
def test_without_ground_alternative_weighing_and_conclusion_nothing_is_submitted(world: World) -> None:
    said: dict[str, Any] = make.full_factors() | {"alternatives": {}}
    made = make.draft_need(world, without="ground", answers=said, weighing="", conclusion="")
    with pytest.raises(Refused) as refused:
        made.submit(by=world.analyst, on=clock.today())
    named = {reason.guard.partition(".")[2] for reason in refused.value.reasons}
    assert named == {"no_ground", "no_alternative", "no_weighing", "no_conclusion"}


@pytest.mark.django_db
@pytest.mark.requirement("T040")
@pytest.mark.parametrize(
    ("watched", "closes"), [(0, False), (1, False), (2, True), (3, True)], ids=["none", "one", "all-but-one", "all"]
)
def test_the_cordon_check_warns_when_all_ways_or_all_but_one_are_watched(
    world: World, watched: int, closes: bool
) -> None:
    made = make.draft_need(world)
    ways = [{"way": f"Way {n}", "watched_by": "ours" if n < watched else ""} for n in range(3)]
    said = make.full_factors() | {"scale": {"analysis": "All of it.", "ways": ways}}
    made.amend(by=world.analyst, on=clock.today(), answers=said)
    assert make.fresh(made).cordon_closes() is closes


@pytest.mark.django_db
@pytest.mark.requirement("T040")
def test_the_ways_of_a_recorded_cordon_are_taken_as_they_are_watched_today(world: World) -> None:
    site = make_dpia.found_site(world)
    place = {"easting": round(site.easting or 0), "northing": round(site.northing or 0)}
    ways = [{"road": "A1", "direction": "north", **place},
            {"road": "B2", "direction": "", "easting": 300000, "northing": 200000}]  # fmt: skip
    known = {"by": world.analyst, "on": clock.today(), "organisation": world.organisation}
    cordon = Cordon.record(settlement="Tillbrook", ways=ways, **known)
    made = make.draft_need(world)
    send(world.analyst, f"{made.get_absolute_url()}factor/scale/", analysis="Half.", cordon=cordon.pk, ways="Old | us")
    made = make.fresh(made)
    assert made.factor("scale")["settlement"] == "Tillbrook"
    assert made.ways() == [{"way": "A1 north", "watched_by": site.title}, {"way": "B2", "watched_by": ""}]
    assert made.cordon_closes()


@pytest.mark.django_db
def test_establishing_it_closes_the_gap_of_its_sites(world: World) -> None:
    site = make_dpia.found_site(world)
    assert site.gaps.open().filter(kind="need").exists()
    need = make.established_need(world, [site])
    assert not site.gaps.open().filter(kind="need").exists()
    assert site.gaps.get(kind="need").closed_by == need.reference
    assert site.needs.standing(clock.today()).get().need == need


@pytest.mark.django_db
@pytest.mark.requirement("T042")
def test_a_new_version_takes_over_its_sites(world: World) -> None:
    site = make_dpia.found_site(world)
    old = make.established_need(world, [site])
    later = old.new_version(by=world.analyst, on=clock.today())
    assert (later.version, later.weighing, later.decision) == (2, old.weighing, None)
    make.fresh(later).submit(by=world.analyst, on=clock.today()).establish(by=world.lead, on=clock.today())
    assert make.fresh(old).state == "superseded"
    assert site.needs.in_force(clock.today()).get().need == later


@pytest.mark.django_db
def test_its_author_neither_establishes_nor_refuses_it(world: World) -> None:
    made = make.submitted_need(world)
    member(world.organisation, world.analyst, Role.STRATEGIC_LEAD)
    for step in ("establish", "refuse"):
        with pytest.raises(Refused) as refused:
            getattr(made, step)(by=world.analyst, on=clock.today(), reason="Mine.")
        assert {reason.guard for reason in refused.value.reasons} == {"hats"}
    with pytest.raises(NotYours):
        made.establish(by=world.manager, on=clock.today())


@pytest.mark.django_db
def test_a_refusal_keeps_its_reason_and_nothing_stands_on_it(world: World) -> None:
    site = make_dpia.found_site(world)
    made = make.submitted_need(world, [site])
    made.refuse(by=world.lead, on=clock.today(), reason="Patrols were not tried.")
    again = make.fresh(made)
    assert (again.state, again.decision.reasons) == ("not_established", "Patrols were not tried.")
    assert not site.needs.in_force(clock.today()).exists()


@pytest.mark.django_db
@pytest.mark.requirement("T037")
def test_rows_of_tactics_are_added_and_taken_out_without_a_script(world: World) -> None:
    made = make.draft_need(world)
    address = f"{made.get_absolute_url()}factor/alternatives/"
    rows = {f"tactic_{n}": f"Tactic no. {n}" for n in range(1, 8)} | {f"intrusion_{n}": "less" for n in range(1, 8)}
    send(world.analyst, address, **rows, more="1")
    assert len(make.fresh(made).alternatives()) == 7
    client = Client()
    client.force_login(world.analyst)
    shown = client.get(address).content.decode()
    assert 'name="tactic_8"' in shown
    assert 'name="tactic_9"' not in shown
    send(world.analyst, address, **rows, drop_2="on")
    left = [row["tactic"] for row in make.fresh(made).alternatives()]
    assert left == [f"Tactic no. {n}" for n in (1, 3, 4, 5, 6, 7)]
