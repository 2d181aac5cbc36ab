"""In a real browser: no axe violation, no sideways scrolling, nothing from elsewhere, with and without scripts."""

import json
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from tests.make.people import World
from tests.pages.conftest import begun
from tests.pages.gallery import rendered
from tests.pages.papers import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
HOST = "http://pages.test"
RUN = "async () => (await axe.run(document)).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))])"


@pytest.fixture
def pages(world: World, signed_in: Callable, paper: Paper) -> dict[str, str]:
    """Address → HTML of one page of each kind."""
    begun(world, "South road with a very long name, junction 24 to junction 25 northbound lanes")
    analyst, record = signed_in(world.analyst), f"/papers/{paper.reference}/"
    found = {f"{record}{part}": analyst.get(f"{record}{part}").content for part in ("", "edit/", "step/withdraw/")}
    found |= {"/papers/": analyst.get("/papers/?state=draft").content, "/missing/": analyst.get("/missing/").content}
    found["/papers/new/"] = analyst.post("/papers/new/", {"due_on_day": "x"}).content
    found |= {path: Client().get(path).content for path in ("/accounts/login/", "/open/")}
    html = {path: content.decode() for path, content in found.items()}
    return html | {"/gallery/": rendered(), "/gallery/errors/": rendered(bound=True)}


def _serve(page: Page, pages: dict[str, str], outside: list[str]) -> None:
    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        file = settings.BASE_DIR / path.lstrip("/")
        if path in pages:
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(path)[0])
        else:
            outside.append(route.request.url)
            route.abort()

    page.route("**/*", answer)


@pytest.mark.requirement("T159")
@pytest.mark.parametrize("width", [320, 1280])
def test_every_kind_of_page_is_accessible_and_fits(width: int, pages: dict[str, str]) -> None:
    outside: list[str] = []
    wrong: dict[str, Any] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        _serve(page, pages, outside)
        page.on("pageerror", lambda error: wrong.setdefault("script", []).append(str(error)))
        for path in pages:
            page.goto(HOST + path)
            page.add_script_tag(path=AXE)
            too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            if found := page.evaluate(RUN) + ([["sideways", []]] if too_wide else []):
                wrong[path] = found
        browser.close()
    assert wrong == {}, json.dumps(wrong, indent=1)
    assert outside == []


def test_without_scripts_everything_is_there(pages: dict[str, str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 320, "height": 700}, java_script_enabled=False)
        _serve(page, pages, [])
        page.goto(f"{HOST}/papers/")
        assert page.get_by_role("checkbox", name="Draft").is_visible()
        page.goto(f"{HOST}/gallery/")
        assert not page.locator("#id_what").is_visible()
        page.get_by_role("radio", name="Yes").check(force=True)
        assert page.locator("#id_what").is_visible()
        browser.close()


def test_the_keyboard_reaches_the_content_first(pages: dict[str, str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        _serve(page, pages, [])
        page.goto(f"{HOST}/papers/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        browser.close()


def _chromium() -> str | None:
    return next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)


def test_what_is_typed_is_kept_by_itself(pages: dict[str, str], paper: Paper) -> None:
    path, kept = f"/papers/{paper.reference}/edit/", []

    def keep(route: Route) -> None:
        kept.append(route.request.post_data)
        route.fulfill(json={"saved": "Draft saved at 15:42"})

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        _serve(page, pages, [])
        page.route("**/*?draft=1", keep)
        page.goto(HOST + path)
        page.locator("#id_words").fill("Four cameras")
        page.get_by_text("Draft saved at 15:42").wait_for(timeout=5000)
        browser.close()
    assert len(kept) == 1 and "words=Four+cameras" in kept[0] and "csrfmiddlewaretoken=" in kept[0]
