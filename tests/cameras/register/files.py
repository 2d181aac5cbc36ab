"""Register files made for tests: invented sites, written as a force would write them."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command

from anpr_governance.database import clock
from anpr_governance.organisations.models import Organisation
from cameras.register.importing import Given, Imported, run
from cameras.register.report import Report

GOOD = {
    "site_reference": "HX-1",
    "name": "A4190 Hollins Cross",
    "deployment": "fixed",
    "place_type": "la_major",
    "road": "A4190",
    "easting": "312000",
    "northing": "184000",
    "status": "live",
    "live_since": "2019-04-01",
    "device_reference": "HX-1-A",
    "gives_images": "yes",
}


def rows(count: int, **changes: str) -> list[dict[str, str]]:
    """`count` good rows, each a site with one device."""
    return [
        {
            **GOOD,
            "site_reference": f"HX-{n}",
            "device_reference": f"HX-{n}-A",
            "easting": str(312000 + 100 * n),
            **changes,
        }
        for n in range(1, count + 1)
    ]


def text(table: Sequence[dict[str, str]], delimiter: str = ",") -> str:
    """The rows as delimited text."""
    out = io.StringIO(newline="")
    names = list(dict.fromkeys(name for row in table for name in row))
    writer = csv.DictWriter(out, names, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue()


def data(*table: dict[str, str]) -> bytes:
    """The rows as a CSV file."""
    return text(table or [GOOD]).encode()


def workbook(table: Sequence[Sequence[Any]], extra: dict[str, bytes] | None = None) -> bytes:
    """An XLSX file whose first sheet holds these cells, with further parts put into the zip."""
    from openpyxl import Workbook

    book = Workbook()
    for line in table:
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    if extra:
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            for name, content in extra.items():
                archive.writestr(name, content)
    return out.getvalue()


def given(organisation: Organisation, content: bytes, **more: Any) -> Given:
    """An import of that content by the command line."""
    known = {"name": "register.csv", "actor": "command:tests", "today": clock.today()}
    return Given(organisation=organisation, data=content, **{**known, **more})


def imported(organisation: Organisation, content: bytes, *, good_rows: bool = False, **more: Any) -> Report:
    """The report of an import that is written."""
    return done(organisation, content, good_rows=good_rows, **more).report


def done(organisation: Organisation, content: bytes, *, good_rows: bool = False, **more: Any) -> Imported:
    """An import that is written."""
    return run(given(organisation, content, **more), write=True, good_rows=good_rows)


def brought(organisation: Organisation, *table: dict[str, str], **more: Any) -> Report:
    """The report of an import of these rows."""
    return imported(organisation, data(*table), **more)


def counts(report: Report) -> dict[str, int]:
    """The counts that are not zero."""
    return {name: number for name, number in report.counts.items() if number}


def exported(organisation: Organisation, path: Path, **options: Any) -> bytes:
    """The bytes of the register's file."""
    call_command("export_register", organisation=organisation.code, output=str(path), **options)
    return path.read_bytes()
