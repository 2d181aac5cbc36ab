"""Every page of the product in a real browser, over the demonstration: accessible, fitting, and from here alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Page, sync_playwright

from tests.journeys.crawling import Found, crawl, names, signed_in
from tests.journeys.desk import CHROMIUM

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text()
RUN = "async () => (await axe.run(document)).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))])"
SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"
PUBLIC = (
    "/accounts/login/", "/accounts/password/reset/", "/publications/", "/publications/DEMO-D-0001/",
    "/cy/publications/", "/cy/publications/DEMO-D-0001/", "/accessibility/", "/privacy/", "/cy/accessibility/",
    "/cy/privacy/", "/nowhere/",
)  # fmt: skip


@pytest.fixture
def demo(live_server: Any, settings: Any) -> Any:
    """The demonstration behind a live server."""
    settings.DEMO = True
    call_command("load_demo")
    return live_server


@pytest.fixture
def widths() -> tuple[int, ...]:
    """Both widths on PostgreSQL, the narrow one on SQLite."""
    return (320, 1280) if connection.vendor == "postgresql" else (320,)


@pytest.mark.smoke
@pytest.mark.requirement("T159")
def test_every_page_is_accessible_fits_and_asks_nobody_else(demo: Any, widths: tuple[int, ...]) -> None:
    found = crawl()
    assert [(path, status) for _role, path, status in found.broken if status != 403] == []
    roles = {role for role, _path in found.pages.values()}
    cookies = {role: signed_in(role).cookies["sessionid"].value for role in roles}
    wrong = walked(demo.url, pages(found), cookies, widths)
    print(f"{len(found.pages)} kinds of page and {len(PUBLIC)} public ones, of {len(set(names()))} names, at {widths}")
    assert wrong == {}, json.dumps(wrong, indent=1)


def pages(found: Found) -> Iterator[tuple[str, str]]:
    """Who opens what; nobody opens the public ones."""
    yield from sorted(found.pages.values())
    yield from (("", path) for path in PUBLIC)


def walked(
    base: str, wanted: Iterator[tuple[str, str]], cookies: dict[str, str], widths: tuple[int, ...]
) -> dict[str, Any]:
    """What is wrong, by address."""
    wrong: dict[str, Any] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened: dict[str, Page] = {}
        for role, path in wanted:
            if role not in opened:
                opened[role] = browser.new_context().new_page()
                if role:
                    cookie = {"name": "sessionid", "value": cookies[role], "url": base}
                    opened[role].context.add_cookies([cookie])  # type: ignore[list-item]
            if problems := list(looked_at(opened[role], base, path, widths)):
                wrong[f"{role} {path}"] = problems
        browser.close()
    return wrong


def looked_at(page: Page, base: str, path: str, widths: tuple[int, ...]) -> Iterator[Any]:
    """Each violation, overflow, foreign request and script error of one page."""
    heard: list[Any] = []

    def on_request(request: Any) -> None:
        if not request.url.startswith((base, "data:", "blob:")):
            heard.append(request.url)

    def on_console(message: Any) -> None:
        if message.type == "error":
            heard.append(message.text)

    page.on("request", on_request)
    page.on("console", on_console)
    page.set_viewport_size({"width": widths[0], "height": 900})
    answer = page.goto(f"{base}{path}")
    page.remove_listener("request", on_request)
    page.remove_listener("console", on_console)
    page.evaluate(AXE)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        yield from ([width, *one] for one in page.evaluate(RUN))
        if page.evaluate(SIDEWAYS):
            yield [width, "scrolls sideways"]
    status = answer.status if answer else 0
    expected = 404 if path == "/nowhere/" else 200
    if status != expected:
        yield f"answers {status}"
    yield from (one for one in heard if not (expected == 404 and "404" in str(one)))
