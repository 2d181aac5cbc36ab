"""A long list leaves by a worker: watched, told, handed to who asked alone, thrown away, without surprises."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from anpr_governance.database import clock
from anpr_governance.documents import work
from anpr_governance.documents.models import Job, JobPart
from anpr_governance.organisations import people
from anpr_governance.organisations.models import Membership, Person
from anpr_governance.pages import exporting
from anpr_governance.workflow import effects
from anpr_governance.workflow.models import Effect, Notice
from tests.make.people import SETUP, World
from tests.pages.conftest import begun

pytestmark = pytest.mark.django_db
RICH = "<r><t>Dogwood</t></r>"
ADDRESS = "/papers/?kind=place&export=csv&sort=-name"


@pytest.fixture
def manager(world: World, signed_in: Callable, settings: Any) -> Client:
    """The manager of a force with more papers than are written at once."""
    settings.EXPORT_ROWS_AT_ONCE = 3
    for n, name in enumerate(["Alder", "=Birch", "Cedar", RICH, "Elm"]):
        begun(world, name, kind="road" if n == 2 else "place")
    begun(world.other, "Fir of the others", kind="place")
    return signed_in(world.manager)  # type: ignore[no-any-return]


def asked(client: Client, path: str = ADDRESS) -> Job:
    """The job to which the button leads; a look alone makes none."""
    before = Job.objects.count()
    page = client.get(path)
    assert page.status_code == 200 and "a worker writes the file" in page.content.decode()
    assert Job.objects.count() == before
    answer = client.post(path)
    assert answer.status_code == 302, answer.status_code
    job = Job.objects.latest("pk")
    assert answer["Location"] == exporting.address(job)
    return job


def written(client: Client, path: str = ADDRESS) -> Job:
    """The same when a worker has done it."""
    job = asked(client, path)
    assert exporting.run_job(job.pk, clock.now())
    return Job.objects.get(pk=job.pk)


def content(client: Client, job: Job) -> bytes:
    """What is downloaded."""
    answer = client.get(f"{exporting.address(job)}file/")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_few_rows_leave_at_once_and_many_by_a_job_that_is_asked_for_once(manager: Client) -> None:
    assert manager.get("/papers/?kind=road&export=csv").status_code == 200
    assert not Job.objects.exists()
    job = asked(manager)
    assert asked(manager) == job and (job.total, job.kind) == (4, exporting.KIND)
    page = manager.get(exporting.address(job)).content.decode()
    assert "Waiting for a worker" in page and "0 of 4 rows are written" in page and 'http-equiv="refresh"' in page


def test_the_worker_writes_what_the_list_shows_and_tells_who_asked(world: World, manager: Client) -> None:
    job = written(manager)
    text = content(manager, job).decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == ["Paper", "Elm", "Alder", "'=Birch", RICH]
    assert job.report == {"rows": 4, "size": len(text.encode("utf-8-sig")), "sha256": job.report["sha256"]}
    assert job.report["sha256"] == sha256(content(manager, job)).hexdigest()
    assert (job.done, job.total) == (4, 4)
    notice = Notice.objects.get(person=world.manager, kind="job")
    assert notice.path == exporting.address(job) and "is written" in notice.text
    page = manager.get(exporting.address(job)).content.decode()
    assert "Download the file" in page and "refresh" not in page


def test_nobody_else_gets_it_and_who_lost_a_role_not_either(world: World, manager: Client, signed_in: Callable) -> None:
    job = written(manager)
    paths = (exporting.address(job), f"{exporting.address(job)}file/")
    assert [signed_in(world.manager_2).get(path).status_code for path in paths] == [403, 403]
    assert [signed_in(world.outsider).get(path).status_code for path in paths] == [404, 404]
    ended = Membership.objects.get(person=world.manager)
    people.grant(SETUP, clock.today(), world.manager, world.organisation, "auditor", since=clock.today())
    people.end(SETUP, clock.today(), ended, clock.today())
    client = signed_in(Person.objects.get(pk=world.manager.pk))
    assert client.get(paths[1]).status_code == 403
    page = client.get(paths[0]).content.decode()
    assert "Your roles changed" in page and "Download the file" not in page


def test_roles_that_end_before_the_worker_comes_leave_no_file(world: World, manager: Client) -> None:
    job = asked(manager)
    Membership.objects.filter(person=world.manager).update(until=clock.today())
    assert exporting.run_job(job.pk, clock.now())
    assert not JobPart.objects.exists()
    assert "Your roles changed" in Job.objects.get(pk=job.pk).report["sentence"]


def test_it_waits_in_the_outbox_until_it_is_finished_and_a_killed_worker_is_followed(manager: Client) -> None:
    job, now = asked(manager), clock.now()
    row = Effect.objects.get(kind=exporting.KIND)
    assert not effects.run(row, now)
    Job.objects.filter(pk=job.pk).update(started_at=now, done=2)
    assert not exporting.run_job(job.pk, now + timedelta(seconds=1))
    assert exporting.run_job(job.pk, now + work.LEASE + timedelta(seconds=1))
    assert not exporting.run_job(job.pk, now + 3 * work.LEASE)
    assert effects.run(row, now)
    assert JobPart.objects.count() == 1


def test_the_file_stands_in_pieces_and_comes_out_whole(manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PIECE", 16)
    job = written(manager)
    assert JobPart.objects.count() == -(-job.report["size"] // 16)
    assert sha256(content(manager, job)).hexdigest() == job.report["sha256"]


def test_progress_is_noted_while_rows_are_written(manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "EVERY", 2)
    job, seen = asked(manager), []
    real = exporting._noted

    def noted(job: Job) -> Callable[[int], None]:
        note = real(job)
        return lambda rows: (note(rows), seen.append(Job.objects.get(pk=job.pk).done))[0]  # type: ignore[func-returns-value]

    monkeypatch.setattr(exporting, "_noted", noted)
    exporting.run_job(job.pk, clock.now())
    assert seen == [2, 4]


def test_after_its_days_the_file_is_thrown_away_and_the_page_says_so(manager: Client, settings: Any) -> None:
    job = written(manager)
    assert exporting.throw_away(clock.now() + timedelta(days=settings.EXPORT_DAYS - 1)) == 0
    assert exporting.throw_away(clock.now() + timedelta(days=settings.EXPORT_DAYS, minutes=1)) == 1
    assert "thrown away" in manager.get(exporting.address(job)).content.decode()
    assert manager.get(f"{exporting.address(job)}file/").status_code == 404


def test_a_workbook_names_no_person_hides_no_sheet_and_runs_nothing(manager: Client) -> None:
    job = written(manager, "/papers/?export=xlsx")
    with zipfile.ZipFile(io.BytesIO(content(manager, job))) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    core = parts["docProps/core.xml"]
    assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", core) == ["", ""]
    assert "<Company></Company>" in parts["docProps/app.xml"] and "Manager" not in parts["docProps/app.xml"]
    assert not {"docProps/custom.xml", "xl/connections.xml", "xl/vbaProject.bin"} & set(parts)
    assert parts["xl/workbook.xml"].count("<sheet ") == 1
    assert not re.search(r'state="(?:hidden|veryHidden)"|<definedName', parts["xl/workbook.xml"])
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet and "hyperlink" not in sheet and "'=Birch" in sheet
    assert "&lt;r&gt;&lt;t&gt;Dogwood" in sheet
