"""Editions in the database: a force's own comes first, a pinned one stays as it was."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from anpr_governance.regulation import UnknownFact, facts, facts_for, shipped
from anpr_governance.regulation.loader import digest, written
from anpr_governance.regulation.models import Edition

pytestmark = pytest.mark.django_db

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def edition(code: str, since: date, **content: Any) -> Edition:
    text = written({"route": content})
    return Edition.objects.create(
        key="route",
        organisation_code=code,
        version=f"{code or 'all'}-{since}",
        in_force_from=since,
        source="Minute of the strategy group",
        content=text,
        sha256=digest(text),
    )


def test_each_shipped_table_is_entered_once_after_migration() -> None:
    rows = Edition.objects.filter(organisation_code="")

    assert sorted(rows.values_list("key", flat=True)) == sorted(shipped())
    assert {row.key: row.sha256 for row in rows} == {key: table.sha256 for key, table in shipped().items()}


def test_entering_the_shipped_tables_again_changes_nothing() -> None:
    before = Edition.objects.count()

    assert Edition.objects.enter_shipped() == 0
    assert Edition.objects.count() == before


def test_an_entered_table_gives_back_the_shipped_facts() -> None:
    for key in shipped():
        assert Edition.objects.get(key=key, organisation_code="").facts == facts(key)


def test_a_forces_own_edition_comes_before_a_newer_one_for_all() -> None:
    own = edition("WEST", MARCH, default="own")
    edition("", APRIL, default="all")

    assert Edition.objects.in_force("route", "WEST", MAY) == own
    assert facts_for("route", "WEST", MAY)["route"]["default"] == "own"


def test_the_newest_edition_in_force_on_the_day_wins() -> None:
    first, second = edition("", MARCH, default=1), edition("", APRIL, default=2)

    assert Edition.objects.in_force("route", "WEST", MARCH) == first
    assert Edition.objects.in_force("route", "WEST", MAY) == second


def test_an_edition_of_another_force_binds_nobody_else() -> None:
    edition("EAST", MARCH, default="east")

    assert facts_for("route", "WEST", MAY) == facts("route")


def test_an_edition_does_not_bind_before_its_day() -> None:
    edition("WEST", APRIL, default="own")

    assert facts_for("route", "WEST", MARCH) == facts("route")


def test_a_day_before_every_edition_gets_the_shipped_table() -> None:
    long_ago = date(1999, 1, 1)

    assert Edition.objects.in_force("route", "WEST", long_ago) is None
    assert facts_for("route", "WEST", long_ago) == facts("route")
    assert Edition.objects.pin("route", "WEST", long_ago).sha256 == shipped()["route"].sha256


@pytest.mark.requirement("T008", "T078")
def test_a_pinned_edition_stays_when_a_newer_one_comes() -> None:
    pinned = Edition.objects.pin("nasple", "WEST", MARCH)
    before = pinned.facts
    text = written({"nasple": {}, "current": {"version": "3.0"}})
    Edition.objects.create(
        key="nasple",
        version="3.0",
        in_force_from=APRIL,
        source="Home Office",
        content=text,
        sha256=digest(text),
    )

    assert Edition.objects.get(pk=pinned.pk).facts == before
    assert Edition.objects.pin("nasple", "WEST", MAY) != pinned


def test_pinning_asks_the_database_once(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        Edition.objects.pin("matrix", "WEST", MAY)


def test_a_table_that_does_not_exist_cannot_be_pinned() -> None:
    with pytest.raises(UnknownFact, match="horoscope"):
        Edition.objects.pin("horoscope", "WEST", MAY)


def test_the_same_version_with_other_words_is_entered_beside_the_old_one() -> None:
    table = replace(shipped()["route"], key="draft_table")
    old = Edition.objects.enter(table)
    text = written({"route": {}})
    reworded = replace(table, text=text, sha256=digest(text))

    entered = Edition.objects.enter(reworded)

    assert (old.version, entered.version) == ("1", f"1+{reworded.sha256[:8]}")
    assert Edition.objects.get(pk=old.pk).content == table.text
    assert entered.content == text


@pytest.mark.parametrize("change", ["content", "version", "in_force_from"])
def test_an_edition_is_never_changed(change: str) -> None:
    values = {"content": "{}", "version": "9", "in_force_from": MARCH}

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Edition.objects.filter(key="route").update(**{change: values[change]})


def test_an_edition_is_never_deleted() -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Edition.objects.filter(key="route").delete()

    assert Edition.objects.filter(key="route").exists()


def test_values_that_nobody_confirmed_say_so() -> None:
    assert not Edition.objects.pin("nasple", "WEST", MAY).is_verified
