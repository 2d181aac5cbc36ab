"""Days as people type them: three boxes, or one line with the day first."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
SEPTEMBER = 9
DAY_FIRST = re.compile(r"^(\d{1,2})[\s./-]+(\d{1,2}|[^\W\d_]{3,12})\.?[\s./-]+(\d{4})$")


class NotADay(ValueError):
    """What was typed names no day; the message says how to mend it."""


def _names(month: int) -> set[str]:
    """Every way of writing a month: English and the page's language, in full and short."""
    first = date(2000, month, 1)
    written = {first.strftime("%B"), first.strftime("%b")}
    written |= {formats.date_format(first, "F"), formats.date_format(first, "M")}
    return {name.lower().rstrip(".") for name in written} | ({"sept"} if month == SEPTEMBER else set())


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    for month in range(1, 13):
        if text.lower().rstrip(".") in _names(month):
            return month
    raise NotADay(_("“%(month)s” is not a month. Write its number or its name.") % {"month": text})


def day_of(day: str, month: str, year: str) -> date:
    """The day that three texts name. Raises `NotADay` with a sentence that says how to mend it."""
    missing = [word for word, text in ((_("day"), day), (_("month"), month), (_("year"), year)) if not text]
    if missing:
        raise NotADay(_("Give the %(parts)s as well.") % {"parts": _(" and ").join(missing)})
    number = _month(month)
    if not (day.isdigit() and year.isdigit() and len(year) == 4):
        raise NotADay(_("Give the day and the year in numbers, for example 21 11 2026."))
    try:
        return date(int(year), number, int(day))
    except ValueError:
        raise NotADay(_("There is no such day. Look at the day and the month again.")) from None


def read_day(text: str) -> date:
    """``2026-11-21``, ``21/11/2026``, ``21 Nov 2026``, ``21 November 2026``. Raises `NotADay`."""
    typed = text.strip()
    if iso := ISO.match(typed):
        return day_of(iso[3], iso[2], iso[1])
    if found := DAY_FIRST.match(typed):
        return day_of(found[1], found[2], found[3])
    raise NotADay(_("Write the day first, for example 21 November 2026 or 21/11/2026."))


class DayBoxes(forms.MultiWidget):
    """Day, month and year in three boxes (the GOV.UK date pattern)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({name: forms.TextInput() for name in ("day", "month", "year")}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """The three texts of a day."""
        if isinstance(value, str) and value:
            value = read_day(value)
        if isinstance(value, datetime):
            value = value.date()
        return [str(value.day), str(value.month), str(value.year)] if isinstance(value, date) else ["", "", ""]


class DayField(forms.Field):
    """A day in three boxes; `NotADay` becomes the error of the field."""

    widget = DayBoxes

    def to_python(self, value: Any) -> date | None:
        """The day, None when all three boxes are empty."""
        if value is None or isinstance(value, date):
            return value
        texts = [(text or "").strip() for text in value]
        if not any(texts):
            return None
        try:
            return day_of(*texts)
        except NotADay as mend:
            raise forms.ValidationError(str(mend), code="day") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes name another day than `initial`."""
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True


class DayLine(forms.CharField):
    """A day in one line of text, day first: for bars and filters."""

    default_error_messages = {"required": gettext_lazy("Give a day, for example 21 November 2026.")}  # noqa: RUF012

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]
        """The day, None for nothing."""
        if not value or isinstance(value, date):
            return value or None
        try:
            return read_day(str(value))
        except NotADay as mend:
            raise forms.ValidationError(str(mend), code="day") from None

    def run_validators(self, value: Any) -> None:
        """A day has none of the validators of a text."""
