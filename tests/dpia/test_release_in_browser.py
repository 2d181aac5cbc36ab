"""The workspace and the public pages in a real browser: no axe violation, no sideways scrolling, no script needed."""

import json
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import sync_playwright

from anpr_governance.database import clock
from tests.make import release as make
from tests.make.people import World
from tests.pages.test_in_browser import AXE, HOST, RUN, _chromium, _serve

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at_work(world: World) -> Any:
    """A redaction with a mark, a ruling, and suggestions that wait."""
    words = "Held under the A1 policy near Tollgate, on the A4217. PC D. Whitlock-Hale can be asked on 01632 960143."
    row = make.begun(world, lawful_basis=words)
    make.mark(world, row, make.PLACE)
    one = make.suggestion(make.fresh(row), "A1")
    make.fresh(row).rule(by=world.foi, one=one, reason="The name of a policy.", on=clock.today())
    make.mark(world, row, "Reads are kept", action="generalised", replacement="It is kept")
    return make.fresh(row)


@pytest.fixture
def pages() -> dict[str, str]:
    """Address → HTML of every page of a release."""
    world = World()
    done = make.released(world)
    row = at_work(world)
    client, here = signed_in(world.foi), row.get_absolute_url()
    span, finding = row.marks[0], row.rulings[0]
    empty = make.signed_dpia(world)
    paths = ["", f"?spot=m{span.pk}", f"?spot=r{finding.pk}", "?section=4", "words/", "copy/", "mosaic/"]
    paths += ["mark/?path=answers.project&start=0&end=8", "rule/?path=answers.project&start=0&end=8"]
    found = {f"{here}{path}": client.get(f"{here}{path}") for path in paths}
    begin = f"/dpias/{empty.reference}/redaction/"
    found |= {f"{begin}{path}": client.get(f"{begin}{path}") for path in ("", "begin/")}
    other = signed_in(world.foi_2)
    found |= {f"{here}step/{name}/": other.get(f"{here}step/{name}/") for name in ("check_redaction", "confirm_ruling")}
    found[done.get_absolute_url()] = other.get(done.get_absolute_url())
    rests = ("", f"{done.dpia.reference}/", "X-D-1/")
    public = [f"{prefix}/publications/{rest}" for prefix in ("", "/cy") for rest in rests]
    found |= {path: Client().get(path) for path in public}
    assert {answer.status_code for answer in found.values()} == {200, 404}
    return {path: answer.content.decode() for path, answer in found.items()}


@pytest.mark.requirement("T159")
def test_every_page_of_a_release_is_accessible_and_fits(pages: dict[str, str]) -> None:
    outside: list[str] = []
    wrong: dict[str, Any] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        _serve(page, pages, outside)
        for path in pages:
            page.goto(HOST + path)
            page.add_script_tag(path=AXE)
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
                if found := page.evaluate(RUN) + ([["sideways", []]] if too_wide else []):
                    wrong[f"{path} at {width}"] = found
        browser.close()
    assert wrong == {}, json.dumps(wrong, indent=1)
    assert outside == []
