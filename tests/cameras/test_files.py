"""Files that hang on a site, a check or an asset: kept bare, replaced in the open, read by who sees the record."""

import io
import json
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from PIL import Image

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.organisations.models import Person
from cameras.models import Asset, RecordFile
from tests.make import cameras as make
from tests.make.people import World

GPS = 0x8825
ORIENTATION = 0x0112


def photograph(size: tuple[int, int] = (40, 20)) -> bytes:
    """A JPEG as a telephone writes it: with the place, and turned by a quarter."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone maker"
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 12.5), 3: "W", 4: (2.0, 35.0, 1.5)})
    made = io.BytesIO()
    Image.new("RGB", size, "green").save(made, "JPEG", exif=exif)
    return made.getvalue()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def owner(world: World, kind: str) -> tuple[Any, str]:
    """A record of one kind, and the address of its files."""
    site = make.live(world)
    if kind == "asset":
        asset = Asset.enter(by=world.manager, on=clock.today(), site=site, finance_number="FA-1", cost="10.00")
        return asset, f"/assets/{asset.pk}/files/"
    record = site if kind == "site" else site.checks.order_by("pk")[0]
    return record, f"{record.get_absolute_url()}files/"


def send(client: Client, address: str, name: str, content: bytes, shows: str = "The pole", **more: Any) -> Any:
    upload = SimpleUploadedFile(name, content, content_type="text/html")  # what a browser says counts for nothing
    return client.post(address, {"file": upload, "shows": shows, **more})


@pytest.mark.parametrize("kind", ["site", "check", "asset"])
def test_a_file_is_added_listed_replaced_and_downloaded_by_who_sees_the_record(world: World, kind: str) -> None:
    _record, address = owner(world, kind)
    manager = signed_in(world.manager)
    assert "No file is kept here yet" in manager.get(address).content.decode()
    assert send(manager, address, "note.txt", b"First look").status_code == 302
    first = RecordFile.objects.get()
    assert send(manager, address, "note.txt", b"Second look", "Later", replaces=first.pk).status_code == 302
    second = RecordFile.objects.get(replaces=first)
    page = manager.get(address).content.decode()
    digest = sha256(b"First look").hexdigest()
    assert page.count("Replaced") == 1 and digest[:12] in page and world.manager.name in page and "10\xa0bytes" in page
    assert f'value="{first.pk}"' not in page and f'value="{second.pk}"' in page  # what was replaced is not again
    answer = manager.get(f"{address}{first.pk}/")
    assert answer.content == b"First look" and answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("text/plain", "nosniff")
    told = Event.objects.filter(kind__endswith=".add_file").order_by("n").values_list("payload", flat=True)
    said = [(row["file"], row["replaces"]) for row in map(json.loads, told)]
    assert said == [
        (digest, ""),
        (second.file.sha256, digest),
    ]


@pytest.mark.parametrize("kind", ["site", "check", "asset"])
def test_another_force_finds_neither_list_nor_file_and_a_reader_adds_none(world: World, kind: str) -> None:
    _record, address = owner(world, kind)
    send(signed_in(world.manager), address, "note.txt", b"Words")
    file = f"{address}{RecordFile.objects.get().pk}/"
    outsider, reader = signed_in(world.outsider), signed_in(world.auditor)
    assert [outsider.get(path).status_code for path in (address, file)] == [404, 404]
    assert [reader.get(path).status_code for path in (address, file)] == [200, 200]
    assert b"Add the file" not in reader.get(address).content
    assert send(reader, address, "other.txt", b"More").status_code == 403
    assert send(outsider, address, "other.txt", b"More").status_code == 404
    assert RecordFile.objects.count() == 1


def test_a_file_is_not_found_through_another_record_that_one_sees(world: World) -> None:
    _site, address = owner(world, "site")
    send(signed_in(world.manager), address, "note.txt", b"Words")
    other = make.found(world)
    client = signed_in(world.manager)
    assert client.get(f"{other.get_absolute_url()}files/{RecordFile.objects.get().pk}/").status_code == 404


def test_a_photograph_is_kept_upright_and_without_the_place_that_the_telephone_wrote(world: World) -> None:
    _site, address = owner(world, "site")
    taken = photograph()
    with Image.open(io.BytesIO(taken)) as before:
        assert before.getexif().get_ifd(GPS)[2] == (51.0, 30.0, 12.5)
    client = signed_in(world.manager)
    assert send(client, address, "IMG_0001.jpg", taken).status_code == 302
    content = client.get(f"{address}{RecordFile.objects.get().pk}/").content
    with Image.open(io.BytesIO(content)) as after:
        assert (after.size, dict(after.getexif()), "exif" in after.info) == ((20, 40), {}, False)
    assert b"Telephone maker" not in content
    assert EvidenceFile.objects.filter(sha256=sha256(content).hexdigest()).count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.pdf", b"<html><script>alert(1)</script>", "not kept"), ("run.exe", b"MZ\x00", "not kept"),
        ("note.pdf", b"only words", "ends in .txt"), ("photo.jpg", b"\xff\xd8\xff broken", ""),
    ],
)  # fmt: skip
def test_what_is_no_evidence_is_refused_with_a_sentence(world: World, name: str, content: bytes, words: str) -> None:
    _site, address = owner(world, "site")
    answer = send(signed_in(world.manager), address, name, content)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not RecordFile.objects.exists()


def test_the_same_file_hangs_once_and_an_outdated_page_replaces_nothing(world: World) -> None:
    _site, address = owner(world, "site")
    client = signed_in(world.manager)
    send(client, address, "note.txt", b"One")
    first = RecordFile.objects.get()
    again = send(client, address, "note.txt", b"One")
    assert again.status_code == 422 and "hangs here already" in again.content.decode()
    send(client, address, "note.txt", b"Two", replaces=first.pk)
    assert send(client, address, "note.txt", b"Three", replaces=first.pk).status_code == 422
    assert RecordFile.objects.count() == 2


def test_the_database_keeps_what_hangs(world: World) -> None:
    _site, address = owner(world, "site")
    send(signed_in(world.manager), address, "note.txt", b"One")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cameras_recordfile")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cameras_recordfile SET shows = 'Something else'")
