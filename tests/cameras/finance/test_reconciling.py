"""The asset register beside finance's: what differs is found, and stays until somebody says why (P L56)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from anpr_governance.duties.registry import DUTIES, interval
from anpr_governance.organisations.models import Membership
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.finance.comparing import reconcile
from cameras.models import Asset, Difference
from cameras.register.reading import FileRefused
from tests.make import cameras
from tests.make.people import World

pytestmark = pytest.mark.django_db

FILE = """Asset code,Description,Gross cost,Net book value
FA-1,ANPR camera Ashmead,"£12,000.00",9000
FA-2,ANPR camera Forest,8000,
FA-9,ANPR camera Tollgate,500,100
FA-50,Town hall,1,1
"""


def world_with_assets() -> World:
    """Three entries: one like finance's, one whose cost differs, one that finance does not know."""
    world = World()
    site = cameras.found(world)
    for number, cost, value in (("FA-1", "12000", "9000"), ("FA-2", "8500", None), ("FA-3", "10", "10")):
        Asset.enter(by=world.finance, on=clock.today(), site=site, finance_number=number, cost=cost, book_value=value)
    return world


def compared(world: World, text: str = FILE, words: str = "anpr", **more: Any) -> list[tuple[str, str, str, str, str]]:
    known = {"by": world.finance, "on": clock.today(), "organisation": world.organisation, "name": "register.csv"}
    job = reconcile(**{**known, "data": text.encode(), "named": {}, "words": words, **more})
    rows = job.differences.order_by("finance_number", "field")  # type: ignore[attr-defined]
    return list(rows.values_list("finance_number", "kind", "field", "ours", "theirs"))


@pytest.mark.requirement("T140")
def test_only_here_only_there_and_differing_fields_are_listed() -> None:
    world = world_with_assets()
    only_here = Asset.objects.get(finance_number="FA-3").site.title
    assert compared(world) == [
        ("FA-2", "field", "cost", "8,500.00", "8,000.00"),
        ("FA-3", "only_here", "", only_here, ""),
        ("FA-9", "only_there", "", "", "FA-9 ANPR camera Tollgate 500 100"),
    ]


def test_without_words_every_row_of_the_file_is_meant() -> None:
    numbers = [row[0] for row in compared(world_with_assets(), words="")]
    assert numbers == ["FA-2", "FA-3", "FA-50", "FA-9"]


def test_a_column_that_the_file_lacks_is_not_compared() -> None:
    text = "Number;What\nFA-1;ANPR\nFA-2;ANPR\nFA-3;ANPR\n"
    assert compared(world_with_assets(), text) == []


@pytest.mark.requirement("T140")
def test_a_file_drawn_up_to_an_earlier_day_is_compared_with_what_stood_then() -> None:
    world = world_with_assets()
    Asset.objects.update(since=clock.today() - timedelta(days=90))
    row = Asset.objects.get(finance_number="FA-1")
    row.revalue(by=world.finance, on=clock.today(), reason="Written down.", cost=row.cost, book_value="5000")
    row.history.filter(history_type="+").update(valued_on=clock.today() - timedelta(days=90))
    named = {"FA-1": "FA-1"}
    then = compared(world, on=clock.today() - timedelta(days=30))
    assert not [line for line in then if line[0] in named]
    assert [line[2:] for line in compared(world) if line[0] in named] == [("book_value", "5,000.00", "9,000.00")]
    with pytest.raises(FileRefused, match="not come yet"):
        compared(world, on=clock.today() + timedelta(days=1))


def test_an_entry_that_was_disposed_of_is_not_expected_with_finance() -> None:
    world = world_with_assets()
    ends = {"since": clock.today() - timedelta(days=9), "until": clock.today(), "disposed_on": clock.today()}
    Asset.objects.filter(finance_number="FA-3").update(**ends)
    assert "FA-3" not in [row[0] for row in compared(world)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("What,Cost\nx,1\n", "no column “asset number”. Its columns are: What, Cost"),
        ("Number,Cost\nFA-1,1\nFA-1,2\n", "FA-1 stands in row 2 and in row 3"),
        ("Number,Cost\nFA-1,twelve\n", "Row 2, “twelve”"),
        (f"Number,Cost\nFA-1,{'9' * 40}\n", "too large for a sum"),
        (f"Number,Cost\n{'F' * 61},1\n", "Row 2: a number has at most 60 characters"),
        ("Number\n" + "\n".join(f"N{n}" for n in range(20_001)), "more than 20000 rows"),
    ],
)
def test_a_file_that_cannot_be_compared_is_refused_and_nothing_is_kept(text: str, sentence: str) -> None:
    world = world_with_assets()
    with pytest.raises(FileRefused, match=sentence):
        compared(world, text)
    assert not Difference.objects.exists()


def test_only_those_who_keep_assets_compare() -> None:
    world = world_with_assets()
    with pytest.raises(NotYours):
        compared(world, by=world.analyst)
    with pytest.raises(NotYours):
        compared(world, by=world.other.finance)


def test_a_role_that_ended_meanwhile_compares_and_resolves_nothing() -> None:
    world = world_with_assets()
    compared(world)
    row, held = Difference.objects.get(finance_number="FA-9"), world.finance.memberships_today
    Membership.objects.filter(pk=held[0].pk).update(until=clock.today())
    with pytest.raises(NotYours):
        row.resolve(by=world.finance, on=clock.today(), reason="Found in the store.")
    with pytest.raises(NotYours):
        compared(world)


@pytest.mark.requirement("T140")
def test_a_difference_is_resolved_once_with_a_reason_and_chained() -> None:
    world = world_with_assets()
    compared(world)
    row = Difference.objects.get(finance_number="FA-9")
    for on, reason in (
        (clock.today(), "  "),
        (clock.today() + timedelta(days=1), "Found."),
        (clock.today() - timedelta(days=1), "Found."),
    ):
        with pytest.raises(Refused):
            row.resolve(by=world.manager, on=on, reason=reason)
    done = row.resolve(by=world.manager, on=clock.today(), reason="Returned to the supplier; finance wrote it off.")
    assert (done.resolved_on, done.by.person) == (clock.today(), world.manager)
    with pytest.raises(Refused, match="already"):
        row.resolve(by=world.finance, on=clock.today(), reason="Again.")
    assert Event.objects.filter(kind="cameras.difference.resolve", subject="FA-9").count() == 1
    assert Difference.objects.open().count() == 2


@pytest.mark.requirement("T140")
def test_a_comparison_falls_due_once_a_force_after_the_interval() -> None:
    world = world_with_assets()
    today, due = clock.today(), DUTIES["cameras.reconciliation"].rows
    months = interval("asset_reconciliation")["months"]
    assert [row.due_on for row in due(today, [world.organisation.pk])] == [add_months(today, months)]
    Asset.objects.update(since=today - timedelta(days=900))
    assert [row.due_on < today for row in due(today, [world.organisation.pk])] == [True]
    compared(world)
    assert [row.due_on for row in due(today, [world.organisation.pk])] == [add_months(today, months)]


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_finance_officer_compares_and_resolves_on_the_pages() -> None:
    world = world_with_assets()
    client = client_of(world.finance)
    file = SimpleUploadedFile("finance.csv", FILE.encode())
    answer = client.post("/assets/reconcile/", {"file": file, "words": "ANPR"}, follow=True)
    page = answer.content.decode()
    assert "Comparison with finance.csv" in page and "8,500.00" in page
    row = Difference.objects.get(finance_number="FA-2")
    said = client.post(row.get_absolute_url(), {"reason": "The invoice says 8,500.", **day("on")}, follow=True)
    assert said.status_code == 200
    row.refresh_from_db()
    assert row.reason == "The invoice says 8,500."
    assert "The invoice says" in client_of(world.auditor).get(row.get_absolute_url()).content.decode()
    for address in (row.get_absolute_url(), f"/assets/reconcile/{row.job_id}/"):
        assert client_of(world.outsider).get(address).status_code == 404
    assert client_of(world.analyst).post(row.get_absolute_url(), {"reason": "x"}).status_code == 403


def test_a_file_without_numbers_says_which_columns_it_has() -> None:
    world = world_with_assets()
    file = SimpleUploadedFile("finance.csv", b"Thing,Price\nx,1\n")
    answer = client_of(world.finance).post("/assets/reconcile/", {"file": file})
    assert answer.status_code == 422
    assert "Its columns are: Thing, Price" in answer.content.decode()


def day(name: str) -> dict[str, str]:
    today = clock.today()
    return {f"{name}_day": str(today.day), f"{name}_month": str(today.month), f"{name}_year": str(today.year)}
