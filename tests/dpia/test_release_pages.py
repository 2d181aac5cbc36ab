"""The workspace, what the public reads, and the two exports."""

import re
import subprocess
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.database.command import Failure, WrongUse
from dpia.models import Release
from dpia.views import workspace
from tests.make import release as make
from tests.make.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def here(row: Any) -> str:
    return f"/dpias/{row.dpia.reference}/redaction/"


def test_the_workspace_says_how_a_public_copy_is_begun(world: World) -> None:
    dpia = make.signed_dpia(world)
    address = f"/dpias/{dpia.reference}/redaction/"
    client = signed_in(world.foi)

    assert "Begin the public copy" in client.get(address).content.decode()
    begun = client.post(f"{address}begin/", {"title_en": "Cameras in the east"})

    assert begun.status_code == 302, begun.content.decode()
    assert Release.objects.get().title_en == "Cameras in the east"


def test_the_workspace_shows_suggestions_and_marks_words_by_their_place(world: World) -> None:
    row = make.begun(world)
    client = signed_in(world.foi)
    page = client.get(here(row)).content.decode()
    link = re.search(r'href="([^"]+spot=s[^"]+)"', page)
    assert link is not None
    panel = client.get(link[1].replace("&amp;", "&")).content.decode()
    to_mark = re.search(r'href="([^"]+/mark/\?[^"]+)"', panel)
    assert to_mark is not None
    form = client.get(to_mark[1].replace("&amp;", "&"))
    hidden = dict(re.findall(r'name="(path|start|end|seen)" value="([^"]*)"', form.content.decode()))

    answer = client.post(f"{here(row)}mark/", {**hidden, **make.PLEA, "action": "removed", "reasons": "own"})

    assert answer.status_code == 302, answer.content.decode()
    assert row.spans.count() == 1
    assert "spot--removed" in client.get(answer.headers["Location"]).content.decode()


def test_quoted_words_lead_to_the_form_and_others_are_said_not_to_stand_there(world: World) -> None:
    row = make.begun(world)
    client = signed_in(world.foi)
    quoted = client.get(f"{here(row)}mark/", {"path": "answers.project", "words": "Reads are kept"})
    absent = client.get(f"{here(row)}mark/", {"path": "answers.project", "words": "nowhere at all"}, follow=True)

    assert "Reads are kept" in quoted.content.decode()
    assert "do not stand in that text" in absent.content.decode()


def test_the_clients_own_text_is_never_believed(world: World) -> None:
    row = make.begun(world)
    wrong = {
        "path": "answers.project",
        "start": 0,
        "end": 5,
        "seen": "0" * 64,
        "action": "removed",
        "reasons": "own",
        **make.PLEA,
    }

    answer = signed_in(world.foi).post(f"{here(row)}mark/", wrong)

    assert answer.status_code == 422
    assert row.spans.count() == 0


def test_a_mark_goes_to_every_place_of_its_words_and_is_taken_away_again(world: World) -> None:
    row = make.begun(world, lawful_basis="The Tollgate junction is watched for a purpose of the Act.")
    span = make.mark(world, row, make.PLACE)
    client = signed_in(world.foi)

    assert "Also appears" in client.get(f"{here(row)}?spot=m{span.pk}").content.decode()
    client.post(f"{here(row)}marks/{span.pk}/also/")
    assert {one.path for one in row.spans.all()} == {"answers.project", "answers.lawful_basis"}
    client.post(f"{here(row)}marks/{span.pk}/remove/")
    assert {one.path for one in row.spans.all()} == {"answers.lawful_basis"}


def test_a_ruling_is_made_confirmed_by_another_and_shown(world: World) -> None:
    row = make.begun(world, lawful_basis="Held under the A1 policy.")
    one = make.suggestion(row, "A1")
    place = {"path": one.path, "start": one.start, "end": one.end}
    client = signed_in(world.foi)

    assert client.get(f"{here(row)}rule/", place).status_code == 200
    client.post(f"{here(row)}rule/", {**place, "reason": "It is the name of a policy."})
    finding = row.findings.get()
    answer = signed_in(world.foi_2).post(f"{here(row)}step/confirm_ruling/", {"finding": finding.pk})

    assert answer.status_code == 302, answer.content.decode()
    finding.refresh_from_db()
    assert finding.confirmed_by == world.foi_2


def test_check_gate_and_release_are_taken_on_their_pages(world: World) -> None:
    row = make.marked(world)
    client = signed_in(world.foi_2)
    for name in ("check_redaction", "run_gate", "release"):
        page = client.get(f"{here(row)}step/{name}/").content.decode()
        seen = dict(re.findall(r'name="(seen|seen_sheet)" value="([^"]*)"', page))
        answer = client.post(f"{here(row)}step/{name}/", seen)
        assert answer.status_code == 302, answer.content.decode()

    assert make.fresh(row).state == "released"
    assert "passed" in client.get(here(row)).content.decode()


def test_other_forces_and_roles_get_nothing(world: World) -> None:
    row = make.begun(world)

    assert signed_in(world.outsider).get(here(row)).status_code == 404
    assert (
        signed_in(world.manager).get(f"{here(row)}mark/", {"path": "answers.project", "words": "A"}).status_code == 403
    )
    assert signed_in(world.admin).get(here(row)).status_code == 403


def test_the_public_reads_the_released_bytes_without_a_session(world: World) -> None:
    row = make.released(world)
    page = Client().get(f"/publications/{row.dpia.reference}/")
    paper = Client().get(f"/publications/{row.dpia.reference}.pdf")

    assert bytes(row.file("html", "en").bytes).decode() in page.content.decode()
    assert paper.content == bytes(row.file("pdf", "en").bytes)
    assert not page.cookies and "Cookie" not in page.headers.get("Vary", "")
    assert page.headers["Cache-Control"] == "public, no-cache"
    again = Client().get(f"/publications/{row.dpia.reference}/", headers={"if-none-match": page.headers["ETag"]})
    assert again.status_code == 304
    assert row.title_en in Client().get("/publications/").content.decode()


@pytest.mark.requirement("T159")
def test_the_welsh_address_has_a_welsh_frame_and_says_the_language_of_the_words(world: World) -> None:
    row = make.released(world)
    page = Client().get(f"/cy/publications/{row.dpia.reference}/")

    assert page.status_code == 200
    assert page.headers["Content-Language"] == "cy"
    assert '<html lang="cy"' in page.content.decode()
    assert Client().get("/cy/publications/").status_code == 200


def test_a_withdrawn_copy_is_gone_at_once(world: World) -> None:
    row = make.released(world)
    row.withdraw(by=world.dpo, on=clock.today(), reason="A name was overlooked.")

    for address in (f"/publications/{row.dpia.reference}/", f"/publications/{row.dpia.reference}.pdf"):
        answer = Client().get(address)
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"
    assert row.title_en not in Client().get("/publications/").content.decode()


def test_a_redaction_that_is_not_released_is_not_public(world: World) -> None:
    row = make.tested(world)

    assert Client().get(f"/publications/{row.dpia.reference}/").status_code == 404
    assert signed_in(world.foi).get(f"/dpias/{row.dpia.reference}/export.pdf").status_code == 404


def test_the_full_copy_needs_its_right_and_is_chained(world: World) -> None:
    row = make.released(world)
    address = f"/dpias/{row.dpia.reference}/export.pdf"

    assert signed_in(world.foi).get(address).content == bytes(row.file("pdf", "en").bytes)
    assert signed_in(world.foi).get(address, {"copy": "full"}).status_code == 403
    full = signed_in(world.dpo).get(address, {"copy": "full"})
    assert full.content.startswith(b"%PDF-")
    event = Event.objects.get(kind="dpia.dpia.disclose_full")
    assert (event.actor, event.subject) == (world.dpo.actor, row.dpia.reference)


def test_export_dpia_writes_the_released_file_and_nothing_before(world: World, tmp_path: Any) -> None:
    row = make.tested(world)
    target = tmp_path / "copy.pdf"
    with pytest.raises(Failure):
        call_command("export_dpia", row.dpia.reference, redacted=True, output=target)
    assert not target.exists()

    row.release(by=world.foi_2, on=clock.today())
    call_command("export_dpia", row.dpia.reference, redacted=True, output=target)
    assert target.read_bytes() == bytes(make.fresh(row).file("pdf", "en").bytes)


def test_export_dpia_gives_the_full_copy_to_nobody_without_the_right(world: World, tmp_path: Any) -> None:
    dpia = make.signed_dpia(world)
    target = tmp_path / "full.pdf"
    with pytest.raises(WrongUse):
        call_command("export_dpia", dpia.reference, full=True, output=target)
    with pytest.raises(Failure):
        call_command("export_dpia", dpia.reference, full=True, actor=world.foi.email, output=target)
    with pytest.raises(WrongUse):
        call_command("export_dpia", "SVP-D-9999", redacted=True, output=target)
    assert not target.exists()

    call_command("export_dpia", dpia.reference, full=True, actor=world.dpo.email, output=target)
    assert target.read_bytes().startswith(b"%PDF-")


@pytest.mark.requirement("T160")
def test_every_copy_carries_its_marking_on_every_page(world: World) -> None:
    row = make.released(world)
    public = bytes(row.file("pdf", "en").bytes)
    full = signed_in(world.dpo).get(f"/dpias/{row.dpia.reference}/export.pdf", {"copy": "full"}).content
    page = Client().get(f"/publications/{row.dpia.reference}/").content.decode()

    assert all("OFFICIAL" in text.splitlines() for text in pages_of(public))
    assert all("OFFICIAL-SENSITIVE" in text.splitlines() for text in pages_of(full))
    assert "OFFICIAL-SENSITIVE" not in page and "OFFICIAL" in page


def pages_of(content: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return [text for text in done.stdout.decode().split("\f") if text.strip()]


def test_the_workspace_asks_the_database_the_same_however_many_marks_there_are(world: World) -> None:
    row = make.marked(world, volume="It runs by day, by night and in winter.")
    client = signed_in(world.foi)
    client.get(here(row))
    with CaptureQueriesContext(connection) as few:
        client.get(here(row))
    for words in ("by day", "by night", "in winter"):
        make.mark(world, row, words, path="answers.volume")
    with CaptureQueriesContext(connection) as many:
        client.get(here(row))

    assert len(many) <= len(few)


def test_a_text_of_the_workspace_is_cut_at_every_edge_and_loses_nothing() -> None:
    spots = [
        workspace.Spot("m1", "removed", "p", 4, 8, "1", None), workspace.Spot("s1", "suggested", "p", 6, 12, "?", None),
    ]  # fmt: skip
    made = workspace.pieces("abcdefghijklmnop", spots)

    assert "".join(piece.words for piece in made) == "abcdefghijklmnop"
    assert [(p.words, p.spot.key if p.spot else "") for p in made] == [
        ("abcd", ""), ("efgh", "m1"), ("ijkl", "s1"), ("mnop", ""),
    ]  # fmt: skip
