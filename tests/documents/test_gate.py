"""The gate reads a finished file back: each way in which a renderer could leak is caught by it."""

import io
import socket
from collections.abc import Callable
from typing import Any

import page
import pikepdf
import pytest

from anpr_governance.documents import gate, pdf, readback
from anpr_governance.documents.copies import as_html, as_pdf
from anpr_governance.documents.reduction import Run, kept
from tests.documents.copies import SECRET, copy, wanted

Leak = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def clean() -> bytes:
    return as_pdf(copy())


def failed(content: bytes, kind: str = "pdf", held: Any = None) -> set[str]:
    return {check.key for check in gate.examine(content, kind, held or wanted()) if not check.passed}


def spoiled(content: bytes, spoil: Leak) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        spoil(document)
        document.save(made)
    return made.getvalue()


def test_a_clean_file_passes_every_check(clean: bytes) -> None:
    checks = gate.examine(clean, "pdf", wanted())

    assert gate.passed(checks)
    assert {c.key for c in checks} == {
        "copy", "same", "text", "strings", "bytes", "one", "hidden", "metadata", "accessible",
    }  # fmt: skip
    assert gate.passed(gate.examine(as_html(copy()).encode(), "html", wanted()))


def test_the_same_copy_gives_the_same_bytes(clean: bytes) -> None:
    assert as_pdf(copy()) == clean


def draw(words: str, before: str = "0 g") -> Leak:
    """Text drawn in a standard font over what is there."""

    def spoil(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        font = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        if "/Font" not in page.Resources:
            page.Resources["/Font"] = pikepdf.Dictionary()
        page.Resources.Font["/Leak"] = font
        page.contents_add(f"q {before} BT /Leak 9 Tf 60 60 Td ({words}) Tj ET Q".encode())

    return spoil


def kerned(document: pikepdf.Pdf) -> None:
    draw("")(document)
    letters = " ".join(f"({letter}) 20" for letter in SECRET)
    document.pages[0].contents_add(f"q BT /Leak 9 Tf 60 60 Td [{letters}] TJ ET Q".encode())


def outlined(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Camera at {SECRET}", 0))


def marked_content(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(f"/Span <</ActualText ({SECRET})>> BDC EMC".encode())


def linked(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(f"https://maps.example/{SECRET}"))
    box = pikepdf.Array([0, 0, 10, 10])
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, A=action)
    page = document.pages[0]
    page["/Annots"] = pikepdf.Array([*page.get("/Annots", []), document.make_indirect(link)])


def noted(document: pikepdf.Pdf) -> None:
    box = pikepdf.Array([0, 0, 10, 10])
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=box, Contents=pikepdf.String("x")
    )
    page = document.pages[0]
    page["/Annots"] = pikepdf.Array([*page.get("/Annots", []), document.make_indirect(note)])


def attached(document: pikepdf.Pdf) -> None:
    document.attachments["original.txt"] = pikepdf.AttachedFileSpec(document, b"the original")


def described(document: pikepdf.Pdf) -> None:
    document.Root.StructTreeRoot["/Alt"] = pikepdf.String(SECRET)


def titled(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = f"Cameras at {SECRET}"


def subject(document: pikepdf.Pdf) -> None:
    document.docinfo["/Subject"] = "Anything"


def pathed(document: pikepdf.Pdf) -> None:
    document.docinfo["/Producer"] = "/home/redactor/dpia.html"


def in_xmp(document: pikepdf.Pdf) -> None:
    with document.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:description"] = f"Camera at {SECRET}"


def as_utf16(document: pikepdf.Pdf) -> None:
    document.Root["/Hidden"] = document.make_stream(b"\x01\x02" + SECRET.encode("utf-16-be"))


def as_hex(document: pikepdf.Pdf) -> None:
    document.Root["/Hidden"] = document.make_stream(SECRET.encode().hex().encode())


def as_name(document: pikepdf.Pdf) -> None:
    document.Root[f"/{SECRET}"] = pikepdf.Name("/x")


def in_form(document: pikepdf.Pdf) -> None:
    value = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("place"), V=pikepdf.String(SECRET))
    document.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([document.make_indirect(value)]))


def pictured(document: pikepdf.Pdf) -> None:
    picture = document.make_stream(b"\xff", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1)
    picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    document.pages[0].Resources["/XObject"] = pikepdf.Dictionary(Im=picture)


def scripted(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.Root["/OpenAction"] = action


def untagged(document: pikepdf.Pdf) -> None:
    del document.Root["/StructTreeRoot"]


def speechless(document: pikepdf.Pdf) -> None:
    del document.Root["/Lang"]


LEAKS: dict[str, tuple[Leak, str]] = {
    "text": (draw(f"near {SECRET} House"), "text"),
    "white on white": (draw(SECRET, "1 g"), "text"),
    "in the head of the page": (draw(SECRET, "1 0 0 1 0 740 cm"), "text"),
    "letters apart": (draw(" ".join(SECRET)), "text"),
    "kerning": (kerned, "text"),
    "another spelling": (draw("the A 4217 road"), "text"),
    "the other way to write the place": (draw("312345 256785"), "text"),
    "text that nobody sees": (draw("anything", "3 Tr"), "hidden"),
    "a word that the copy does not have": (draw("Hollins"), "same"),
    "outline": (outlined, "strings"),
    "actual text": (marked_content, "strings"),
    "link": (linked, "strings"),
    "note": (noted, "hidden"),
    "attachment": (attached, "hidden"),
    "alternative text": (described, "strings"),
    "title": (titled, "strings"),
    "subject": (subject, "metadata"),
    "path of a machine": (pathed, "metadata"),
    "metadata": (in_xmp, "bytes"),
    "bytes in UTF-16": (as_utf16, "bytes"),
    "bytes in hexadecimal": (as_hex, "bytes"),
    "name": (as_name, "strings"),
    "form value": (in_form, "hidden"),
    "picture": (pictured, "hidden"),
    "picture in line": (lambda d: d.pages[0].contents_add(b"q BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"), "hidden"),
    "script": (scripted, "hidden"),
    "no tags": (untagged, "accessible"),
    "no language": (speechless, "accessible"),
}


@pytest.mark.requirement("T056")
@pytest.mark.parametrize("way", LEAKS)
def test_it_catches(way: str, clean: bytes) -> None:
    spoil, check = LEAKS[way]

    assert check in failed(spoiled(clean, spoil))


def test_it_catches_a_second_end_of_file_and_what_stands_behind_it(clean: bytes) -> None:
    assert "one" in failed(clean + b"\n1 0 obj\n<</Old (x)>>\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF\n")
    assert "one" in failed(clean + b"something behind")
    assert failed(b"something before\n" + clean)


def test_it_catches_a_password(clean: bytes) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(clean)) as document:
        document.save(made, encryption=pikepdf.Encryption(owner="o", user=""))

    assert "one" in failed(made.getvalue())


def test_a_file_that_cannot_be_read_has_not_passed(clean: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert failed(b"no pdf at all") == {"read"}
    assert failed(clean[: len(clean) // 2]) != set()
    monkeypatch.setenv("PATH", "/nonexistent")
    assert failed(clean) == {"read"}


def test_a_reader_that_reads_nothing_is_a_failure(clean: bytes) -> None:
    assert "same" in failed(as_pdf(copy(sections=())), held=wanted())


LEAKY_HTML = {
    "text": "<p>Tollgate</p>", "comment": "<!-- Tollgate -->", "title": '<p title="Tollgate">x</p>',
    "link": '<a href="/?at=Tollgate">x</a>', "alternative text": '<img alt="Tollgate">',
    "hidden": "<p hidden>Tollgate</p>",
    "entity": "<p>&#84;ollgate</p>", "split": "<p>Toll<b></b>gate</p>", "data": '<p data-x="Tollgate"></p>',
}  # fmt: skip


@pytest.mark.parametrize("way", LEAKY_HTML)
def test_it_catches_in_html(way: str) -> None:
    assert failed((as_html(copy()) + LEAKY_HTML[way]).encode(), "html")


def test_a_term_that_stands_in_the_copy_needs_its_ruling() -> None:
    body = copy().sections[0].blocks[0].body + kept(" The Tollgate plan is old.")
    first = copy().sections[0]
    telling = copy(sections=(type(first)("1", first.title, (type(first.blocks[0])("Aim", body),)),))
    content = as_pdf(telling)

    assert {"copy", "text"} <= failed(content, held=wanted(telling))
    assert failed(content, held=wanted(telling, {"tollgate": 1})) == set()


def test_the_words_of_the_form_are_no_leak() -> None:
    held = gate.Wanted(copy(), [*wanted().terms, *gate_terms("prevention")], {})

    assert failed(as_pdf(copy()), held=held) == set()


def gate_terms(*words: str) -> list[Any]:
    from anpr_governance.documents.terms import term

    return [term(word) for word in words]


def test_marks_have_one_width_whatever_they_stand_for() -> None:
    short, long = (as_html(copy(title=(Run("removed", "", ("s31-1-a",)),))) for _time in range(2))

    assert short == long
    assert "Tollgate" not in short


def test_rendering_opens_no_socket_and_no_file_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert as_pdf(copy()).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://169.254.169.254/latest">', '<img src="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">', '<style>@import url("https://evil.example/x.css")</style>',
        '<p style="background:url(http://127.0.0.1/x)">x</p>', '<object data="file:///etc/hostname"></object>',
        '<img src="static:../settings.py">', '<img src="static:css/../../manage.py">',
    ],
)  # fmt: skip
def test_what_asks_for_a_file_that_is_not_ours_is_not_rendered(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("a socket was opened"))
    markup = f"<html lang='en'><head><title>x</title></head><body>{markup}</body></html>"
    try:
        content = pdf.render(markup, identifier="x")
    except pdf.NotRendered as error:
        assert "not a file of ours" in str(error)
        return
    held = readback.read_pdf(content)
    assert held.about["images"] == 0 and not held.about["hidden"]


def test_words_that_look_like_markup_stay_words() -> None:
    evil = '<img src="file:///etc/passwd"><script>alert(1)</script>{{7*7}}'
    made = copy(title=kept(evil), summary=kept(evil))

    assert "&lt;script&gt;" in as_html(made)
    assert "<script>" not in as_html(made)
    assert failed(as_pdf(made), held=wanted(made)) <= {"accessible", "metadata"}


@pytest.mark.requirement("T159")
def test_the_file_holds_the_rules_of_pdf_ua(clean: bytes) -> None:
    report = page.validate_pdf_bytes(clean, profile=page.ValidationProfile.PDF_UA_1)

    assert [(f.rule_id, f.message) for f in report.failures] == []
    assert report.is_compliant
