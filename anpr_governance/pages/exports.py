"""A list as a file: the rows that the page shows, streamed, with nothing in a cell that a spreadsheet would run."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import IO, Any

from anpr_governance.pages.tables import Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
CHUNK = 1000
AT_ONCE = 500
"""Rows of one piece of text."""


def harmless(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula: full-width forms and leading spaces count too."""
    if not isinstance(value, str) or value[:1].isalnum():
        return value
    start = unicodedata.normalize("NFKC", value.lstrip(" \u00a0\u3000\ufeff")[:1])
    return f"'{value}" if start.startswith(FORMULA) or value[:1] in FORMULA else value


def unmarked(text: str) -> str:
    """A text that XlsxWriter does not take for the markup of a rich text, which it would write as it is."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _lines(table: Table, rows: Iterable[Any]) -> Iterator[list[Any]]:
    yield [str(column.label) for column in table.columns]
    for row in rows:
        yield [harmless(column.plain(row)) for column in table.columns]


def csv_pieces(lines: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Lines of harmless cells as text, piece by piece; begins with the mark by which spreadsheets know UTF-8."""
    text, waiting = io.StringIO(newline=""), iter(lines)
    writer = csv.writer(text)
    text.write("\ufeff")
    while batch := list(islice(waiting, AT_ONCE)):
        writer.writerows(batch)
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def write_csv(table: Table, rows: Iterable[Any], file: IO[bytes]) -> None:
    """Write the rows as UTF-8."""
    for text in csv_pieces(_lines(table, rows)):
        file.write(text.encode())


def write_xlsx(table: Table, rows: Iterable[Any], file: IO[bytes]) -> None:
    """Written row by row to disk; texts stay texts."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        for n, line in enumerate(_lines(table, rows)):
            sheet.write_row(n, 0, [unmarked(cell) if isinstance(cell, str) else cell for cell in line])


WRITERS: dict[str, Callable[[Table, Iterable[Any], IO[bytes]], None]] = {"csv": write_csv, "xlsx": write_xlsx}
TYPES = {"csv": CSV, "xlsx": XLSX}
