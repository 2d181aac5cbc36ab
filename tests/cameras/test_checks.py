"""Performance checks: counts in, rates out, due by whether the device gives images."""

import json
import re
from datetime import date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from anpr_governance.regulation import facts, shipped
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow import effects
from anpr_governance.workflow.models import Notice
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.duties import performance, task_line, tasks, temporary
from cameras.models import Device, PerformanceCheck
from cameras.opening import devices_with_check, open_due_checks
from cameras.statistics import wilson
from tests.make import cameras as make
from tests.make.people import World

LONDON = ZoneInfo("Europe/London")


def due(world: World) -> date:
    return devices_with_check(clock.today(), [world.organisation.pk]).get().due_on


@pytest.mark.requirement("T111")
def test_the_outcome_follows_from_counts_and_pinned_thresholds(world: World) -> None:
    check = make.recorded(world, make.check(world))
    assert (check.outcome, check.state, check.nasple.key) == ("passed", "recorded", "nasple")
    assert [rate.key for rate in check.rates()] == ["capture", "read"]
    assert make.failed(world, make.check(world)).outcome == "failed"


@pytest.mark.requirement("T111")
@pytest.mark.parametrize(("captured", "outcome"), [(980, "passed"), (979, "failed")])
def test_the_threshold_itself_passes_and_one_less_fails(world: World, captured: int, outcome: str) -> None:
    counts = {"vehicles": 1000, "visible": 1000, "captured": captured, "read": captured}
    assert make.recorded(world, make.check(world), **counts).outcome == outcome


@pytest.mark.parametrize(
    "counts",
    [
        {"read": 488},
        {"captured": 491},
        {"visible": 501},
        {"vehicles": 0, "visible": 0, "captured": 0, "read": 0},
    ],
)
def test_impossible_counts_are_refused(world: World, counts: dict[str, int]) -> None:
    with pytest.raises(Refused, match="within the one before"):
        make.recorded(world, make.check(world), **counts)


def test_a_check_says_how_and_over_which_period(world: World) -> None:
    for missing in ({"how": " "}, {"period": ""}):
        with pytest.raises(Refused, match="method"):
            make.recorded(world, make.check(world), **missing)  # type: ignore[arg-type]


@pytest.mark.requirement("T111")
def test_a_failure_opens_a_retest_and_asks_for_an_action(world: World) -> None:
    check = make.failed(world, make.check(world), action=False)
    retest = check.retests.get()
    days = facts("intervals")["intervals"]["performance_retest"]["days"]
    assert (retest.kind, retest.due_on) == ("retest", clock.today() + timedelta(days=days))
    assert check.actions.get().owner is None
    with pytest.raises(Refused, match="by which day"):
        check.accept(by=world.manager, on=clock.today())


def test_the_manager_accepts_own_counts_only_with_a_reason(world: World) -> None:
    check = make.check(world).record(by=world.manager, on=clock.today(), **make.COUNTS, **make.MADE)
    with pytest.raises(Refused, match="only with a reason"):
        check.accept(by=world.manager, on=clock.today())
    check = check.accept(by=world.manager, on=clock.today(), reason="The specialist is away.")
    assert check.decision.seal.holds() and check.state == "accepted"


def test_a_specialist_does_not_accept(world: World) -> None:
    with pytest.raises(NotYours):
        make.recorded(world, make.check(world)).accept(by=world.specialist, on=clock.today())


def test_two_failures_in_a_row_suggest_a_suspension_and_suspend_nothing(world: World) -> None:
    first = make.failed(world, make.check(world))
    first.accept(by=world.manager, on=clock.today())
    second = make.failed(world, first.retests.get())
    effects.sweep(clock.now())
    assert Notice.objects.filter(person=world.manager, text__contains="two checks in a row").exists()
    assert second.site.state == "live"


def test_a_passed_retest_proves_the_installation(world: World) -> None:
    site = make.ready_to_go_live(world, without="check")
    failing = make.failed(world, site.checks.get())
    failing.accept(by=world.manager, on=clock.today())
    make.passed(world, failing.retests.get())
    assert site.go_live(by=world.manager, on=clock.today()).state == "live"


@pytest.mark.requirement("T110")
def test_the_imagery_flag_moves_the_day_at_once(world: World) -> None:
    site = make.found(world, live_since=make.days_ago(700))
    device = make.device(world, site, check_before=date(2026, 8, 31))
    assert due(world) == date(2027, 8, 31)
    device.change(by=world.manager, on=clock.today(), site=site, gives_images=False)
    assert due(world) == date(2027, 2, 28)


@pytest.mark.requirement("T110")
def test_an_open_check_follows_the_imagery_flag(world: World) -> None:
    site = make.found(world, live_since=make.days_ago(700))
    device = make.device(world, site, check_before=make.days_ago(330))
    assert open_due_checks(clock.today(), [world.organisation.pk]) == 1
    device.change(by=world.manager, on=clock.today(), site=site, gives_images=False)
    assert device.checks.get(kind="periodic").due_on == add_months(make.days_ago(330), 6)


@given(day=st.dates(date(2019, 1, 1), date(2026, 10, 1)), images=st.booleans())
@pytest.mark.requirement("T110")
def test_the_day_is_the_anniversary_whatever_the_month_end(day: date, images: bool) -> None:
    later = add_months(day, 12 if images else 6)
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == (12 if images else 6)


@pytest.mark.requirement("T110")
@pytest.mark.parametrize(
    ("last", "images", "expected"),
    [
        (date(2024, 2, 29), True, date(2025, 2, 28)),
        (date(2025, 8, 31), False, date(2026, 2, 28)),
        (date(2023, 8, 31), False, date(2024, 2, 29)),
        (date(2025, 10, 31), False, date(2026, 4, 30)),
    ],
)
def test_month_ends_and_leap_days_are_counted_the_same_in_the_database(
    world: World, last: date, images: bool, expected: date
) -> None:
    make.device(world, make.found(world), check_before=last, gives_images=images)
    assert due(world) == expected


def test_a_new_accepted_check_moves_the_next_day(world: World) -> None:
    site = make.found(world, live_since=make.days_ago(700))
    make.device(world, site, check_before=make.days_ago(500))
    make.passed(world, make.check(world, site), on=make.days_ago(2))
    assert due(world) == add_months(make.days_ago(2), 12)


def test_an_accepted_check_that_failed_counts_as_done_and_leaves_its_retest(world: World) -> None:
    site = make.found(world)
    make.device(world, site)
    check = make.failed(world, make.check(world, site))
    check.accept(by=world.manager, on=clock.today())
    assert due(world) == add_months(clock.today(), 12)
    assert check.retests.filter(state="open").exists()


@pytest.mark.requirement("T108")
def test_each_due_device_is_opened_once_however_often_it_runs(world: World) -> None:
    site = make.found(world, live_since=make.days_ago(900))
    for kind in ("nrd", "link", "bof"):
        make.device(world, site, kind=kind)
    foreign = make.found(world.other, live_since=make.days_ago(900))
    make.device(world.other, foreign)
    PerformanceCheck.objects.filter(kind="installation")
    for check in PerformanceCheck.objects.filter(kind="installation"):
        check.cancel(by=make.System("site"), on=clock.today())
    before = Event.objects.filter(kind="cameras.performancecheck.open_many").count()
    assert open_due_checks(clock.today(), [world.organisation.pk]) == 3
    assert open_due_checks(clock.today(), [world.organisation.pk]) == 0
    rows = PerformanceCheck.objects.filter(kind="periodic")
    assert {row.organisation_id for row in rows} == {world.organisation.pk}
    assert all(row.history.count() == 1 and row.state == "open" for row in rows)
    assert Event.objects.filter(kind="cameras.performancecheck.open_many").count() == before + 1


def test_a_suspended_collection_keeps_its_checks_and_a_ceased_one_loses_them(world: World) -> None:
    site = make.found(world, live_since=make.days_ago(900))
    make.device(world, site)
    site = site.suspend(by=world.manager, on=clock.today(), reason="It broke.", code="fault")
    assert performance(clock.today(), [world.organisation.pk]).count() == 1
    site.cease_collection(by=world.lead, on=clock.today(), reason="Done.")
    assert performance(clock.today(), [world.organisation.pk]).count() == 0
    assert not PerformanceCheck.objects.filter(state="open").exists()


def test_a_device_that_moves_leaves_its_checks_and_is_checked_where_it_stands(world: World) -> None:
    old, new = make.found(world), make.found(world)
    device = make.device(world, old)
    device.place(by=world.manager, on=clock.today(), site=new)
    assert device.placements.open().get().site == new
    assert old.checks.get().state == "cancelled"
    assert new.checks.get(kind="installation").state == "open"


@pytest.mark.requirement("T005")
def test_a_temporary_site_falls_due_on_the_day_of_month_twelve(world: World) -> None:
    site = make.found(world, deployment="temporary", live_since=date(2026, 2, 28))
    rows = temporary(clock.today(), [world.organisation.pk])
    assert rows.get().due_on == date(2027, 2, 28)
    site.confirm_authority(by=make.PROPOSAL, on=clock.today())
    assert not temporary(clock.today(), [world.organisation.pk]).exists()


def test_wilson_knows_the_published_example() -> None:
    low, high = wilson(463, 483, 1.96)
    assert (round(low, 4), round(high, 4)) == (0.9369, 0.973)
    assert wilson(0, 0, 1.96) == (0.0, 1.0)


@given(whole=st.integers(1, 5000), share=st.floats(0, 1))
def test_the_interval_holds_the_rate_and_lies_between_nothing_and_all(whole: int, share: float) -> None:
    hits = round(whole * share)
    low, high = wilson(hits, whole, 1.96)
    assert 0 <= low <= hits / whole + 1e-12 and hits / whole - 1e-12 <= high <= 1


@pytest.mark.requirement("T108")
@pytest.mark.parametrize(
    ("kind", "counts", "outcome"),
    [
        ("link", (1000, 1000, 990, 941), "passed"), ("link", (1000, 1000, 989, 989), "failed"),
        ("bof", (1000, 1000, 990, 961), "passed"), ("bof", (1000, 1000, 990, 960), "failed"),
        ("nrd", (1000, 1000, 980, 931), "passed"),
    ],
)  # fmt: skip
def test_each_kind_of_component_is_held_against_its_own_thresholds(
    world: World, kind: str, counts: tuple[int, ...], outcome: str
) -> None:
    site = make.found(world)
    device = make.device(world, site, kind=kind)
    assert make.check(world, site).device == device
    names = ("vehicles", "visible", "captured", "read")
    check = make.recorded(world, PerformanceCheck.objects.get(kind="ad_hoc"), **dict(zip(names, counts, strict=True)))
    assert check.outcome == outcome
    expected = facts("nasple")["components"][kind]["counts"]
    assert [label for label, _n in check.counted()] == [expected[name]["label"] for name in names]


@pytest.mark.requirement("T108")
def test_the_form_asks_what_is_counted_of_the_component(world: World) -> None:
    site = make.found(world)
    make.device(world, site, kind="link")
    client = Client()
    client.force_login(world.specialist)
    words = client.get(f"{make.check(world, site).get_absolute_url()}step/record/").content.decode()
    assert "Of those, arrived whole and in time" in words and "Of those, plates" not in words
    plates = client.get(f"{make.check(world).get_absolute_url()}step/record/").content.decode()
    assert "Of those, plates read correctly" in plates and "arrived" not in plates


def test_an_edition_that_tells_no_components_apart_holds_all_as_before(world: World) -> None:
    content = json.loads(shipped()["nasple"].text)
    content.pop("components")
    content["thresholds"] = {key: content["thresholds"][key] for key in ("capture", "read")}
    Edition.objects.create(
        key="nasple", organisation_code=world.organisation.code, version="own", in_force_from=date(2026, 1, 1),
        source="Chief officer's order", content=json.dumps(content), sha256="2" * 64,
    )  # fmt: skip
    site = make.found(world)
    make.device(world, site, kind="link")
    check = make.recorded(world, make.check(world, site))
    assert [rate.key for rate in check.rates()] == ["capture", "read"]
    assert check.counted()[0] == ("Vehicles that passed", 500)


def test_a_device_that_was_checked_stays_the_component_that_it_is(world: World) -> None:
    check = make.recorded(world, make.check(world))
    with pytest.raises(Refused, match="as its own"):
        check.device.change(by=world.manager, on=clock.today(), site=check.site, kind="link")


@pytest.mark.requirement("T111")
def test_a_failure_that_nobody_owns_is_a_duty_and_so_is_an_action_that_is_late(world: World) -> None:
    check = make.failed(world, make.check(world), on=make.days_ago(2), action=False)
    row = tasks(clock.today(), [world.organisation.pk]).get()
    assert (row.due_on, task_line(row).path) == (make.days_ago(2), f"{check.get_absolute_url()}action/")
    make.with_action(world, check)
    later = make.days_ago(-15)
    row = tasks(later, [world.organisation.pk]).get()
    assert row.due_on == make.days_ago(-14) < later
    assert "/tasks/" in task_line(row).path and check.reference in task_line(row).why


@pytest.mark.requirement("T111")
def test_two_failures_offer_the_suspension_with_its_reason_to_those_who_may_take_it(world: World) -> None:
    first = make.failed(world, make.check(world))
    first.accept(by=world.manager, on=clock.today())
    second = make.failed(world, first.retests.get())
    pages = {}
    for person in (world.manager, world.specialist):
        client = Client()
        client.force_login(person)
        pages[person.pk] = unescape(client.get(second.get_absolute_url()).content.decode())
    address = re.search(r'href="(/sites/[^"]+/step/suspend/[^"]+)"', pages[world.manager.pk])
    assert "Two checks in a row failed" in pages[world.specialist.pk]
    assert address is not None and "/step/suspend/" not in pages[world.specialist.pk]
    client.force_login(world.manager)
    form = client.get(address[1]).content.decode()
    assert re.search(r'value="failed_test"[^>]*checked', form) and second.reference in form
    second.site.suspend(by=world.manager, on=clock.today(), reason="So.", code="failed_test")
    assert "Collection at the site is suspended" in client.get(second.get_absolute_url()).content.decode()


def test_the_pass_of_one_component_lets_no_other_that_failed_collect_again(world: World) -> None:
    site = make.live(world)
    failing = make.failed(world, make.check(world, site))
    failing.accept(by=world.manager, on=clock.today())
    site = site.suspend(by=world.manager, on=clock.today(), reason="It failed.", code="failed_test")
    link = make.device(world, site, clock.today(), kind="link")
    make.passed(world, link.checks.get())
    with pytest.raises(Refused, match=f"failed their last check: {failing.device}"):
        site.resume(by=world.manager, on=clock.today())
    make.passed(world, failing.retests.get())
    assert site.resume(by=world.manager, on=clock.today()).state == "live"


def test_checks_have_dates_in_order(world: World) -> None:
    with clock.set_to(datetime(2026, 11, 20, 12, tzinfo=LONDON)):
        check = make.recorded(world, make.check(world))
        with pytest.raises(Refused):
            check.accept(by=world.manager, on=date(2026, 11, 19))
    assert Device.objects.count() == 1


def test_a_forces_own_interval_holds_for_it_alone_and_without_asking_twice(world: World) -> None:
    content = json.loads(shipped()["intervals"].text)
    content["intervals"]["performance_check_with_images"]["months"] = 3
    Edition.objects.create(
        key="intervals", organisation_code=world.organisation.code, version="own", in_force_from=date(2026, 1, 1),
        source="Chief officer's order", content=json.dumps(content), sha256="1" * 64,
    )  # fmt: skip
    for force in (world, world.other):
        make.device(force, make.found(force), check_before=date(2026, 9, 30))
    ids = [world.organisation.pk, world.other.organisation.pk]
    days = dict(devices_with_check(clock.today(), ids).values_list("organisation_id", "due_on"))
    assert days == dict(zip(ids, (date(2026, 12, 30), date(2027, 9, 30)), strict=True))
