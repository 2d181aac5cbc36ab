"""The two commands and their exit codes, as a script meets them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import ManagementUtility

from anpr_governance.audit.access import seal_access_log
from anpr_governance.audit.models import AccessEntry, Event
from anpr_governance.audit.witness import write_witness
from tests.audit.conftest import NOON, appended, as_superuser
from tests.audit.test_access import LATER

pytestmark = pytest.mark.django_db(transaction=True)  # a command closes its connection when it ends


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command as `manage.py` does; gives exit code, output and complaint."""

    def run(*words: object) -> tuple[int, str, str]:
        code = 0
        try:
            ManagementUtility(["manage.py", *map(str, words)]).execute()
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_whole_chain_exits_0(chain: list[Event], command: Any) -> None:
    assert command("verify_audit") == (0, "DEMO: whole, 6 events, disposed 0\n", "")
    assert command("verify_audit", "--organisation", "DEMO")[0] == 0


def test_a_broken_chain_exits_1_and_names_the_first_bad_entry(chain: list[Event], command: Any) -> None:
    appended(2, "OTHER")
    as_superuser("UPDATE audit_event SET actor = 'x' WHERE organisation_code = 'DEMO' AND n IN (3, 5)")
    code, out, err = command("verify_audit")
    assert (code, err) == (1, "DEMO 3 was changed: its hash is not that of its content.\n")
    assert out == "DEMO: broken\nOTHER: whole, 2 events, disposed 0\n"


def test_an_export_verifies_offline_and_its_taking_is_noted(chain: list[Event], command: Any, tmp_path: Path) -> None:
    file = tmp_path / "chain.jsonl"
    assert command("export_audit", "--organisation", "DEMO", "--output", file) == (0, "6 events written\n", "")
    assert AccessEntry.objects.get().outcome == "audit exported"
    as_superuser("DELETE FROM audit_event")
    assert command("verify_audit", "--from", file) == (0, "DEMO: whole, 6 events, disposed 0\n", "")
    file.write_text(file.read_text().replace("person:12", "person:13", 1))
    assert command("verify_audit", "--from", file)[0] == 1


def test_a_witness_finds_a_chain_that_has_gone_altogether(chain: list[Event], command: Any, tmp_path: Path) -> None:
    write_witness(tmp_path / "witness.jsonl", NOON)
    assert command("verify_audit", "--witness", tmp_path / "witness.jsonl")[0] == 0
    as_superuser("DELETE FROM audit_event")
    as_superuser("DELETE FROM audit_head")
    assert command("verify_audit")[0] == 0
    code, out, err = command("verify_audit", "--witness", tmp_path / "witness.jsonl")
    assert (code, out) == (1, "DEMO: broken\n")
    assert err.startswith("DEMO has no end")


def test_a_changed_access_log_exits_1(chain: list[Event], command: Any) -> None:
    AccessEntry.objects.create(at=NOON, outcome="refused")
    seal_access_log(NOON.date(), LATER)
    assert command("verify_audit")[0] == 0
    as_superuser("DELETE FROM audit_accessentry")
    assert command("verify_audit")[::2] == (1, "The access log of 2026-11-21 is not the one that was sealed.\n")


WRONG = {
    "unknown organisation": ["verify_audit", "--organisation", "NOBODY"],
    "unknown option": ["verify_audit", "--what"],
    "option left out": ["export_audit", "--organisation", "DEMO"],
    "export of nobody": ["export_audit", "--organisation", "NOBODY", "--output", "x.jsonl"],
    "no such file": ["verify_audit", "--from", "/no/such/file"],
    "no such witness": ["verify_audit", "--witness", "/no/such/file"],
    "no such folder": ["export_audit", "--organisation", "DEMO", "--output", "/no/such/folder/x.jsonl"],
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_wrong_use_exits_2_with_one_sentence(chain: list[Event], command: Any, words: list[str]) -> None:
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.endswith(".\n")


def test_a_file_of_another_force_or_a_false_witness_is_wrong_use(
    chain: list[Event], command: Any, tmp_path: Path
) -> None:
    file, witness = tmp_path / "chain.jsonl", tmp_path / "witness"
    command("export_audit", "--organisation", "DEMO", "--output", file)
    assert command("verify_audit", "--from", file, "--organisation", "OTHER")[0] == 2
    witness.write_text("hello\n")
    assert command("verify_audit", "--witness", witness)[::2] == (
        2,
        "Line 1 of the witness file names no chain's end.\n",
    )


def test_a_failed_export_leaves_no_file_behind(chain: list[Event], command: Any, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    assert command("export_audit", "--organisation", "DEMO", "--output", tmp_path / "taken")[0] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
