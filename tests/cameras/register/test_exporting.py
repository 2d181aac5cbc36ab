"""The register as a file: safe to open, complete, and the same when it comes back (abuse case 73)."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.database.command import WrongUse
from anpr_governance.organisations.models import Organisation
from cameras.models import Site
from cameras.register.columns import register_columns
from tests.cameras.register.files import GOOD, brought, counts, exported, imported, rows
from tests.make import cameras as make
from tests.make.people import World

FULL = {
    **GOOD, "description": "Northbound, by the quarry", "relationship": "feeds_us", "direction": "North", "lanes": "2",
    "owner": "The county", "local_policing_area": "Vale", "intended_months": "36", "dpia_reference": "IG-2019-44",
    "device_model": "Reader 9", "device_serial": "0042", "installed_on": "2019-03-01",
    "last_performance_check": "2026-02-01", "last_location_review": "2025-11-01",
}  # fmt: skip
NASTY = ["=HYPERLINK(1)", "+441632960000", "-1+1", "@SUM(1)", "  =1", "\uff1d1", "\u3000=1", "'=1", "|cmd", "100%"]


def table(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_it_writes_every_column_of_every_row(force: Organisation, tmp_path: Path) -> None:
    brought(force, FULL)
    (row,) = table(exported(force, tmp_path / "r.csv"))
    assert list(row) == list(register_columns())
    assert {name: row[name] for name in FULL} == FULL
    assert row["latitude"].startswith("51.5")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_exported_file_imports_again_as_all_unchanged(force: Organisation, tmp_path: Path, form: str) -> None:
    texts = [{**row, "name": name, "place_type": ""} for row, name in zip(rows(len(NASTY)), NASTY, strict=True)]
    brought(force, {**FULL, "site_reference": "F", "device_reference": "F-1"}, *texts)
    content = exported(force, tmp_path / f"r.{form}")
    report = imported(force, content, source="round trip")
    assert counts(report) == {"unchanged": len(NASTY) + 1}
    assert not report.written


def test_sites_decided_here_come_back_unchanged_too(force: Organisation, world: World, tmp_path: Path) -> None:
    site = make.site(world)
    site.withdraw(by=world.manager, on=clock.today(), reason="Not needed")
    make.found(world, state="suspended")
    content = exported(force, tmp_path / "r.csv")
    assert {row["status"] for row in table(content)} == {"withdrawn", "suspended"}
    assert counts(imported(force, content)) == {"unchanged": 2}


@pytest.mark.parametrize("name", NASTY)
def test_no_cell_of_a_csv_file_begins_like_a_formula(force: Organisation, tmp_path: Path, name: str) -> None:
    brought(force, {**GOOD, "name": name})
    text = table(exported(force, tmp_path / "r.csv"))[0]["name"]
    assert text.strip().replace("\uff1d", "=")[0] not in "=+-@"


def test_a_workbook_keeps_texts_as_texts_and_hides_nothing(force: Organisation, tmp_path: Path) -> None:
    for n, name in enumerate(NASTY):
        brought(force, {**rows(n + 1)[n], "name": name}, source=f"s{n}")
    exported(force, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"]
    assert not book.defined_names
    cells = [row[1] for row in book.active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "+441632960000" in [cell.value for cell in cells]
    assert not any(dimension.hidden for dimension in book.active.column_dimensions.values())


def test_a_longitude_west_of_greenwich_is_a_number(force: Organisation, tmp_path: Path) -> None:
    brought(force, GOOD)
    assert float(table(exported(force, tmp_path / "r.csv"))[0]["longitude"]) < 0


def test_as_at_a_day_it_says_what_was(force: Organisation, tmp_path: Path) -> None:
    brought(force, {**GOOD, "live_since": "2019-04-01"})
    brought(force, {**GOOD, "status": "suspended", "easting": "312040"})
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    (then,) = table(exported(force, tmp_path / "then.csv", as_at=yesterday))
    (now,) = table(exported(force, tmp_path / "now.csv"))
    assert (then["status"], then["easting"], now["status"], now["easting"]) == ("live", "312000", "suspended", "312040")
    assert table(exported(force, tmp_path / "before.csv", as_at="2019-03-31")) == []


def test_another_force_is_never_in_the_file(force: Organisation, world: World, tmp_path: Path) -> None:
    brought(world.other.organisation, GOOD)
    assert table(exported(force, tmp_path / "r.csv")) == []


def test_a_duplicate_stands_in_the_file_once(force: Organisation, world: World, tmp_path: Path) -> None:
    brought(force, *rows(2))
    one, other = Site.objects.order_by("pk")
    one.mark_duplicate(by=world.lead, on=clock.today(), reason="Two rows of one place", other=other)
    assert [row["site_reference"] for row in table(exported(force, tmp_path / "r.csv"))] == ["HX-2"]


def test_who_wrote_the_file_is_chained(force: Organisation, tmp_path: Path) -> None:
    exported(force, tmp_path / "r.csv")
    assert Event.objects.get(kind="cameras.export").actor.startswith("command:")


@pytest.mark.parametrize(
    "options",
    [{"output": "r.ods"}, {"output": "no/such/folder/r.csv"}, {"output": "r.csv", "as_at": "2999-01-01"},
     {"output": "r.csv", "as_at": "tomorrow"}, {"output": "r.csv", "organisation": "NONE"}],
)  # fmt: skip
def test_wrong_use_writes_no_file(force: Organisation, tmp_path: Path, options: dict[str, str]) -> None:
    with pytest.raises(WrongUse):
        call_command(
            "export_register", **{"organisation": force.code, **options, "output": str(tmp_path / options["output"])}
        )
    assert list(tmp_path.iterdir()) == []
