"""The fleet's page: every figure is what the checks say, in as few statements for many devices as for few."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from anpr_governance.database import clock
from anpr_governance.regulation import facts
from cameras.fleet import Bin, Fleet, Period
from cameras.models import Device, PerformanceCheck
from cameras.opening import open_due_checks
from cameras.statistics import wilson
from cameras.views.fleetcharts import compared, passing, punctuality, spread
from tests.make import cameras as make
from tests.make.people import World

Z = facts("nasple")["interval"]["z_thousandths"] / 1000
READ = facts("nasple")["thresholds"]["read"]


def fleet_of(world: World, kind: str = "nrd", person: Any = None) -> Fleet:
    """The fleet as the manager sees it."""
    return Fleet(person or world.manager, world.organisation, kind, clock.today())


def checked(world: World, **counts: int) -> PerformanceCheck:
    """A device at a site of its own with one check made."""
    return make.recorded(world, make.check(world, make.found(world)), **counts)


def page(world: World, person: Any = None, query: str = "") -> str:
    """What the page says."""
    client = Client()
    client.force_login(person or world.manager)
    answer = client.get(f"/performance/fleet/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.requirement("T108", "T111")
def test_the_last_check_of_each_device_counts_and_no_other(world: World) -> None:
    mended = make.failed(world, make.check(world, make.found(world)))
    make.recorded(world, mended.retests.get())
    checked(world)
    last = checked(world, captured=430, read=380)
    make.device(world, make.found(world))
    checked(world.other)
    assert fleet_of(world).surveyed((), Z)[0] == {"passed": 2, "failed": 1, "never": 1, "all": 4}
    assert [check.pk for check in fleet_of(world).failing(9)] == [last.pk]
    assert fleet_of(world, "link").surveyed((), Z)[0]["all"] == 0


def test_periods_say_what_fell_due_and_what_was_made_of_it(world: World) -> None:
    today = clock.today()
    late, done = make.found(world), make.found(world)
    for site, ago in ((late, 366 + 30), (done, 366 - 5), (make.found(world), 366 + 20)):
        make.device(world, site, check_before=make.days_ago(ago), on=make.days_ago(500))
    for check in PerformanceCheck.objects.filter(kind="installation"):
        check.cancel(by=make.System("site"), on=today)
    open_due_checks(today, [world.organisation.pk])
    for site in (late, done):
        make.recorded(world, site.checks.get(kind="periodic"))
    shown = fleet_of(world).periods("year")
    assert (len(shown), shown[-1]) == (5, Period(date(today.year, 1, 1), 1, 1, 1, made=2, passed=2))
    assert sum(p.in_time + p.late + p.overdue for p in fleet_of(world).periods("quarter")) == 3
    assert fleet_of(world).overdue() == 1


@given(whole=st.integers(1, 6000), share=st.floats(0, 1), percent=st.integers(1, 99))
def test_the_score_test_without_a_root_is_the_wilson_interval(whole: int, share: float, percent: int) -> None:
    hits = round(whole * share)
    low, high = wilson(hits, whole, Z)
    near = (100 * hits - whole * percent) ** 2 <= Z * Z * whole * percent * (100 - percent)
    edge = min(abs(low - percent / 100), abs(high - percent / 100)) < 1e-9
    assert edge or near == (low <= percent / 100 <= high)


def test_rates_lie_in_their_percent_and_know_their_interval(world: World) -> None:
    for captured, read in ((400, 396), (400, 381), (400, 350), (100, 96)):
        checked(world, visible=400, captured=captured, read=read)
    assert fleet_of(world).surveyed((READ,), Z)[1][0] == [Bin(87, 1, 0), Bin(95, 1, 1), Bin(96, 1, 1), Bin(99, 1, 0)]
    drawn = spread(READ, fleet_of(world).surveyed((READ,), Z)[1][0])
    assert drawn is not None and "above the threshold for 1 and below it for 1. For 2" in drawn.sentence


def test_the_sentence_about_two_periods_claims_no_more_than_their_intervals() -> None:
    assert "overlap" in compared([(0.8, 0.9), (0.85, 0.99)])
    assert "wholly above" in compared([(0.5, 0.6), (0.85, 0.99)])
    assert "wholly below" in compared([(0.85, 0.99), (0.5, 0.6)])
    assert "no earlier" in compared([(0.85, 0.99)])
    assert punctuality([Period(date(2026, 1, 1))], "year") is None
    assert passing([Period(date(2026, 1, 1))], "year", Z) is None


def test_the_page_shows_drawings_with_their_tables_and_asks_as_little_for_many_as_for_few(world: World) -> None:
    checked(world)
    page(world)
    with CaptureQueriesContext(connection) as few:
        words = page(world)
    for _n in range(6):
        checked(world, captured=430, read=380)
    with CaptureQueriesContext(connection) as many:
        page(world)
    assert len(many) <= len(few) + 1  # those that failed are listed
    assert words.count("<svg viewBox") == words.count("See it as a table") == 4 and "How many checks passed?" in words
    assert "?kind=nrd" not in words and 'value="quarter" selected' in words


def test_a_commander_sees_the_devices_of_the_own_area_alone(world: World) -> None:
    mine, place = make.found(world, area=make.area(world)), make.area(world)
    make.recorded(world, make.check(world, mine))
    checked(world)
    commander = world.someone("lpa-commander", area=place)
    assert fleet_of(world, person=commander).surveyed((), Z)[0]["all"] == 1
    assert "1 <small>of 1</small>" in " ".join(page(world, commander).split())


@pytest.mark.parametrize("query", ["?kind=nonsense&by=never", "?force=999", "?kind=bof&by=year", "?kind=%00"])
def test_what_is_asked_wrongly_is_as_if_it_were_not_asked(world: World, query: str) -> None:
    checked(world)
    assert "Performance of the fleet" in page(world, query=query)


def test_a_link_and_an_interface_have_their_own_figures(world: World) -> None:
    for kind, first in (("link", "Delivery rate"), ("bof", "Intake rate")):
        site = make.found(world)
        make.device(world, site, kind=kind)
        make.recorded(world, make.check(world, site))
        words = page(world, query=f"?kind={kind}")
        assert first in words and "Correct read rate" not in words
    assert Device.objects.filter(kind="nrd").count() == 0
