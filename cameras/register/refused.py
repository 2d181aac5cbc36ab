"""The refused rows as a file that can be mended and imported again: the source's columns plus why."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from typing import IO

from anpr_governance.pages.exports import harmless
from cameras.register.checking import Checked

BECAUSE = "refused_because"


def refused_lines(checked: Checked) -> Iterator[list[str]]:
    """Header and rows; the cells stay as the source has them."""
    header = checked.reader.sheet.header
    yield [*header, BECAUSE]
    because: dict[int, list[str]] = defaultdict(list)
    for refusal in checked.refusals:
        because[refusal.row].append(f"{refusal.column}: {refusal.reason}")
    for number, cells in checked.reader.sheet.rows():
        if number in because:
            padded = [*cells, *[""] * (len(header) - len(cells))]
            yield [*padded[: len(header)], " ".join([*because[number], *_beyond(cells, len(header))])]


def _beyond(cells: list[str], width: int) -> list[str]:
    return [cell for cell in cells[width:] if cell]


def write_refused(checked: Checked, file: IO[str]) -> None:
    """The refused rows as UTF-8 CSV with a header; nothing in a cell that a spreadsheet would run."""
    writer = csv.writer(file)
    for line in refused_lines(checked):
        writer.writerow([harmless(cell) for cell in line])
