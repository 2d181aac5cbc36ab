"""The register as a file that spreadsheets open, that runs nothing, and that imports again as unchanged."""

from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.db.models import QuerySet

from anpr_governance.organisations.models import Organisation
from anpr_governance.pages.exports import csv_pieces, harmless, unmarked
from cameras.models import Site
from cameras.register.columns import NUMBER, PLACE, TEXT, register_columns

FORMATS = ("csv", "xlsx")


def register_of(organisation: Organisation) -> QuerySet[Site]:
    """Every site of the organisation but those marked as duplicates."""
    return Site.objects.filter(organisation=organisation).register()


def _harmless(rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """The columns' names, then the rows with nothing in a text that a spreadsheet would run."""
    yield list(register_columns())
    texts = [at for at, column in enumerate(register_columns().values()) if column.kind == TEXT]
    for row in rows:
        for at in texts:
            if (value := row[at]) and not value[0].isalnum():
                row[at] = harmless(value)
        yield row


def write_csv(rows: Iterable[list[Any]], file: IO[bytes]) -> None:
    """Write the file as UTF-8."""
    for text in csv_pieces(_harmless(rows)):
        file.write(text.encode())


def write_xlsx(rows: Iterable[list[Any]], file: IO[bytes]) -> None:
    """Write a workbook of one sheet, row by row to disk; a text stays a text, whatever it begins with."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    numbers = [column.kind in (NUMBER, PLACE) for column in register_columns().values()]
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("register")
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, list(register_columns()))
        number, string = sheet.write_number, sheet.write_string
        for n, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                if value is None or value == "":
                    continue
                if numbers[at]:
                    number(n, at, value)
                else:
                    text = value if value.__class__ is str else str(value)
                    string(n, at, text if text[0] != "<" else unmarked(text))


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
