"""Somebody at a browser: reads the page, fills forms by their labels, presses what they see."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)
PASSWORD = "correct horse battery"
BOXES = "input:not([type=radio]):not([type=checkbox]), select, textarea"
PATIENCE = 20_000
"""Milliseconds that a page may take before the person gives up."""


class Desk:
    """One person's own browser session at the address `base`."""

    def __init__(self, browser: Browser, base: str, email: str) -> None:
        self.base, self.email = base, email
        self.page: Page = browser.new_context().new_page()
        self.page.set_default_timeout(PATIENCE)
        self._sign_in()

    def _sign_in(self) -> None:
        self.go("/")
        self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        assert "/accounts/" not in self.page.url, self.said()

    @property
    def main(self) -> Locator:
        """The content, without the frame."""
        return self.page.locator("main")

    def said(self) -> str:
        """What the content says."""
        return f"{self.page.url}\n{self.main.inner_text()}"

    def reads(self, *sentences: str) -> None:
        """The page says each of these."""
        missing = [words for words in sentences if words.lower() not in self.said().lower()]
        assert not missing, f"{missing} is not on\n{self.said()}"

    def go(self, path: str) -> None:
        """Open an address of the product; it is found."""
        answer = self.page.goto(f"{self.base}{path}")
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}\n{self.said()}"

    def follow(self, words: str) -> None:
        """Press a link or a button that looks like one, by its words; the first where several say it."""
        found = self.main.get_by_role("link", name=words).or_(self.main.get_by_role("button", name=words))
        self._leave(found.first, words)

    def press(self, words: str, says: str = "") -> None:
        """Press the button of these words; the next page asks for no mending, and says `says`."""
        self._leave(self.page.get_by_role("button", name=words, exact=True).last, words)
        assert self.page.locator(".govuk-error-summary").count() == 0, f"“{words}” was refused\n{self.said()}"
        if says:
            self.reads(says)

    def save(self, says: str = "") -> None:
        """Press the first button of the form, whatever it says; nothing is to be mended."""
        button = self.main.locator("form button[type=submit]:visible").first
        self.press(button.inner_text().strip(), says)

    def take(self, path: str, step: str, says: str = "", **more: Any) -> None:
        """From a record's page take a step, on a page of its own where it asks something (`more` answers it)."""
        self.go(path)
        self.follow(step)
        if "/step/" in self.page.url:
            self.answers(more)
            self.save()
        self.reads(*([says] if says else []))

    def tasks(self) -> list[str]:
        """The addresses of the task list of this page."""
        links = self.main.locator(".govuk-task-list__link").all()
        return [str(link.get_attribute("href")) for link in links]

    def _leave(self, found: Locator, words: str) -> None:
        assert found.count(), f"Nothing says “{words}” on\n{self.said()}"
        with self.page.expect_event("domcontentloaded"):
            found.click()
        self.page.wait_for_load_state()

    def answers(self, given: Mapping[str, Any]) -> None:
        """Fill what is labelled so."""
        for label, value in given.items():
            self.answer(label, value)

    def answer(self, label: str, value: Any) -> None:
        """Fill one question: words, a number, a choice, a day (date), a tick (True), a file (Path)."""
        name = re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$")
        group = self.main.get_by_role("group", name=name)
        box = self.main.get_by_label(name).and_(self.page.locator(BOXES))
        if isinstance(value, date):
            self._day(group, value)
        elif value is True:
            self.main.get_by_role("checkbox", name=name).check()
        elif isinstance(value, Path):
            box.set_input_files(value)
        elif group.count():
            self._choose(group.first, str(value))
        elif box.count():
            self._write(box.first, str(value))
        else:
            raise AssertionError(f"No question “{label}” on\n{self.said()}")

    def _choose(self, group: Locator, words: str) -> None:
        """A choice of this question, not of one that opens under an answer."""
        name = group.locator("input[type=radio]").first.get_attribute("name")
        group.get_by_label(words, exact=True).and_(self.page.locator(f'input[name="{name}"]')).check()

    def _write(self, box: Locator, text: str) -> None:
        if box.evaluate("box => box.tagName") == "SELECT":
            options = box.locator("option").all_inner_texts()
            chosen = next((words for words in options if text in words), None)
            assert chosen, f"“{text}” is none of {options}"
            box.select_option(label=chosen)
        else:
            box.fill(text)

    def _day(self, group: Locator, day: date) -> None:
        assert group.count(), self.said()
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part, exact=True).fill(str(number))

    def answer_every_box(self, text: str) -> None:
        """Write something into every box of several lines that is still empty."""
        for box in self.main.locator("form textarea:visible").all():
            if not box.input_value():
                box.fill(text)
