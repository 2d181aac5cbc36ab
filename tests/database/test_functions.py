"""Calendar arithmetic is the same in Python and in the database that is under test."""

from datetime import date

import pytest
from django.db.models import DateField, F, IntegerField, Value
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from anpr_governance.audit.models import Head
from anpr_governance.database.functions import AddDays, AddMonths, add_days, add_months

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def row(db: None) -> None:
    Head.objects.create(organisation_code="DEMO", hash="0" * 64)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
    ],
)
def test_a_day_that_the_month_lacks_becomes_its_last(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


@MANY
@example(day=date(2024, 2, 29), months=12)
@example(day=date(2023, 12, 31), months=2)
@given(day=DAYS, months=st.integers(-600, 600))
def test_the_database_adds_months_as_python_does(row: None, day: date, months: int) -> None:
    assert Head.objects.values_list(AddMonths(day, months)).get() == (add_months(day, months),)


@MANY
@given(day=DAYS, days=st.integers(-10_000, 10_000))
def test_the_database_adds_days_as_python_does(row: None, day: date, days: int) -> None:
    assert Head.objects.values_list(AddDays(day, days)).get() == (add_days(day, days),)


def test_the_amount_may_be_a_column_and_the_result_be_compared(row: None) -> None:
    Head.objects.update(n=6)
    due = Head.objects.annotate(due=AddMonths(Value(date(2026, 8, 31), DateField()), F("n")))
    assert due.filter(due__lte=date(2027, 2, 28), due__gt=date(2027, 2, 27)).exists()
    assert not due.filter(due__lt=date(2027, 2, 28)).exists()


def test_nothing_known_plus_months_is_nothing_known(row: None) -> None:
    nothing = Value(None, output_field=DateField())
    assert Head.objects.values_list(AddMonths(nothing, 1), AddDays(nothing, 1)).get() == (None, None)
    unknown = Value(None, output_field=IntegerField())
    assert Head.objects.values_list(AddMonths(date(2026, 1, 1), unknown)).get() == (None,)
