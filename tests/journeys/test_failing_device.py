"""A device fails twice: collection stops, the action is given, its retest passes, collection goes on."""

from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from anpr_governance.database import clock
from tests.journeys.desk import CHROMIUM, Desk
from tests.make import cameras
from tests.make.people import World

MADE = "Counted from a recording,Two dry hours after dark,"
COUNTS = {
    "Vehicles that passed": 500, "Of those, with a visible plate": 490, "Of those, plates captured": 487,
    "Of those, plates read correctly": 470, "Method": "Counted from a recording", "Period of the sample": "Two hours",
}  # fmt: skip


def begun() -> tuple[dict[str, str], str, str]:
    """A live site whose device failed once, its retest open; who is who."""
    world = World()
    site = cameras.live(world, name="Hollins Cross")
    first = cameras.failed(world, cameras.check(world, site))
    first.accept(by=world.manager, on=clock.today())
    people = {name: getattr(world, name).email for name in ("manager", "specialist", "lead")}
    return people, site.get_absolute_url(), first.retests.get().reference


def counts_come_by_spreadsheet(desk: Desk, check: str, folder: Path) -> None:
    """The retest's counts stand in a file; nothing is recorded before the press."""
    file = folder / "tour.csv"
    heads = "check,device,made_on,count_1,count_2,count_3,count_4,method,period,tester"
    file.write_text(f"{heads}\n{check},,{clock.today()},500,490,430,380,{MADE}\n")
    desk.go("/performance/")
    desk.follow("Counts by spreadsheet")
    desk.answer("The template, filled in", file)
    desk.press("Show what each row does", "430 of 490, 87.8%")
    desk.press("Record 1 check", "1 check is recorded.")


def test_a_device_fails_is_mended_and_its_site_goes_on(live_server: Any, tmp_path: Path) -> None:
    people, site, reference = begun()
    check = f"/performance/{reference}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        manager, specialist = (Desk(browser, live_server.url, people[name]) for name in ("manager", "specialist"))
        counts_come_by_spreadsheet(specialist, reference, tmp_path)
        manager.go(check)
        manager.reads("Two checks in a row failed", "Nobody yet")
        manager.follow("Suspend collection")
        manager.save("Suspended")
        manager.go(f"{check}action/")
        manager.answers({"What is done": "The lens is replaced", "Who does it": "anpr-specialist of SVP"})
        manager.answer("By which day", clock.today())
        manager.press("Record the action", "The lens is replaced")
        manager.take(check, "Accept the check", "Accepted")
        manager.go(site)
        manager.reads("no check was accepted as passed since")
        manager.go("/performance/?state=open")
        again = str(manager.main.locator("a[href^='/performance/SVP-C-']").first.get_attribute("href"))
        specialist.take(again, "Record the check", "Passed", **COUNTS)
        manager.take(again, "Accept the check", "Accepted")
        manager.take(site, "Resume collection", "Live")
        browser.close()
