"""One content has one sequence of bytes."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpr_governance.database.canonical import canonical

SCALARS = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]))
CONTENT = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


@given(CONTENT)
def test_what_is_written_reads_back_and_writes_the_same(content: Any) -> None:
    written = canonical(content)
    assert json.loads(written) == content
    assert canonical(json.loads(written)) == written


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers()))
def test_the_order_of_keys_does_not_matter(content: dict[str, int]) -> None:
    assert canonical(content) == canonical(dict(reversed(content.items())))


def test_the_bytes_are_those_that_anybody_would_expect() -> None:
    content = {"b": [1, (True, None)], "a": "Dyfed – “café”", "on": date(2026, 11, 21), "cost": Decimal("12.50")}
    assert canonical(content) == '{"a":"Dyfed – “café”","b":[1,[true,null]],"cost":"12.50","on":"2026-11-21"}'.encode()


def test_a_moment_is_written_in_utc_whatever_its_zone() -> None:
    moment = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
    summer = moment.astimezone(timezone(timedelta(hours=1)))
    assert canonical(moment) == canonical(summer) == b'"2026-07-01T09:30:00.000000Z"'


@pytest.mark.parametrize("content", [1.5, {"a": [0.1]}, {1: "a"}, {"a": {1, 2}}, datetime(2026, 1, 1), object()])  # noqa: DTZ001
def test_what_has_no_single_form_is_refused(content: Any) -> None:
    with pytest.raises(TypeError):
        canonical(content)
