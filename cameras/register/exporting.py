"""The register as a file that spreadsheets open, that runs nothing, and that imports again as unchanged."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, Any

from django.db.models import QuerySet

from anpr_governance.organisations.models import Organisation
from anpr_governance.pages.exports import harmless
from cameras.models import Site
from cameras.register.columns import NUMBER, PLACE, TEXT, register_columns
from cameras.register.present import present_rows

FORMATS = ("csv", "xlsx")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Hand it back."""
        return text


def register_of(organisation: Organisation) -> QuerySet[Site]:
    """Every site of the organisation but those marked as duplicates."""
    return Site.objects.filter(organisation=organisation).register()


def lines(sites: QuerySet[Site], on: date, as_at: date | None = None) -> Iterator[list[str]]:
    """The values of each row in the order of the columns, streamed."""
    names = list(register_columns())
    for present in present_rows(sites, on, as_at):
        yield [present.values.get(name, "") for name in names]


def csv_text(rows: Iterable[list[str]]) -> Iterator[str]:
    """The file as text, piece by piece; begins with the mark by which spreadsheets know UTF-8."""
    writer: Any = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(list(register_columns()))
    texts = [at for at, column in enumerate(register_columns().values()) if column.kind == TEXT]
    for row in rows:
        for at in texts:
            row[at] = harmless(row[at])
        yield writer.writerow(row)


def write_csv(rows: Iterable[list[str]], file: IO[bytes]) -> None:
    """Write the file as UTF-8."""
    for text in csv_text(rows):
        file.write(text.encode())


def write_xlsx(rows: Iterable[list[str]], file: IO[bytes]) -> None:
    """Write a workbook of one sheet, row by row to disk; a text stays a text, whatever it begins with."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    numbers = [column.kind in (NUMBER, PLACE) for column in register_columns().values()]
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("register")
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, list(register_columns()))
        for n, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                if value and numbers[at]:
                    sheet.write_number(n, at, float(value))
                elif value:
                    sheet.write_string(n, at, value)


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
