"""One page in a real browser: what axe says, whether it fits, whom it asks, what its scripts complain about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.journeys.desk import CHROMIUM

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text()
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .map(v => [v.id, ...v.nodes.slice(0, 3).map(n => n.html.slice(0, 160))].join(" | "))"""
SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"
EMPTIED = """form => { form.noValidate = true; form.querySelectorAll("input, select, textarea").forEach(box => {
  if (box.type === "radio" || box.type === "checkbox") box.checked = false;
  else if (box.type !== "hidden") box.value = "";
}); form.querySelector("button[type=submit]").click(); }"""
POSTED = 'main form[method="post"]:has(button[type=submit])'


@dataclass
class Looker:
    """A browser at the server `base`; `sessions` are the cookies of those who are signed in."""

    browser: Browser
    base: str
    sessions: dict[str, str]
    widths: tuple[int, ...]
    wrong: dict[str, list[str]] = field(default_factory=dict)
    opened: dict[str, Page] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def look(self, who: str, path: str, status: int = 200) -> str:
        """Open the page, note what is wrong with it, and answer the address at which it stands."""
        page = self.page_of(who)
        answer = page.goto(f"{self.base}{path}")
        self.judge(page, f"{who} {path}", answer.status if answer else 0, status)
        return page.url.removeprefix(self.base)

    def send_empty(self, who: str, path: str, statuses: tuple[int, ...] = (200, 422), says: str = "") -> None:
        """Send the page's form with nothing in it: what comes back says how to mend it (or `says`)."""
        page = self.page_of(who)
        page.goto(f"{self.base}{path}")
        with page.expect_navigation() as answered:
            page.locator(POSTED).first.evaluate(EMPTIED)
        status = answered.value.status if answered.value else 0
        name = f"{who} {path} sent empty"
        self.judge(page, name, status, status if status in statuses else statuses[-1])
        if not page.locator(says or ".govuk-error-summary").count():
            self.wrong.setdefault(name, []).append("says nothing of what to mend")

    def page_of(self, who: str) -> Page:
        """The tab of one person; nobody's has no session."""
        if who not in self.opened:
            context = self.browser.new_context(viewport={"width": self.widths[0], "height": 900})
            if who:
                context.add_cookies([{"name": "sessionid", "value": self.sessions[who], "url": self.base}])
            page = self.opened[who] = context.new_page()
            page.on("request", self._on_request)
            page.on("console", self._on_console)
            page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        return self.opened[who]

    def judge(self, page: Page, name: str, status: int, expected: int) -> None:
        """Everything that is wrong with the page as it stands."""
        found = list(self._seen(page))
        quiet = f"status of {status}" if status == expected else ""
        found += [line for line in self.heard if not (quiet and quiet in line and page.url in line)]
        self.heard.clear()
        if status != expected:
            found.append(f"answers {status}, not {expected}")
        if found:
            self.wrong.setdefault(name, []).extend(found)

    def _seen(self, page: Page) -> Iterator[str]:
        page.evaluate(AXE)
        for width in self.widths:
            page.set_viewport_size({"width": width, "height": 900})
            yield from (f"{width}: {one}" for one in page.evaluate(RUN))
            if page.evaluate(SIDEWAYS):
                yield f"{width}: scrolls sideways"
        page.set_viewport_size({"width": self.widths[0], "height": 900})

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:", "blob:")):
            self.heard.append(f"asks {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where: Any = message.location
            self.heard.append(f"{message.text} ({where['url']})")


@contextmanager
def looking(base: str, sessions: dict[str, str]) -> Iterator[Looker]:
    """A looker with a browser of its own: at both widths on PostgreSQL, at the narrow one on SQLite."""
    widths = (320, 1280) if connection.vendor == "postgresql" else (320,)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Looker(browser, base, sessions, widths)
        browser.close()
