"""What stands near a place, what is likely twice, and which ways into a settlement are watched."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anpr_governance.database import clock
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.models import Cordon, Site
from cameras.models.cordon import closes
from cameras.nearby import alike, around, around_each, of_every_owner
from tests.cameras.test_pages import signed_in, text
from tests.make import cameras as make
from tests.make.people import World

AT = (312000.0, 184000.0)


def at(east: float, north: float = 0) -> dict[str, float]:
    """So many metres from the usual place."""
    return {"easting": AT[0] + east, "northing": AT[1] + north}


def partner(world: World, **fields: Any) -> Site:
    known = {"site_reference": f"KC-{Site.objects.count()}", "relationship": "partner", "deployment": "fixed",
             "latitude": 51.5, "longitude": -3.2, "owner": "City council"}  # fmt: skip
    return Site.enter_without_machine(
        by=world.manager, on=clock.today(), organisation=world.organisation, **{**known, **fields}
    )


@pytest.mark.requirement("T002", "T003", "T074")
def test_the_nearest_of_every_owner_is_measured_on_the_grid_and_what_is_gone_is_left_out(world: World) -> None:
    ours = [make.site(world, name=name, **at(east)) for name, east in (("Far", 900), ("Nearer", 300))]
    shared = partner(world, name="Albion Square", **at(0, -400))
    make.site(world, name="Beyond", **at(5001))
    make.site(world, name="Given up", **at(10)).withdraw(by=world.manager, on=clock.today(), reason="Not sought.")
    found = around([AT], Site.objects.all().sought_or_standing(), 5000)
    assert [(near.site, near.distance_m) for near in found] == [(ours[1], 300.0), (shared, 400.0), (ours[0], 900.0)]
    assert [near.site for near in of_every_owner(found)] == [ours[1], shared]
    assert [near.is_shareable for near in found] == [False, True, False]
    each = around_each([AT, (AT[0] + 900, AT[1])], Site.objects.all().sought_or_standing(), 350)
    assert [[near.site for near in row] for row in each] == [[ours[1]], [ours[0]]]


@pytest.mark.requirement("T002")
def test_so_near_or_near_on_the_same_road_the_same_way_is_likely_the_same_camera(world: World) -> None:
    site = make.site(world, road="A48 (M)", direction="North-bound", **at(0))
    told = {
        "on top": (at(20), {"road": "C1"}, True),
        "same road": (at(140), {"road": "a48(m)", "direction": "northbound"}, True),
        "other way": (at(140), {"road": "A48(M)", "direction": "southbound"}, False),
        "too far": (at(160), {"road": "A48(M)", "direction": "Northbound"}, False),
        "no road": (at(140), {"road": "", "direction": ""}, False),
    }  # fmt: skip
    for name, (place, fields, wanted) in told.items():
        made = make.site(world, name=name, **place, **fields)
        near = next(one for one in around([AT], Site.objects.all(), 500) if one.site == made)
        assert alike(near, site) is wanted, name


def test_the_map_says_what_stands_near_a_site_and_what_could_be_shared(world: World) -> None:
    site = make.live(world, name="Ashmead Bridge", **at(0))
    partner(world, name="Albion Square", **at(600))
    page = text(signed_in(world.analyst), f"/sites/map/?near={site.site_reference.lower()}")
    assert "Near Ashmead Bridge" in page and "Could be shared instead of a new one" in page and "City council" in page
    assert "1 km" in page and "3 km" in page and "5 km" in page
    figures = text(signed_in(world.analyst), "/sites/map/?near=312010+184000")
    assert "Near 312010 184000" in figures and "Likely the same place twice" in figures
    assert "neither a site you may see nor a place" in text(signed_in(world.analyst), "/sites/map/?near=nowhere")
    elsewhere = text(signed_in(world.outsider), f"/sites/map/?near={site.reference}")
    assert "neither a site you may see nor a place" in elsewhere and "Ashmead" not in elsewhere


@pytest.mark.parametrize(
    "address",
    ["at=1,2", "at=nan,1&km=5", "at=inf,0&km=1", "km=5", "at=a,b&km=c", "at=9e99,0&km=9", "at=312000,184000&km=1e-9"],
)
def test_a_part_of_the_map_that_cannot_be_is_none(world: World, address: str) -> None:
    make.site(world, **at(0))
    assert "A4190 Hollins Cross" in text(signed_in(world.manager), f"/sites/map/?{address}")


def test_many_sites_are_counted_by_cell_in_as_many_statements_as_few(world: World) -> None:
    fields = [at(40 * number, 30 * (number % 40)) for number in range(400)]
    for place in fields[:3]:
        make.found(world, **place)
    client = signed_in(world.manager)
    few = asked(client, "/sites/map/")
    rows = [Site(organisation=world.organisation, number=9000 + n, site_reference=f"M{n}", state="live", origin="found",
                 name="Many", **place, latitude=51.5, longitude=-3.2) for n, place in enumerate(fields)]  # fmt: skip
    from django.db.models import QuerySet

    QuerySet(Site).bulk_create(rows)
    assert asked(client, "/sites/map/") <= few + 2
    page = text(client, "/sites/map/")
    assert "sites: look closer" in page
    shown = [
        int(part.split(" ")[0]) for part in page.split('aria-label="')[1:] if part.split('"')[0].endswith("look closer")
    ]
    assert sum(shown) + page.count("site-map__disc") == 403


def asked(client: Any, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_tiles_come_from_the_forces_own_server_alone(world: World, settings: Any) -> None:
    make.site(world, **at(0))
    assert "<image" not in text(signed_in(world.manager), "/sites/map/")
    settings.MAP_TILES_URL = "https://tiles.force.example/{z}/{x}/{y}.png"
    page = text(signed_in(world.manager), "/sites/map/?at=312000,184000&km=4")
    assert page.count('href="https://tiles.force.example/8/') >= 6


# Cordons


def ways(*offsets: float) -> list[dict[str, Any]]:
    return [
        {"road": f"A{n}", "direction": "in", "easting": int(AT[0] + offset), "northing": int(AT[1])}
        for n, offset in enumerate(offsets, start=1)
    ]


@pytest.mark.requirement("T040")
@pytest.mark.parametrize(
    ("live", "proposed", "now", "then"),
    [
        ((0, 2000, 4000), (), True, True),
        ((0, 2000), (), True, True),
        ((0,), (2000,), False, True),
        ((0,), (), False, False),
    ],
)
def test_a_cordon_warns_when_all_ways_or_all_but_one_are_watched(
    world: World, live: tuple[float, ...], proposed: tuple[float, ...], now: bool, then: bool
) -> None:
    for offset in live:
        make.found(world, **at(offset, 100))
    for offset in proposed:
        make.site(world, **at(offset))
    cordon = Cordon.record(
        by=world.analyst, on=clock.today(), organisation=world.organisation, settlement="Tillbrook",
        ways=ways(0, 2000, 4000),
    )  # fmt: skip
    looked = cordon.looked_at()
    assert [bool(way.existing) for way in looked] == [offset in live for offset in (0, 2000, 4000)]
    assert (closes(looked, with_proposed=False), closes(looked, with_proposed=True)) == (now, then)
    page = text(signed_in(world.lead), cordon.get_absolute_url())
    assert ("is watched today" in page) is now
    assert ("would be watched with the proposed sites" in page) is (then and not now)


@pytest.mark.requirement("T040")
def test_a_cordon_names_its_own_distance_and_a_partners_camera_out_of_service_watches_nothing(world: World) -> None:
    partner(world, name="Out", in_service=False, **at(0))
    shared = partner(world, name="In", **at(2000, 600))
    known = {"by": world.manager, "on": clock.today()}
    cordon = Cordon.record(organisation=world.organisation, settlement="Tillbrook", ways=ways(0, 2000), **known)
    assert [way.existing for way in cordon.looked_at()] == [(), ()]
    cordon.change(within_m=700, **known)
    assert [[near.site for near in way.existing] for way in cordon.looked_at()] == [[], [shared]]
    assert cordon.history.count() == 2


@pytest.mark.parametrize("fields", [{"ways": ways(0)}, {"within_m": 0}, {"within_m": 99_999}])
def test_a_cordon_that_cannot_be_is_refused_with_a_sentence(world: World, fields: dict[str, Any]) -> None:
    known = {"settlement": "Tillbrook", "ways": ways(0, 900)} | fields
    with pytest.raises(Refused):
        Cordon.record(by=world.manager, on=clock.today(), organisation=world.organisation, **known)
    assert not Cordon.objects.exists()


def test_cordons_are_kept_by_those_who_assess_and_read_by_those_who_see_places(world: World) -> None:
    with pytest.raises(NotYours):
        Cordon.record(by=world.lead, on=clock.today(), organisation=world.organisation, settlement="T", ways=ways(0, 9))
    site = make.found(world, name="Northern Gate", **at(0))
    said = {
        "settlement": "Tillbrook",
        "ways": f"A1 | in | {site.site_reference}\nB2 | out | ST 1400 8400",
        "within_m": "",
    }
    answer = signed_in(world.analyst).post("/sites/cordons/new/", said)
    assert answer.status_code == 302, answer.content.decode()
    cordon = Cordon.objects.get()
    assert [(way["easting"], way["northing"]) for way in cordon.ways] == [AT, (314005.0, 184005.0)]
    assert "Northern Gate" in text(signed_in(world.lead), cordon.get_absolute_url())
    assert "Tillbrook" in text(signed_in(world.lead), "/sites/cordons/")
    assert signed_in(world.lead).post(cordon.get_absolute_url(), said).status_code == 403
    assert signed_in(world.foi).get(cordon.get_absolute_url()).status_code in (403, 404)
    assert signed_in(world.outsider).get(cordon.get_absolute_url()).status_code == 404
    wrong = signed_in(world.analyst).post("/sites/cordons/new/", said | {"ways": "A1 | in | ST 14 84\nB2 nowhere"})
    assert wrong.status_code == 422 and "Line 2 is not" in wrong.content.decode()


@pytest.mark.requirement("T101")
def test_a_site_names_the_commander_of_its_area_and_the_owner_of_each_gap(world: World) -> None:
    vale, owner = make.area(world), world.manager
    site = make.found(world, area=vale)
    assert "Nobody holds the role" in text(signed_in(owner), site.get_absolute_url())
    world.someone("lpa-commander", "Commander Vale", area=vale)
    page = text(signed_in(owner), site.get_absolute_url())
    assert "Its commander" in page and "Commander Vale" in page
    assert {gap.owner.person for gap in site.gaps.all()} == {owner} and page.count(f"With {owner.name}.") == 2
