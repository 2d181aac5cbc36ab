"""A list's statement is composed once for all that it depends on, and its rows are read every time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from anpr_governance.database import clock
from anpr_governance.organisations.models import Membership
from anpr_governance.pages import kept
from anpr_governance.pages.views import ListPage
from anpr_governance.urls import urlpatterns
from tests.make.people import World, member
from tests.pages.conftest import begun
from tests.pages.papers import Paper
from tests.pages.test_lists import _counted, names

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_shelf() -> Iterator[None]:
    """Nothing is kept from other tests."""
    kept.SHELF.kept.clear()
    yield
    kept.SHELF.kept.clear()


def shown(client: Any, address: str = "") -> str:
    """The list as a page."""
    return client.get(f"/papers/{address}").content.decode()


def test_the_second_look_compiles_neither_counts_nor_rows(
    world: World, signed_in: Callable, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, compiled, plain = signed_in(world.manager), [], SQLCompiler.as_sql
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda self, *a, **k: compiled.append(self) or plain(self, *a, **k))
    first = _counted(shown(client), "Road")
    assert [one for one in compiled if one.query.model is Paper]
    compiled.clear()
    assert _counted(shown(client), "Road") == first == "1"
    assert not [one for one in compiled if one.query.model is Paper]


def test_what_was_written_since_is_shown_and_counted(world: World, signed_in: Callable, paper: Paper) -> None:
    client = signed_in(world.manager)
    shown(client)
    begun(world, "Paper 77", kind="road")
    html = shown(client)
    assert names(html) == ["Paper 77"] and _counted(html, "Road") == "2" and "<strong>2 papers" in html


def test_who_loses_a_role_loses_its_rows_at_once(world: World, signed_in: Callable) -> None:
    begun(world, "Paper 01")
    begun(world.other, "Paper 02")
    there = member(world.other.organisation, world.manager, "anpr-manager")
    client = signed_in(world.manager)
    assert names(shown(client)) == names(shown(client)) == ["Paper 01", "Paper 02"]
    Membership.objects.filter(pk=there.pk).update(until=clock.today())
    assert names(shown(client)) == ["Paper 01"] and "<strong>1 papers" in shown(client)


def test_another_force_gets_a_statement_of_its_own(world: World, signed_in: Callable) -> None:
    begun(world, "Paper 01")
    begun(world.other, "Paper 02")
    assert [names(shown(signed_in(one))) for one in (world.manager, world.other.manager)] == [
        ["Paper 01"],
        ["Paper 02"],
    ]


def test_each_address_gets_its_own_and_words_are_not_kept(world: World, signed_in: Callable) -> None:
    for n, kind in enumerate(("road", "place")):
        begun(world, f"Paper 0{n}", kind=kind)
    client = signed_in(world.manager)
    for _look in range(2):
        assert [names(shown(client, f"?kind={kind}")) for kind in ("road", "place")] == [["Paper 00"], ["Paper 01"]]
    before = len(kept.SHELF.kept)
    assert names(shown(client, "?q=paper 01")) == ["Paper 01"] and len(kept.SHELF.kept) == before == 4


def test_what_asked_the_database_while_it_was_composed_is_not_kept(world: World, paper: Paper) -> None:
    shelf = kept.Shelf(2)
    assert len(shelf.rows("asks", lambda: Paper.objects.filter(pk=Paper.objects.get().pk))) == 1
    assert len(shelf.rows("asks not", lambda: Paper.objects.all())) == 1
    assert list(shelf.kept) == ["asks not"]


def test_the_oldest_makes_room(world: World) -> None:
    shelf = kept.Shelf(2)
    for key in ("a", "b", "a", "c"):
        shelf.rows(key, lambda: Paper.objects.all())
    assert list(shelf.kept) == ["a", "c"]


def _lists(page: type[ListPage] = ListPage) -> list[type[ListPage]]:
    assert urlpatterns
    below = [one for sub in page.__subclasses__() for one in (sub, *_lists(sub))]
    return [one for one in below if not one.__module__.startswith(("tests.", "bench."))]


@pytest.mark.parametrize("page", _lists(), ids=lambda page: page.__name__)
def test_no_list_asks_by_the_hour_or_by_what_the_database_said(page: type[ListPage], world: World) -> None:
    """What `kept.key_of` names is all that a statement depends on."""
    request = RequestFactory().get("/")
    request.user = world.auditor
    assert world.auditor.standing
    asked = []
    for hour in (9, 15):
        with clock.set_to(datetime(2026, 3, 2, hour, 17, 31, 4711, tzinfo=UTC)):
            looked = page()
            looked.setup(request, job=1)  # the one part that the address of a list may have
            with CaptureQueriesContext(connection) as sent:
                rows = looked.keyset().first(looked.table().rows_of)
            assert not sent.captured_queries
            asked.append(rows.query.sql_with_params())
    assert asked[0] == asked[1]
