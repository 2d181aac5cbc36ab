"""The import pages: hand in, match, look, import; a worker does the work and may die over it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from anpr_governance.database import clock
from anpr_governance.documents import work
from anpr_governance.documents.models import Job
from anpr_governance.workflow import effects
from anpr_governance.workflow.models import Effect, Notice
from cameras.models import ImportMapping, Site
from cameras.register import jobs
from cameras.register.mapping import read
from tests.cameras.register.files import GOOD, data, imported, rows, workbook
from tests.make.people import World

FOREIGN = b"Ref,Where,Lat,Long,On\n7,n/a,51.5,-3.2,Working\n8,Mill Lane,51.6,-3.3,Broken\n"


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """A client signed in as somebody."""

    def make(person: Any) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return make


@pytest.fixture
def manager(world: World, signed_in: Callable[[Any], Client]) -> Client:
    """The ANPR manager's browser."""
    return signed_in(world.manager)


def hand_in(client: Client, content: bytes, name: str = "register.csv") -> Any:
    """Post the file."""
    return client.post(reverse("site_import"), {"file": SimpleUploadedFile(name, content)})


def checked(client: Client, content: bytes = b"") -> Job:
    """A file of the register's own columns, handed in and checked by a worker."""
    page = hand_in(client, content or data(*rows(2)))
    client.post(page["Location"], {"source": "own"})
    job = Job.objects.latest("pk")
    assert jobs.run_job(job.pk, clock.now())
    return Job.objects.get(pk=job.pk)


def test_a_register_is_handed_in_checked_and_imported(manager: Client) -> None:
    job = checked(manager)
    assert Site.objects.count() == 0
    page = manager.get(jobs.address(job)).content.decode()
    assert "What the import would do" in page
    go = manager.post(jobs.address(job), {"take": "all"})
    assert "Waiting for a worker" in manager.get(go["Location"]).content.decode()
    made = Job.objects.latest("pk")
    assert jobs.run_job(made.pk, clock.now())
    page = manager.get(jobs.address(made)).content.decode()
    assert "What the import did" in page
    assert Site.objects.count() == 2


def test_a_second_press_leads_to_the_same_import(manager: Client) -> None:
    job = checked(manager)
    first = manager.post(jobs.address(job), {"take": "all"})
    second = manager.post(jobs.address(job), {"take": "all"})
    assert first["Location"] == second["Location"]
    assert Job.objects.count() == 2


def test_columns_and_words_are_matched_by_hand_and_remembered(manager: Client, world: World) -> None:
    page = hand_in(manager, FOREIGN)
    page = manager.post(page["Location"], {"source": "hand", "name": "County register"})
    assert page["Location"].endswith("columns/")
    assert 'value="Lat" selected' in manager.get(page["Location"]).content.decode()
    columns = {"site_reference": "Ref", "name": "Where", "latitude": "Lat", "longitude": "Long", "status": "On"}
    said = {f"column_{name}": source for name, source in columns.items()}
    said |= {"always_deployment": "fixed", "prefix_site_reference": "C-", "nothing": "n/a"}
    page = manager.post(page["Location"], said)
    assert page["Location"].endswith("values/")
    words = manager.get(page["Location"]).content.decode()
    assert "Working" in words
    page = manager.post(page["Location"], {"value_status_0": "live", "value_status_1": "suspended"})
    job = Job.objects.get()
    assert page["Location"] == jobs.address(job)
    mapping = read(ImportMapping.objects.get(name="County register").toml)
    assert mapping.values == {"status": {"Working": "live", "Broken": "suspended"}}
    jobs.run_job(job.pk, clock.now())
    assert Job.objects.get().report["summary"].startswith("added 2")
    toml = manager.get(f"{jobs.address(job)}mapping.toml")
    assert read(toml.content.decode()) == mapping


def test_a_mapping_that_is_remembered_is_offered(manager: Client, world: World) -> None:
    toml = '[columns]\nsite_reference = "Ref"\n'
    ImportMapping.objects.create(organisation=world.organisation, name="County register", toml=toml)
    page = hand_in(manager, FOREIGN)
    assert "As in “County register”" in manager.get(page["Location"]).content.decode()


def test_refused_rows_come_back_as_a_file_with_their_reasons(manager: Client) -> None:
    job = checked(manager, data(rows(1)[0], {**rows(2)[1], "status": "=humming"}))
    page = manager.get(jobs.address(job)).content.decode()
    assert "Import the good rows only" in page
    assert "It is none of" in page
    file = manager.get(f"{jobs.address(job)}refused.csv")
    assert file["Content-Disposition"].startswith("attachment")
    assert "'=humming" in file.content.decode()
    manager.post(jobs.address(job), {"take": "good"})
    jobs.run_job(Job.objects.latest("pk").pk, clock.now())
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"%PDF-1.7", "no register"), (workbook([["a"]], {"xl/vbaProject.bin": b"x"}), "macros")],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(manager: Client, content: bytes, words: str) -> None:
    page = hand_in(manager, content)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Job.objects.exists()


def test_a_file_without_the_columns_ends_with_a_sentence(manager: Client, world: World) -> None:
    toml = '[columns]\nname = "Where"\n'
    row = ImportMapping.objects.create(organisation=world.organisation, name="County register", toml=toml)
    page = hand_in(manager, FOREIGN)
    manager.post(page["Location"], {"source": f"known-{row.pk}"})
    job = Job.objects.get()
    assert jobs.run_job(job.pk, clock.now())
    assert "no column for site_reference" in manager.get(jobs.address(job)).content.decode()


def test_the_person_is_told_once_when_it_is_done(manager: Client, world: World) -> None:
    job = checked(manager)
    notice = Notice.objects.get(person=world.manager, kind="job")
    assert notice.path == jobs.address(job)
    assert "added 2" in notice.text


# Workers that die, brokers that are away


def test_an_import_waits_in_the_outbox_until_it_is_finished(manager: Client) -> None:
    page = hand_in(manager, data(GOOD))
    assert manager.post(page["Location"], {"source": "own"}).status_code == 302
    job, row = Job.objects.get(), Effect.objects.get(kind="cameras.import")
    effects.run(row, clock.now())
    row.refresh_from_db()
    assert row.done_at is None
    jobs.run_job(job.pk, clock.now())
    assert effects.run(row, clock.now())
    row.refresh_from_db()
    assert row.done_at is not None


def test_an_import_whose_worker_was_killed_starts_again_and_writes_once(manager: Client) -> None:
    job = checked(manager)
    manager.post(jobs.address(job), {"take": "all"})
    made, now = Job.objects.latest("pk"), clock.now()
    Job.objects.filter(pk=made.pk).update(started_at=now, done=1)
    assert not jobs.run_job(made.pk, now + timedelta(seconds=1))
    assert Site.objects.count() == 0
    assert jobs.run_job(made.pk, now + work.LEASE + timedelta(seconds=1))
    assert Site.objects.count() == 2
    assert not jobs.run_job(made.pk, now + 3 * work.LEASE)
    assert Site.history.count() == 2


# Who may


def test_only_who_may_import_opens_the_pages(world: World, signed_in: Callable[[Any], Client]) -> None:
    assert signed_in(world.analyst).get(reverse("site_import")).status_code == 403
    assert signed_in(world.manager).get(reverse("site_import")).status_code == 200


def test_another_force_and_another_person_do_not_find_a_trial(
    world: World, manager: Client, signed_in: Callable[[Any], Client]
) -> None:
    job = checked(manager, data(rows(1)[0], {**rows(2)[1], "status": "x"}))
    for other in (world.outsider, world.manager_2, world.analyst):
        client = signed_in(other)
        for page in ("", "mapping/", "columns/", "values/", "refused.csv", "mapping.toml"):
            assert client.get(f"{jobs.address(job)}{page}").status_code in (403, 404)
            assert client.post(f"{jobs.address(job)}{page}").status_code in (403, 404, 405)
    assert Job.objects.count() == 1


def test_the_export_follows_the_filters_of_the_list_and_the_right(
    world: World, manager: Client, signed_in: Callable[[Any], Client]
) -> None:
    from tests.make import cameras as make

    make.found(world, site_reference="HERE-1", name="Mill Lane")
    make.found(world, site_reference="HERE-2", name="Hollins Cross")
    make.found(world.other, site_reference="THERE-1")
    text = b"".join(manager.get("/sites/export.csv", {"q": "Mill"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "HERE-1" in text
    assert "HERE-2" not in text
    whole = b"".join(manager.get("/sites/export.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "HERE-2" in whole
    assert "THERE-1" not in whole
    assert b"".join(manager.get("/sites/export.xlsx").streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert signed_in(world.foi).get("/sites/export.csv").status_code == 403


def test_a_text_of_the_file_is_only_ever_text(manager: Client) -> None:
    job = checked(manager, data({**GOOD, "status": "<script>alert({{7*7}})</script>"}))
    page = manager.get(jobs.address(job)).content.decode()
    assert "&lt;script&gt;alert({{7*7}})" in page


def test_a_mapping_file_is_taken_with_a_name_of_its_own(manager: Client, world: World) -> None:
    page = hand_in(manager, FOREIGN)
    toml = b'[columns]\nsite_reference = "Ref"\nlatitude = "Lat"\nlongitude = "Long"\nstatus = "On"\n'
    toml += b'[defaults]\ndeployment = "fixed"\n[values.status]\nWorking = "live"\nBroken = "suspended"\n'
    said = {"source": "file", "file_name": "County", "toml": SimpleUploadedFile("county.toml", toml)}
    assert manager.post(page["Location"], said).status_code == 302
    job = Job.objects.get()
    jobs.run_job(job.pk, clock.now())
    assert Job.objects.get().report["summary"].startswith("added 2")
    assert not ImportMapping.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"source": "hand"}, "Give the source a name"),
        ({"source": "hand", "name": "Known"}, "A source of that name is known"),
        ({"source": "file", "file_name": "New"}, "Choose the mapping file"),
        ({"source": "file", "file_name": "New", "toml": SimpleUploadedFile("a.toml", b"[x]")}, "may hold columns"),
        ({"source": "file", "file_name": "New", "toml": SimpleUploadedFile("a.toml", b"\xff\xfe")}, "no TOML"),
        ({"source": "known-99999"}, "from the answers on the page"),
    ],
)
def test_a_wrong_answer_is_asked_again(manager: Client, world: World, said: dict[str, Any], words: str) -> None:
    ImportMapping.objects.create(organisation=world.organisation, name="Known", toml="[columns]\n")
    page = manager.post(hand_in(manager, FOREIGN)["Location"], said)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_an_import_by_command_stands_among_the_imports(
    world: World, manager: Client, signed_in: Callable[[Any], Client]
) -> None:
    imported(world.organisation, data(*rows(2)))
    job = Job.objects.get()
    assert jobs.address(job) in manager.get(reverse("site_import")).content.decode()
    assert "What the import did" in manager.get(jobs.address(job)).content.decode()
    assert signed_in(world.outsider).get(jobs.address(job)).status_code == 404
