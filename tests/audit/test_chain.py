"""Events chain up, without a gap, whoever writes at the same time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from hashlib import sha256
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from hypothesis import given
from hypothesis import strategies as st

from anpr_governance.audit import Entry, append
from anpr_governance.audit.entry import SecretInPayload
from anpr_governance.audit.links import HASHED, stored_links
from anpr_governance.audit.models import AccessEntry, Event, Head
from anpr_governance.audit.verify import verify_stored
from tests.audit.conftest import NOON, appended, entry


def test_each_event_carries_the_hash_of_the_one_before(chain: list[Event]) -> None:
    assert [event.n for event in chain] == [1, 2, 3, 4, 5, 6]
    assert [event.previous_hash for event in chain] == ["0" * 64, *(event.hash for event in chain[:-1])]
    head = Head.objects.get(organisation_code="DEMO")
    assert (head.n, head.hash) == (6, chain[-1].hash)


def test_anybody_can_compute_the_hash_from_the_fields(chain: list[Event]) -> None:
    text = (
        "DEMO\n1\n2026-11-21T12:00:00.000000Z\n2026-11-21\nperson:12\n\ncameras.site.go_live\n\nDEMO-S-0001\n0\n"
        + sha256(b'{"reason":"signs are up"}').hexdigest()
        + "\n"
        + "0" * 64
    )
    assert len(text.split("\n")) == len(HASHED)
    assert chain[0].hash == sha256(text.encode()).hexdigest()


def test_what_is_returned_is_what_stands_in_the_table(chain: list[Event]) -> None:
    for event in chain:
        stored = Event.objects.get(pk=event.pk)
        names = [field.attname for field in Event._meta.fields if field.attname != "payload"]
        assert [getattr(stored, name) for name in names] == [getattr(event, name) for name in names]
        assert stored.details == {"reason": "signs are up"}


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["2026-07-01T10:00:00+01:00", "2026-01-01T10:00:00.120000+00:00"])
def test_the_database_writes_the_hashed_text_as_python_does(moment: str) -> None:
    """Verification lets the database join the fields, so both must join them alike, summer time or not."""
    with transaction.atomic():
        append("DEMO", [entry(hat="author", version=3, acting_for="person:é")])
        append("DEMO", [Entry(datetime.fromisoformat(moment), date(2026, 1, 1), "command:bob", "import.done")])
    assert [len(links) for links in stored_links("DEMO", 2)] == [2]
    assert verify_stored("DEMO").broken == ""


@pytest.mark.django_db
def test_forces_have_chains_of_their_own() -> None:
    appended(2, "DEMO")
    appended(1, "OTHER")
    assert list(Event.objects.of("OTHER").values_list("n", "previous_hash")) == [(1, "0" * 64)]


@pytest.mark.django_db
def test_many_entries_go_in_at_once_and_in_order() -> None:
    appended(1201)
    assert list(Event.objects.of("DEMO").values_list("n", flat=True)) == list(range(1, 1202))
    assert verify_stored("DEMO").broken == ""


@pytest.mark.django_db(transaction=True)
def test_appending_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        append("DEMO", [entry()])
    assert not Head.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_falls_with_what_it_tells_of() -> None:
    appended(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        append("DEMO", [entry()])
        raise RuntimeError
    appended(1)
    assert Head.objects.get().n == 2
    assert verify_stored("DEMO").broken == ""


@pytest.mark.django_db(transaction=True)
def test_eight_who_append_at_once_leave_a_chain_without_a_gap() -> None:
    together = Barrier(8)

    def work(worker: int) -> None:
        together.wait()
        try:
            for turn in range(10):
                with transaction.atomic():
                    append("DEMO", [entry(subject=f"DEMO-S-{worker:04}", version=turn)] * 2)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    report = verify_stored("DEMO")
    assert (report.broken, report.events) == ("", 160)


@pytest.mark.requirement("T158")
def test_the_application_cannot_change_or_remove_an_event(chain: list[Event]) -> None:
    event = Event.objects.get(n=3)
    event.kind = "other"
    for attempt in (event.save, event.delete, lambda: Event.objects.filter(n=3).update(actor="person:1")):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    assert verify_stored("DEMO").broken == ""


@pytest.mark.django_db
def test_a_head_only_moves_on() -> None:
    appended(2)
    for change in ({"n": 1}, {"hash": "f" * 64}, {"organisation_code": "OTHER"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Head.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Head.objects.all().delete()


@pytest.mark.django_db
def test_the_access_log_is_append_only_too() -> None:
    AccessEntry.objects.create(at=NOON, outcome="refused")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessEntry.objects.update(outcome="signed in")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessEntry.objects.all().delete()


@pytest.mark.parametrize(
    "payload",
    [
        {"password": "x"},
        {"changes": [{"newPassword": ["", "x"]}]},
        {"mfa-seed": "x"},
        {"calendar_token_hash": "x"},
        {"apiKey": 1},
        {"recovery_codes": []},
        {"session_key": "x"},
    ],
)
def test_a_payload_never_holds_a_secret(payload: dict) -> None:
    with pytest.raises(SecretInPayload):
        entry(payload=payload)


@pytest.mark.parametrize("key", ["reason", "secretary", "tokenised", "seeded_by", "keys_hash", "passport_checked"])
def test_a_key_that_only_sounds_like_a_secret_is_taken(key: str) -> None:
    assert entry(payload={key: 1}).payload == {key: 1}


def fields_with_control() -> Iterator[tuple[str, str]]:
    for name in ("subject", "kind", "hat", "acting_for"):
        yield name, "a\nb"
    yield "subject", "a\x00"


@pytest.mark.parametrize(("name", "value"), list(fields_with_control()))
def test_no_field_holds_a_line_end(name: str, value: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        entry(0, **{name: value})


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_without_control_characters_is_a_subject(text: str) -> None:
    clean = "".join(c for c in text if c >= " " and c != "\x7f")
    assert entry(subject=clean).subject == clean
