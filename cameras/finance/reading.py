"""A finance register as entries by number; a file that cannot be compared is refused in one sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts
from cameras.register.reading import FileRefused, Sheet
from cameras.register.values import Wrong, parse_number

FIELDS = ("number", "cost", "book_value")
MONEY = ("cost", "book_value")
LONGEST = 60
"""Characters of a number, as the asset register keeps it."""
MOST = Decimal(10) ** 10
"""Pounds: the asset register keeps sums below this."""
CURRENCY = "£ \u00a0"


@dataclass(frozen=True)
class Entry:
    """A row of the finance register: its number, its sums in pounds, and all it says."""

    row: int
    number: str
    sums: Mapping[str, Decimal | None]
    words: str


def columns(sheet: Sheet, named: Mapping[str, str]) -> dict[str, int]:
    """Where each field stands: in the column that somebody named, else in the first that is usually called so.

    Raises FileRefused for a name that the file does not have, and without a column of numbers.
    """
    heads = [_plain(head) for head in sheet.header]
    usual = facts("register")["finance"]["columns"]
    found: dict[str, int] = {}
    for field in FIELDS:
        names = [_plain(named[field])] if named.get(field) else usual[field]
        places = [heads.index(name) for name in names if name in heads]
        if places:
            found[field] = places[0]
        elif named.get(field) or field == "number":
            told = {"wanted": named.get(field) or _("asset number"), "columns": ", ".join(filter(None, sheet.header))}
            raise FileRefused(_("The file has no column “%(wanted)s”. Its columns are: %(columns)s.") % told)
    return found


def entries(sheet: Sheet, places: Mapping[str, int]) -> Iterator[Entry]:
    """Every row with a number. Raises FileRefused for a number that stands twice, and for a sum that is none."""
    rows: dict[str, int] = {}
    for row, cells in sheet.rows():
        number = cells[places["number"]].strip() if places["number"] < len(cells) else ""
        if not number:
            continue
        if sentence := _refusal(row, number, rows):
            raise FileRefused(sentence)
        rows[number] = row
        yield Entry(row, number, {f: _sum(row, cells, places.get(f)) for f in MONEY}, " ".join(cells))


def _refusal(row: int, number: str, rows: Mapping[str, int]) -> str:
    """Why a row cannot be compared beside those before it; nothing where it can."""
    most = facts("register")["finance"]["rows_most"]
    if len(number) > LONGEST:
        return _("Row %(row)s: a number has at most %(most)s characters.") % {"row": row, "most": LONGEST}
    if len(rows) == most:
        return _("The file has more than %(most)s rows. Give the part that holds ANPR equipment.") % {"most": most}
    if number in rows:
        told = {"number": number, "row": row, "other": rows[number]}
        return _("Number %(number)s stands in row %(other)s and in row %(row)s. Keep one.") % told
    return ""


def _sum(row: int, cells: list[str], place: int | None) -> Decimal | None:
    text = cells[place].strip(CURRENCY) if place is not None and place < len(cells) else ""
    if not text:
        return None
    try:
        found = Decimal(str(parse_number(text)))
        if abs(found) >= MOST:
            raise Wrong(_("It is too large for a sum in pounds."))
        return found.quantize(Decimal("0.01"))
    except Wrong as problem:
        told = {"row": row, "text": text[:40], "why": problem}
        raise FileRefused(_("Row %(row)s, “%(text)s”: %(why)s") % told) from None


def _plain(head: str) -> str:
    return "".join(letter for letter in head.casefold() if letter.isalnum())
