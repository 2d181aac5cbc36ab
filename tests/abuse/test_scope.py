"""Cases 10 to 24: lists, choices, searches, references, batches, moves, messages and counts that cross forces."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from anpr_governance.database import clock
from anpr_governance.organisations import people as memberships
from anpr_governance.organisations.models import Membership, Person
from anpr_governance.workflow import notices, sealing
from anpr_governance.workflow.mail import send_digests
from anpr_governance.workflow.querysets import OneDoor
from assessments.models import Need, Proposal, StrategicAssessment
from assessments.sheets import NeedSheet
from cameras.models import Site
from dpia.models import Dpia
from reviews.sheets import ReviewSheet
from tests.abuse.browsers import browser, is_not_found, text
from tests.cameras.register.files import data, imported, rows
from tests.make import assessments as make
from tests.make import cameras, reviews
from tests.make import dpia as papers
from tests.make.people import SETUP, World

CANARY = "Zanzibar"


def test_case_10_figures_and_filters_about_another_forces_site_are_empty(world: World) -> None:
    site = make.proposed_site(world, CANARY)
    client = browser(world.outsider)
    for page in ("/sites/", "/sites/map/", "/performance/", "/reviews/", "/assets/", "/dpias/", "/duties/"):
        for asked in (site.reference, str(site.pk)):
            answer = client.get(page, {"site": asked, "q": asked})
            assert answer.status_code == 200
            assert CANARY not in text(answer)
    assert CANARY in text(browser(world.manager).get("/sites/", {"q": site.reference}))


def test_case_11_choices_offer_and_resolve_own_records_alone(world: World) -> None:
    assessment, need = make.endorsed_assessment(world, area=CANARY), make.draft_need(world.other)
    page = f"{need.get_absolute_url()}grounds/add/"
    client = browser(world.other.analyst)
    assert CANARY not in text(client.get(page))
    answer = client.post(page, {"ground": "local_crime", "assessment": str(assessment.pk)})
    assert answer.status_code == 422
    assert CANARY not in text(answer)
    dpia = papers.filled(world.other, papers.draft_dpia(world.other))
    measures = f"{dpia.get_absolute_url()}risks/{dpia.risks.get().pk}/measures/add/"
    assert world.specialist.name not in text(browser(world.outsider).get(measures))
    owner = Membership.objects.get(person=world.specialist)
    said = {"option": "Lock it", "effect": "reduced", "residual": "low", "owner": str(owner.pk), "base_hash": "x"}
    assert browser(world.outsider).post(measures, said).status_code == 422


def test_case_12_a_search_finds_nothing_of_another_force(world: World) -> None:
    papers.draft_dpia(world, title=f"{CANARY} Crossing")
    make.proposed_site(world, f"{CANARY} Crossing")
    mine = text(browser(world.manager).get("/search/", {"q": CANARY}))
    assert mine.count(f"{CANARY} Crossing") >= 2
    for somebody in (world.outsider, world.other.auditor, world.other.admin):
        theirs = text(browser(somebody).get("/search/", {"q": CANARY}))
        assert f"{CANARY} Crossing" not in theirs
        nothing = text(browser(somebody).get("/search/", {"q": "Quetzal"}))
        assert theirs.replace(CANARY, "Quetzal").split("<main")[1] == nothing.split("<main")[1]


@pytest.mark.parametrize(
    "asked",
    [{"name__startswith": "Z"}, {"organisation__name__startswith": "S"}, {"dpias__dpia__title__contains": "x"},
     {"easting__gt": "0"}, {"sort": "easting"}, {"sort": "-organisation__contact"}, {"sort": "--number"},
     {"sort": "pk);--"}, {"site__postcode__regex": "^S"}],
)  # fmt: skip
def test_case_13_neither_filter_nor_sort_reaches_a_field_that_is_not_shown(world: World, asked: dict[str, str]) -> None:
    for name in ("Alder", "Zanzibar", "Elm"):
        make.proposed_site(world, name)
    client = browser(world.manager)
    plain, oracle = text(client.get("/sites/")), text(client.get("/sites/", asked))
    order = [sorted(("Alder", "Zanzibar", "Elm"), key=page.index) for page in (plain, oracle)]
    assert order[0] == order[1]
    assert all(name in oracle for name in order[0])


def test_case_14_a_reference_to_another_forces_record_reads_as_one_that_is_not_there(world: World) -> None:
    site = make.proposed_site(world, CANARY)
    need = make.draft_need(world.other)
    client, page = browser(world.other.analyst), f"{need.get_absolute_url()}sites/add/"
    seen = client.get(page)
    base = {"base_hash": text(seen).partition('name="base_hash" value="')[2].partition('"')[0]}
    foreign = client.post(page, {"site": site.reference, **base})
    missing = client.post(page, {"site": "SVP-S-9999", **base})
    assert (foreign.status_code, missing.status_code) == (422, 422)
    assert without_form(text(foreign)).replace(site.reference, "SVP-S-9999") == without_form(text(missing))
    assert need.sites.count() == 0


def without_form(page: str) -> str:
    """What a page says, without its tokens and times."""
    import re

    return re.sub(r'value="[^"]{20,}"', "", page.split("<main")[1])


def test_case_14_an_agenda_takes_no_proposal_of_another_force(world: World) -> None:
    proposal = make.proposal(world, "ready", title=CANARY)
    meeting = make.meeting(world.other)
    page = f"/meetings/{meeting.reference}/items/add/"
    client = browser(world.outsider)
    said = {"kind": "proposal", "proposal": str(proposal.pk), "site": "", "base_hash": hash_in(client.get(page))}
    answer = client.post(page, said)
    assert answer.status_code == 422
    assert CANARY not in text(answer)
    assert not meeting.items.filter(proposal__isnull=False).exists()


def hash_in(answer: Any) -> str:
    """The hash that a form posts back."""
    return text(answer).partition('name="base_hash" value="')[2].partition('"')[0]


def test_case_15_no_copy_is_made_of_another_forces_record(world: World) -> None:
    signed, assessment = papers.signed_dpia(world), make.endorsed_assessment(world)
    need, proposal = make.established_need(world, assessment=assessment), make.proposal(world)
    before = [model.objects.count() for model in (Dpia, StrategicAssessment, Need)]
    is_not_found(world.outsider, f"{signed.get_absolute_url()}new-version/", go="1")
    is_not_found(world.other.analyst, f"{assessment.get_absolute_url()}new-version/", go="1")
    is_not_found(world.other.analyst, f"{need.get_absolute_url()}new-version/", go="1")
    is_not_found(world.outsider, f"/dpias/begin/{proposal.reference}/", title="Mine now")
    is_not_found(world.outsider, f"/dpias/begin/{proposal.reference}/?draft=1", title="Mine now")
    assert [model.objects.count() for model in (Dpia, StrategicAssessment, Need)] == before


def lapsed(world: World, title: str) -> Need:
    """An established need whose assessment has a newer version."""
    old = make.endorsed_assessment(world)
    need = make.established_need(world, assessment=old, title=title)
    newer = old.new_version(by=world.analyst, on=clock.today())
    make.ask_advice(world, newer)
    newer.record_advice(by=world.crime_lead, on=clock.today(), answer="As before.")
    newer.amend(by=world.analyst, on=clock.today(), next_review_on=clock.today() + timedelta(days=300))
    make.fresh(newer).submit(by=world.analyst, on=clock.today()).endorse(by=world.lead, on=clock.today())
    return make.fresh(need)


def test_case_16_a_batch_with_one_foreign_need_is_refused_whole(world: World) -> None:
    foreign, own = lapsed(world, CANARY), lapsed(world.other, "Our own")
    client = browser(world.other.lead)
    assert "Our own" in text(client.get("/needs/confirm/"))
    ticked = [f"{need.pk} {sealing.preview(NeedSheet, need, clock.today())}" for need in (own, foreign)]
    answer = client.post("/needs/confirm/", {"needs": ticked})
    assert answer.status_code == 409
    assert CANARY not in text(answer)
    assert [need.decisions.filter(step="confirm").count() for need in (own, foreign)] == [0, 0]
    assert client.post("/needs/confirm/", {"needs": ticked[:1]}).status_code == 302
    assert own.decisions.filter(step="confirm").count() == 1


def test_case_16_a_batch_with_one_foreign_review_is_refused_whole(world: World) -> None:
    foreign, own = reviews.recommended(world), reviews.recommended(world.other)
    client = browser(world.other.lead)
    ticked = [f"{row.reference} {sealing.preview(ReviewSheet, row, clock.today())}" for row in (own, foreign)]
    answer = client.post("/reviews/confirm/", {"reviews": ticked})
    assert answer.status_code == 422
    assert foreign.site.title not in text(answer) or foreign.site.title == own.site.title
    assert {type(row).objects.get(pk=row.pk).state for row in (foreign, own)} == {"recommended"}
    assert client.post("/reviews/confirm/", {"reviews": ticked[:1]}).status_code == 302
    assert type(own).objects.get(pk=own.pk).state != "recommended"


def test_case_34_a_review_that_moved_on_is_not_signed_with_others(world: World) -> None:
    row = reviews.recommended(world)
    client, seen = browser(world.lead), sealing.preview(ReviewSheet, row, clock.today())
    again = row.return_(by=world.lead, on=clock.today(), reason="Say which aims.")
    answers = {**reviews.ANSWERS["continue_unchanged"], "aims": {"answer": "yes", "text": "Two aims, both met."}}
    again.amend(by=world.manager, on=clock.today(), answers=answers).recommend(by=world.manager, on=clock.today())
    answer = client.post("/reviews/confirm/", {"reviews": [f"{row.reference} {seen}"]})
    assert answer.status_code == 422
    assert "changed after you opened the page" in text(answer)
    assert not row.decisions.filter(step="confirm").exists()


def test_case_16_a_dpia_covers_no_site_of_another_force(world: World) -> None:
    foreign, own = papers.found_site(world, name=CANARY), papers.found_site(world.other)
    dpia = papers.draft_dpia(world.other)
    client, page = browser(world.outsider), f"{dpia.get_absolute_url()}sites/"
    said = {"act": "cover", "sites": f"{own.reference}\n{foreign.reference}", "base_hash": hash_in(client.get(page))}
    answer = client.post(page, said)
    assert answer.status_code == 422
    assert CANARY not in text(answer)
    assert own.pk not in set(dpia.coverage.values_list("site", flat=True))


def test_case_17_a_record_is_not_deleted_and_the_refusal_names_nothing(world: World) -> None:
    site = make.proposed_site(world, CANARY)
    for delete in (site.delete, Site.objects.filter(pk=site.pk).delete):
        with pytest.raises(OneDoor) as refused:
            delete()
        assert CANARY not in str(refused.value)
    assert Site.objects.filter(pk=site.pk).exists()


def test_case_18_changing_by_a_file_asks_for_the_right_to_import(world: World) -> None:
    own = imported(world.organisation, data(*rows(1)))
    assert own.counts["added"] == 1
    for somebody in (world.specialist, world.analyst, world.auditor, world.admin):
        assert browser(somebody).get("/sites/import/").status_code == 403
        assert browser(somebody).post("/sites/import/", {}).status_code == 403


def test_case_18_a_file_of_one_force_changes_no_site_of_another(world: World) -> None:
    imported(world.organisation, data(*rows(1)))
    report = imported(world.other.organisation, data(*rows(1, name="Taken over")))
    assert (report.counts["added"], report.counts["changed"]) == (1, 0)
    assert Site.objects.get(organisation=world.organisation).name == "A4190 Hollins Cross"


@pytest.mark.parametrize("kind", ["site", "dpia", "need", "review", "meeting"])
def test_case_19_no_record_moves_to_another_force(world: World, kind: str) -> None:
    made: dict[str, Any] = {
        "site": make.proposed_site, "dpia": papers.draft_dpia, "need": make.draft_need, "review": reviews.opened,
        "meeting": make.meeting,
    }  # fmt: skip
    row = made[kind](world)
    table = connection.ops.quote_name(row._meta.db_table)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET organisation_id = %s WHERE id = %s",
                       [world.other.organisation.pk, row.pk])  # fmt: skip


def test_case_19_a_form_does_not_read_the_force(world: World) -> None:
    site = make.proposed_site(world)
    client, page = browser(world.manager), f"/sites/{site.reference}/edit/"
    there = str(world.other.organisation.pk)
    known = {"name": "Renamed", "base_hash": hash_in(client.get(page)), "organisation": there,
             "organisation_id": there, "force": "NBP", "place_type": "la_minor",
             "easting": "380000", "northing": "220000", "state": "live"}  # fmt: skip
    client.post(page, known)
    now = Site.objects.get(pk=site.pk)
    assert (now.organisation_id, now.state) == (world.organisation.pk, "proposed")


def test_case_20_only_those_who_hold_a_role_there_are_told(world: World) -> None:
    need = make.draft_need(world)
    lead, other_lead = world.lead, world.other.lead
    notices.tell(f"assessments.need:{need.pk}:strategic-lead:1")
    told = {notice.person_id for notice in notices.Notice.objects.all()}
    assert told == {lead.pk}
    assert other_lead.pk not in told


def test_case_20_who_left_is_neither_mailed_nor_shown_what_was_told_before(world: World) -> None:
    need, lead = make.draft_need(world), world.lead
    notices.tell(f"assessments.need:{need.pk}:strategic-lead:1")
    assert need.reference in text(browser(lead).get("/notices/"))
    member = lead.memberships.get()
    memberships.end(SETUP, clock.today(), member, clock.today() - timedelta(days=1))
    memberships.grant(SETUP, clock.today(), fresh(lead), world.other.organisation, "auditor", since=member.since)
    assert need.reference not in text(browser(fresh(lead)).get("/notices/"))
    assert need.reference not in text(browser(fresh(lead)).get("/"))
    assert send_digests(clock.now()) == 0
    assert mail.outbox == []


def fresh(person: Person) -> Person:
    """With the memberships of now."""
    return Person.objects.get(pk=person.pk)


def test_case_20_a_calendar_feed_ends_with_the_role(world: World) -> None:
    from anpr_governance.desk import calendar

    reviews.opened(world)
    manager = world.manager
    address = f"/calendar/{calendar.new_token(manager)}.ics"
    assert "BEGIN:VEVENT" in text(browser(manager).get(address))
    memberships.end(SETUP, clock.today(), manager.memberships.get(), clock.today() - timedelta(days=1))
    assert "BEGIN:VEVENT" not in text(browser(world.other.admin).get(address))


def test_case_23_the_audit_page_shows_the_own_chain_alone(world: World) -> None:
    site, own = make.proposed_site(world, CANARY), make.proposed_site(world.other)
    client = browser(world.other.auditor)
    page = text(client.get("/audit/"))
    assert own.reference in page
    for answer in (page, text(client.get("/audit/", {"q": site.reference}))):
        assert site.reference not in answer.replace(f'value="{site.reference}"', "").replace(f"“{site.reference}”", "")
        assert world.manager.name not in answer
    is_not_found(world.other.auditor, f"/sites/{site.reference}/history/")
    assert browser(world.other.analyst).get("/audit/").status_code == 403


def test_case_24_counts_and_files_are_of_the_own_force_alone(world: World) -> None:
    for n in range(7):
        make.proposed_site(world, f"{CANARY} {n}")
    make.proposed_site(world.other, "The only one")
    client = browser(world.outsider)
    page = text(client.get("/sites/"))
    assert "The only one" in page
    assert CANARY not in page
    assert " 8 " not in page.split("<main")[1].split("<table")[0]
    lines = b"".join(client.get("/sites/export.csv")).decode("utf-8-sig").strip().splitlines()
    assert len(lines) == 2
    assert CANARY not in "".join(lines)
    assert Proposal.objects.visible_to(world.outsider).count() == 0
    assert browser(world.other.admin).get("/sites/export.csv").status_code == 403


def test_an_account_that_another_force_made_is_not_found(world: World) -> None:
    form = {"email": "new@svp.example", "name": CANARY, "rank": "Inspector"}
    assert CANARY in text(browser(world.admin).post("/people/add/", form))
    made = Person.objects.get(email="new@svp.example")
    assert CANARY in text(browser(world.admin).get(f"/people/{made.pk}/grant/"))
    is_not_found(world.other.admin, f"/people/{made.pk}/grant/")
    is_not_found(world.other.admin, f"/people/{made.pk}/grant/", role="auditor")
    assert not made.memberships.exists()


def test_a_commander_sees_the_sites_of_the_own_area_alone(world: World) -> None:
    vale, hill = cameras.area(world, "Vale"), cameras.area(world, "Hill")
    mine, not_mine = make.proposed_site(world, "Mine", area=vale), make.proposed_site(world, CANARY, area=hill)
    client = browser(world.someone("lpa-commander", area=vale))
    assert client.get(f"/sites/{mine.reference}/").status_code == 200
    assert client.get(f"/sites/{not_mine.reference}/").status_code == 404
    assert CANARY not in text(client.get("/sites/")) + text(client.get("/search/", {"q": not_mine.reference}))


def test_an_owner_who_left_says_of_no_condition_that_it_is_met(world: World) -> None:
    made, owner = make.proposal(world, "deciding"), world.specialist
    task = made.impose(by=world.manager, on=clock.today(), title="Put up signs", owner=owner.memberships.get(),
                       due=clock.today() + timedelta(days=30))  # fmt: skip
    address = f"{made.get_absolute_url()}conditions/{task.pk}/met/"
    assert browser(fresh(owner)).get(address).status_code == 200
    assert browser(world.analyst).get(address).status_code == 403
    memberships.end(SETUP, clock.today(), owner.memberships.get(), clock.today() - timedelta(days=1))
    memberships.grant(SETUP, clock.today(), fresh(owner), world.organisation, "auditor", since=clock.today())
    assert browser(fresh(owner)).get(address).status_code == 403
    assert browser(fresh(owner)).post(address, {"answer": "They are up."}).status_code == 403
    assert browser(world.manager).get(address).status_code == 200
