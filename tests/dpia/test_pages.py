"""The pages of DPIAs: who sees them, what they ask, and that nothing typed or seen is lost on the way."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anpr_governance.database import clock
from anpr_governance.organisations.models import Person
from dpia.models import Dpia
from tests.make import assessments
from tests.make import dpia as make
from tests.make.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


PARTS = ("", "content/", "facts/", "sites/", "consultation/", "evidence/", "impacts/0/", "risks/", "risks/add/",
         "step-1/", "nature/", "scope/", "context/", "purposes/", "step-3/", "step-4/")  # fmt: skip


def test_an_author_opens_every_page_of_a_draft(world: World) -> None:
    dpia = make.filled(world, make.draft_dpia(world))
    risk = dpia.risks.get()
    measure = risk.measures.get()
    inner = (f"risks/{risk.pk}/", f"risks/{risk.pk}/remove/", f"risks/{risk.pk}/measures/add/",
             f"risks/{risk.pk}/measures/{measure.pk}/", f"risks/{risk.pk}/measures/{measure.pk}/remove/")  # fmt: skip
    client = as_(world.manager)
    for part in PARTS + inner:
        response = client.get(f"{dpia.get_absolute_url()}{part}")
        assert response.status_code == 200, part
        assert "OFFICIAL-SENSITIVE" in text(response), part
    assert client.get(f"{dpia.get_absolute_url()}nowhere/").status_code == 404


def test_another_force_finds_nothing(world: World) -> None:
    dpia = make.signed_dpia(world)
    client = as_(world.outsider)
    risk = dpia.risks.get()
    addresses = [f"/dpias/{dpia.reference}/", f"/dpias/{dpia.reference}/compare/"]
    addresses += [f"{dpia.get_absolute_url()}{part}" for part in (*PARTS, "step/withdraw/", "new-version/", "items/")]
    addresses += [f"{dpia.get_absolute_url()}risks/{risk.pk}/", f"{dpia.get_absolute_url()}regulator/"]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert dpia.title not in text(client.get("/dpias/"))


def test_a_risk_of_another_version_is_not_reached_through_ones_own(world: World) -> None:
    mine, other = make.filled(world, make.draft_dpia(world)), make.filled(world, make.draft_dpia(world))
    address = f"{mine.get_absolute_url()}risks/{other.risks.get().pk}/"
    assert as_(world.manager).get(address).status_code == 404


def test_reading_is_not_writing(world: World) -> None:
    dpia = make.draft_dpia(world)
    client = as_(world.auditor)
    assert client.get(dpia.get_absolute_url()).status_code == 200
    assert client.get(f"{dpia.get_absolute_url()}step-1/").status_code == 403
    assert client.post(f"{dpia.get_absolute_url()}step/withdraw/", {"reason": "x"}).status_code == 403
    assert client.get("/dpias/new/").status_code == 403


def fields(response: Any) -> dict[str, str]:
    """The hidden fields that a page hands back."""
    import re

    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    return dict(found)


def day(prefix: str = "on") -> dict[str, str]:
    today = clock.today()
    return {f"{prefix}_day": str(today.day), f"{prefix}_month": str(today.month), f"{prefix}_year": str(today.year)}


def test_a_section_is_saved_and_a_stale_page_shows_both_texts(world: World) -> None:
    dpia = make.draft_dpia(world)
    client, address = as_(world.manager), f"{dpia.get_absolute_url()}step-1/"
    opened = fields(client.get(address))
    said = {**opened, "project": "Two cameras on the A99", "need_for_dpia": "People's movements are recorded"}
    assert client.post(address, said).status_code == 302
    assert make.fresh(dpia).text_of("project") == "Two cameras on the A99"

    again = client.post(address, {**said, "project": "Three cameras"})
    assert again.status_code == 409
    assert "Three cameras" in text(again)
    assert make.fresh(dpia).text_of("project") == "Two cameras on the A99"


def test_one_is_begun_after_the_fact_with_the_sites_it_names(world: World) -> None:
    site, client = make.found_site(world), as_(world.manager)
    said = {"title": "Harrow Lane", "reason": "It was there before", "sites": f"{site.reference}\nNOWHERE-1"}
    refused = client.post("/dpias/new/", said)
    assert refused.status_code == 422
    assert "NOWHERE-1" in text(refused)
    made = client.post("/dpias/new/", {**said, "sites": site.site_reference})
    assert made.status_code == 302
    assert Dpia.objects.get().coverage.get().site_id == site.pk


def test_sites_are_covered_and_left_out_on_their_page(world: World) -> None:
    dpia, site, client = make.draft_dpia(world, sites=[]), make.found_site(world), as_(world.manager)
    address = f"{dpia.get_absolute_url()}sites/"
    hidden = fields(client.get(address))
    said = {**hidden, "act": "cover", "sites": site.reference, "group": "A99"}
    assert client.post(address, said).status_code == 302
    assert make.fresh(dpia).groups() == ["A99"]
    hidden = fields(client.get(address))
    assert client.post(address, {**hidden, "act": "uncover", "sites": site.reference}).status_code == 302
    assert not make.fresh(dpia).coverage.exists()


def test_a_risk_and_its_measure_are_added_changed_and_taken_out(world: World) -> None:
    dpia, client = make.draft_dpia(world), as_(world.manager)
    here = f"{dpia.get_absolute_url()}risks/"
    assert client.post(f"{here}add/", {**fields(client.get(f"{here}add/")), **make.RISK}).status_code == 302
    risk = dpia.risks.get()
    add = f"{here}{risk.pk}/measures/add/"
    owner = world.specialist.memberships.get()
    said = {**make.MEASURE, "owner": owner.pk, **day("due")}
    assert client.post(add, {**fields(client.get(add)), **said}).status_code == 302
    assert risk.measures.get().owner_id == owner.pk
    assert "Somebody reads" in text(client.get(here))
    remove = f"{here}{risk.pk}/remove/"
    assert client.post(remove, fields(client.get(remove))).status_code == 302
    assert not dpia.risks.exists()


@pytest.mark.requirement("T020", "T048")
def test_the_dpo_advises_on_what_the_page_showed(world: World) -> None:
    dpia = make.with_dpo(world)
    client, address = as_(world.dpo), f"{dpia.get_absolute_url()}step/advise/"
    page = client.get(address)
    assert "About project." in text(page)
    said = {**fields(page), "proceed": "yes", "text": "It is in proportion.", **day()}
    assert client.post(address, said).status_code == 302
    advice = make.fresh(dpia).binding_advice()
    assert (advice.proceed, advice.text, advice.name) == (True, "It is in proportion.", world.dpo.name)


def test_content_that_moved_after_the_page_was_opened_is_not_signed(world: World) -> None:
    dpia = make.ready_dpia(world)
    client, address = as_(world.chief), f"{dpia.get_absolute_url()}step/sign_off/"
    opened = fields(client.get(address))
    dpia.consultation.responses.create(received_on=clock.today(), text="A late letter")
    response = client.post(address, {**opened, **day()})
    assert response.status_code == 409
    assert make.fresh(dpia).state == "awaiting_sign_off"


def test_the_chief_officer_answers_items_5_to_7_and_signs(world: World) -> None:
    dpia = make.ready_dpia(world, without=["outcomes"])
    client, items = as_(world.chief), f"{dpia.get_absolute_url()}items/"
    said = {"advice_accepted": "no", "views_followed": "yes", "kept_under_review_by": "The ANPR manager"}
    refused = client.post(items, {**fields(client.get(items)), **said})
    assert refused.status_code == 422
    assert "Give the reasons" in text(refused)
    assert client.post(items, {**fields(client.get(items)), **said, "advice_accepted": "yes"}).status_code == 302
    sign = f"{dpia.get_absolute_url()}step/sign_off/"
    page = client.get(sign)
    assert "Step 7 so far" in text(page)
    assert client.post(sign, {**fields(page), **day()}).status_code == 302
    assert make.fresh(dpia).state == "signed_off"


def test_a_missing_condition_stands_on_the_record_with_its_clause(world: World) -> None:
    dpia = make.ready_dpia(world, without=["view"])
    page = text(as_(world.chief).get(dpia.get_absolute_url()))
    assert "has not given a view on this content" in page
    assert "Guidance 1.11" in page


def test_the_request_to_the_regulator_is_the_dpos_page(world: World) -> None:
    dpia = make.advised(world)
    address = f"{dpia.get_absolute_url()}regulator/"
    assert as_(world.manager).get(address).status_code == 403
    client = as_(world.dpo)
    said = {**fields(client.get(address)), "trigger": "A high risk remains"}
    assert client.post(address, said).status_code == 302
    assert dpia.open_request().trigger == "A high risk remains"
    assert client.get(f"{dpia.get_absolute_url()}regulator/decision/").status_code == 200


def test_two_versions_are_compared_word_by_word(world: World) -> None:
    first = make.signed_dpia(world)
    second = first.revise(by=world.manager, on=clock.today())
    second.answer(by=world.manager, on=clock.today(), project="About <b>another</b> project.")
    client = as_(world.manager)
    page = text(client.get(f"/dpias/{first.reference}/compare/?from=1&to=2"))
    assert "<ins>" in page
    assert "&lt;b&gt;another" in page
    assert client.get(f"/dpias/{first.reference}/compare/?from=1&to=9").status_code == 404
    assert client.get(f"/dpias/{first.reference}/compare/?from=x").status_code == 404


def test_a_new_version_is_made_from_the_page_of_the_signed_one(world: World) -> None:
    dpia = make.signed_dpia(world)
    client, address = as_(world.manager), f"{dpia.get_absolute_url()}new-version/"
    response = client.post(address, fields(client.get(address)))
    assert response.status_code == 302
    assert response["Location"] == f"/dpias/{dpia.reference}/v2/"
    assert client.post(address, {}).status_code == 422
    assert client.get(response["Location"]).status_code == 200


def test_a_measure_is_reported_as_done_by_its_owner(world: World) -> None:
    dpia = make.signed_dpia(world)
    measure = dpia.risks.get().measures.get()
    address = f"{dpia.get_absolute_url()}measures/{measure.pk}/done/"
    assert as_(world.auditor).get(address).status_code == 403
    client = as_(world.specialist)
    said = {**fields(client.get(address)), "answer": "The audit runs every month."}
    assert client.post(address, said).status_code == 302
    measure.refresh_from_db()
    assert measure.done_on == clock.today()


def test_the_list_costs_the_same_at_one_and_at_thirty_rows(world: World) -> None:
    make.draft_dpia(world)
    client = as_(world.manager)
    client.get("/dpias/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert client.get("/dpias/").status_code == 200
    for _n in range(29):
        make.draft_dpia(world)
    with CaptureQueriesContext(connection) as thirty:
        assert "30" in text(client.get("/dpias/?state=draft&kind=after&q=harrow&sort=-title"))
    assert len(one) == len(thirty) <= 5


def test_the_record_costs_the_same_however_many_risks(world: World) -> None:
    dpia = make.filled(world, make.draft_dpia(world))
    client = as_(world.manager)
    client.get(dpia.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(dpia.get_absolute_url())
    for _n in range(8):
        risk = dpia.name_risk(by=world.manager, on=clock.today(), **make.RISK)
        dpia.plan_measure(by=world.manager, on=clock.today(), risk=risk, **make.MEASURE)
    with CaptureQueriesContext(connection) as nine:
        client.get(dpia.get_absolute_url())
    assert len(one) == len(nine) <= 16


def test_evidence_is_handed_out_through_its_version_alone(world: World) -> None:
    dpia, other = make.draft_dpia(world), make.draft_dpia(world)
    client, address = as_(world.manager), f"{dpia.get_absolute_url()}evidence/"
    upload = SimpleUploadedFile("flow.txt", b"From the camera to the store.")
    assert client.post(address, {**fields(client.get(address)), "file": upload}).status_code == 302
    file = dpia.files.get()
    got = client.get(f"{address}{file.pk}/")
    assert got.content == b"From the camera to the store."
    assert got["Content-Disposition"].startswith("attachment")
    assert client.get(f"{other.get_absolute_url()}evidence/{file.pk}/").status_code == 404
    assert as_(world.outsider).get(f"{address}{file.pk}/").status_code == 404
    assert file.sha256 in text(client.get(f"{dpia.get_absolute_url()}content/"))


def test_a_file_that_cannot_be_kept_refuses_the_form_with_its_sentence(world: World) -> None:
    dpia = make.draft_dpia(world)
    client, address = as_(world.manager), f"{dpia.get_absolute_url()}evidence/"
    upload = SimpleUploadedFile("flow.svg", b"<svg onload='x'></svg>")
    response = client.post(address, {**fields(client.get(address)), "file": upload})
    assert response.status_code == 422
    assert "This was not recorded" in text(response)
    assert not dpia.files.exists()


def test_exact_places_are_not_for_every_reader(world: World) -> None:
    dpia = make.signed_dpia(world)
    address = f"{dpia.get_absolute_url()}content/"
    place = f"{round(dpia.coverage.get().easting)}, "
    assert place in text(as_(world.auditor).get(address))
    assert place not in text(as_(world.foi).get(address))


def test_a_response_is_recorded_with_the_consultation(world: World) -> None:
    dpia = make.filled(world, make.draft_dpia(world))
    client, address = as_(world.manager), f"{dpia.get_absolute_url()}consultation/responses/add/"
    said = {**fields(client.get(address)), "text": "Why here?", "answer": "", **day("received_on")}
    assert client.post(address, said).status_code == 302
    assert dpia.consultation.responses.get().text == "Why here?"
    assert "Why here?" in text(client.get(f"{dpia.get_absolute_url()}consultation/"))


def test_the_dpia_of_a_proposal_is_begun_from_its_page_once(world: World) -> None:
    made = assessments.proposal(world)
    client, address = as_(world.manager), f"/dpias/begin/{made.reference}/"
    assert as_(world.outsider).get(address).status_code == 404
    assert as_(world.dpo).get(address).status_code == 403
    response = client.post(address, {**fields(client.get(address)), "title": "Valley road", "system_type": "fixed"})
    assert response.status_code == 302
    assert made.dpias.get().coverage.get().site_id == made.sites.get().site_id
    again = client.post(address, {"title": "Valley road", "system_type": "fixed"})
    assert again.status_code == 422
    assert "has its DPIA already" in text(again)
    page = text(client.get(response["Location"]))
    assert made.reference in page


def test_what_was_sealed_is_read_from_its_bytes_and_corrected_beside_them(world: World) -> None:
    dpia = make.signed_dpia(world)
    signed = dpia.decisions.get(step="sign_off")
    seal = f"{dpia.get_absolute_url()}decisions/{signed.pk}/"
    chief = as_(world.chief)
    page = text(chief.get(seal))
    assert "About project." in page
    assert "The stored bytes still have this seal" in page
    said = {"text": "Read 42, not 41 systems.", "reason": "It changes no risk."}
    assert as_(world.auditor).post(f"{seal}correct/", said).status_code == 403
    assert chief.post(f"{seal}correct/", said).status_code == 302
    erratum = dpia.decisions.get(step="correct")
    confirm = f"{dpia.get_absolute_url()}decisions/{erratum.pk}/confirm/"
    assert chief.post(confirm).status_code == 422
    assert "Waits for a second person" in text(as_(world.auditor).get(dpia.get_absolute_url()))
    assert as_(world.lead).post(confirm).status_code == 302
    assert "Read 42, not 41 systems." in text(as_(world.auditor).get(seal))
    assert bytes(dpia.decisions.get(step="sign_off").seal.bytes) == bytes(signed.seal.bytes)


def test_a_decision_of_another_version_is_not_found(world: World) -> None:
    mine, other = make.signed_dpia(world), make.signed_dpia(world)
    foreign = other.decisions.get(step="sign_off")
    assert as_(world.chief).get(f"{mine.get_absolute_url()}decisions/{foreign.pk}/").status_code == 404


def test_a_case_whose_ground_moved_says_so(world: World) -> None:
    made = assessments.proposal(world, "assessing")
    dpia = make.draft_dpia(world, made) if not made.dpias.exists() else made.dpias.get()
    client = as_(world.manager)
    assert "ground moved" not in text(client.get(dpia.get_absolute_url()))
    made.assessment.withdraw_endorsed(by=world.lead, on=clock.today(), reason="It was wrong.")
    assert "ground moved" in text(client.get(dpia.get_absolute_url()))


def test_every_site_of_the_register_is_covered_from_the_page_of_a_force_wide_one(world: World) -> None:
    make.found_site(world)
    make.found_site(world)
    dpia = make.draft_dpia(world, sites=[], force_wide=True)
    client, address = as_(world.manager), f"{dpia.get_absolute_url()}sites/"
    assert client.post(address, {**fields(client.get(address)), "act": "cover"}).status_code == 422
    assert client.post(address, {**fields(client.get(address)), "act": "all"}).status_code == 302
    assert dpia.coverage.count() == 2
