"""The gates of `make check` refuse what they are there to refuse."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import compose_file, licences, locks
from tests.architecture.tree import ROOT


def test_every_licence_is_known_and_none_is_refused() -> None:
    assert licences.main() == 0


def test_the_general_public_licence_is_for_tools_alone() -> None:
    assert "run time" in licences.refused("djlint", at_run_time=True)
    assert licences.refused("djlint", at_run_time=False) == ""


def test_the_lock_files_have_hashes_and_no_address() -> None:
    assert locks.main() == 0


@pytest.mark.parametrize("line", ["--index-url mirror", "--find-links wheels", "a @ https://mirror.example/a.whl"])
def test_an_address_in_a_lock_file_is_found(line: str) -> None:
    assert locks.ADDRESS.search(line)


def test_the_compose_file_is_in_shape() -> None:
    assert compose_file.main() == 0


def test_a_secret_in_the_compose_file_is_found() -> None:
    service = {"healthcheck": {}, "environment": {"SECRET_KEY": "letmein", "APP_PASSWORD": "${APP_PASSWORD:?}"}}
    assert compose_file.faults("web", service) == ["web: SECRET_KEY stands in the file"]


def test_a_service_without_a_health_check_is_found() -> None:
    assert compose_file.faults("web", {}) == ["web: no healthcheck"]


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Ask import-linter in that folder."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_import_contracts_hold() -> None:
    done = contracts(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("cameras/states.py", "import reviews.states"),
        ("anpr_governance/regulation/loader.py", "import cameras.states"),
        ("cameras/states.py", "import cameras.models"),
        ("cameras/leftovers.py", "pass"),
        ("anpr_governance/odds.py", "pass"),
    ],
)
def test_an_import_against_the_layers_or_a_new_room_breaks_a_contract(tmp_path: Path, place: str, line: str) -> None:
    for package in ("anpr_governance", "cameras", "assessments", "dpia", "reviews"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    changed = tmp_path / place
    before = changed.read_text() if changed.exists() else ""
    changed.write_text(f"{before}\n{line}\n")
    assert contracts(tmp_path).returncode == 1
