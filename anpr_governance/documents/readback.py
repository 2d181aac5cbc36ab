"""Reading a finished file back: two text extractors, and every object, string, name and stream of it."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

SECONDS = 60
PDF_STRING_DEPTH = 40


class Unreadable(ValueError):
    """The file cannot be read back, so it is not known what it holds."""


@dataclass
class Readback:
    """What a file holds: its text by extractor, its hidden strings by place, its bytes, and what it is."""

    texts: dict[str, str]
    strings: list[tuple[str, str]]
    streams: list[tuple[str, bytes]]
    raw: bytes
    about: dict[str, Any] = field(default_factory=dict)


def read_pdf(content: bytes) -> Readback:
    """Read a PDF back. Raises Unreadable where one of the readers cannot."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            strings, streams, drawn = _objects(document)
            about = _about(document, content) | {"drawn": sorted(drawn)}
    except pikepdf.PdfError as error:
        raise Unreadable(f"The file is not a readable PDF: {error}") from error
    texts = {"pdfminer": _pdfminer(content), "pdftotext": _pdftotext(content)}
    return Readback(texts, strings, streams, content, about)


def strings_in(content: bytes) -> list[tuple[str, str]]:
    """The hidden strings of a PDF alone, by place."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as document:
        return _objects(document)[0]


def _pdfminer(content: bytes) -> str:
    from pdfminer.high_level import extract_text
    from pdfminer.layout import LAParams

    try:
        return str(extract_text(io.BytesIO(content), laparams=LAParams(all_texts=True)))
    except Exception as error:  # whatever it stumbles over, the file was not read
        raise Unreadable(f"pdfminer cannot read it: {type(error).__name__}") from error


def _pdftotext(content: bytes) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        raise Unreadable("pdftotext is not installed: add the system package poppler-utils.")
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, the file on its standard input
            [program, "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("pdftotext did not end.") from error
    if done.returncode:
        raise Unreadable(f"pdftotext ended with {done.returncode}.")
    return done.stdout.decode("utf-8", "replace")


def _objects(document: Any) -> tuple[list[tuple[str, str]], list[tuple[str, bytes]], set[str]]:
    import pikepdf

    strings: list[tuple[str, str]] = list(_strings(document.trailer, "trailer", 0))
    streams: list[tuple[str, bytes]] = []
    drawn: set[str] = set()
    for number, one in enumerate(document.objects):
        where = f"object {number + 1}"
        strings += _strings(one, where, 0, top=True)
        if isinstance(one, pikepdf.Stream):
            data = _decoded(one)
            streams.append((where, data))
            strings += _drawn(one, where, drawn)
    return strings, streams, drawn


def _decoded(stream: Any) -> bytes:
    import pikepdf

    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError as error:
        raise Unreadable("A stream of the file cannot be decoded.") from error


def _strings(one: Any, where: str, depth: int, *, top: bool = False) -> Iterator[tuple[str, str]]:
    """Strings, names and keys of one object; an indirect one is read where it stands itself."""
    import pikepdf

    if depth > PDF_STRING_DEPTH or (not top and getattr(one, "is_indirect", False) and depth):
        return
    if isinstance(one, pikepdf.String):
        yield from ((where, text) for text in _readings(bytes(one), str(one)))
    elif isinstance(one, pikepdf.Name):
        yield where, str(one)[1:]
    elif isinstance(one, pikepdf.Array):
        for item in one:
            yield from _strings(item, where, depth + 1)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for key in one.keys():  # noqa: SIM118 - pikepdf iterates otherwise over a stream
            yield where, str(key)[1:]
            yield from _strings(one[key], f"{where} {key}", depth + 1)


def _readings(data: bytes, text: str) -> list[str]:
    """A string as PDF reads it, and as UTF-16, UTF-8 or Latin-1 would."""
    found = [text]
    for code in ("utf-8", "utf-16-be", "utf-16-le", "latin-1"):
        found.append(data.decode(code, "ignore"))
    return list(dict.fromkeys(found))


def _drawn(stream: Any, where: str, drawn: set[str]) -> Iterator[tuple[str, str]]:
    """Strings among the operands of a content stream; `drawn` notes text that nobody sees and pictures in line."""
    import pikepdf

    apart = stream.get("/Type") in ("/XRef", "/ObjStm", "/Metadata") or stream.get("/Subtype") == "/Image"
    if apart or "/Length1" in stream:
        return
    try:
        operations = pikepdf.parse_content_stream(stream)
    except (pikepdf.PdfError, TypeError):
        return
    for one in operations:
        name = str(one.operator)
        if name == "INLINE IMAGE":
            drawn.add("picture")
            continue
        if name == "Tr" and one.operands and int(one.operands[0]) in INVISIBLE:
            drawn.add("invisible")
        for operand in one.operands:
            yield from _strings(operand, f"{where} {name}", 1)


def _about(document: Any, content: bytes) -> dict[str, Any]:
    root = document.Root
    info = document.trailer.get("/Info", {})
    kinds = [one for one in document.objects if hasattr(one, "keys")]
    return {
        "encrypted": document.is_encrypted,
        "ends": content.count(b"%%EOF"),
        "begins": content.find(b"%PDF-"),
        "after_end": len(content.rstrip(b"\r\n")) - content.rstrip(b"\r\n").rfind(b"%%EOF") - 5,
        "earlier_version": "/Prev" in document.trailer,
        "tagged": bool(root.get("/MarkInfo", {}).get("/Marked", False)) and "/StructTreeRoot" in root,
        "language": str(root.get("/Lang", "")),
        "title": str(info.get("/Title", "")),
        "shows_title": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
        "info": sorted(str(key) for key in info.keys()) if len(info) else [],  # noqa: SIM118
        "images": sum(1 for one in kinds if one.get("/Subtype") == "/Image"),
        "hidden": sorted(_hidden(root, kinds)),
        "links": sorted(_links(kinds)),
        "pages": len(document.pages),
    }


INVISIBLE = (3, 7)
"""Rendering modes of text that is in the file and seen by nobody."""
ACTIVE = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound")


def _hidden(root: Any, kinds: list[Any]) -> set[str]:
    """What a public file never has: attachments, forms, scripts, notes, optional layers."""
    found = {key for key in ("/AcroForm", "/OpenAction", "/AA", "/OCProperties", "/Collection", "/AF") if key in root}
    names = root.get("/Names", {})
    found |= {str(key) for key in ("/EmbeddedFiles", "/JavaScript") if key in names}
    for one in kinds:
        if one.get("/Type") == "/EmbeddedFile" or "/EF" in one:
            found.add("/EmbeddedFile")
        if one.get("/S") in ACTIVE:
            found.add(str(one.get("/S")))
        if one.get("/Type") == "/Annot" and one.get("/Subtype") != "/Link":
            found.add(f"annotation {one.get('/Subtype')}")
        if "/Thumb" in one or "/PieceInfo" in one:
            found.add("/Thumb" if "/Thumb" in one else "/PieceInfo")
    return found


def _links(kinds: list[Any]) -> set[str]:
    return {str(one.get("/URI")) for one in kinds if one.get("/S") == "/URI" and "/URI" in one}


INLINE = {"a", "b", "em", "i", "span", "strong", "sup"}


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.strings: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.strings.append((f"<{tag} {name}>", f"{value or ''}"))
            self.strings.append((f"<{tag}>", name))
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.strings.append(("comment", data))

    def unknown_decl(self, data: str) -> None:
        self.strings.append(("declaration", data))

    def handle_pi(self, data: str) -> None:
        self.strings.append(("instruction", data))


def read_html(content: bytes) -> Readback:
    """Read an HTML fragment back: the text a reader sees, and what stands in attributes and comments."""
    parser = _Html()
    parser.feed(content.decode("utf-8"))
    parser.close()
    return Readback({"html": "".join(parser.words)}, parser.strings, [], content, {"ends": 1})


def words_in(text: str) -> list[str]:
    """The words of a text as a reader would tell them apart."""
    return re.findall(r"[^\W_]+", text)
