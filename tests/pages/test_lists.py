"""A list shows what the person may see, as the address asks, at a cost that does not grow."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from anpr_governance.database import clock
from anpr_governance.pages.exports import harmless
from tests.make.people import World
from tests.pages.conftest import begun
from tests.pages.papers import Paper

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def many(world: World) -> list[Paper]:
    """Twenty-five papers, some with the same day and some with none."""
    days = [None if n % 5 == 0 else DAY + timedelta(days=n % 3) for n in range(25)]
    return [begun(world, f"Paper {n:02d}", due_on=day, kind="place" if n % 2 else "road") for n, day in enumerate(days)]


def names(html: str) -> list[str]:
    """The names in the list, in order."""
    return [part.split("<")[0] for part in html.split('/">')[1:] if part.startswith("Paper ")]


def test_it_shows_only_what_the_person_may_see(world: World, signed_in: Callable, many: list[Paper]) -> None:
    begun(world.other, "Paper of the others")
    html = signed_in(world.manager).get("/papers/?page=last").content.decode()
    assert "Paper of the others" not in html
    assert "25 to 25 of 25" in html or "16 to 25 of 25" in html


def test_it_is_closed_to_somebody_without_a_role(world: World, signed_in: Callable) -> None:
    assert signed_in(world.nobody).get("/papers/").status_code == 403
    assert signed_in(world.admin).get("/papers/").status_code == 403


@pytest.mark.parametrize("sort", ["name", "-name", "due_on", "-due_on", "state"])
def test_every_row_comes_once_forward_and_back(sort: str, world: World, signed_in: Callable, many: list[Paper]) -> None:
    client, seen, address = signed_in(world.manager), [], f"?sort={sort}"
    while address:
        response = client.get(f"/papers/{address}")
        seen += names(response.content.decode())
        address = _link(response, "next")
    assert len(seen) == 25 and len(set(seen)) == 25
    back = client.get(f"/papers/?sort={sort}&page=last")
    assert names(back.content.decode()) == seen[-10:]
    before = client.get("/papers/" + _link(back, "prev"))
    assert names(before.content.decode()) == seen[-20:-10]


def _link(response: Any, rel: str) -> str:
    html = response.content.decode()
    if f'rel="{rel}" href="' not in html:
        return ""
    return html.split(f'rel="{rel}" href="')[1].split('"')[0].replace("&amp;", "&")


def test_rows_without_a_day_stand_last_either_way(world: World, signed_in: Callable, many: list[Paper]) -> None:
    client = signed_in(world.manager)
    for sort in ("due_on", "-due_on"):
        last = names(client.get(f"/papers/?sort={sort}&page=last").content.decode())
        assert all(int(name[-2:]) % 5 == 0 for name in last[-5:])


def test_each_group_counts_under_the_other_groups(world: World, signed_in: Callable, many: list[Paper]) -> None:
    many[0].send(by=world.analyst, on=clock.today())
    html = signed_in(world.manager).get("/papers/?kind=place").content.decode()
    assert "<strong>12 of 25" in html
    assert _counted(html, "Place") == "12" and _counted(html, "Road") == "13"
    assert _counted(html, "Draft") == "12" and "Submitted <span" not in html


def _counted(html: str, word: str) -> str:
    return html.split(f'{word} <span class="filters__n">')[1].split("<")[0]


def test_search_takes_words_and_the_own_reference(world: World, signed_in: Callable, many: list[Paper]) -> None:
    client = signed_in(world.manager)
    assert names(client.get("/papers/?q=paper 07").content.decode()) == ["Paper 07"]
    assert names(client.get(f"/papers/?q={many[3].reference.lower()}").content.decode()) == ["Paper 03"]


@pytest.mark.parametrize(
    "address",
    [
        "?after=%00", "?after=bm9uc2Vuc2U", "?after=WzEsMiwzXQ", "?before=WyIyMDI2IiwxLDFd&sort=due_on", "?q=%00%00",
        "?sort=organisation__code", "?sort=--name", "?state=%00", "?due-by=soon", "?state=nothing", "?page=9",
        "?after=WyJcdWQ4MDAiLDEsMV0&sort=name", "?after=W251bGwsOTk5OTk5OTk5OTk5OTk5OTk5OTk5LDFd&sort=due_on",
    ],
)  # fmt: skip
def test_a_strange_address_is_answered_with_a_page(address: str, world: World, signed_in: Callable, many: Any) -> None:
    assert signed_in(world.manager).get(f"/papers/{address}").status_code == 200


def test_a_day_that_is_none_says_how_to_mend_it(world: World, signed_in: Callable, paper: Paper) -> None:
    assert "Write the day first" in signed_in(world.manager).get("/papers/?due-by=soon").content.decode()


def test_an_empty_list_says_what_to_do(world: World, signed_in: Callable) -> None:
    assert "An analyst begins one." in signed_in(world.manager).get("/papers/").content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_costs_five_statements_however_long_the_list(rows: int, world: World, signed_in: Callable) -> None:
    for n in range(rows):
        begun(world, f"Paper {n}")
    client = signed_in(world.manager)
    with CaptureQueriesContext(connection) as asked:
        client.get("/papers/")
    assert len(asked) <= 5, [query["sql"][:90] for query in asked]


def test_an_export_holds_the_filtered_rows_and_no_formula(world: World, signed_in: Callable, many: list[Paper]) -> None:
    begun(world, "=cmd|' /C calc'!A0", kind="place")
    begun(world.other, "Paper of the others")
    client = signed_in(world.manager)
    text = b"".join(client.get("/papers/?kind=place&export=csv&sort=name").streaming_content).decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 14 and lines[0] == "Paper,State,Due"
    assert lines[1].startswith("'=cmd")
    file = b"".join(client.get("/papers/?kind=place&export=xlsx&sort=name").streaming_content)
    rows = list(load_workbook(BytesIO(file)).active.values)
    assert len(rows) == 14 and rows[1][0].startswith("'=cmd")
    assert client.get("/papers/?export=pdf").status_code == 404


@pytest.mark.parametrize(
    "text", ["=1", " =1", "+44", "-1", "@x", "\t=1", "\r1", "＝1", "\u00a0=1", "＋1", "－1", "＠a"]
)
def test_no_text_starts_like_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_other_texts_stay_as_they_are() -> None:
    assert [harmless(value) for value in ("A48", "", 12, None)] == ["A48", "", 12, None]
