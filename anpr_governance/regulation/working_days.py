"""The clock of FOI: working days are those that no part of the United Kingdom has off (FOIA s.10)."""

from datetime import date, timedelta
from functools import cache

from anpr_governance.regulation.loader import facts


@cache
def _off() -> tuple[frozenset[date], date, date]:
    table = facts("bank_holidays")
    days = frozenset(date.fromisoformat(day) for day in table["bank_holidays"])
    return days, date.fromisoformat(table["since"]), date.fromisoformat(table["until"])


def is_working_day(day: date) -> bool:
    """Whether `day` is neither a weekend day nor a bank holiday in any part of the United Kingdom."""
    return day.isoweekday() <= facts("bank_holidays")["last_working_weekday"] and day not in _off()[0]


def add_working_days(start: date, n: int) -> tuple[date, bool]:
    """The `n`th working day after `start`, which itself is day nought, and whether the table covers the whole way.

    Past the table's end (or before its beginning) bank holidays are unknown, so the day may be later: not certain.
    """
    if n < 0:
        raise ValueError("Working days are counted forward: give a number of days that is not negative.")
    day, left = start, n
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    _days, since, until = _off()
    return day, since <= start and day <= until
