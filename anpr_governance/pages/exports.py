"""A list as a file: the rows that the page shows, streamed, with nothing in a cell that a spreadsheet would run."""

import csv
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from anpr_governance.pages.tables import Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 2000


def harmless(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula: full-width forms and leading spaces count too."""
    if not isinstance(value, str):
        return value
    start = unicodedata.normalize("NFKC", value.lstrip(" \u00a0\u3000\ufeff")[:1])
    return f"'{value}" if start.startswith(FORMULA) or value[:1] in FORMULA else value


def _lines(table: Table, rows: Iterable[Any]) -> Iterator[list[Any]]:
    yield [str(column.label) for column in table.columns]
    for row in rows:
        yield [harmless(column.plain(row)) for column in table.columns]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(table: Table, queryset: Any, name: str) -> HttpResponseBase:
    """UTF-8 with a mark at the start, so that spreadsheets read it right."""
    writer = csv.writer(_Echo())
    rows = table.rows_of(queryset).iterator(chunk_size=CHUNK)

    def text() -> Iterator[str]:
        yield "\ufeff"
        for line in _lines(table, rows):
            yield writer.writerow(line)

    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(text(), content_type="text/csv; charset=utf-8", headers=headers)


def as_xlsx(table: Table, queryset: Any, name: str) -> HttpResponseBase:
    """Written row by row to disk; texts stay texts."""
    import xlsxwriter

    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        for n, line in enumerate(_lines(table, table.rows_of(queryset).iterator(chunk_size=CHUNK))):
            sheet.write_row(n, 0, line)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


FORMATS = {"csv": as_csv, "xlsx": as_xlsx}
