"""A file is read whatever wrote it; one that is no register is refused in a sentence (abuse cases 70, 77, 79)."""

import io
import zipfile

import pytest

from anpr_governance.regulation import facts
from cameras.register import reading
from cameras.register.reading import FileRefused, open_sheet
from tests.cameras.register.files import GOOD, text, workbook

LINES = "site_reference,name\nS1,Caer Ffordd – Nôrth\n"


def cells(data: bytes) -> list[list[str]]:
    """Header and rows."""
    sheet = open_sheet(data)
    return [sheet.header, *(cells for _number, cells in sheet.rows())]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_it_reads_every_encoding_that_spreadsheets_write(encoding: str) -> None:
    assert cells(LINES.encode(encoding)) == [["site_reference", "name"], ["S1", "Caer Ffordd – Nôrth"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_it_finds_the_delimiter(delimiter: str) -> None:
    assert cells(text([GOOD], delimiter).encode())[1][:2] == ["HX-1", "A4190 Hollins Cross"]


def test_a_quoted_comma_stays_in_its_cell() -> None:
    assert cells(b'a,b\n"x, y",z\n')[1] == ["x, y", "z"]


def test_rows_are_numbered_as_in_the_file_and_empty_ones_left_out() -> None:
    sheet = open_sheet(b'\n\na,b\n1,2\n\n"3\n4",5\n6,7\n')
    assert sheet.header_at == 3
    assert [number for number, _cells in sheet.rows()] == [4, 6, 7]


def test_a_workbook_gives_days_numbers_and_truths_as_texts() -> None:
    import datetime

    book = workbook([["a", "b", "c", "d", "e"], [datetime.date(2024, 5, 1), 1001.0, 51.5752, True, None]])
    assert cells(book)[1] == ["2024-05-01", "1001", "51.5752", "true"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n \n,,\n", "no rows"),
        (b"%PDF-1.7 ...", "no register"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"a,b\n" + bytes(range(9)) * 9, "no text"),
        (b"<html><body>no</body></html>", "no register"),
    ],
)
def test_what_is_no_register_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        open_sheet(content)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"xl/vbaProject.bin": b"macro"}, "macros"),
        ({"xl/externalLinks/externalLink1.xml": b"<a/>"}, "links to other files"),
        ({"xl/evil.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'}, "entities"),
        ({"xl/evil.xml": b"<!DOCTYPE a><a/>".decode().encode("utf-16")}, "entities"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}, "OpenDocument"),
    ],
)
def test_a_workbook_with_something_dangerous_in_it_is_refused(part: dict[str, bytes], words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        open_sheet(workbook([["a"], ["1"]], part))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    most = facts("register")["import"]["unpacked_megabytes_most"]
    bomb = {f"xl/media/{n}.bin": b"\0" * (16 * 1024 * 1024) for n in range(most // 16 + 1)}
    with pytest.raises(FileRefused, match="unpacks to more"):
        open_sheet(workbook([["a"]], bomb))


def test_a_plain_zip_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    with pytest.raises(FileRefused, match="no workbook"):
        open_sheet(out.getvalue())


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    most = facts("register")["import"]["rows_most"]
    sheet = open_sheet(b"a\n" + b"1\n" * (most + 1))
    with pytest.raises(FileRefused, match="more than"):
        for _row in sheet.rows():
            pass


def test_a_file_that_is_too_large_is_refused_by_its_size() -> None:
    most = facts("register")["import"]["megabytes_most"]
    assert reading.too_large(most * 1024 * 1024 + 1)
    assert not reading.too_large(most * 1024 * 1024)


def test_a_quotation_mark_that_is_never_closed_is_no_traceback() -> None:
    with pytest.raises(FileRefused, match="not closed"):
        cells(b'a,b\n1,"' + b"x" * 200_000)


def test_a_damaged_byte_spoils_its_own_cell_alone() -> None:
    damaged = LINES.encode() + b"S2,Ca\xffer\nS3,P\xc3\xb4rth\n"
    assert [row[1] for row in cells(damaged)[1:]] == ["Caer Ffordd – Nôrth", "Ca\udcffer", "Pôrth"]
