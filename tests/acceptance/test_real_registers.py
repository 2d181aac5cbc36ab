"""Real registers of public bodies, read by the mappings that stand beside them; skipped by name where they are not."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from anpr_governance.database.command import WrongUse
from anpr_governance.organisations.models import Organisation
from cameras.bulk.recording import hand_in
from cameras.models import Device, Site
from cameras.register.mapping import read
from cameras.register.reading import FileRefused, open_sheet
from tests.make.people import World

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent: real registers are not tried")
REGISTERS = [
    ("webtris_sites_snapshot1.csv", "webtris", 19_364),
    ("dft_count_points_london_dev.csv", "dft_count_points", 2_297),
    ("trafford_cctv_cameras.csv", "trafford_cctv", 163),
]
MESSY = sorted(path.name for path in (DATA / "messy").glob("*")) if DATA.is_dir() else []


@pytest.fixture
def force(db: None) -> Organisation:
    """The force that imports."""
    return World().organisation


def run(capsys: Any, name: str, mapping: str, *more: str) -> dict[str, Any]:
    """The report of the command."""
    words = [str(DATA / name), "--organisation", "SVP", "--mapping", str(DATA / "mappings" / f"{mapping}.toml")]
    call_command("import_sites", *words, "--format", "json", *more)
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


@pytest.mark.parametrize(("name", "mapping", "count"), REGISTERS)
def test_every_row_of_a_real_register_is_good(
    force: Organisation, name: str, mapping: str, count: int, capsys: Any
) -> None:
    report = run(capsys, name, mapping)
    assert (report["counts"]["added"], report["counts"]["refused"]) == (count, 0)
    assert Site.objects.count() == Device.objects.count() == count
    again = run(capsys, name, mapping)
    assert again["counts"] | {"unchanged": 0} == dict.fromkeys(again["counts"], 0)
    assert (again["counts"]["unchanged"], again["written"]) == (count, False)


def test_sites_that_share_a_place_or_have_no_name_all_come_in(force: Organisation, capsys: Any) -> None:
    run(capsys, *REGISTERS[0][:2])
    assert Site.objects.filter(name="").count() > 2_000
    assert not Site.objects.filter(description__startswith="NO ").exists()
    assert all(site.title for site in Site.objects.filter(name="")[:500])
    places = Site.objects.values_list("easting", "northing")
    assert len(set(places)) < places.count()


def test_a_real_register_goes_out_and_comes_back_unchanged(force: Organisation, capsys: Any, tmp_path: Path) -> None:
    run(capsys, *REGISTERS[1][:2])
    for form in ("csv", "xlsx"):
        out = tmp_path / f"register.{form}"
        call_command("export_register", organisation="SVP", output=str(out))
        capsys.readouterr()
        call_command("import_sites", str(out), "--organisation", "SVP", "--format", "json")
        assert json.loads(capsys.readouterr().out)["counts"]["unchanged"] == REGISTERS[1][2]


@pytest.mark.parametrize("name", MESSY)
def test_every_messy_sheet_gets_a_sentence(force: Organisation, name: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        call_command("import_sites", str(DATA / "messy" / name), "--organisation", "SVP")
    assert str(refusal.value).rstrip().endswith(".")
    try:
        sheet = open_sheet((DATA / "messy" / name).read_bytes())
        assert all(isinstance(cells, list) for _number, cells in sheet.rows())
    except FileRefused as sentence:
        assert str(sentence).endswith(".")


@pytest.mark.parametrize("mapping", sorted(path.stem for path in (DATA / "mappings").glob("*.toml")) if MESSY else [])
def test_every_mapping_is_read(mapping: str) -> None:
    assert read((DATA / "mappings" / f"{mapping}.toml").read_text(encoding="utf-8")).columns


@pytest.mark.parametrize("name", MESSY)
def test_no_messy_sheet_passes_for_counts_of_checks(name: str, db: None) -> None:
    world = World()
    with pytest.raises(FileRefused):
        hand_in(
            by=world.specialist, organisation=world.organisation, name=name, data=(DATA / "messy" / name).read_bytes()
        )
