"""Registers closed at a year's end, a site taken down, and a ceasing that was a mistake, each at a browser."""

from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from anpr_governance.database import clock
from cameras.models import Asset, Site
from tests.journeys.desk import CHROMIUM, Desk
from tests.make import cameras as make
from tests.make.people import World

FINANCE = """Asset number,Description,Cost,Net book value
FA-1,ANPR reader,12000.00,7200.00
FA-2,ANPR recorder,2400.00,2400.00
FA-3,ANPR reader,100.00,90.00
"""
LIVE = "/sites/?state=live&state=suspended"


def year_is_closed(desk: Desk, file: Path, site: str) -> None:
    """What differs is mended where it was wrong, resolved with a reason, and gone from the next comparison."""
    compare(desk, file)
    desk.reads("9,000.00", "7,200.00", "Only in the finance register")
    resolve(desk, "FA-1", "The year's depreciation was not entered.", mend=lambda: write_down(desk))
    resolve(desk, "FA-2", "It was bought in March.", mend=lambda: enter(desk, site))
    compare(desk, file)
    desk.reads("Both registers say the same.")
    desk.go("/assets/")
    desk.reads("3 entries, cost £14,500.00, book value £9,690.00")


def compare(desk: Desk, file: Path) -> None:
    desk.go("/assets/")
    desk.follow("Compare with finance")
    desk.answers({"File of the finance register": file})
    desk.press("Compare", "Comparison with")


def resolve(desk: Desk, number: str, reason: str, mend: Any) -> None:
    desk.follow(number)
    here = desk.page.url
    mend()
    desk.page.goto(here)
    desk.answers({"What was found, and what was done": reason, "Resolved on": clock.today()})
    desk.press("Record how it was resolved")


def write_down(desk: Desk) -> None:
    desk.follow("Open the entry in the asset register")
    desk.follow("Give its value")
    desk.answers({"Book value (£)": "7200", "Holds from": clock.today(), "On what it rests": "Depreciation."})
    desk.press("Record the value", "7,200.00")


def enter(desk: Desk, site: str) -> None:
    desk.follow("Enter the asset")
    desk.answers({"Site": site, "What was bought": "Recorder", "Number in the finance register": "FA-2"})
    desk.answers({"Cost (£)": "2400", "Book value (£)": "2400", "In the register from": clock.today()})
    desk.press("Enter the asset", "FA-2")


def site_is_taken_down(lead: Desk, manager: Desk, finance: Desk, site: Site) -> None:
    """From the end of collecting to the day on which nothing stands there."""
    page = site.get_absolute_url()
    lead.take(page, "Cease collection", "Collection ceased", Reason="The road is closed for good.")
    manager.go(page)
    manager.reads("Not open yet", "Stop the feed")
    tasks = manager.main.locator("a[href*='/tasks/']")
    while tasks.count():
        manager.go(str(tasks.first.get_attribute("href")))
        manager.answers({"What was done": "Done, see the log.", "On which day": clock.today()})
        manager.press("Say that it is done")
    finance.go("/assets/")
    finance.follow("FA-3")
    finance.follow("Dispose of it")
    finance.answers({"How it was disposed of": "Destroyed, with a certificate", "On which day": clock.today()})
    finance.press("Record the disposal", "Not yet")
    finance.follow("Say that finance knows")
    finance.answer("Finance told on", clock.today())
    finance.press("Record that finance was told")
    manager.take(page, "Decommission", "Decommissioned")
    manager.go(LIVE)
    assert site.reference not in manager.said()
    manager.follow("Ceased and taken down")
    manager.reads(site.title)
    manager.go(f"/search/?q={site.reference}")
    manager.reads("Decommissioned")


def ceasing_is_undone(lead: Desk, manager: Desk, site: Site) -> None:
    """It stands suspended, its tasks are gone, and it goes on."""
    page = site.get_absolute_url()
    lead.take(page, "Cease collection", "Collection ceased", Reason="Taken for the site next to it.")
    lead.take(page, "Reinstate", "Suspended", Reason="The wrong row was chosen. It never stopped.")
    lead.reads("No task is open")
    manager.take(page, "Resume collection", "Live")
    manager.go(LIVE)
    manager.reads(site.title)


def test_registers_are_closed_a_site_is_taken_down_and_a_mistake_undone(live_server: Any, tmp_path: Path) -> None:
    world, file = World(), tmp_path / "finance.csv"
    file.write_text(FINANCE)
    kept, gone = make.found(world, name="Old Quay"), make.found(world, name="Closed Lane")
    for site, number, cost, value in ((kept, "FA-1", "12000", "9000"), (gone, "FA-3", "100", "90")):
        sums = {"cost": cost, "book_value": value, "finance_number": number}
        Asset.enter(by=world.finance, on=make.days_ago(300), site=site, **sums)
    wrongly = make.found(world, name="Mill Brow")
    make.disposal_authorised(world, gone)
    emails = [world.lead.email, world.manager.email, world.finance.email]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        lead, manager, finance = (Desk(browser, live_server.url, email) for email in emails)
        year_is_closed(finance, file, kept.site_reference)
        site_is_taken_down(lead, manager, finance, gone)
        ceasing_is_undone(lead, manager, wrongly)
        browser.close()
