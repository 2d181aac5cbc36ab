"""Random people take random steps: whatever they try, what must never be is never."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anpr_governance.database import clock
from anpr_governance.workflow.reasons import NotYours, Refused
from anpr_governance.workflow.steps import steps_of
from cameras import guards
from cameras.models import Site
from cameras.models.site import STANDING
from tests.make import cameras as make
from tests.make.people import World

PEOPLE = ("manager", "specialist", "lead", "chief", "dpo", "analyst", "auditor", "outsider")
SYSTEMS = ("proposal", "review", "import", "bob")
PAPERS = ("approved_proposal", "signed_dpia", "established_need", "device", "asset", "signs", "checks", "disposal")
STEPS = [step.name for step in steps_of(Site) if step.name != "mark_duplicate"]
MOVES = st.one_of(
    st.tuples(st.just("step"), st.sampled_from(STEPS), st.sampled_from(PEOPLE + SYSTEMS)),
    st.tuples(st.just("paper"), st.sampled_from(PAPERS), st.just("")),
)


BEGINNINGS: dict[str, Any] = {
    "proposed": lambda world: make.site(world, area=make.area(world)),
    "found": make.found,
    "found installed": lambda world: make.found(world, "installed"),
    "no device": lambda world: make.ready_to_install(world, without="device"),
    "no dpia": lambda world: make.ready_to_install(world, without="dpia"),
    "no check": lambda world: make.ready_to_go_live(world, without="check"),
    "no asset": lambda world: make.ready_to_go_live(world, without="asset"),
    "live": make.live,
    "ceased": make.ceased,
}


def who(world: World, name: str) -> Any:
    return make.System(name) if name in SYSTEMS else getattr(world, name)


def bring(world: World, site: Site, paper: str) -> None:
    """One paper more, where it makes sense."""
    if paper == "signs":
        make.public_information(world, make.area(world))
    elif paper == "checks":
        for check in site.checks.filter(state="open"):
            make.passed(world, check)
    elif paper == "disposal":
        make.disposal_authorised(world, site)
    elif paper == "device":
        if site.state != "live":  # a device added to a live site is checked as a duty of its own
            make.device(world, site)
    else:
        getattr(make, paper)(world, site)


def hold(site: Site) -> None:
    """What must never be."""
    today = clock.today()
    open_kinds = set(site.gaps.filter(closed_on__isnull=True).values_list("kind", flat=True))
    if site.origin == "decided" and site.state == "live":
        for guard in (guards.dpia_not_in_force, guards.installation_check_missing, guards.asset_missing):
            assert guard(site, None, today) is None, guard.name
        assert site.live_since is not None
    if site.origin != "decided" and site.state in STANDING and not site.dpias.in_force(today).exists():
        assert open_kinds & {"dpia", "dpia_outside"}
    if site.state in ("collection_ceased", "decommissioned"):
        assert not open_kinds and not site.checks.filter(state="open").exists()
    period = site.periods.get(until__isnull=True)
    assert period.says(site)


@pytest.mark.requirement("T019")
@pytest.mark.django_db
@given(beginning=st.sampled_from(sorted(BEGINNINGS)), moves=st.lists(MOVES, min_size=4, max_size=9))
@settings(max_examples=24, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_no_random_walk_reaches_what_must_never_be(beginning: str, moves: list[tuple[str, str, str]]) -> None:
    world = walked()
    site = BEGINNINGS[beginning](world)
    for kind, name, person in moves:
        site = Site.objects.get(pk=site.pk)
        if kind == "paper":
            bring(world, site, name)
        else:
            said: dict[str, Any] = {"code": "fault"} if name == "suspend" else {}
            try:
                take = getattr(site, name)
                take(by=who(world, person), on=clock.today(), reason="A walk.", **said)
            except (Refused, NotYours):
                continue
        hold(Site.objects.get(pk=site.pk))


def walked() -> World:
    """The force of the walks, made once in the test's transaction."""
    from anpr_governance.organisations.models import Organisation

    known = Organisation.objects.filter(code="SVP").first()
    if known is None:
        _worlds.clear()
        _worlds.append(World())
    return _worlds[0]


_worlds: list[World] = []
