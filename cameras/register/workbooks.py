"""XLSX workbooks: looked through before they are opened, then read row by row into a file of texts."""

import csv
import datetime
import io
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts
from cameras.register.reading import MOST_COLUMNS, FileRefused, Record

_MACROS = ("vbaproject.bin", "macrosheets/", "activex/")
_LINKS = ("externallinks/", "embeddings/", "querytables/", "connections.xml")
_MIDNIGHT = datetime.time(0, 0)


class _Begun(Exception):
    """The root element was reached without a document type before it."""


class Workbook:
    """The first sheet of an XLSX file."""

    def __init__(self, data: bytes) -> None:
        looked_through(data)
        self._spool = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 - kept while it is read
        writer = csv.writer(self._spool)
        try:
            for number, cells in enumerate(_first_sheet(data), start=1):
                if any(cells):
                    writer.writerow([number, *cells])
        except FileRefused:
            raise
        except (
            Exception
        ) as problem:  # whatever a damaged workbook makes the library raise, the person hears one sentence
            sentence = _("The workbook is damaged (%(kind)s). Open it, save it anew as .xlsx or CSV, and try again.")
            raise FileRefused(sentence % {"kind": type(problem).__name__}) from problem

    def records(self) -> Iterator[Record]:
        """Numbered as in the sheet; empty rows are left out."""
        self._spool.seek(0)
        for line in csv.reader(self._spool):
            yield int(line[0]), line[1:]


def looked_through(data: bytes) -> None:
    """Refuse what is no plain XLSX: other formats, macros, links to other files, bombs, document types."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.lower() for name in archive.namelist()]
            _right_format(archive, names)
            _not_too_much(archive)
            for info in archive.infolist():
                if info.filename.lower().endswith((".xml", ".rels")):
                    _no_document_type(archive, info)
    except FileRefused:
        raise
    except Exception:  # a damaged zip raises zlib's and lzma's own errors too
        raise FileRefused(_("The workbook is damaged. Save it anew as .xlsx or CSV.")) from None


def _right_format(archive: zipfile.ZipFile, names: list[str]) -> None:
    if "mimetype" in names and "content.xml" in names:
        raise FileRefused(_("This is an OpenDocument file. Save it as .xlsx or CSV."))
    if any(mark in name for name in names for mark in _MACROS) or _macros_declared(archive, names):
        raise FileRefused(_("The workbook holds macros. Save it as .xlsx without macros, or as CSV."))
    if "xl/workbook.bin" in names:
        raise FileRefused(_("This is a binary workbook. Save it as .xlsx or CSV."))
    if "xl/workbook.xml" not in names:
        raise FileRefused(_("This is no workbook. Give a CSV or XLSX file."))
    if any(mark in name for name in names for mark in _LINKS):
        raise FileRefused(
            _("The workbook has links to other files. Paste the values into a new one and save it as .xlsx.")
        )


def _macros_declared(archive: zipfile.ZipFile, names: list[str]) -> bool:
    if "[content_types].xml" not in names:
        return False
    with archive.open(archive.infolist()[names.index("[content_types].xml")]) as types:
        return b"macroEnabled" in types.read(1_000_000)


def _not_too_much(archive: zipfile.ZipFile) -> None:
    """A zip says how large its parts will be, and the library reads no further than it says."""
    limits = facts("register")["import"]
    whole = sum(info.file_size for info in archive.infolist())
    strings = sum(info.file_size for info in archive.infolist() if info.filename.lower().endswith("sharedstrings.xml"))
    most = limits["unpacked_megabytes_most"] * 1024 * 1024
    if whole > most or strings > most // 4 or len(archive.infolist()) > limits["parts_most"]:
        raise FileRefused(_("The workbook unpacks to more than is read here. Import it in parts, or as CSV."))


def _no_document_type(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """An entity can be declared only in a document type, which stands before the first element."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = _begun
    try:
        with archive.open(info) as part:
            while chunk := part.read(16_384):
                parser.Parse(chunk, False)
    except _Begun:
        return
    except expat.ExpatError:
        raise FileRefused(_("The workbook is damaged. Save it anew as .xlsx or CSV.")) from None


def _refuse_document_type(*_given: Any) -> None:
    raise FileRefused(_("The workbook declares entities, which are not read. Save it anew as .xlsx or CSV."))


def _begun(*_given: Any) -> None:
    raise _Begun


def _first_sheet(data: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet as texts; the size that the sheet claims is not believed."""
    from openpyxl import load_workbook

    most = facts("register")["import"]["rows_most"]
    with warnings.catch_warnings(action="ignore"):
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise FileRefused(_("The workbook has no sheet."))
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        full = 0
        for cells in sheet.iter_rows(values_only=True):
            texts = [plain(cell) for cell in _bounded(cells)]
            full += any(texts)
            if full > most + 1:
                raise FileRefused(_("The file has more than %(most)s rows. Import it in parts.") % {"most": most})
            yield texts
    finally:
        book.close()


def _bounded(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """Without the empty cells at the end; more cells than a register has columns are refused."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    if end > MOST_COLUMNS:
        raise FileRefused(_("The file has more than %(most)s columns.") % {"most": MOST_COLUMNS})
    return cells[:end]


def plain(cell: Any) -> str:
    """A cell's value as the text that a person would type: days as ISO, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat(" ")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell)
