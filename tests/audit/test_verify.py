"""A verifier with a witness finds what even a superuser does to a chain (abuse case 92)."""

import json
import re
import tracemalloc
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from anpr_governance.audit import Entry, append
from anpr_governance.audit.chain import _linked
from anpr_governance.audit.disposal import NotDisposable, dispose
from anpr_governance.audit.exported import write_chain
from anpr_governance.audit.links import DISPOSED, FIRST_PREVIOUS, End, stored_codes, stored_end
from anpr_governance.audit.models import Event, Head
from anpr_governance.audit.verify import Report, verify_exported, verify_stored
from anpr_governance.audit.witness import NotAWitness, read_witness, write_witness
from tests.audit.conftest import NOON, appended, as_superuser, entry

CHANGES = {
    "actor": "'person:99'",
    "acting_for": "'person:1'",
    "kind": "'cameras.site.cease'",
    "hat": "'author'",
    "subject": "'DEMO-S-0002'",
    "version": "7",
    "at": "'2026-11-21 12:02:01'",
    "on": "'2026-11-20'",
    "payload_hash": f"'{'a' * 64}'",
    "previous_hash": f"'{'a' * 64}'",
    "hash": f"'{'a' * 64}'",
}


def export(path: Path, code: str = "DEMO") -> Path:
    end = stored_end(code)[1]
    assert end is not None
    with path.open("w", encoding="utf-8") as file:
        write_chain(code, end, file)
    return path


def both(tmp_path: Path) -> list[Report]:
    """Reports on the chain in the database and on its export."""
    return [verify_stored("DEMO"), verify_exported(export(tmp_path / "chain.jsonl"))]


def test_an_untouched_chain_is_whole_in_the_database_and_in_its_export(chain: list[Event], tmp_path: Path) -> None:
    assert both(tmp_path) == [Report("DEMO", events=6)] * 2


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_field_is_found(chain: list[Event], tmp_path: Path, column: str) -> None:
    as_superuser(f'UPDATE audit_event SET "{column}" = {CHANGES[column]} WHERE n = 3')
    for report in both(tmp_path):
        assert report.broken.startswith("DEMO 3 was changed")


def test_changed_details_are_found(chain: list[Event], tmp_path: Path) -> None:
    as_superuser("UPDATE audit_event SET payload = %s WHERE n = 3", b'{"reason":"other"}')
    for report in both(tmp_path):
        assert report.broken == "DEMO 3 was changed: its details are not those that were hashed."


def test_a_field_that_swallows_its_neighbour_is_found(chain: list[Event], tmp_path: Path) -> None:
    """Fields are joined by line ends to be hashed: one with a line end in it must not pass for two."""
    as_superuser("UPDATE audit_event SET actor = 'person:12' || chr(10), acting_for = '' WHERE n = 3".replace(
        "chr(10)", "'\n'"
    ))  # fmt: skip
    assert verify_stored("DEMO").broken.startswith("DEMO 3 was changed")


@pytest.mark.parametrize("n", [1, 3])
def test_a_deleted_event_is_found(chain: list[Event], tmp_path: Path, n: int) -> None:
    as_superuser("DELETE FROM audit_event WHERE n = %s", n)
    for report in both(tmp_path):
        assert report.broken == f"DEMO {n} is missing: after {n - 1} comes {n + 1}, or nothing."


def test_two_swapped_events_are_found(chain: list[Event], tmp_path: Path) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        as_superuser("UPDATE audit_event SET n = %s WHERE n = %s", new, old)
    for report in both(tmp_path):
        assert report.broken.startswith("DEMO 3 was changed")


def test_a_cut_off_tail_is_found_by_the_head(chain: list[Event], tmp_path: Path) -> None:
    as_superuser("DELETE FROM audit_event WHERE n > 4")
    for report in both(tmp_path):
        assert report.broken == "DEMO 5 is missing: after 4 comes 6, or nothing."


def test_an_event_beyond_the_head_is_found(chain: list[Event]) -> None:
    as_superuser("UPDATE audit_head SET n = 5, hash = %s", chain[4].hash)
    assert verify_stored("DEMO").broken == "DEMO 5 is named as the end, and the events say otherwise."


def test_a_chain_without_its_head_or_without_its_events_is_found(chain: list[Event]) -> None:
    as_superuser("DELETE FROM audit_head")
    assert verify_stored("DEMO").broken.startswith("DEMO has no end")
    assert stored_codes() == ["DEMO"]


def test_a_chain_emptied_altogether_is_found(chain: list[Event]) -> None:
    as_superuser("DELETE FROM audit_event")
    assert stored_codes() == ["DEMO"]
    assert verify_stored("DEMO").broken == "DEMO 1 is missing: after 0 comes 6, or nothing."


def rewritten(chain: list[Event], kept: int) -> None:
    """The work of somebody who knows how hashes are made: everything after `kept` anew, head included."""
    end = End(kept, chain[kept - 1].hash if kept else FIRST_PREVIOUS)
    forged = _linked("DEMO", [entry(minute, actor="person:99") for minute in range(kept, 6)], end)
    as_superuser("DELETE FROM audit_event WHERE n > %s", kept)
    as_superuser("DELETE FROM audit_head")
    Event.objects.bulk_create(forged)
    Head.objects.create(organisation_code="DEMO", n=6, hash=forged[-1].hash)


def test_a_forged_event_with_a_right_hash_does_not_fit_in(chain: list[Event], tmp_path: Path) -> None:
    [forged] = _linked("DEMO", [entry(2, actor="person:99")], End(2, "e" * 64))
    as_superuser("DELETE FROM audit_event WHERE n = 3")
    forged.save()
    for report in both(tmp_path):
        assert report.broken == "DEMO 3 does not follow the event before it."


def test_an_event_put_between_by_its_rightful_hash_is_found_by_the_next(chain: list[Event], tmp_path: Path) -> None:
    [forged] = _linked("DEMO", [entry(2, actor="person:99")], End(2, chain[1].hash))
    as_superuser("DELETE FROM audit_event WHERE n = 3")
    forged.save()
    for report in both(tmp_path):
        assert report.broken == "DEMO 4 does not follow the event before it."


def test_a_chain_rewritten_with_new_hashes_is_found_by_the_witness_alone(chain: list[Event], tmp_path: Path) -> None:
    witness = tmp_path / "witness.jsonl"
    assert write_witness(witness, NOON) == 1
    rewritten(chain, kept=2)
    assert verify_stored("DEMO").broken == ""
    seen = read_witness(witness)
    assert verify_stored("DEMO", seen["DEMO"]).broken == "DEMO 6 is not the event that the witness saw."
    exported = export(tmp_path / "chain.jsonl")
    assert verify_exported(exported, seen).broken == "DEMO 6 is not the event that the witness saw."


def test_a_tail_cut_off_with_its_head_is_found_by_the_witness_alone(chain: list[Event], tmp_path: Path) -> None:
    write_witness(tmp_path / "witness.jsonl", NOON)
    as_superuser("DELETE FROM audit_event WHERE n > 4")
    as_superuser("DELETE FROM audit_head")
    Head.objects.create(organisation_code="DEMO", n=4, hash=chain[3].hash)
    assert verify_stored("DEMO").broken == ""
    seen = read_witness(tmp_path / "witness.jsonl")
    assert verify_stored("DEMO", seen["DEMO"]).broken == "DEMO 5 is missing: after 4 comes 6, or nothing."


def test_the_witness_keeps_what_it_saw_on_earlier_days(chain: list[Event], tmp_path: Path) -> None:
    witness = tmp_path / "deep" / "witness.jsonl"
    write_witness(witness, NOON)
    appended(2)
    write_witness(witness, NOON + timedelta(days=1))
    assert list(read_witness(witness)["DEMO"]) == [6, 8]
    assert verify_stored("DEMO", read_witness(witness)["DEMO"]).broken == ""


def test_a_damaged_witness_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "witness.jsonl").write_text('{"n": 4}\n')
    with pytest.raises(NotAWitness, match="1"):
        read_witness(tmp_path / "witness.jsonl")


@pytest.mark.django_db
def test_a_clock_that_jumped_back_is_noted_and_one_that_wavered_is_not() -> None:
    for moment in (NOON, NOON - timedelta(minutes=4), NOON - timedelta(hours=2)):
        with transaction.atomic():
            append("DEMO", [Entry(moment, date(2026, 11, 21), "person:1", "site.edit")])
    report = verify_stored("DEMO")
    assert report.broken == ""
    assert [note.split(" was")[0] for note in report.notes] == ["DEMO 3"]


def test_disposed_details_are_counted_and_the_chain_still_verifies(chain: list[Event], tmp_path: Path) -> None:
    with transaction.atomic():
        told = dispose("DEMO", [2, 3, 5], entry(9, payload={"authority": "DEMO-X-0001"}))
    assert told.details == {"authority": "DEMO-X-0001", "events": [[2, 3], [5, 5]]}
    assert told.kind == DISPOSED
    assert Event.objects.get(n=3).details is None
    assert both(tmp_path) == [Report("DEMO", events=7, disposed=3)] * 2


def test_details_that_went_without_a_disposal_are_found(chain: list[Event], tmp_path: Path) -> None:
    with transaction.atomic():
        dispose("DEMO", [2], entry(9))
    Event.objects.filter(n=4).update(payload=None)
    for report in both(tmp_path):
        assert report.broken == "DEMO 4 lost its details without a disposal."


def test_a_disposal_is_not_itself_disposed_of_nor_an_event_twice(chain: list[Event]) -> None:
    with transaction.atomic():
        told = dispose("DEMO", [2], entry(9))
    for numbers in ([told.n], [2], [], [99], [1, 99]):
        with pytest.raises(NotDisposable), transaction.atomic():
            dispose("DEMO", numbers, entry(9))
    assert Event.objects.get(n=1).details == {"reason": "signs are up"}


def damage_cases() -> dict[str, tuple[object, str]]:
    def without(line: int) -> object:
        return lambda lines: lines[:line] + lines[line + 1 :]

    return {
        "line left out": (without(2), "DEMO 3 is missing"),
        "cut short": (lambda lines: lines[:4], "DEMO has no end"),
        "cut short in a line": (lambda lines: [*lines[:3], lines[3][:50]], "Line 4 is not"),
        "swapped": (lambda lines: [lines[1], lines[0], *lines[2:]], "DEMO 1 is missing"),
        "line added": (lambda lines: [*lines, lines[0]], "Line 8 is not"),
        "field added": (lambda lines: [lines[0].replace("{", '{"note":1,', 1), *lines[1:]], "Line 1 is not"),
        "no JSON": (lambda lines: ["hello\n"], "Line 1 is not"),
        "other end": (lambda lines: [*lines[:-1], lines[-1].replace('"n":6', '"n":5')], "DEMO 5 is named"),
        "field changed": (lambda lines: [lines[0].replace("person:12", "person:13"), *lines[1:]], "DEMO 1 was changed"),
        "another chain's event": (lambda lines: [lines[0].replace("DEMO", "OTHER", 1), *lines[1:]], "DEMO 1 was"),
        "other end hash": (
            lambda lines: [*lines[:-1], re.sub(r'"hash":"\w+"', f'"hash":"{"a" * 64}"', lines[-1])],
            "DEMO 6 is",
        ),
        "of another chain": (lambda lines: [*lines[:-1], lines[-1].replace("DEMO", "OTHER")], "OTHER 1 was changed"),
        "empty": (lambda lines: [], " has no end"),
    }


@pytest.mark.parametrize("damage", damage_cases())
def test_a_damaged_export_is_found_without_a_database(chain: list[Event], tmp_path: Path, damage: str) -> None:
    path = export(tmp_path / "chain.jsonl")
    change, found = damage_cases()[damage]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(change(lines)), encoding="utf-8")  # type: ignore[operator]
    assert verify_exported(path).broken.startswith(found)


def test_an_export_is_plain_json_lines_that_tell_all(chain: list[Event], tmp_path: Path) -> None:
    lines = [json.loads(line) for line in export(tmp_path / "chain.jsonl").read_text().splitlines()]
    assert [line.get("n") for line in lines] == [1, 2, 3, 4, 5, 6, None]
    assert json.loads(lines[0]["payload"]) == {"reason": "signs are up"}
    assert lines[-1] == {"end": {"organisation_code": "DEMO", "n": 6, "hash": chain[-1].hash}}


@pytest.mark.django_db
def test_memory_stays_flat_however_long_the_chain(tmp_path: Path) -> None:
    appended(12_000)
    path = export(tmp_path / "chain.jsonl")
    tracemalloc.start()
    try:
        assert verify_exported(path).events == verify_stored("DEMO").events == 12_000
        grown = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert grown < 8 * 2**20
