"""A register records what is: found and breach sites show what they lack until the paper or the end closes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.models import Site, enter_found_many
from tests.make import cameras as make
from tests.make.people import World


def open_kinds(site: Site) -> set[str]:
    return set(site.gaps.filter(closed_on__isnull=True).values_list("kind", flat=True))


@pytest.mark.requirement("T019")
def test_a_found_live_site_shows_need_and_dpia_as_gaps_with_owner_and_day(world: World) -> None:
    manager = world.manager
    site = make.found(world, live_since=make.days_ago(900))
    assert open_kinds(site) == {"need", "dpia"}
    assert site.origin == "found"
    assert all(gap.owner.person == manager and gap.due > clock.today() for gap in site.gaps.all())
    since = timezone.localdate(site.periods.get().since)
    assert since == site.live_since


def test_a_dpia_outside_the_product_is_a_gap_of_its_own(world: World) -> None:
    assert open_kinds(make.found(world, dpia_outside="FORCE/2019/7")) == {"need", "dpia_outside"}


@pytest.mark.parametrize("state", ["proposed", "collection_ceased", "decommissioned"])
def test_a_site_that_does_not_stand_has_no_gap(world: World, state: str) -> None:
    assert open_kinds(make.found(world, state)) == set()


@pytest.mark.parametrize("state", ["approved", "refused", "withdrawn", "", "melted"])
def test_decisions_made_here_are_not_found_in_a_register(world: World, state: str) -> None:
    with pytest.raises(Refused):
        make.found(world, state)


def test_nobody_but_the_manager_or_an_import_enters_as_found(world: World) -> None:
    fields = {"site_reference": "SV9", "name": "X", **make.PLACE}
    known = {"on": clock.today(), "organisation": world.organisation, "state": "live", "reason": "file"}
    for person in (world.specialist, world.outsider, world.auditor):
        with pytest.raises(NotYours):
            Site.enter_found(by=person, **known, **fields)
    with pytest.raises(Refused, match="where the row comes from"):
        Site.enter_found(by=world.manager, **{**known, "reason": " "}, **fields)


def test_a_partners_row_has_no_machine_and_no_gap(world: World) -> None:
    site = make.found(world, "", relationship="partner", in_service=True)
    assert (site.state, site.in_service, open_kinds(site)) == ("", True, set())
    assert site.offers(world.manager, clock.today()) == []


@pytest.mark.requirement("T100")
def test_an_operational_response_names_its_authoriser_by_rank_and_its_incident(world: World) -> None:
    known = {"by": world.manager, "on": clock.today(), "organisation": world.organisation}
    fields = {"deployment": "operational", "site_reference": "OP1", "name": "Response"}
    for said in ({}, {"authoriser": "PC J. Hale", "authority_reference": "INC-7"}, {"authoriser": "Inspector K. Rowe"}):
        with pytest.raises(Refused, match="inspector or supervisor"):
            Site.enter_without_machine(**known, **fields, **said)
    said = {"authoriser": "Inspector K. Rowe", "authority_reference": "INC-20261121-0042"}
    site = Site.enter_without_machine(**known, **fields, **said)
    assert (site.state, site.in_service) == ("", True)
    with pytest.raises(Refused):
        site.amend(by=world.manager, on=clock.today(), authority_reference="")


@pytest.mark.requirement("T099")
def test_a_fleet_says_which_standard_it_meets_and_a_ripa_row_when_it_ends(world: World) -> None:
    known = {"by": world.manager, "on": clock.today(), "organisation": world.organisation, "name": "Fleet"}
    with pytest.raises(Refused, match="NASPLE"):
        Site.enter_without_machine(**known, deployment="vehicle_mounted", site_reference="V1")
    assert Site.enter_without_machine(
        **known, deployment="vehicle_mounted", site_reference="V1", standard="NASPLE 2.4"
    ).pk
    with pytest.raises(Refused, match="expires"):
        Site.enter_without_machine(
            **known, deployment="ripa", site_reference="R1", authority_reference="URN 9", **make.PLACE
        )


@pytest.mark.requirement("T005")
def test_a_breach_is_always_possible_and_opens_a_gap_for_each_missing_paper(world: World) -> None:
    site = make.site(world).record_breach(
        by=world.manager, on=clock.today(), reason="Put up overnight.", live_since=make.days_ago(30)
    )
    assert (site.state, site.origin, site.live_since) == ("live", "breach", make.days_ago(30))
    assert open_kinds(site) == {"need", "dpia", "decision", "signs", "asset"}


def test_a_breach_of_installation_alone_asks_for_what_installation_needs(world: World) -> None:
    site = make.ready_to_install(world, without="dpia")
    make.established_need(world, site)
    site = site.record_breach(by=world.dpo, on=clock.today(), reason="Put up early.", installed_on=clock.today())
    assert (site.state, open_kinds(site)) == ("installed", {"dpia"})
    assert site.checks.filter(kind="installation", state="open").exists()


def test_the_days_of_a_breach_lie_in_order(world: World) -> None:
    site, today = make.site(world), clock.today()
    for days in (
        {"installed_on": today, "live_since": make.days_ago(2)},
        {"live_since": today + timedelta(days=1)},
    ):
        with pytest.raises(Refused, match="in order"):
            site.record_breach(by=world.dpo, on=today, reason="Seen.", **days)


@pytest.mark.requirement("T005", "T006")
def test_a_temporary_site_at_month_twelve_is_in_breach_until_its_authority_is_confirmed(world: World) -> None:
    site = make.live(world, deployment="temporary", intended_months=6)
    assert site.month_twelve() == add_months(clock.today(), 12)
    site = site.record_breach(by=world.manager, on=clock.today(), reason="Month 12 reached.")
    assert (site.state, site.origin) == ("live", "breach")
    assert "decision" in open_kinds(site)
    site = site.confirm_authority(by=make.PROPOSAL, on=clock.today())
    assert (site.installed_on, site.became_long_term_on) == (clock.today(), clock.today())
    assert site.month_twelve() is None and "decision" not in open_kinds(site)


def test_papers_close_the_gaps_of_a_breach_one_by_one(world: World) -> None:
    place = make.area(world)
    site = make.site(world, area=place)
    make.device(world, site)
    site = site.record_breach(by=world.manager, on=clock.today(), reason="Seen.", live_since=make.days_ago(3))
    assert {"installation_check", "signs", "asset"} <= open_kinds(site)
    make.passed(world, site.checks.get(state="open"))
    make.public_information(world, place)
    make.asset(world, site)
    assert open_kinds(site) == {"need", "dpia", "decision"}
    assert site.gaps.get(kind="installation_check").closed_by.startswith("SVP-C-")


def test_moving_further_than_the_limit_with_a_dpia_opens_a_gap_once(world: World) -> None:
    site = make.live(world)
    east = make.PLACE["easting"]
    site = site.amend(by=world.manager, on=clock.today(), easting=east + 49)
    assert open_kinds(site) == set()
    site = site.amend(by=world.manager, on=clock.today(), easting=east + 149)
    site = site.amend(by=world.manager, on=clock.today(), easting=east + 349)
    assert open_kinds(site) == {"moved"}
    assert site.periods.filter(easting=east + 349, until__isnull=True).exists()
    site.close_gaps(["dpia", "moved"], clock.today(), "SVP-D-0001")
    assert open_kinds(site) == set()
    event = Event.objects.filter(subject=site.reference, kind="cameras.site.close_gaps").latest("n")
    assert event.actor == "system:papers"


def test_a_register_entered_at_once_is_as_whole_as_one_by_one(world: World, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    rows = [
        {"site_reference": f"B{n}", "name": f"Bulk {n}", "state": "live", "live_since": make.days_ago(n + 1)}
        | make.PLACE
        for n in range(40)
    ]
    assert world.manager
    with django_assert_max_num_queries(25):
        sites = enter_found_many(
            by=make.IMPORT, on=clock.today(), organisation=world.organisation, rows=rows, reason="register.csv"
        )
    assert [site.number for site in sites] == list(range(1, 41))
    assert all(open_kinds(site) == {"need", "dpia"} for site in sites[:3])
    assert sites[0].history.count() == sites[0].periods.count() == 1
    event = Event.objects.get(kind="cameras.site.enter_found_many")
    assert b'"count":40' in bytes(event.payload)
    assert make.found(world).number == 41


def test_bulk_entry_is_for_those_who_may_enter_as_found(world: World) -> None:
    rows = [{"site_reference": "B1", "state": "live", **make.PLACE}]
    with pytest.raises(NotYours):
        enter_found_many(
            by=world.auditor, on=clock.today(), organisation=world.organisation, rows=rows, reason="register.csv"
        )
