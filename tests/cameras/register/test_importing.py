"""A register becomes sites and devices, all of it or none (requirements of the register file in interface.md)."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.database.command import Failure, WrongUse
from anpr_governance.documents.models import EvidenceFile, Job
from anpr_governance.organisations.models import LocalPolicingArea, Organisation
from anpr_governance.workflow.models import Notice
from cameras.models import Device, Gap, ImportMapping, Placement, Site, SitePeriod, SourceRow
from cameras.register.mapping import MappingRefused
from cameras.register.reading import FileRefused
from tests.cameras.register.files import GOOD, brought, counts, data, done, imported, rows, text, workbook

TABLES = (
    Site,
    Device,
    Placement,
    Gap,
    SitePeriod,
    SourceRow,
    Job,
    EvidenceFile,
    ImportMapping,
    LocalPolicingArea,
    Event,
)


def size() -> dict[str, int]:
    """How many rows stand in every table that an import may write."""
    found = {model.__name__: model._base_manager.count() for model in TABLES}
    return found | {"history": Site.history.count() + Device.history.count(), "notices": Notice.objects.count()}


def reasons(organisation: Organisation, **changes: str) -> str:
    """Why a good row with these changes is refused."""
    report = brought(organisation, {**GOOD, **changes})
    return " ".join(f"{refusal.column}: {refusal.reason}" for refusal in report.refusals)


# What comes in


def test_a_found_site_comes_in_with_its_device_history_period_and_gaps(force: Organisation) -> None:
    report = brought(force, {**GOOD, "lanes": "3", "local_policing_area": "Vale", "last_location_review": "2024-05-01"})
    site = Site.objects.get()
    assert counts(report) == {"added": 1}
    assert (site.reference, site.origin, site.state, site.lanes) == (f"{force.code}-S-0001", "found", "live", 3)
    assert (site.area.name, str(site.live_since), str(site.review_before)) == ("Vale", "2019-04-01", "2024-05-01")
    assert {gap.kind for gap in site.gaps.open()} == {"need", "dpia"}
    assert site.history.count() == site.periods.count() == 1
    placement = site.placements.get()
    assert (placement.device.reference, str(placement.since)) == ("HX-1-A", "2019-04-01")


def test_provenance_is_kept_for_the_file_and_for_every_row(force: Organisation) -> None:
    report = brought(force, *rows(2))
    job = Job.objects.get()
    assert (job.kind, job.actor, job.source.sha256) == ("cameras.import", "command:tests", report.sha256)
    assert (job.done, job.report["summary"], job.finished_at is None) == (2, report.summary(), False)
    assert {row.key for row in SourceRow.objects.filter(job=job)} == {"HX-1|HX-1-A", "HX-2|HX-2-A"}
    event = Event.objects.filter(kind="cameras.import").get()
    assert json.loads(bytes(event.payload))["sha256"] == report.sha256


def test_one_event_says_how_many_sites_came_in(force: Organisation) -> None:
    brought(force, *rows(3))
    event = Event.objects.filter(kind="cameras.site.enter_found_many").get()
    assert json.loads(bytes(event.payload))["count"] == 3


def test_two_devices_of_a_site_come_in_as_one_site(force: Organisation) -> None:
    report = brought(force, GOOD, {**GOOD, "device_reference": "HX-1-B", "device_model": "Reader 9"})
    assert counts(report) == {"added": 2}
    assert Site.objects.count() == 1
    assert list(Device.objects.order_by("reference").values_list("reference", flat=True)) == ["HX-1-A", "HX-1-B"]
    assert Device.objects.get(reference="HX-1-B").model.name == "Reader 9"


@pytest.mark.parametrize(
    ("changes", "state", "service"),
    [
        ({"relationship": "partner"}, "", True),
        ({"deployment": "vehicle_mounted", "status": "suspended"}, "", False),
        ({"deployment": "ripa"}, "", True),
        ({"relationship": "feeds_us", "status": "suspended"}, "suspended", None),
    ],
)
def test_a_partners_row_is_in_service_or_not(
    force: Organisation, changes: dict[str, str], state: str, service: bool | None
) -> None:
    brought(force, {**GOOD, **changes})
    site = Site.objects.get()
    assert (site.state, site.in_service) == (state, service)


def test_a_dpia_that_is_unknown_here_is_kept_as_one_outside_the_product(force: Organisation) -> None:
    brought(force, {**GOOD, "dpia_reference": "IG-2019-44"})
    site = Site.objects.get()
    assert site.dpia_outside == "IG-2019-44"
    assert {gap.kind for gap in site.gaps.open()} == {"need", "dpia_outside"}


def test_an_empty_name_shows_as_description_else_road_and_reference(force: Organisation) -> None:
    brought(
        force,
        {**GOOD, "name": "", "description": "By the old quarry"},
        {**rows(2)[1], "name": "", "description": ""},
    )
    assert [site.title for site in Site.objects.order_by("pk")] == ["By the old quarry", "A4190 HX-2"]


def test_a_vehicle_needs_no_place(force: Organisation) -> None:
    assert counts(brought(force, {**GOOD, "deployment": "vehicle_mounted", "easting": "", "northing": ""})) == {
        "added": 1
    }


def test_a_mapping_turns_another_register_into_ours(force: Organisation) -> None:
    toml = """
        [columns]
        site_reference = "Ref"
        name = "Where"
        latitude = "Lat"
        longitude = "Long"
        status = "On"
        [defaults]
        deployment = "fixed"
        owner = "The county"
        [prefixes]
        site_reference = "C-"
        [values.status]
        Y = "live"
        N = "suspended"
        [empty]
        name = ["n/a"]
    """
    table = "Ref,Where,Lat,Long,On,Colour\n7,n/a,51.5,-3.2,Y,red\n8,Mill Lane,51.6,-3.3,N,blue\n"
    report = imported(force, table.encode(), toml=toml, source="county")
    assert report.ignored_columns == ["Colour"]
    found = [(s.site_reference, s.name, s.state, s.owner) for s in Site.objects.order_by("pk")]
    assert found == [("C-7", "", "live", "The county"), ("C-8", "Mill Lane", "suspended", "The county")]
    refused = imported(force, table.replace("Y", "X").encode(), toml=toml, source="county")
    assert "does not list it" in refused.refusals[0].reason


# What is refused


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"site_reference": ""}, "site_reference: It is required"),
        ({"status": ""}, "status: It is required"),
        ({"status": "humming"}, "status: It is none of"),
        ({"deployment": "hovering"}, "deployment: It is none of"),
        ({"lanes": "13"}, "lanes: Write a whole number from 1 to 12"),
        ({"live_since": "31/02/2020"}, "live_since: There is no such day"),
        ({"live_since": "2999-01-01"}, "live_since: The day lies in the future"),
        ({"easting": "1e5x"}, "easting: Write a number"),
        ({"easting": ""}, "easting: It is empty, and its other half is not"),
        ({"easting": "", "northing": ""}, "no place"),
        ({"easting": "900000"}, "outside the United Kingdom"),
        ({"gives_images": "perhaps"}, "gives_images: Write yes or no"),
        ({"name": "x" * 201}, "name: It is longer than 200"),
        ({"name": "A\x07"}, "name: It holds a control character"),
        ({"name": "A\x00"}, "name: It holds a control character"),
        ({"name": "A\ufffd"}, "name: It holds a control character"),
        ({"status": "approved"}, "status: That is a decision made in this product"),
        ({"device_reference": "", "device_serial": "9"}, "device_serial: The row tells of a device"),
    ],
)
def test_a_damaged_row_refuses_the_file_with_its_reason(
    force: Organisation, changes: dict[str, str], words: str
) -> None:
    before = size()
    assert words in reasons(force, **changes)
    assert size() == before


def test_a_row_with_a_comma_too_many_is_refused(force: Organisation) -> None:
    content = text([GOOD]).replace("A4190 Hollins Cross", "A4190, Hollins Cross")
    report = imported(force, content.encode())
    assert "more cells than the header" in report.refusals[-1].reason + report.refusals[0].reason


def test_rows_of_one_site_that_disagree_are_refused_each_citing_the_other(force: Organisation) -> None:
    other = {**GOOD, "device_reference": "HX-1-B", "name": "Another name"}
    third = {**GOOD, "device_reference": "HX-1-C"}
    report = brought(force, GOOD, other, third)
    assert [(refusal.row, refusal.column) for refusal in report.refusals] == [
        (2, "name"),
        (3, "name"),
        (4, "site_reference"),
    ]
    assert "Row 3" in report.refusals[0].reason
    assert "Row 2" in report.refusals[1].reason
    assert Site.objects.count() == 0


def test_a_device_stands_at_one_place(force: Organisation) -> None:
    report = brought(force, GOOD, {**GOOD, "site_reference": "HX-2"})
    assert [refusal.row for refusal in report.refusals] == [2, 3]
    assert "Device HX-1-A" in report.refusals[0].reason


def test_the_same_row_twice_brings_one_device(force: Organisation) -> None:
    assert counts(brought(force, GOOD, GOOD)) == {"added": 1, "unchanged": 1}


def test_a_file_without_a_required_column_names_it(force: Organisation) -> None:
    with pytest.raises(FileRefused, match="status"):
        brought(force, {name: value for name, value in GOOD.items() if name != "status"})


def test_two_columns_of_one_name_are_refused(force: Organisation) -> None:
    with pytest.raises(FileRefused, match="Two columns"):
        imported(force, text([GOOD]).replace("road,", "name,", 1).encode())


def test_the_import_of_one_force_never_touches_another(force: Organisation, world: Any) -> None:
    brought(world.other.organisation, GOOD)
    theirs = Site.objects.get()
    assert counts(brought(force, {**GOOD, "name": "Ours"})) == {"added": 1}
    assert Site.objects.get(pk=theirs.pk).name == GOOD["name"]
    assert Site.objects.get(organisation=force).name == "Ours"


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 2000), junk=st.binary(min_size=1, max_size=6), cut=st.integers(0, 400))
def test_whatever_damages_a_file_never_writes_a_part_of_it(force: Organisation, at: int, junk: bytes, cut: int) -> None:
    from django.db import transaction

    whole = data(*rows(8))
    at %= len(whole)
    damaged = whole[:at] + junk + whole[at + cut :]
    with transaction.atomic():
        before = size()
        try:
            report = imported(force, damaged)
        except FileRefused:
            assert size() == before
            return
        if report.counts["refused"]:
            assert size() == before
        else:
            assert Device.objects.count() + Site.objects.filter(placements=None).count() == report.counts["added"]
        transaction.set_rollback(True)


# The command


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A file with one good row and two bad ones."""
    path = tmp_path / "register.csv"
    path.write_text(
        text([*rows(1), {**rows(2)[1], "status": "humming"}, {**rows(3)[2], "lanes": "99"}]), encoding="utf-8"
    )
    return path


def run(*words: Any) -> None:
    """The command."""
    call_command("import_sites", *(str(word) for word in words))


def test_any_refused_row_means_exit_1_and_nothing_written(force: Organisation, register: Path, capsys: Any) -> None:
    before = size()
    with pytest.raises(Failure, match="nothing was written"):
        run(register, "--organisation", force.code)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("row 3, column status, value “humming”: ")
    assert lines[-1] == ("added 0, changed 0, moved 0, state 0, conflicts 0, not listed 0, refused 2, unchanged 0")
    assert size() == before


def test_good_rows_go_in_and_the_refused_ones_come_back_in_a_file(force: Organisation, register: Path) -> None:
    out = register.with_name("refused.csv")
    with pytest.raises(Failure, match="refused rows are in"):
        run(register, "--organisation", force.code, "--good-rows", out)
    assert Site.objects.count() == 1
    found = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [row["site_reference"] for row in found] == ["HX-2", "HX-3"]
    assert "status: It is none of" in found[0]["refused_because"]
    assert found[1]["lanes"] == "99"


def test_refused_rows_are_never_written_over_an_existing_file(force: Organisation, register: Path) -> None:
    out = register.with_name("refused.csv")
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUse, match="exists"):
        run(register, "--organisation", force.code, "--good-rows", out)
    assert out.read_text(encoding="utf-8") == "mine"
    assert Site.objects.count() == 0


def test_no_file_of_refused_rows_is_made_when_there_are_none(force: Organisation, tmp_path: Path) -> None:
    path, out = tmp_path / "register.csv", tmp_path / "refused.csv"
    path.write_bytes(data(GOOD))
    run(path, "--organisation", force.code, "--good-rows", out)
    assert not out.exists()


def test_a_dry_run_says_what_would_happen_and_writes_nothing(force: Organisation, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(data(*rows(2)))
    before = size()
    run(path, "--organisation", force.code, "--dry-run", "--format", "json")
    report = json.loads(capsys.readouterr().out)
    assert (report["counts"]["added"], report["written"], report["dry_run"]) == (2, False, True)
    assert size() == before


@pytest.mark.parametrize(
    "words",
    [
        ("none.csv", "--organisation", "NONE"),
        ("none.csv", "--organisation", "SVP", "--mapping", "none.toml"),
        (".", "--organisation", "SVP"),
    ],
)
def test_wrong_use_is_one_sentence(force: Organisation, words: tuple[str, ...]) -> None:
    with pytest.raises((WrongUse, OSError)):
        run(*words)


def test_a_wrong_mapping_is_wrong_use(force: Organisation, register: Path) -> None:
    mapping = register.with_name("wrong.toml")
    mapping.write_text("[columns]\nname = 3.5.1\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="no TOML"):
        run(register, "--organisation", force.code, "--mapping", mapping)


def test_an_xlsx_register_comes_in_like_a_csv_one(force: Organisation, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    numbers = {"easting", "northing"}
    line = [int(value) if name in numbers else value for name, value in GOOD.items()]
    path.write_bytes(workbook([list(GOOD), line]))
    run(path, "--organisation", force.code)
    assert Site.objects.get().easting == 312000


def test_the_chain_verifies_after_an_import(force: Organisation) -> None:
    brought(force, *rows(3))
    done(force, data(*rows(4, name="Renamed")))
    call_command("verify_audit", organisation=force.code)


def test_today_counts_as_no_future_day(force: Organisation) -> None:
    today = clock.today()
    assert "future" not in reasons(force, live_since=today.isoformat())
    assert "future" in reasons(force, live_since=(today + timedelta(days=1)).isoformat())


def test_a_mapping_is_remembered_by_the_name_of_its_file(force: Organisation, tmp_path: Path) -> None:
    path, mapping = tmp_path / "register.csv", tmp_path / "county.toml"
    path.write_bytes(data(GOOD))
    mapping.write_text('[defaults]\nowner = "The county"\n[columns]\n' + "\n".join(f'{n} = "{n}"' for n in GOOD))
    run(path, "--organisation", force.code, "--mapping", mapping)
    assert ImportMapping.objects.get().name == "county"
    with pytest.raises(MappingRefused):
        imported(force, data(GOOD), toml="[x]")


def test_a_person_may_be_named_who_imports(force: Organisation, tmp_path: Path, world: Any) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(data(GOOD))
    run(path, "--organisation", force.code, "--as", world.manager.email)
    assert Event.objects.get(kind="cameras.import").actor == world.manager.actor
    assert Job.objects.get().by == world.manager


@pytest.mark.parametrize("role", ["analyst", "outsider", "nobody"])
def test_nobody_is_named_who_may_not_import(force: Organisation, tmp_path: Path, world: Any, role: str) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(data(GOOD))
    with pytest.raises(WrongUse, match="no role"):
        run(path, "--organisation", force.code, "--as", getattr(world, role).email)
    assert Site.objects.count() == 0
