"""Consultation: the duty to answer, the published record, the disposal of what people wrote (G 5.2, 5.3b)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from anpr_governance.database import clock
from anpr_governance.documents import disposing, evidence
from anpr_governance.duties import agenda
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import System
from anpr_governance.workflow.reasons import NotYours, Refused
from assessments.duties import responses
from assessments.models import ConsultationResponse, Proposal
from tests.make import assessments as make
from tests.make.people import World

pytestmark = pytest.mark.django_db
PUBLIC = System("public")
WORDS = {"summary": "Two were for it, one against.", "changed": "Reads go after a year."}


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


def said(world: World) -> dict[str, Any]:
    return {"by": world.manager, "on": clock.today()}


def answered(world: World, made: Proposal, text: str) -> ConsultationResponse:
    """Received by the page, read, and answered."""
    unread = made.receive(by=PUBLIC, on=clock.today(), language="en", text=text, name="J. Doe", contact="j@example.org")
    part = make.fresh(made).read_response(**said(world), unread=unread)
    made.consult(**said(world), part=part, answer="Thank you.", answered_on=clock.today())
    return part


def test_the_manager_owes_reading_and_then_an_answer(world: World) -> None:
    made = make.asking(world)
    assert not responses(clock.today(), [world.organisation.pk])
    unread = made.receive(by=PUBLIC, on=make.days_ago(20), language="en", text="Why?")
    [row] = responses(clock.today(), [world.organisation.pk])
    assert (row.unread_count, row.open_count, row.due_on) == (1, 0, make.days_ago(6))
    assert "Unread: 1" in str(agenda.of_person(world.manager, clock.today()))
    part = made.read_response(**said(world), unread=unread)
    [row] = responses(clock.today(), [world.organisation.pk])
    assert (row.unread_count, row.open_count) == (0, 1)
    with pytest.raises(Refused) as refused:
        made.read_response(**said(world), unread=unread)
    assert refused.value.stale
    made.consult(**said(world), part=part, answer="Because.", answered_on=clock.today())
    assert not responses(clock.today(), [world.organisation.pk])


@pytest.mark.requirement("T068")
def test_the_record_is_published_by_a_deliberate_act_with_numbers_and_summary_alone(world: World) -> None:
    made = make.asking(world)
    answered(world, made, "I live at number 7 and object.")
    address = f"/consultations/{made.reference}/"
    with pytest.raises(Refused, match="Close the consultation first"):
        made.publish_record(**said(world), **WORDS)
    make.fresh(made).close_consultation(**said(world))
    assert Client().get(address).status_code == 404
    with pytest.raises(NotYours):
        made.publish_record(by=world.analyst, on=clock.today(), **WORDS)
    with pytest.raises(Refused, match="Hollins Cross"):
        made.publish_record(**said(world), summary="All of Hollins Cross.", changed="Nothing.")
    client = Client()
    client.force_login(world.manager)
    page = f"{made.get_absolute_url()}consultation/record/"
    base = client.get(page).content.decode().split('name="base_hash" value="')[1].split('"')[0]
    assert client.post(page, {**WORDS, "base_hash": base}).status_code == 302
    text = Client().get(address).content.decode()
    for words in (*WORDS.values(), "Web page, Letters to groups", "Other: 1", "1 by this page"):
        assert words in text, words
    for words in ("number 7", "J. Doe", "Parish council", "Hollins", "Thank you."):
        assert words not in text, words
    assert make.fresh(made).consultation.published_on == clock.today()
    assert made.reference in Client().get("/consultations/").content.decode()


def test_no_record_is_published_while_a_body_decides_upon_the_case(world: World) -> None:
    made = make.proposal(world, "deciding")
    with pytest.raises(Refused):
        made.publish_record(**said(world), **WORDS)
    client = Client()
    client.force_login(world.manager)
    page = client.get(f"{made.get_absolute_url()}consultation/record/")
    assert page.status_code == 409 and "Publish the record when it has decided." in page.content.decode()
    assert "consultation/record/" not in client.get(made.get_absolute_url()).content.decode()


@pytest.mark.requirement("T068")
def test_the_record_of_a_withdrawn_proposal_is_published_too(world: World) -> None:
    made = make.asking(world)
    made.receive(by=PUBLIC, on=clock.today(), language="en", text="No.")
    make.fresh(made).withdraw(**said(world), reason="The road closes.")
    with pytest.raises(Refused, match="Read every response"):
        make.fresh(made).publish_record(**said(world), **WORDS)
    make.fresh(made).read_response(**said(world), unread=made.consultation.unread.get())  # type: ignore[union-attr]
    make.fresh(made).publish_record(**said(world), **WORDS)
    assert "the proposal was withdrawn" in Client().get(f"/consultations/{made.reference}/").content.decode()


@pytest.mark.requirement("T067")
def test_the_pack_is_kept_in_both_languages_and_an_old_text_stays_readable(world: World) -> None:
    Organisation.objects.filter(pk=world.organisation.pk).update(languages="cy,en")
    made = make.fresh(make.proposal(world, "assessing"))
    made.make_pack(**said(world), words="A camera on a road.", words_cy="Camera ar ffordd.")
    asked = make.fresh(made).consultation
    assert bytes(asked.pack.bytes).startswith(b"%PDF-") and asked.packed("cy") == asked.pack_cy != asked.pack
    client, here = Client(), made.get_absolute_url()
    client.force_login(world.auditor)
    text = client.get(f"{here}consultation/pack/read/").content.decode()
    assert asked.pack.sha256 in text and '<div lang="cy"><p>Camera ar ffordd.</p></div>' in text
    old = evidence.store(made.organisation, "old-consultation.txt", b"OFFICIAL\nA camera.\n", clock.now())
    made.consult(**said(world), pack=old, pack_cy=None, pack_content={})
    assert "made as a text file" in client.get(f"{here}consultation/pack/read/").content.decode()
    assert client.get(f"{here}consultation/pack/file/").content == b"OFFICIAL\nA camera.\n"
    assert not make.fresh(made).asks_the_public()


def test_what_consultees_wrote_is_disposed_of_and_hash_facts_and_chain_stay(world: World) -> None:
    made = make.asking(world)
    part = answered(world, made, "I live at number 7 and object.")
    stakeholder = made.consultation.stakeholders.get()  # type: ignore[union-attr]
    made.consult(**said(world), part=stakeholder, contact="clerk@example.org")
    made.receive(by=PUBLIC, on=clock.today(), language="en", text="Never read.", contact="k@example.org")
    digest, after = part.text_sha256, clock.today() + timedelta(days=1)
    assert len(digest) == 64

    def dispose(kind: str, **more: Any) -> int:
        asked = {"organisation": world.organisation, "kind": kind, "authority": "Order of the court"} | more
        job = disposing.ask(by=world.admin, on=clock.today(), before=after, **asked)
        return disposing.confirm(by=world.dpo, on=clock.today(), job=job).count

    assert (dispose("consultation_response"), dispose("stakeholder_contact")) == (0, 0)  # it is still open
    make.fresh(made).close_consultation(**said(world))
    with pytest.raises(Refused):
        dispose("consultation_response", authority="")
    assert (dispose("consultation_response"), dispose("stakeholder_contact")) == (1, 1)
    part.refresh_from_db()
    stakeholder.refresh_from_db()
    assert (part.text, part.name, part.contact, part.text_sha256) == (None, "", "", digest)
    assert (part.answer, stakeholder.name, stakeholder.contact) == ("Thank you.", "Parish council", "")
    assert made.consultation.unread.get().text is None  # type: ignore[union-attr]
    client = Client()
    client.force_login(world.manager)
    text = client.get(made.get_absolute_url()).content.decode()
    assert "disposed of" in text and "number 7" not in text
    call_command("verify_audit", organisation="SVP")
    assert dispose("consultation_response") == 0
