"""A case on its pages: like cases, the matrix, what stands around it, its thread, its timeline, the decision page."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anpr_governance.database import clock
from assessments.models import Proposal, likeness
from assessments.views import around
from cameras.models import Cordon
from tests.make import assessments as make
from tests.make.people import World


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


def shown(person: Any, address: str) -> str:
    """The text of a page."""
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


@pytest.mark.django_db
@pytest.mark.requirement("T001", "T018", "T073", "T074", "T079")
def test_whoever_decides_sees_how_like_cases_ended_and_why_and_every_factor(world: World) -> None:
    refused = make.proposal(world, "deciding", without="meeting dpia")
    refused.refuse(by=world.lead, on=clock.today(), reason="It duplicates the bridge.")
    crowded = make.proposed_site(world, "Market square", place_type="crowded", easting=300000.0)
    other = make.proposal(world, "assessing", sites=[crowded])
    made = make.proposal(world, "deciding", need=None)
    cases = likeness.like_cases(made, Proposal.objects.visible_to(world.lead))
    assert [(case.proposal.pk, case.best, case.why) for case in cases] == [
        (refused.pk, "M", "It duplicates the bridge.")
    ]
    assert other.pk not in {case.proposal.pk for case in cases}
    assert likeness.like_cases(made, Proposal.objects.visible_to(world.outsider)) == []
    page = shown(world.lead, f"{made.get_absolute_url()}step/approve/")
    text = page[page.index('id="decided"') :]
    assert "It duplicates the bridge." in text
    assert "Like cases ended otherwise: 0 approved, 1 refused." in text
    assert "Like cases ended otherwise" not in shown(world.lead, f"{made.get_absolute_url()}step/refuse/")
    order = [
        "decided",
        "changed",
        "risks",
        "conditions",
        "alike",
        "matrix",
        "need",
        "around",
        "public",
        "tasks",
        "meeting",
    ]
    places = [page.index(f'<section class="section" id="{name}"') for name in order]
    assert places == sorted(places)
    assert places[-1] < page.index("Sign and record")
    for words in ("Scale of intrusion", "Patrols at night", "Purely local", "NAS Service Delivery Team", "Quorate"):
        assert words in text


@pytest.mark.django_db
@pytest.mark.requirement("T017", "T076", "T078")
def test_the_matrix_marks_the_cells_of_the_case_in_words_and_names_its_version(world: World) -> None:
    made = make.proposal(world, "assessing")
    text = shown(world.manager, made.get_absolute_url())
    cell = text.split('class="heat heat--M heat--here"')[1].split("</td>")[0]
    assert "<strong>M</strong>" in cell
    assert "Likely to be justified in most cases" in cell
    assert "Here, the strongest: Hollins Cross" in cell
    assert text.count("heat--here") == 2
    assert f"Version {made.site_rows[0].matrix_edition.version}" in text
    alone = shown(world.admin, "/matrix/")
    assert alone.count('<td class="heat heat--') == 25
    assert "heat--here" not in alone


@pytest.mark.django_db
@pytest.mark.requirement("T002", "T003")
def test_ways_are_counted_with_and_without_the_proposal_and_likely_duplicates_are_asked_about(world: World) -> None:
    site = make.proposed_site(world)
    twin = make.proposed_site(world, "Hollins Cross, the other pole", easting=site.easting + 10)
    ways = [
        {"road": "B4213", "direction": d, "easting": int(site.easting) + e, "northing": 220000}
        for d, e in (("north", 0), ("south", 5000), ("west", 9000))
    ]
    Cordon.record(by=world.manager, on=clock.today(), organisation=world.organisation, settlement="Upton", ways=ways)
    made = make.proposal(world, "assessing", without="camera", sites=[site])
    (watched,) = around.cordons(made, world.manager)
    assert (watched.today, watched.with_it, len(watched.ways)) == (0, 1, 3)
    assert around.cordons(made, world.outsider) == []
    assert [near.site for near in made.nearest] == [twin]
    text = shown(world.manager, made.get_absolute_url())
    assert "0 of 3 ways are watched today, 1 with this proposal." in text
    assert "Likely duplicate" in text


@pytest.mark.django_db
@pytest.mark.requirement("T057")
def test_the_timeline_tells_the_whole_case_with_both_dates_and_who_in_few_statements(world: World) -> None:
    made = make.proposal(world, "approved")
    client = Client()
    client.force_login(world.auditor)
    address = f"{made.get_absolute_url()}timeline/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        text = client.get(address).content.decode()
    assert len([row for row in asked if "SAVEPOINT" not in row["sql"]]) <= 12
    told = ["Endorse", "Establish the need", "Open consultation", "Submit for decision", "Approve and pass on"]
    places = [text.index(f"<strong>{words}</strong>") for words in [*told, "Approve finally"]]
    assert places == sorted(places)
    assert world.lead.name in text
    assert "It is affordable and fair." in text
    assert f"decisions/{made.decision.pk}/" in text
    only = client.get(f"{address}?kind=need").content.decode()
    assert "Establish the need" in only
    assert "Approve finally" not in only


@pytest.mark.django_db
@pytest.mark.requirement("T072", "T080")
def test_the_thread_goes_from_the_assessment_to_the_review_and_shows_where_ground_moved(world: World) -> None:
    made = make.proposal(world, "deciding", without="meeting dpia")
    made.assessment.withdraw_endorsed(by=world.lead, on=clock.today(), reason="The figures were wrong.")
    text = shown(world.manager, made.get_absolute_url())
    names = ["Assessment", "Need", "Proposal", "Consultation", "DPIA", "ANPR strategy group", "Site", "Review"]
    thread = text[text.index('class="thread"') : text.index("</ol>", text.index('class="thread"'))]
    places = [thread.index(f"<strong>{name}") for name in names]
    assert places == sorted(places)
    assert "thread__step--gap" in thread
    assert "ground moved" in text
    assert "Decides now" in thread
