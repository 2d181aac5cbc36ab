"""Four cases at a browser: reassurance alone, a council's camera shared instead, dissent and a condition, no board.

Each begins where its own question begins; what comes before is made by the real steps.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from anpr_governance.database import clock
from tests.journeys.desk import CHROMIUM, Desk
from tests.journeys.proposing import BALANCE
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make.people import World, own_edition

GAP = "Traffic between the market and the ring road goes unseen."


@pytest.fixture
def world(transactional_db: None) -> World:
    """One force, before anybody signs in."""
    return World()


@contextmanager
def desks(live_server: Any, *people: Any) -> Iterator[list[Desk]]:
    """A browser for each of them; from here on nobody but they write."""
    emails = [person.email for person in people]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield [Desk(browser, live_server.url, email) for email in emails]
        browser.close()


def item_of(desk: Desk, body: str, case: str, members: dict[str, str], dissent: str = "") -> None:
    """A meeting is called with the proposal on its agenda, minuted, and everybody's vote recorded."""
    desk.go("/meetings/new/")
    desk.answers({"Body": body, "Held on": clock.today()})
    desk.press("Call the meeting", body)
    here = desk.page.url.removeprefix(desk.base)
    desk.follow("Put something on the agenda")
    desk.answers({"What it is about": "Proposal", "Proposal": case})
    desk.press("Put it on the agenda")
    desk.go(f"{here}items/2/")
    desk.answers({"Minutes": "Discussed.", "How protection of the public and privacy were balanced": BALANCE})
    desk.answers({"Dissent": dissent} if dissent else {})
    desk.press("Save the record")
    desk.go(f"{here}items/2/attendance/")
    for member, vote in members.items():
        desk.answers({"Member": member, "There": "Present", "Vote": vote})
        desk.press("Record it and add another")
    desk.go(here)
    desk.reads("Quorate.")


@pytest.mark.requirement("T031")
def test_what_a_community_asks_for_as_reassurance_alone_goes_to_nobody(world: World, live_server: Any) -> None:
    said = make.full_answers()
    said["community"] = {
        "relevant": "yes", "community_initiative": "Traders fear the next raid.", "initiator": "Traders of Upton",
        "cost_to_force": "None", "privacy_weight": "It weighs much.", "deter_aim": "Traders would feel safer.",
    }  # fmt: skip
    draft = make.draft_assessment(world, answers=said)
    make.add_evidence(world, draft, "community_confidence")
    assessment = endorsed(world, draft).reference
    need = make.draft_need(world, [make.proposed_site(world, "Market cross")], without="ground")
    here, reference = need.get_absolute_url(), need.reference
    with desks(live_server, world.analyst, world.manager) as (analyst, manager):
        analyst.go(f"{here}grounds/add/")
        analyst.answers({"Ground": "Community confidence and reassurance", "Assessment": assessment})
        analyst.save()
        analyst.go(here)
        analyst.reads("is the only ground", "detects, deters and disrupts crime")
        assert not analyst.main.get_by_role("button", name="Submit").count(), analyst.said()
        manager.go("/proposals/new/")
        manager.answers({
            "Title": "Market cross", "Law enforcement purpose": "Detecting crime", "Deployment": "Fixed",
            "Assessment": assessment, "Pressing social need": reference,
            "Community that asked for it": "Traders of Upton",
        })  # fmt: skip
        manager.press("Save the draft record")
        proposal = manager.page.url.removeprefix(manager.base)
        manager.reads("Traders of Upton")
        manager.take(proposal, "Withdraw", "Withdrawn", Reason="Reassurance is its only ground.")
        manager.go(f"{proposal}timeline/")
        manager.reads("Reassurance is its only ground.")
        analyst.take(here, "Withdraw", "Withdrawn", Reason="Reassurance alone justifies no camera.")


@pytest.mark.requirement("T003", "T004")
def test_a_councils_camera_is_shared_instead_and_the_gap_stays_answered(world: World, live_server: Any) -> None:
    site, draft = make.proposed_site(world), make.draft_assessment(world)
    make.proposed_site(world, "Council car park", easting=site.easting + 900)
    draft.amend(by=world.analyst, on=clock.today(), part=draft.provision_gaps.model(assessment=draft, description=GAP))
    assessment = endorsed(world, draft)
    need = make.established_need(world, [site], assessment=assessment)
    made = make.proposal(world, "assessing", without="camera", sites=[site], need=need)
    here, there = made.get_absolute_url(), assessment.get_absolute_url()
    with desks(live_server, world.manager, world.analyst) as (manager, analyst):
        manager.go(f"{here}gaps/")
        manager.page.get_by_label(GAP).check()
        manager.press("Save which gaps it would fill", GAP)
        manager.follow("Council car park")
        manager.answer("This camera can be shared or used instead", True)
        manager.press("Record the answer")
        said = {"Camera that is shared": "Council car park", "Reason": "The council's camera reads the same road."}
        manager.take(here, "Share a camera instead", "Withdrawn", **said)
        manager.reads("Council car park", GAP)
        analyst.go(there)
        analyst.reads(GAP, "Council car park is shared instead")
        assert "No proposal takes it up yet" not in analyst.said()


def endorsed(world: World, draft: Any) -> Any:
    """The assessment, submitted and endorsed."""
    return make.fresh(draft).submit(by=world.analyst, on=clock.today()).endorse(by=world.lead, on=clock.today())


@pytest.mark.requirement("T080", "T082")
def test_a_board_decides_with_dissent_and_a_condition_that_its_owner_meets(world: World, live_server: Any) -> None:
    made, dissent = make.proposal(world, "deciding"), "It costs more than patrols would."
    made.approve(by=world.lead, on=clock.today(), reason="The need presses.")
    make_dpia.dpia_for(world, make.fresh(made), state="signed_off")
    here, case = made.get_absolute_url(), made.reference
    votes = {"board chair": "For", "board member 0": "For", "board member 1": "For", "board member 2": "Against"}
    assert len(world.board) == len(votes)
    with desks(live_server, world.manager, world.board_chair, world.specialist) as (manager, chair, owner):
        item_of(manager, "Finance and strategy board", case, votes, dissent)
        chair.take(here, "Approve finally", "Approved", Reason="It is affordable and fair.")
        chair.follow("Set a condition")
        chair.answers({"What is to be done": "Report the reads of a year", "Who does it": "anpr-specialist of SVP"})
        chair.answer("By", clock.today() + timedelta(days=60))
        chair.press("Set the condition", "Report the reads of a year")
        owner.go(here)
        owner.follow("Say that it is met")
        owner.answer("How it was met", "Reported to the board, paper 12.")
        owner.press("Record that it is met", "Reported to the board, paper 12.")
        chair.go(here)
        chair.reads("Reported to the board, paper 12.", dissent)


@pytest.mark.requirement("T080")
def test_an_agency_without_a_board_decides_in_its_one_body(world: World, live_server: Any) -> None:
    own_edition(world)
    made = make.proposal(world, "ready")
    make_dpia.dpia_for(world, made, state="signed_off")
    here, case, site = made.get_absolute_url(), made.reference, made.site_rows[0].site.get_absolute_url()
    members = ["strategic-lead of SVP", "group analysis", "group information", "group ict"]
    assert len(world.group) > len(members)
    with desks(live_server, world.manager, world.lead) as (manager, lead):
        manager.go(here)
        assert "board" not in manager.main.locator("#route").inner_text().lower()
        manager.take(here, "Submit for decision", "Deciding")
        item_of(manager, "Strategy group", case, dict.fromkeys(members, "For"))
        lead.take(here, "Approve finally", "Approved", Reason="The need presses and the measures hold.")
        manager.go(site)
        manager.reads("Approved")
