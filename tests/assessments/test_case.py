"""A case on its pages: like cases, the matrix, what stands around it, its thread, its timeline, the decision page."""

from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anpr_governance.database import clock
from anpr_governance.workflow.reasons import NotYours, Refused
from assessments.models import CaseFile, Proposal, likeness
from assessments.sheets import ProposalSheet
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
@pytest.mark.requirement("T021", "T057")
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
    sealed = client.get(f"{made.get_absolute_url()}decisions/{made.decision.pk}/sealed.json").content
    assert sha256(sealed).hexdigest() == made.decision.seal.sha256
    by_kind = {task.kind: task for task in made.listed_tasks()}
    assert {task.done_by.person for task in by_kind.values() if task.done_by} >= {world.dpo, world.surveillance}
    assert all(task.done_by and task.done_on for task in by_kind.values())
    assert by_kind["dpo"].done_by.person == world.dpo
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


@pytest.mark.django_db
@pytest.mark.requirement("T003")
def test_a_camera_that_can_be_shared_ends_the_proposal_in_the_open_and_like_cases_say_so(world: World) -> None:
    site = make.proposed_site(world)
    council = make.proposed_site(world, "Council car park", easting=site.easting + 900)
    made = make.proposal(world, "assessing", without="camera", sites=[site])
    made.consider_camera(by=world.manager, on=clock.today(), site=council, shareable=True)
    client = Client()
    client.force_login(world.manager)
    address = f"{made.get_absolute_url()}step/share_instead/"
    assert "Council car park" in client.get(address).content.decode()
    with pytest.raises(Refused, match="Choose a camera"):
        make.fresh(made).share_instead(by=world.manager, on=clock.today(), reason="It does.", shares=site)
    with pytest.raises(NotYours):
        make.fresh(made).share_instead(by=world.lead, on=clock.today(), reason="It does.", shares=council)
    why = "The council's camera reads the same road."
    assert client.post(address, {"shares": council.pk, "reason": why}).status_code == 302
    ended = make.fresh(made)
    assert (ended.state, ended.shares) == ("withdrawn", council)
    text = shown(world.auditor, made.get_absolute_url())
    assert "Shares a camera instead" in text
    assert "Council car park" in text
    (case,) = likeness.like_cases(make.proposal(world, "draft"), Proposal.objects.visible_to(world.manager))
    assert (case.proposal.pk, case.why, case.decided) == (made.pk, why, False)


@pytest.mark.django_db
@pytest.mark.requirement("T058")
def test_stages_of_the_passport_have_a_day_and_a_document_and_are_sealed(world: World) -> None:
    made = make.proposal(world, "assessing")
    here, client = made.get_absolute_url(), Client()
    client.force_login(world.manager)
    seen = client.get(f"{here}passport/add/").content.decode().split('name="base_hash" value="')[1].split('"')[0]
    day = {"completed_on_day": "3", "completed_on_month": "2", "completed_on_year": "2026", "base_hash": seen}
    bare = client.post(f"{here}passport/add/", {"stage": "1", **day})
    assert "Hand in the document, or say where it is kept." in bare.content.decode()
    document = SimpleUploadedFile("passport.txt", b"Stage one: why, and for whom.")
    assert client.post(f"{here}passport/add/", {"stage": "1", "file": document, **day}).status_code == 302
    elsewhere = {"stage": "2", "kept_at": "With the asset record", **day}
    assert client.post(f"{here}passport/add/", elsewhere).status_code == 302
    one, two = make.fresh(made).passport_rows
    assert client.get(f"{here}passport/{one.pk}/file/").content == b"Stage one: why, and for whom."
    assert client.get(f"{here}passport/{two.pk}/file/").status_code == 404
    form = client.get(f"{here}passport/{two.pk}/").content.decode()
    assert 'value="2"' in form
    assert 'name="stage" type="radio" value="1"' not in form
    sealed = ProposalSheet.of(make.fresh(made), clock.today()).passport
    assert [(row["stage"], row["on"]) for row in sealed] == [("1", "2026-02-03"), ("2", "2026-02-03")]
    assert one.file.sha256 in sealed[0]["file"]
    text = shown(world.lead, here)
    assert "Stage 1" in text
    assert "With the asset record" in text


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["need", "proposal", "meeting"])
def test_files_hang_on_needs_proposals_and_meetings_as_on_sites_and_stay(world: World, kind: str) -> None:
    made = make.proposal(world, "assessing")
    record = {"need": lambda: made.need, "proposal": lambda: made, "meeting": lambda: make.meeting(world)}[kind]()
    here, client = f"{record.get_absolute_url()}files/", Client()
    client.force_login(world.manager)
    assert "No file is kept here yet" in client.get(here).content.decode()
    plan = {"file": SimpleUploadedFile("plan.txt", b"The verge."), "shows": "The verge"}
    assert client.post(here, plan).status_code == 302
    first = CaseFile.objects.get()
    later = {"file": SimpleUploadedFile("plan.txt", b"The other verge."), "shows": "Later", "replaces": first.pk}
    assert client.post(here, later).status_code == 302
    assert client.get(f"{here}{first.pk}/").content == b"The verge."
    page = shown(world.auditor, here)
    assert "Replaced" in page
    assert first.file.sha256[:12] in page
    assert "Add the file" not in page
    client.force_login(world.auditor)
    assert client.post(here, {}).status_code == 403
    client.force_login(world.outsider)
    assert client.get(here).status_code == client.get(f"{here}{first.pk}/").status_code == 404
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseFile.objects.filter(pk=first.pk).update(shows="Something else")
    if kind == "proposal":
        (sealed,) = ProposalSheet.of(make.fresh(made), clock.today()).files
        assert (sealed["shows"], sealed["name"]) == ("Later", "plan.txt")
