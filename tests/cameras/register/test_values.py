"""A cell is read strictly: one form, or a sentence."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cameras.register.columns import register_columns
from cameras.register.values import EARLIEST, READERS, Wrong, parse_day, parse_number, shortest, tidy

DAYS = st.dates(EARLIEST, date(2100, 1, 1))


@settings(deadline=None)
@given(DAYS)
def test_a_day_reads_the_same_in_every_form(day: date) -> None:
    forms = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d 00:00:00"]
    assert {parse_day(day.strftime(form)) for form in forms} == {day}


@pytest.mark.parametrize(
    "text", ["31/02/2024", "2024-13-01", "1/1/24", "45123", "yesterday", "12/2024", "01-2024-12", ""]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        parse_day(text)


def test_a_day_is_read_day_first() -> None:
    assert parse_day("03/04/2024") == date(2024, 4, 3)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    try:
        assert parse_day(text) >= EARLIEST
    except Wrong as wrong:
        assert str(wrong).endswith(".")


@settings(deadline=None)
@given(st.integers(-10_000_000, 10_000_000))
def test_thousands_may_be_told_apart(number: int) -> None:
    assert {parse_number(f"{number:,}"), parse_number(str(number)), parse_number(f"{number:,}".replace(",", " "))} == {
        number
    }


@pytest.mark.parametrize("text", ["£1,234.56", "1,23,4", "1.2.3", "nan", "inf", "0x10", "1 2", "٣", "12,34"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        parse_number(text)


@settings(deadline=None)
@given(st.floats(-1e7, 1e7).map(lambda number: round(number, 9)))
def test_a_number_as_text_reads_back_to_itself(number: float) -> None:
    assert parse_number(shortest(number)) == number


@pytest.mark.parametrize(
    ("name", "text"), [("lanes", "0"), ("lanes", "13"), ("lanes", "2.5"), ("intended_months", "0")]
)
def test_a_number_beyond_its_limits_is_refused(name: str, text: str) -> None:
    column = register_columns()[name]
    with pytest.raises(Wrong):
        READERS[column.kind](text, column)


def test_a_value_of_a_list_may_be_written_with_capitals_and_spaces() -> None:
    column = register_columns()["deployment"]
    assert READERS[column.kind]("Vehicle mounted", column) == "vehicle_mounted"
    with pytest.raises(Wrong, match="none of"):
        READERS[column.kind]("hovering", column)


def test_a_line_break_in_a_cell_is_a_space_and_a_control_character_is_refused() -> None:
    assert tidy("  A4190\nHollins\tCross ") == "A4190 Hollins Cross"
    with pytest.raises(Wrong):
        tidy("A4190\x07")


def test_the_mark_against_formulas_is_taken_off_again() -> None:
    column = register_columns()["name"]
    assert READERS[column.kind]("'=HYPERLINK(1)", column) == "=HYPERLINK(1)"
    assert READERS[column.kind]("'tis a name", column) == "'tis a name"
