"""A later snapshot of the same source: what changes, what is kept, what people have to look at (interface.md)."""

from datetime import date
from typing import Any

import pytest

from anpr_governance.database import clock
from anpr_governance.organisations.models import Organisation
from cameras.models import Device, Site, SitePeriod, SourceRow
from tests.cameras.register.files import GOOD, brought, counts, data, imported, rows
from tests.cameras.register.test_importing import size
from tests.make import cameras as make
from tests.make.people import World


@pytest.fixture
def site(force: Organisation) -> Site:
    """A found site with one device, of the plain source."""
    brought(force, GOOD)
    return Site.objects.get()


def test_the_same_file_twice_changes_nothing_and_writes_nothing(force: Organisation, site: Site) -> None:
    before = size()
    assert counts(brought(force, GOOD)) == {"unchanged": 1}
    assert size() == before


def test_a_file_that_says_what_stands_here_leaves_nothing_behind(force: Organisation, site: Site) -> None:
    before = size()
    assert counts(brought(force, GOOD, source="another")) == {"unchanged": 1}
    assert size() == before


def test_a_descriptive_value_that_nobody_edited_is_updated(force: Organisation, site: Site) -> None:
    changed = {
        **GOOD,
        "name": "Hollins Cross North",
        "lanes": "2",
        "local_policing_area": "Vale",
        "live_since": "2019-05-01",
    }
    assert counts(brought(force, changed)) == {"changed": 1}
    site = Site.objects.get()
    assert (site.name, site.lanes, site.area.name, site.live_since) == (
        "Hollins Cross North",
        2,
        "Vale",
        date(2019, 5, 1),
    )
    assert site.history.count() == 2
    assert counts(brought(force, changed)) == {"unchanged": 1}


def test_a_value_edited_here_since_is_a_conflict_kept_and_reported(
    force: Organisation, site: Site, world: World
) -> None:
    site.amend(by=world.manager, on=clock.today(), name="Our own name")
    report = brought(force, {**GOOD, "name": "Their new name", "road": "A4191"})
    (conflict,) = report.conflicts
    assert (conflict.column, conflict.here, conflict.file) == ("name", "Our own name", "Their new name")
    assert counts(report) == {"changed": 1, "conflicts": 1}
    site = Site.objects.get()
    assert (site.name, site.road) == ("Our own name", "A4191")


def test_a_conflict_is_told_once_for_each_snapshot_that_brings_news(
    force: Organisation, site: Site, world: World
) -> None:
    site.amend(by=world.manager, on=clock.today(), name="Our own name")
    brought(force, {**GOOD, "name": "Theirs"})
    before = size()
    assert counts(brought(force, {**GOOD, "name": "Theirs"})) == {"unchanged": 1}
    assert size() == before


def test_a_value_set_here_to_what_the_file_says_is_no_conflict(force: Organisation, site: Site, world: World) -> None:
    site.amend(by=world.manager, on=clock.today(), name="The same thought")
    assert "conflicts" not in counts(brought(force, {**GOOD, "name": "The same thought"}))


def test_what_decides_which_rules_hold_is_never_changed_by_a_file(force: Organisation, site: Site) -> None:
    report = brought(force, {**GOOD, "deployment": "temporary"})
    assert [(c.column, c.here) for c in report.conflicts] == [("deployment", "fixed")]
    assert Site.objects.get().deployment == "fixed"


def test_a_file_suspends_a_found_site_and_resumes_it(force: Organisation, site: Site) -> None:
    report = brought(force, {**GOOD, "status": "suspended"})
    assert counts(report) == {"state": 1}
    assert report.statuses[0].taken
    site = Site.objects.get()
    assert (site.state, site.suspended_for) == ("suspended", "register_file")
    assert counts(brought(force, GOOD)) == {"state": 1}
    assert Site.objects.get().state == "live"


def test_a_file_never_resumes_what_people_suspended(force: Organisation, site: Site, world: World) -> None:
    site.suspend(by=world.lead, on=clock.today(), reason="Under inquiry", code="ordered")
    brought(force, {**GOOD, "status": "suspended"})
    report = brought(force, GOOD)
    assert not report.statuses[0].taken
    assert Site.objects.get().state == "suspended"


def test_a_file_never_ceases_a_site(force: Organisation, site: Site) -> None:
    report = brought(force, {**GOOD, "status": "decommissioned"})
    assert [(s.here, s.file, s.taken) for s in report.statuses] == [("live", "decommissioned", False)]
    assert Site.objects.get().state == "live"


@pytest.mark.parametrize("status", ["approved", "refused", "withdrawn"])
def test_a_decision_made_here_lists_a_known_site(force: Organisation, site: Site, status: str) -> None:
    report = brought(force, {**GOOD, "status": status})
    assert (counts(report), report.statuses[0].taken) == ({"state": 1}, False)


def test_a_site_decided_here_keeps_its_state(force: Organisation, world: World) -> None:
    site = make.site(world, site_reference="HX-1")
    report = brought(force, {**GOOD, "name": site.name})
    assert [(s.here, s.file, s.taken) for s in report.statuses] == [("proposed", "live", False)]
    assert Site.objects.get().state == "proposed"


def test_a_partners_site_goes_out_of_service(force: Organisation) -> None:
    brought(force, {**GOOD, "relationship": "partner"})
    assert counts(brought(force, {**GOOD, "relationship": "partner", "status": "suspended"})) == {"state": 1}
    site = Site.objects.get()
    assert site.in_service is False
    assert site.periods.count() == 2


def test_a_small_correction_of_the_place_is_a_change(force: Organisation, site: Site) -> None:
    assert counts(brought(force, {**GOOD, "easting": "312040"})) == {"changed": 1}
    site = Site.objects.get()
    assert site.easting == 312040
    assert SitePeriod.objects.get(site=site, until=None).easting == 312040
    assert not site.gaps.open().filter(kind="moved").exists()


def test_a_site_that_moved_with_a_dpia_has_a_gap(force: Organisation) -> None:
    papers = {**GOOD, "dpia_reference": "IG-2019-44"}
    brought(force, papers)
    report = brought(force, {**papers, "easting": "312400"})
    assert (counts(report), report.moves[0].metres, report.moves[0].gap) == ({"moved": 1}, 400, True)
    assert Site.objects.get().gaps.open().filter(kind="moved").count() == 1


def test_a_site_that_moved_without_a_dpia_has_no_further_gap(force: Organisation, site: Site) -> None:
    report = brought(force, {**GOOD, "easting": "312400"})
    assert (counts(report), report.moves[0].gap) == ({"moved": 1}, False)
    assert not Site.objects.get().gaps.open().filter(kind="moved").exists()


def test_a_dpia_outside_the_product_takes_the_place_of_the_gap(force: Organisation, site: Site) -> None:
    brought(force, {**GOOD, "dpia_reference": "IG-2019-44"})
    assert {gap.kind for gap in Site.objects.get().gaps.open()} == {"need", "dpia_outside"}


def test_a_row_that_is_not_listed_any_more_is_flagged_and_never_ceased(force: Organisation) -> None:
    brought(force, *rows(3))
    report = brought(force, *rows(2))
    assert counts(report) == {"unchanged": 2, "not listed": 1}
    assert report.not_listed == ["HX-3 HX-3-A"]
    assert Site.objects.get(site_reference="HX-3").state == "live"
    before = size()
    assert counts(brought(force, *rows(2))) == {"unchanged": 2}
    assert size() == before
    assert counts(brought(force, *rows(3))) == {"unchanged": 2, "changed": 1}
    assert SourceRow.objects.filter(listed=False).count() == 0


def test_another_source_does_not_unlist_ours(force: Organisation) -> None:
    brought(force, *rows(2))
    assert counts(brought(force, rows(3)[2], source="another")) == {"added": 1}


def test_a_refused_row_still_counts_as_listed(force: Organisation) -> None:
    brought(force, *rows(2))
    report = imported(force, data(rows(1)[0], {**rows(2)[1], "lanes": "99"}), good_rows=True)
    assert counts(report) == {"unchanged": 1, "refused": 1}


def test_a_device_that_comes_later_is_added_to_its_site(force: Organisation, site: Site) -> None:
    report = brought(force, GOOD, {**GOOD, "device_reference": "HX-1-B"})
    assert counts(report) == {"unchanged": 1, "added": 1}
    assert site.placements.count() == 2


def test_a_device_of_the_file_that_stands_elsewhere_here_is_a_conflict(force: Organisation) -> None:
    brought(force, *rows(2))
    moved = {**rows(2)[1], "device_reference": "HX-1-A"}
    report = brought(force, moved)
    assert [(c.column, c.here, c.file) for c in report.conflicts] == [("device_reference", "HX-1", "HX-2")]
    assert Device.objects.get(reference="HX-1-A").placements.get().site.site_reference == "HX-1"


def test_values_of_a_device_are_updated_with_their_history(force: Organisation, site: Site) -> None:
    changed = {**GOOD, "device_serial": "S-9", "device_model": "Reader 9", "gives_images": "no"}
    changed["last_performance_check"] = "2026-01-05"
    assert counts(brought(force, changed)) == {"changed": 1}
    device = Device.objects.get()
    assert (device.serial, device.model.name, device.gives_images) == ("S-9", "Reader 9", False)
    assert device.check_before == date(2026, 1, 5)
    assert device.history.count() == 2


def test_a_dry_run_counts_what_the_import_then_does(force: Organisation, world: World) -> None:
    from cameras.register.importing import run
    from tests.cameras.register.files import given

    brought(force, *rows(4))
    Site.objects.get(site_reference="HX-2").amend(by=world.manager, on=clock.today(), name="Ours")
    table = rows(5)
    table[0]["status"] = "suspended"
    table[1]["name"] = "Theirs"
    table[2]["easting"] = "313000"
    del table[3]
    content = data(*table)
    tried = run(given(force, content), write=False).report
    assert counts(tried) == {"state": 1, "conflicts": 1, "moved": 1, "added": 1, "not listed": 1}
    written: Any = imported(force, content)
    assert counts(written) == counts(tried)
    assert [item.reference for item in written.statuses] == [item.reference for item in tried.statuses]
