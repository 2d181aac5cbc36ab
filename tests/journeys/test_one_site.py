"""One site from the first assessment to its review and public copy, by those whose work it is, each at a browser."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from anpr_governance.database import clock
from tests.journeys.desk import CHROMIUM
from tests.journeys.proposing import (
    BALANCE,
    DPIA,
    PROPOSAL,
    RELEASE,
    REVIEW,
    SITE,
    Story,
    assessment_is_endorsed,
    assessment_is_written,
    consultation_is_closed,
    dpia_is_begun,
    dpia_is_written,
    dpo_and_surveillance_lead_advise,
    major_crime_staff_advise,
    need_is_established,
    need_is_written,
    people_are_consulted,
    place_is_entered,
    proposal_is_begun,
    tasks_are_finished,
)
from tests.make import cameras
from tests.make.people import World

DISCIPLINES = ("specialist_operations", "force_intelligence", "analysis", "information", "ict", "finance")
GROUP = ["strategic-lead of SVP", *(f"group {discipline}" for discipline in DISCIPLINES)]
BOARD = ["board chair", *(f"board member {number}" for number in range(3))]
COUNTS = {
    "Vehicles that passed": 500, "Of those, with a visible plate": 490, "Of those, plates captured": 487,
    "Of those, plates read correctly": 470, "Method": "Counted from a recording", "Period of the sample": "Two hours",
}  # fmt: skip
REVIEWED = [
    ("need", "Yes, the need remains"), ("aims", "Yes"),
    *((f"privacy-{part}", "No, nothing has changed for them") for part in ("location", "resident", "transient")),
]  # fmt: skip
PLEA = {
    "What happens to these words": "Removed", "Exemption": "31(1)(a)",
    "Harm: it": "would be likely to prejudice", "Harm, or reason": "People who know the place could avoid it.",
    "Public interest test": "Use is known; the exact place adds little and would cost its effect.",
}  # fmt: skip


def body_meets(story: Story, body: str, members: list[str]) -> None:
    """A quorate meeting with one item: the proposal, its balance, everybody's vote."""
    desk = story.manager
    desk.go("/meetings/new/")
    desk.answers({"Body": body, "Held on": clock.today()})
    desk.press("Call the meeting", body)
    here = desk.page.url.removeprefix(desk.base)
    desk.follow("Put something on the agenda")
    desk.answers({"What it is about": "Proposal", "Proposal": "SVP-P-0001"})
    desk.press("Put it on the agenda")
    desk.go(f"{here}items/2/")
    desk.answer("Minutes", "The case was discussed.")
    desk.answer("How protection of the public and privacy were balanced", BALANCE)
    desk.press("Save the record")
    desk.go(f"{here}items/2/attendance/")
    for member in members:
        desk.answers({"Member": member, "There": "Present", "Vote": "For"})
        desk.press("Record it and add another")
    desk.go(here)
    desk.reads("Quorate.")


def strategy_group_approves(story: Story) -> None:
    body_meets(story, "Strategy group", GROUP)
    story.lead.take(PROPOSAL, "Approve and pass on", Reason="The need presses and the measures hold.")


def dpia_is_signed_off(story: Story) -> None:
    story.lead.take(DPIA, "Approve the measures")
    story.lead.take(DPIA, "Approve the residual risk")
    desk = story.chief
    desk.go(f"{DPIA}items/")
    desk.answers({
        "The DPO's advice is": "Accepted", "The views of the people consulted are": "Followed, or none were received",
        "This DPIA is kept under review by": "The ANPR manager",
    })  # fmt: skip
    desk.press("Save items 5 to 7")
    desk.take(DPIA, "Sign off", "Signed off")


def board_approves(story: Story) -> None:
    body_meets(story, "Finance and strategy board", BOARD)
    story.board_chair.take(PROPOSAL, "Approve finally", "Approved", Reason="It is affordable and fair.")
    story.manager.go(SITE)
    story.manager.reads("Approved")


def equipment_is_accepted_and_put_up(story: Story) -> None:
    desk = story.manager
    desk.go("/assets/models/new/")
    desk.answers({"Supplier": "Platewatch", "Model": "Reader 3", "Evidence that it meets NASPLE": story.evidence})
    desk.answers({"Version of the evidence": "2.4", "Date of the evidence": clock.today()})
    desk.press("Enter the model")
    desk.go("/assets/models/")
    desk.follow("Reader 3")
    desk.answers(
        {"What do you record?": "Accept it for use", "The evaluation on which it rests": "The supplier's test report."}
    )
    desk.press("Sign and record")
    desk.go(SITE)
    desk.follow("Add a device")
    desk.answers({
        "Device reference": "NRD-0001", "Kind": "Number plate reading device", "Equipment model": "Reader 3",
        "Does it give images?": "Yes", "Stands here since": clock.today(),
    })  # fmt: skip
    desk.press("Add the device")
    desk.take(SITE, "Record installation", "Installed")


def checks_are_made(story: Story) -> None:
    desk = story.specialist
    desk.go("/performance/")
    waiting = desk.main.locator("a[href^='/performance/SVP-C-']").all()
    paths = dict.fromkeys(str(link.get_attribute("href")) for link in waiting)
    assert paths, desk.said()
    for path in paths:
        desk.go(path)
        desk.follow("Record the check")
        desk.answers(COUNTS)
        desk.save("Passed")
        story.manager.take(path, "Accept the check", "Accepted")


def public_and_finance_know(story: Story) -> None:
    desk = story.manager
    for kind in ("Sign", "Web page"):
        desk.go("/assets/public-information/new/")
        desk.answers({"Local policing area": "Vale", "Kind": kind, "What it says": "Cameras read number plates here."})
        desk.answer("Up and read on", clock.today())
        desk.press("Record it")
    desk.go("/assets/new/")
    desk.answers({"Site": "SV0001", "Number in the finance register": "FA00001", "Book value (£)": "1200.00"})
    desk.answer("In the register from", clock.today())
    desk.press("Enter the asset")


def site_goes_live(story: Story) -> None:
    desk = story.manager
    desk.take(SITE, "Go live", "Live")
    assert not desk.main.locator(".thread__step--gap").count(), desk.said()
    desk.reads("SVP-A-0001", "SVP-N-0001", "SVP-D-0001", "SVP-P-0001")


def site_is_reviewed(story: Story) -> None:
    desk = story.manager
    desk.go(f"{SITE}review/")
    desk.answer("Why now", "A year's figures are in before the year is over.")
    desk.press("Open the review", "SVP-R-0001")
    desk.take(REVIEW, "Begin the review")
    for question, answer in REVIEWED:
        desk.go(f"{REVIEW}question/{question}/")
        desk.answers({"Your answer": answer, "What the answer rests on": "The figures of the year, report 14."})
        desk.press("Save and continue")
    desk.go(f"{REVIEW}recommendation/")
    desk.answer("What do you recommend?", "Continue: nothing changed")
    desk.save()
    desk.take(REVIEW, "Recommend")
    story.lead.take(REVIEW, "Confirm the review", "Confirmed")
    desk.go(SITE)
    desk.reads("SVP-R-0001")


def public_copy_is_marked(story: Story) -> None:
    desk = story.foi
    desk.go(f"{RELEASE}begin/")
    desk.answer("Public title", "Number-plate cameras in the east")
    desk.press("Begin the public copy")
    desk.go(RELEASE)
    while desk.main.get_by_role("link", name="Next suggestion").count():
        desk.follow("Next suggestion")
        desk.follow("Withhold them")
        desk.answers({**PLEA})
        desk.press("Mark the words")
        desk.go(RELEASE)
    desk.reads("0 suggestions to answer")


def public_copy_is_checked_and_released(story: Story) -> None:
    desk = story.foi_2
    for step, says in (("Check the redaction", "Checked"), ("Run the gate", ""), ("Release", "Released")):
        desk.take(RELEASE, step, says)


def public_reads_it(story: Story) -> None:
    page = story.browser.new_context().new_page()
    answer = page.goto(f"{story.base}/publications/SVP-D-0001/")
    words = page.locator("main").inner_text()
    assert answer is not None and answer.status == 200
    assert "Number-plate cameras in the east" in words
    assert "audited" in words
    assert "Hollins" not in page.content() and "A4190" not in page.content()


STORY: list[Callable[[Story], None]] = [
    assessment_is_written, major_crime_staff_advise, assessment_is_endorsed, place_is_entered, need_is_written,
    need_is_established, proposal_is_begun, dpia_is_begun, people_are_consulted, dpia_is_written,
    consultation_is_closed, dpo_and_surveillance_lead_advise, tasks_are_finished, strategy_group_approves,
    dpia_is_signed_off, board_approves, equipment_is_accepted_and_put_up, checks_are_made, public_and_finance_know,
    site_goes_live, site_is_reviewed, public_copy_is_marked, public_copy_is_checked_and_released, public_reads_it,
]  # fmt: skip


def people() -> dict[str, str]:
    """Everybody, made before the first of them signs in; their addresses by their part in the story."""
    world = World()
    cameras.area(world)
    assert world.group and len(world.board) == len(BOARD)
    names = "manager specialist analyst crime_lead lead chief dpo surveillance foi foi_2 board_chair"
    return {name: getattr(world, name).email for name in names.split()}


def told(live_server: Any, folder: Path, chapters: Sequence[Callable[[Story], None]]) -> None:
    """The chapters one after the other; nothing else writes to the database."""
    emails, report = people(), folder / "report.txt"
    report.write_text("Tested to the standard.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        story = Story(browser, live_server.url, emails, report)
        for chapter in chapters:
            chapter(story)
        browser.close()


@pytest.mark.smoke
def test_an_assessment_is_written_advised_upon_and_endorsed(live_server: Any, tmp_path: Path) -> None:
    told(live_server, tmp_path, STORY[:3])


def test_one_site_from_assessment_to_review_and_publication(live_server: Any, tmp_path: Path) -> None:
    told(live_server, tmp_path, STORY)
