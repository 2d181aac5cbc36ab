"""Many rows at once are the rows that one by one would have made."""

from datetime import date
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection

from anpr_governance.database.bulk import insert
from anpr_governance.organisations.models import LocalPolicingArea
from cameras.models import Device
from tests.make.people import World

COLUMNS = ("organisation_id", "reference", "kind", "model_id", "serial", "gives_images", "check_before")
TEXTS = ["O'Brien", 'a "b" {c}', "back\\slash \\u0041", "line\nbreak", "Ŵyddgrug 😀", "50% %s", "null", ""]


@pytest.fixture
def world(db: None) -> World:
    """A force and its people."""
    return World()


def test_every_value_arrives_as_it_was_and_keys_come_in_order(world: World) -> None:
    days = [date(2026, 2, 28), None]
    rows = [
        (world.organisation.pk, f"N{n}", "nrd", None, text, n % 2 == 0, days[n % 2]) for n, text in enumerate(TEXTS)
    ]
    keys = insert(Device, COLUMNS, iter(rows))
    stored = {device.pk: device for device in Device.objects.all()}
    assert [tuple(getattr(stored[key], name) for name in COLUMNS) for key in keys] == rows


def test_more_rows_than_one_statement_takes_keep_their_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anpr_governance.database.bulk.MOST_PARAMETERS", 7)
    keys = insert(LocalPolicingArea, ("organisation_id", "name"), [(world.organisation.pk, f"A{n}") for n in range(8)])
    names = dict(LocalPolicingArea.objects.values_list("pk", "name"))
    assert [names[key] for key in keys] == [f"A{n}" for n in range(8)]


def test_a_broken_constraint_is_refused(world: World) -> None:
    row = (world.organisation.pk, "Vale")
    with pytest.raises(IntegrityError):
        insert(LocalPolicingArea, ("organisation_id", "name"), [row, row])


if connection.vendor == "postgresql":  # SQLite keeps texts of any length

    def test_what_is_too_long_is_refused_and_not_cut_off(world: World) -> None:
        with pytest.raises(DataError):
            insert(LocalPolicingArea, ("organisation_id", "name"), [(world.organisation.pk, "x" * 121)])


def test_no_row_needs_no_statement(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert insert(Device, COLUMNS, []) == []
