"""A council's cameras come in by a mapping made on the page, and one of them is found that could be shared."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from anpr_governance.database import clock
from anpr_governance.documents.models import Job
from cameras.models import Site
from cameras.register import jobs
from tests.journeys.desk import CHROMIUM, Desk
from tests.make import cameras as make
from tests.make.people import World

COUNCIL = """Camera ID;Where;X;Y;Facing;Street
17;Albion Square;312420;184010;North;A4153
18;Park and ride;315900;189200;Both;A4217
"""
COLUMNS = {
    "Column of the file for “Site reference”": "Camera ID", "Put before “Site reference”": "KC-",
    "Column of the file for “Name”": "Where", "Column of the file for “Easting”": "X",
    "Column of the file for “Northing”": "Y", "Column of the file for “Direction”": "Facing",
    "Column of the file for “Road”": "Street", "Where “Owner” is empty": "City council",
    "Where “Whose it is” is empty": "partner", "Where “Deployment” is empty": "fixed", "Where “State” is empty": "live",
}  # fmt: skip


def worker_works() -> None:
    """What the worker does with the files that wait, in a thread of its own as a browser runs in this one."""
    with ThreadPoolExecutor(1) as worker:
        worker.submit(_work).result()


def _work() -> None:
    try:
        for job in Job.objects.filter(finished_at=None, parameters__asked=True):
            assert jobs.run_job(job.pk, clock.now())
    finally:
        connections.close_all()


@pytest.mark.requirement("T003")
def test_a_councils_cameras_are_imported_and_one_could_be_shared(live_server: Any, tmp_path: Path) -> None:
    world, file = World(), tmp_path / "council.csv"
    file.write_text(COUNCIL)
    sought = make.site(world, name="Wharf Road", road="A4153")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        desk = Desk(browser, live_server.url, world.manager.email)
        desk.go("/sites/import/")
        desk.answer("Register file", file)
        desk.save()
        desk.answers({"How the columns of the file are named": "Match the columns on the next page"})
        desk.page.get_by_label("Name of the source").first.fill("City council's cameras")
        desk.save("Match the columns")
        for label, value in COLUMNS.items():
            box = desk.main.get_by_label(label, exact=True)
            box.select_option(value) if box.evaluate("box => box.tagName") == "SELECT" else box.fill(value)
        desk.save()
        worker_works()
        desk.page.reload()
        desk.reads("What the import would do", "2\nadded")
        desk.press("Import this file")
        worker_works()
        desk.page.reload()
        desk.reads("What the import did")
        desk.go(sought.get_absolute_url())
        desk.follow("What stands near it")
        desk.reads("Near Wharf Road", "Albion Square", "420", "City council", "Could be shared instead of a new one")
        assert "Park and ride" not in desk.main.locator("section[aria-labelledby=around]").inner_text()
        desk.main.locator("section[aria-labelledby=around]").get_by_role("link", name="Albion Square").first.click()
        desk.reads("KC-17", "Partner's", "In service")
        browser.close()
    assert Site.objects.filter(relationship="partner", in_service=True).count() == 2
