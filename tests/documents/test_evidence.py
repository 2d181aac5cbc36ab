"""Evidence files: known by content, named safely, bare of what a camera adds, handed out as downloads alone."""

import io
import zipfile
from hashlib import sha256

import pytest
from PIL import Image

from anpr_governance.database import clock
from anpr_governance.documents import evidence
from anpr_governance.documents.evidence import NotStored, download, recognised, safe_name, store
from anpr_governance.documents.models import EvidenceFile
from tests.make.people import World

WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"


def office(*parts: str, content: bytes = b"<x/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in ("[Content_Types].xml", *parts):
            packed.writestr(part, content)
    return made.getvalue()


def packed_badly() -> bytes:
    """An office file whose first part does not unpack."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 9)
    whole = bytearray(made.getvalue())
    whole[38] ^= 0xFF  # behind the local header and the name
    return bytes(whole)


def picture(kind: str = "JPEG", size: tuple[int, int] = (8, 8)) -> bytes:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Tollgate junction"
    Image.new("RGB", size, "red").save(made, kind, exif=exif)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("letter.pdf", PDF, "application/pdf"), ("list.csv", b"a,b\n1,2\n", "text/csv"),
        ("note.TXT", "Größe".encode(), "text/plain"), ("photo.jpeg", picture(), "image/jpeg"),
        ("plan.png", picture("PNG"), "image/png"),
        ("minutes.docx", office("word/document.xml"), WORDS),
    ],
)  # fmt: skip
def test_the_content_says_what_it_is(name: str, content: bytes, kind: str) -> None:
    assert recognised(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", b"<html><script>alert(1)</script>"), ("report.pdf", office("word/document.xml")),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("drawing.png", b"<svg/>"),
        ("page.txt", b"<!DOCTYPE html><html>"), ("archive.zip", office()), ("empty.pdf", b""),
        ("macro.xlsx", office("xl/workbook.xml", "xl/vbaProject.bin")),
        ("out.docx", office("word/document.xml", "../x")),
        ("letter.pdf.exe", PDF), ("program.txt", b"MZ\x00\x00"), ("photo.jpg", b"\xff\xd8\xff not a picture"),
        ("notes.docx", PDF), ("damaged.odt", packed_badly()),
    ],
)  # fmt: skip
def test_what_lies_or_runs_is_refused_with_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(NotStored) as refused:
        evidence.bare(recognised(name, content), content)
    assert str(refused.value).endswith(".")


def test_large_files_bombs_and_huge_pictures_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = office("word/document.xml", content=b"0" * 200_000)
    monkeypatch.setattr(evidence, "MOST_UNPACKED", 100_000)
    with pytest.raises(NotStored):
        recognised("a.docx", bomb)
    monkeypatch.setattr(evidence, "MOST_PIXELS", 100)
    with pytest.raises(NotStored, match="too many points"):
        evidence.bare("image/png", picture("PNG", (20, 20)))
    monkeypatch.setattr(evidence, "MOST_BYTES", 10)
    with pytest.raises(NotStored, match="larger"):
        recognised("a.pdf", PDF)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"), ("..\\..\\x.pdf", "x.pdf"), ("%2e%2e%2fx.pdf", "_2e_2e_2fx.pdf"),
        ("a\x00b.pdf", "ab.pdf"), ("report\u202efdp.exe.pdf", "reportfdp.exe.pdf"), ("CON.pdf", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"), ("", "file.pdf"), (".pdf", "pdf.pdf"), ("Größe 1.PDF", "Größe 1.pdf"),
        ('"><script>.pdf', "___script_.pdf"),
    ],
)  # fmt: skip
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, "application/pdf") == safe


def test_a_picture_loses_what_the_camera_wrote() -> None:
    for kind, name in (("JPEG", "image/jpeg"), ("PNG", "image/png")):
        assert b"Tollgate" in picture(kind)
        assert b"Tollgate" not in evidence.bare(name, picture(kind))


@pytest.mark.django_db
def test_the_same_bytes_under_the_same_name_are_kept_once() -> None:
    world = World()
    first = store(world.organisation, "letter.pdf", PDF, clock.now())
    again = store(world.organisation, "letter.pdf", PDF, clock.now())
    elsewhere = store(world.other.organisation, "letter.pdf", PDF, clock.now())

    assert first == again != elsewhere
    assert first.sha256 == sha256(PDF).hexdigest()
    assert EvidenceFile.objects.visible_to(world.outsider).get() == elsewhere


@pytest.mark.django_db
def test_it_is_handed_out_as_a_download_that_no_browser_runs() -> None:
    world = World()
    response = download(store(world.organisation, "Größe.pdf", PDF, clock.now()))

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert download(EvidenceFile(name="gone.pdf", type="application/pdf", bytes=None)).status_code == 410
