"""The FOI clock counts days that no part of the United Kingdom has off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpr_governance.regulation.working_days import add_working_days, is_working_day

KNOWN = st.dates(date(2012, 1, 1), date(2028, 10, 1))


@pytest.mark.requirement("T153")
def test_the_day_after_receipt_is_day_one() -> None:
    assert add_working_days(date(2026, 11, 2), 1) == (date(2026, 11, 3), True)
    assert add_working_days(date(2026, 11, 6), 1) == (date(2026, 11, 9), True)


@pytest.mark.requirement("T153")
def test_twenty_working_days_pass_over_a_holiday_of_one_division() -> None:
    # 30 November 2026 is Saint Andrew's Day: a holiday in Scotland alone.
    assert add_working_days(date(2026, 11, 2), 20) == (date(2026, 12, 1), True)


def test_easter_and_the_irish_summer_holiday_are_no_working_days() -> None:
    assert not is_working_day(date(2026, 4, 3))
    assert not is_working_day(date(2026, 7, 13))
    assert not is_working_day(date(2026, 8, 3))
    assert is_working_day(date(2026, 7, 14))


def test_nought_days_stay_where_they_are() -> None:
    assert add_working_days(date(2026, 11, 21), 0) == (date(2026, 11, 21), True)


@pytest.mark.parametrize(("start", "n"), [(date(2028, 12, 20), 10), (date(2035, 1, 2), 1), (date(2011, 12, 1), 5)])
def test_outside_the_table_the_answer_is_not_certain(start: date, n: int) -> None:
    assert add_working_days(start, n)[1] is False


def test_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 11, 2), -1)


@given(KNOWN, st.integers(1, 40))
def test_the_answer_is_a_working_day_with_just_that_many_after_the_start(start: date, n: int) -> None:
    day, _certain = add_working_days(start, n)
    between = [start + timedelta(days=step) for step in range(1, (day - start).days + 1)]

    assert is_working_day(day)
    assert sum(map(is_working_day, between)) == n


@given(KNOWN, st.integers(0, 20), st.integers(0, 20))
def test_counting_in_two_stages_reaches_the_same_day(start: date, first: int, second: int) -> None:
    middle, _certain = add_working_days(start, first)

    assert add_working_days(middle, second) == add_working_days(start, first + second)
