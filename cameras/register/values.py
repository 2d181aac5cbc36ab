"""One cell, read strictly: a value in the one form that the register keeps, or a sentence that says how to mend it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from anpr_governance.pages.exports import harmless
from cameras.register.columns import CHOICE, DAY, NUMBER, PLACE, TEXT, YES_NO, Column

EARLIEST = date(1900, 1, 1)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})\.?,?[ \-](\d{4})", re.IGNORECASE | re.ASCII)
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_GROUPED = re.compile("[+-]?\\d{1,3}([, \u00a0\u202f\u2019']\\d{3})+(\\.\\d+)?", re.ASCII)
_YES = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


class Wrong(ValueError):
    """A cell that cannot be read; the message is the sentence of the report."""


def tidy(text: str) -> str:
    """A cell's words: no space around them, line breaks and tabs as one space."""
    text = text.strip()
    if text.isprintable() and "\ufffd" not in text:
        return text
    text = " ".join(text.replace("\ufeff", "").split())
    if "\ufffd" in text or any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text):
        raise Wrong(_("It holds a control character, or a letter that cannot be read. Type the cell anew."))
    return text


def text(value: str, column: Column) -> str:
    """Words within the column's length, without the mark that keeps a spreadsheet from running them."""
    if value[:1] == "'" and harmless(value[1:]) == value:
        value = value[1:]
    if column.most and len(value) > column.most:
        raise Wrong(_("It is longer than %(most)s characters. Shorten it.") % {"most": column.most})
    return value


def choice(value: str, column: Column) -> str:
    """One of the column's values; capitals, spaces and hyphens do not matter."""
    found = value.lower().replace(" ", "_").replace("-", "_")
    if found not in column.choices:
        raise Wrong(_("It is none of %(choices)s.") % {"choices": ", ".join(column.choices)})
    return found


def yes_no(value: str, column: Column) -> str:
    """`yes` or `no`; a spreadsheet's TRUE and FALSE are read too."""
    found = _YES.get(value.lower())
    if found is None:
        raise Wrong(_("Write yes or no."))
    return found


@lru_cache(maxsize=8192)
def parse_day(value: str) -> date:
    """A day written ``2026-11-21``, day-first ``21/11/2026`` or ``21 November 2026``. Raises `Wrong`."""
    value = _MIDNIGHT.sub("", value)
    if match := _ISO.fullmatch(value):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(value):
        day, month, year = (int(part) for part in match.groups())
    elif (match := _NAMED.fullmatch(value)) and (named := _month(match[2])):
        day, month, year = int(match[1]), named, int(match[3])
    else:
        raise Wrong(_("Write the date as 2026-11-21 or, day first, 21/11/2026."))
    try:
        found = date(year, month, day)
    except ValueError:
        raise Wrong(_("There is no such day in the calendar.")) from None
    if found < EARLIEST:
        raise Wrong(_("It lies before %(year)s. Check the year.") % {"year": EARLIEST.year})
    return found


def _month(name: str) -> int:
    name = name.lower()
    return _MONTHS.index(name[:3]) + 1 if name in _MONTH_NAMES or name in (*_MONTHS, "sept") else 0


def day(value: str, column: Column) -> str:
    """A day as ISO."""
    return parse_day(value).isoformat()


def parse_number(value: str) -> float:
    """A number; thousands may be told apart by a comma or a space. Raises `Wrong`."""
    value = value.replace("\u2212", "-")
    if _PLAIN.fullmatch(value):
        return float(value)
    if _GROUPED.fullmatch(value):
        return float(re.sub("[, \u00a0\u202f\u2019']", "", value))
    raise Wrong(_("Write a number in digits, for example 528280 or 51.5752."))


def number(value: str, column: Column) -> str:
    """A whole number within the column's limits."""
    found = parse_number(value)
    if found != int(found):
        raise Wrong(_("Write a whole number."))
    if not column.least <= found <= column.most:
        limits = {"least": column.least, "most": column.most}
        raise Wrong(_("Write a whole number from %(least)s to %(most)s.") % limits)
    return str(int(found))


def shortest(value: float) -> str:
    """A coordinate as text that reads back to the same number."""
    return repr(int(value)) if value == int(value) else repr(value)


def coordinate(value: str, column: Column) -> str:
    """A number as text in its shortest form; whether it is a place is asked of the whole row."""
    return shortest(kept(parse_number(value), column.name))


def kept(value: float, name: str) -> float:
    """A coordinate as finely as the register keeps it: about a millimetre, so that a spreadsheet gives it back."""
    return round(value, 3 if name in ("easting", "northing") else 9)


READERS: dict[str, Callable[[str, Column], str]] = {
    TEXT: text,
    CHOICE: choice,
    YES_NO: yes_no,
    DAY: day,
    NUMBER: number,
    PLACE: coordinate,
}
