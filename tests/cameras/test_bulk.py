"""Counts of many checks by one spreadsheet: shown first, then recorded all or none, each by the step itself."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from anpr_governance.audit.models import Event
from anpr_governance.audit.verify import verify_stored
from anpr_governance.database import clock
from anpr_governance.documents.models import Job
from anpr_governance.organisations.models import Membership
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.bulk.recording import KIND, hand_in, press
from cameras.bulk.sheet import FILLED
from cameras.models import PerformanceCheck
from cameras.register.reading import FileRefused
from tests.make import cameras as make
from tests.make.people import World

GOOD = ("500", "490", "487", "470", "Counted from a recording", "Two dry hours", "")
BAD = ("500", "490", "430", "380", "Counted from a recording", "Two dry hours", "")


def row(check: PerformanceCheck, *cells: str, on: str = "", device: str | None = None) -> list[str]:
    """One filled row."""
    return [check.reference, check.device.reference if device is None else device, on or str(clock.today()), *cells]


def file_of(*rows: list[str]) -> bytes:
    """The file as a spreadsheet saves it."""
    text = io.StringIO()
    csv.writer(text).writerows([["check", "device", *FILLED], *rows])
    return text.getvalue().encode()


def handed(world: World, *rows: list[str], by: Any = None) -> Job:
    """A file that was handed in."""
    by = by or world.specialist
    return hand_in(by=by, organisation=world.organisation, name="tour.csv", data=file_of(*rows))


def client_of(person: Any) -> Client:
    """Somebody's browser."""
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.requirement("T111")
def test_nothing_is_recorded_before_the_press_and_then_every_good_row_by_its_step(world: World) -> None:
    good, bad = make.check(world), make.check(world)
    job = handed(world, row(good, *GOOD), row(bad, *BAD))
    assert [(r["outcome"], r["rates"][0][1]) for r in job.report["rows"]] == [
        ("passed", "487 of 490, 99.4%"), ("failed", "430 of 490, 87.8%"),
    ]  # fmt: skip
    assert not PerformanceCheck.objects.exclude(state="open").exists()
    assert not PerformanceCheck.objects.filter(kind="retest").exists()
    before = Event.objects.filter(kind="cameras.performancecheck.record").count()
    press(job, by=world.specialist, on=clock.today())
    good, bad = (PerformanceCheck.objects.get(pk=check.pk) for check in (good, bad))
    assert (good.state, good.outcome, good.tester, good.nasple.key) == (
        "recorded",
        "passed",
        world.specialist.name,
        "nasple",
    )
    assert bad.retests.count() == 1 and bad.actions.count() == 1
    assert good.history.first().history_user == world.specialist
    events = Event.objects.filter(kind="cameras.performancecheck.record")
    assert events.count() == before + 2 and events.filter(subject=good.reference, hat="tester").exists()
    assert Event.objects.get(kind="cameras.performancecheck.bulk").details == {"checks": 2, "sha256": job.source.sha256}
    assert verify_stored(world.organisation.code).broken == ""
    with pytest.raises(Refused, match="already"):
        press(job, by=world.specialist, on=clock.today())


def test_each_refused_row_says_which_cell_and_why_and_the_others_go_in(world: World) -> None:
    checks = [make.check(world) for _n in range(8)]
    foreign = make.check(world.other)
    tomorrow = str(make.days_ago(-1))
    job = handed(
        world, row(checks[0], *GOOD), row(checks[0], *GOOD),
        row(checks[1], *GOOD, on=tomorrow), row(checks[2], "500", "490", "487", "488", *GOOD[4:]),
        row(checks[3], "many", *GOOD[1:]), row(checks[4], *GOOD[:4], "By feel", *GOOD[5:]),
        row(checks[5], *GOOD[:5], "", ""), row(checks[6], *GOOD, device="NRD-other"), row(foreign, *GOOD),
        row(checks[7], "1.5", "-1", "99999999", *GOOD[3:]), row(checks[7], *[""] * 7, on=" "),
    )  # fmt: skip
    assert [r["check"] for r in job.report["rows"]] == [checks[0].reference]
    found = {(number, column): why for number, column, _value, why in job.report["refused"]}
    expected = {
        (3, "check"): "earlier row", (4, "made_on"): "future", (5, "count_1"): "within the one before",
        (6, "count_1"): "whole number", (7, "method"): "Counted by eye", (8, "period"): "Fill it in",
        (9, "check"): "as the template has it", (10, "check"): "as the template has it",
        (11, "count_1"): "whole number", (11, "count_2"): "whole number", (11, "count_3"): "whole number",
    }  # fmt: skip
    assert set(found) == set(expected)
    assert all(words in found[place] for place, words in expected.items()), found
    press(job, by=world.specialist, on=clock.today())
    assert PerformanceCheck.objects.filter(state="recorded").count() == 1


def test_what_changed_since_it_was_shown_records_nothing_and_is_shown_anew(world: World) -> None:
    first, second = make.check(world), make.check(world)
    job = handed(world, row(first, *GOOD), row(second, *GOOD))
    make.recorded(world, second)
    with pytest.raises(Refused, match="nothing was recorded"):
        press(job, by=world.specialist, on=clock.today())
    job.refresh_from_db()
    assert PerformanceCheck.objects.get(pk=first.pk).state == "open"
    assert [r["check"] for r in job.report["rows"]] == [first.reference]
    assert [line[0] for line in job.report["refused"]] == [3]
    press(job, by=world.specialist, on=clock.today())
    assert PerformanceCheck.objects.get(pk=first.pk).state == "recorded"


def test_only_those_who_record_checks_hand_in_and_press(world: World) -> None:
    check = make.check(world)
    for person in (world.analyst, world.lead, world.other.specialist):
        with pytest.raises(NotYours):
            handed(world, row(check, *GOOD), by=person)
    job = handed(world, row(check, *GOOD))
    held = world.specialist.memberships_today
    Membership.objects.filter(pk=held[0].pk).update(until=clock.today())
    with pytest.raises(NotYours):
        press(job, by=world.specialist, on=clock.today())
    address = f"/performance/bulk/{job.pk}/"
    assert client_of(world.analyst).post(address).status_code == 403
    for person in (world.other.specialist, world.other.manager):
        assert client_of(person).get(address).status_code == 404
        assert client_of(person).post(address).status_code == 404
    assert PerformanceCheck.objects.get(pk=check.pk).state == "open"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_comes_back_filled_through_the_pages(world: World, form: str) -> None:
    check, other = make.check(world), make.check(world)
    foreign = make.check(world.other)
    client = client_of(world.specialist)
    answer: Any = client.get(f"/performance/bulk/template.{form}")
    content = b"".join(answer.streaming_content)
    assert foreign.reference.encode() not in content
    data = filled(content, form, check.reference)
    answer = client.post("/performance/bulk/", {"file": SimpleUploadedFile(f"tour.{form}", data)}, follow=True)
    page = answer.content.decode()
    assert "Record 1 check" in page and "487 of 490, 99.4%" in page and "threshold 98%" in page
    page = client.post(answer.request["PATH_INFO"], follow=True).content.decode()
    assert "1 check is recorded." in page and "Record 1 check" not in page
    states = PerformanceCheck.objects.filter(organisation=world.organisation).values_list("pk", "state")
    assert dict(states)[check.pk] == "recorded" and dict(states)[other.pk] == "open"


def filled(content: bytes, form: str, reference: str) -> bytes:
    """The template with one row filled in."""
    if form == "xlsx":
        book = load_workbook(io.BytesIO(content))
        sheet = book.worksheets[0]
        first = [cell.value for cell in sheet[1]].index(FILLED[0])
        (at,) = (cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[0].value == reference)
        typed: tuple[Any, ...] = (clock.today(), 500, 490, 487, 470, *GOOD[4:])
        for n, value in enumerate(typed):
            sheet.cell(at, first + n + 1, value)
        saved = io.BytesIO()
        book.save(saved)
        return saved.getvalue()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    heads, text = rows[0], io.StringIO()
    for line in rows[1:]:
        assert line[heads.index("what_is_counted")].startswith("1 Vehicles that passed; 2 Of those")
        if line[0] == reference:
            line[heads.index(FILLED[0]) :] = [str(clock.today()), *GOOD]
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def test_a_file_without_the_columns_or_with_too_many_rows_is_refused_in_a_sentence(world: World) -> None:
    check = make.check(world)
    with pytest.raises(FileRefused, match=r"lacks the columns check.*Its columns are: a, b"):
        hand_in(by=world.specialist, organisation=world.organisation, name="x.csv", data=b"a,b\n1,2\n")
    with pytest.raises(FileRefused, match="More than 500 rows"):
        handed(world, *[row(check, *GOOD)] * 501)
    assert not Job.objects.filter(kind=KIND).exists()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + bytes(range(256)) * 8,
        bytes(range(256)) * 8,
        b"",
        b'check,device\n"never closed',
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_file_gives_a_sentence(world: World, data: bytes) -> None:
    answer = client_of(world.specialist).post("/performance/bulk/", {"file": SimpleUploadedFile("tour.xlsx", data)})
    assert answer.status_code == 422 and "govuk-error-summary" in answer.content.decode()
    assert not Job.objects.filter(kind=KIND).exists()


@pytest.mark.requirement("T108")
def test_a_link_is_recorded_by_what_it_has_to_do(world: World) -> None:
    site = make.found(world)
    make.device(world, site, kind="link")
    check = make.check(world, site)
    job = handed(world, row(check, *GOOD))
    rates = job.report["rows"][0]["rates"]
    assert [rate[0] for rate in rates] == ["Delivery rate", "Rate whole and in time"]
