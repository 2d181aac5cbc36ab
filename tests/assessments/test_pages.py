"""The pages of assessments: what they show to whom, what they ask of the database, what a form does."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anpr_governance.database import clock
from anpr_governance.regulation import facts
from tests.make import assessments as make
from tests.make.people import World

DAY = {"on_day": str(clock.today().day), "on_month": str(clock.today().month), "on_year": str(clock.today().year)}


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


def as_(person: Any) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(person)
    return client


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field."""
    text = response.content.decode()
    return text.split(f'name="{name}" value="')[1].split('"')[0]


@pytest.mark.django_db
def test_the_records_of_another_force_are_not_found(world: World) -> None:
    made = make.proposal(world, "deciding")
    addresses = [
        made.get_absolute_url(), f"{made.get_absolute_url()}step/approve/", f"{made.get_absolute_url()}check/",
        f"{made.get_absolute_url()}consultation/pack/file/", made.need.get_absolute_url(),
        made.assessment.get_absolute_url(), made.item_rows[0].meeting.get_absolute_url(),
        f"{made.get_absolute_url()}decisions/{made.decisions.first().pk}/",
    ]  # fmt: skip
    stranger = as_(world.outsider)
    bodies = {stranger.get(address).content.decode().count("SVP") for address in addresses}
    assert [stranger.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert bodies == {0}
    for address in ("/assessments/", "/needs/", "/proposals/", "/meetings/"):
        assert "SVP-" not in stranger.get(address).content.decode()


@pytest.mark.django_db
def test_a_part_is_found_by_its_own_record_alone(world: World) -> None:
    first, second = make.draft_assessment(world), make.draft_assessment(world, area="Other")
    theirs = second.evidence.first()
    page = as_(world.analyst)
    assert page.get(f"{first.get_absolute_url()}evidence/{theirs.pk}/").status_code == 404
    assert page.get(f"{second.get_absolute_url()}evidence/{theirs.pk}/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/assessments/", "/needs/", "/proposals/", "/meetings/"])
def test_a_list_costs_the_same_for_one_row_and_for_many(world: World, address: str) -> None:
    made = make.proposal(world, "deciding")
    page = as_(world.lead)
    counts = []
    for more in (0, 5):
        for number in range(more):
            stands_on = make.draft_assessment(world, area=f"Area {number}")
            make.draft_need(world, assessment=stands_on, title=f"Need {number}")
            make.proposal(world, need=made.need, sites=[])
            make.meeting(world, on=make.days_ago(number + 1))
        with CaptureQueriesContext(connection) as asked:
            assert page.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


@pytest.mark.django_db
def test_records_show_their_steps_to_those_who_may_take_them(world: World) -> None:
    made = make.submitted_assessment(world)
    here = made.get_absolute_url()
    assert "Endorse" in as_(world.lead).get(here).content.decode()
    assert "step/endorse" not in as_(world.auditor).get(here).content.decode()
    assert as_(world.auditor).get(f"{here}step/endorse/").status_code == 403
    assert as_(world.auditor).post(f"{here}step/endorse/").status_code == 403
    assert make.fresh(made).state == "in_review"


@pytest.mark.django_db
def test_an_analyst_answers_a_category_through_the_page(world: World) -> None:
    made = make.draft_assessment(world)
    address = f"{made.get_absolute_url()}category/community/"
    page = as_(world.analyst)
    seen = hidden(page.get(address), "base_hash")
    answer = {"relevant": "no", "reason": "Nobody asked.", "base_hash": seen}
    assert page.post(address, answer).status_code == 302
    assert make.fresh(made).answers["community"]["reason"] == "Nobody asked."
    outdated = page.post(address, answer | {"reason": "Another"})
    assert outdated.status_code == 409
    assert "Nobody asked." in outdated.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("factor", ["people_affected", "harm", "alternatives", "scale", "how_anpr_helps"])
def test_a_factor_keeps_what_its_page_was_told(world: World, factor: str) -> None:
    made = make.draft_need(world, answers={})
    address = f"{made.get_absolute_url()}factor/{factor}/"
    page = as_(world.analyst)
    said = {
        "analysis": "Said.", "people_from": "5", "people_to": "9", "people_source": "Census", "suffered": "yes",
        "nature": "Loss", "severity": "grave", "tactic_1": "Patrols", "intrusion_1": "less", "why_not_1": "Tried.",
        "settlement": "Upton", "ways": "North road | our camera\nSouth road", "crime_aim": "Arrests",
    }  # fmt: skip
    assert page.post(address, said | {"base_hash": hidden(page.get(address), "base_hash")}).status_code == 302
    again = make.fresh(made)
    assert again.answered(factor)
    if factor == "scale":
        assert again.ways() == [
            {"way": "North road", "watched_by": "our camera"}, {"way": "South road", "watched_by": ""},
        ]  # fmt: skip
    shown = page.get(address).content.decode()
    assert "Said." in shown


@pytest.mark.django_db
@pytest.mark.requirement("T057")
def test_the_task_list_stands_in_the_order_of_the_guidance_and_says_why_a_task_cannot_start(world: World) -> None:
    made = make.proposal(world, "assessing", without="pack")
    text = as_(world.manager).get(made.get_absolute_url()).content.decode()
    titles = [row["title"] for row in facts("proposal_tasks")["proposal_tasks"].values()]
    places = [text.index(title, text.index('id="tasks"')) for title in titles]
    assert places == sorted(places)
    assert "Cannot start yet: open the consultation first" in text
    assert "Not open yet" in text


@pytest.mark.django_db
def test_the_chair_reads_the_whole_case_and_signs_what_was_shown(world: World) -> None:
    made = make.proposal(world, "deciding")
    address = f"{made.get_absolute_url()}step/approve/"
    page = as_(world.lead)
    shown = page.get(address)
    text = shown.content.decode()
    for words in ("Hollins Cross", "Raids on village shops", "likely to be justified in most cases", "Balance:"):
        assert words in text
    said = {
        "seen": hidden(shown, "seen"),
        "seen_sheet": hidden(shown, "seen_sheet"),
        "reason": "It is balanced.",
        **DAY,
    }
    item = made.item_rows[0]
    item.meeting.amend(by=world.manager, on=clock.today(), part=item, minutes="Changed meanwhile.")
    moved = page.post(address, said)
    assert moved.status_code == 409
    assert "Changed" in moved.content.decode()
    anew = page.get(address)
    said |= {"seen": hidden(anew, "seen"), "seen_sheet": hidden(anew, "seen_sheet")}
    assert page.post(address, said).status_code == 302
    assert make.fresh(made).present_entry().position == 2


@pytest.mark.django_db
def test_who_keeps_meetings_records_attendance_through_the_page(world: World) -> None:
    held = make.meeting(world)
    row = world.group[1].memberships_today[0]
    address = f"{held.get_absolute_url()}items/1/attendance/"
    page = as_(world.manager)
    said = {"membership": row.pk, "present": "yes", "base_hash": hidden(page.get(address), "base_hash")}
    assert page.post(address, said).status_code == 302
    assert held.items.get(position=1).attendance.get().membership == row
    both = page.post(address, said | {"recused": "on", "vote": "for"})
    assert both.status_code == 422
    assert "casts no vote" in both.content.decode()
    assert as_(world.analyst).get(address).status_code == 403


@pytest.mark.django_db
def test_lapsed_needs_are_confirmed_together_each_with_what_was_seen(world: World) -> None:
    from tests.assessments.guard_examples import new_assessment

    need = make.established_need(world)
    new_assessment(world, need.ground_rows[0].assessment)
    page = as_(world.lead)
    shown = page.get("/needs/confirm/")
    value = hidden(shown, "needs")
    assert page.post("/needs/confirm/", {"needs": value, "base_hash": ""}).status_code == 302
    assert make.fresh(need).holds(clock.today())
    assert as_(world.analyst).get("/needs/confirm/").content.decode().count('name="needs"') == 0


@pytest.mark.django_db
def test_a_decision_can_be_read_back_and_corrected_in_the_open(world: World) -> None:
    made = make.endorsed_assessment(world)
    address = f"{made.get_absolute_url()}decisions/{made.decision.pk}/"
    page = as_(world.lead)
    assert "still have this seal" in page.get(address).content.decode()
    said = {"text": "15 raids, not 14.", "reason": "It changes nothing.", "base_hash": ""}
    seen = hidden(page.get(f"{address}correct/"), "base_hash")
    assert page.post(f"{address}correct/", said | {"base_hash": seen}).status_code == 302
    text = as_(world.auditor).get(address).content.decode()
    assert "15 raids, not 14." in text and "Waits for a second person" in text


@pytest.mark.django_db
def test_a_record_costs_the_same_for_one_site_and_for_many(world: World) -> None:
    counts = []
    for number in (1, 6):
        sites = [make.proposed_site(world, f"Place {number} {n}") for n in range(number)]
        made = make.proposal(world, "assessing", sites=sites)
        page = as_(world.lead)
        with CaptureQueriesContext(connection) as asked:
            assert page.get(made.get_absolute_url()).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 36


@pytest.mark.django_db
def test_what_a_form_does_not_ask_is_not_taken(world: World) -> None:
    made = make.proposal(world, "assessing")
    address = f"{made.get_absolute_url()}edit/"
    page = as_(world.manager)
    said = {
        "title": "Another title", "purpose": "detection", "deployment": "fixed", "need": made.need.pk,
        "assessment": made.assessment.pk, "state": "approved", "version": "7", "turn": "3", "decision": "1",
        "organisation": world.other.organisation.pk, "base_hash": hidden(page.get(address), "base_hash"),
    }  # fmt: skip
    assert page.post(address, said).status_code == 302
    again = make.fresh(made)
    assert (again.title, again.state, again.version, again.turn) == ("Another title", "assessing", 0, 0)
    assert (again.decision, again.organisation) == (None, world.organisation)


@pytest.mark.django_db
def test_a_role_that_ended_decides_nothing_more(world: World) -> None:
    made = make.submitted_assessment(world)
    page, address = as_(world.lead), f"{made.get_absolute_url()}step/endorse/"
    said = {"seen": hidden(page.get(address), "seen"), **DAY}
    world.lead.memberships.update(until=clock.today())
    assert page.post(address, said).status_code in (403, 404)
    assert make.fresh(made).state == "in_review"
