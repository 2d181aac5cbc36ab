"""Separation of duties by hand-made requests: what a button hides, a step refuses (abuse cases 25 to 44)."""

from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import get_resolver

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.organisations import people
from anpr_governance.organisations.models import Person
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow import sealing
from anpr_governance.workflow.reasons import NotYours, Refused
from assessments.sheets import NeedSheet
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make.people import SETUP, World, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


def as_(person: Any) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(person)
    return client


def seen(need: Any) -> dict[str, str]:
    """What the page of a step posts back."""
    return {"seen": sealing.preview(NeedSheet, make.fresh(need), clock.today())}


def both(world: World, person: Person, role: str) -> Person:
    """Somebody given a second role."""
    member(world.organisation, person, role)
    return Person.objects.get(pk=person.pk)


def test_case_25_the_author_posts_to_the_approval_that_no_button_shows(world: World) -> None:
    need = make.submitted_need(world)
    address = f"{need.get_absolute_url()}step/establish/"
    assert as_(world.analyst).post(address, seen(need)).status_code == 403
    author = both(world, world.analyst, Role.STRATEGIC_LEAD)
    refused = as_(author).post(address, seen(need))
    assert refused.status_code == 422
    assert "Whoever wrote it does not approve it." in refused.content.decode()
    assert make.fresh(need).state == "submitted" and not need.decisions.exists()


def test_case_27_a_state_sent_along_with_content_is_no_content(world: World) -> None:
    need = make.draft_need(world)
    posted = {"title": "Raids", "purpose": "Fewer.", "state": "established", "base_hash": base_hash(world, need)}
    assert as_(world.analyst).post(f"{need.get_absolute_url()}edit/", posted).status_code == 302
    again = make.fresh(need)
    assert (again.title, again.state) == ("Raids", "draft")


@pytest.mark.parametrize("said", [{}, {"state": "draft"}, {"is_locked": "false"}])
def test_case_28_and_29_what_was_decided_is_not_written_to_nor_unlocked(world: World, said: dict[str, str]) -> None:
    need = make.established_need(world)
    before = need.decision.seal.sha256
    posted = {"title": "Another need", "purpose": "Another aim.", **said}
    assert as_(world.analyst).post(f"{need.get_absolute_url()}edit/", posted).status_code == 409
    again = make.fresh(need)
    assert (again.title, again.state, again.decision.seal.sha256) == (need.title, "established", before)


def test_case_26_and_30_nobody_writes_who_decided_when_or_on_which_version(world: World) -> None:
    need = make.draft_need(world)
    forged = {"decision": "1", "by": str(world.analyst.pk), "approved_by": str(world.analyst.pk), "version": "9",
              "number": "9", "organisation": str(world.other.organisation.pk), "hash": "0" * 64,
              "decided_on": "2020-01-01", "ended_on": "2020-01-01"}  # fmt: skip
    posted = {"title": "Raids", "purpose": "Fewer.", "base_hash": base_hash(world, need), **forged}
    assert as_(world.analyst).post(f"{need.get_absolute_url()}edit/", posted).status_code == 302
    again = make.fresh(need)
    kept = (again.version, again.number, again.organisation_id, again.decision, again.ended_on)
    assert kept == (need.version, need.number, need.organisation_id, None, None)
    submitted = again.submit(by=world.analyst, on=clock.today())
    address = f"{need.get_absolute_url()}step/establish/"
    said = {**seen(submitted), "by": str(world.chief.pk), "name": "Somebody else", "version": "9"}
    assert as_(world.lead).post(address, said).status_code == 302
    decision = make.fresh(need).decision
    assert (decision.by.person, decision.name, decision.on) == (world.lead, world.lead.name, clock.today())


def base_hash(world: World, need: Any) -> str:
    """The hash that the form of the need carries."""
    text = as_(world.analyst).get(f"{need.get_absolute_url()}edit/").content.decode()
    return text.split('name="base_hash" value="')[1].split('"')[0]


def test_case_36_a_role_that_ends_ends_before_the_next_post(world: World) -> None:
    need, client = make.submitted_need(world), as_(world.lead)
    address = f"{need.get_absolute_url()}step/establish/"
    assert client.get(address).status_code == 200
    people.end(SETUP, clock.today(), world.lead.memberships.get(), clock.today())
    assert client.post(address, seen(need)).status_code == 404
    assert make.fresh(need).state == "submitted"


def test_case_36_a_role_that_ended_after_the_person_was_loaded_takes_no_step(world: World) -> None:
    need, lead = make.submitted_need(world), Person.objects.get(pk=world.lead.pk)
    assert [held.role for held in lead.memberships_today] == [Role.STRATEGIC_LEAD]
    people.end(SETUP, clock.today(), world.lead.memberships.get(), clock.today())
    with pytest.raises(NotYours):
        need.establish(by=lead, on=clock.today())


def test_case_36_a_condition_is_not_met_by_an_owner_whose_role_ended(world: World) -> None:
    made, today = make.proposal(world, "approved"), clock.today()
    owner = world.specialist.memberships_today[0]
    task = made.impose(by=world.board_chair, on=today, title="Report in a year", owner=owner, due=today)
    people.end(SETUP, today, world.specialist.memberships.get(), today)
    with pytest.raises(NotYours):
        make.fresh(made).meet(by=Person.objects.get(pk=world.specialist.pk), on=today, task=task, answer="Done.")
    assert not make.fresh(made).conditions()[0].is_done


def test_case_37_whoever_wrote_the_case_does_not_advise_on_it(world: World) -> None:
    dpia = make_dpia.with_dpo(world)
    author = both(world, world.manager, Role.DPO)
    for step in (dpia.advise, make_dpia.fresh(dpia).give_early_advice):
        with pytest.raises(Refused):
            step(by=author, on=clock.today(), text="Fine.", proceed=True)
    assert not dpia.decisions.filter(step="advise").exists()


def test_case_37_whoever_advised_on_a_case_does_not_write_it_afterwards(world: World) -> None:
    dpia = make_dpia.advised(world)
    dpia.send_back(by=world.chief, on=clock.today(), reason="Look at schools.")
    dpo = both(world, world.dpo, Role.ANPR_MANAGER)
    with pytest.raises(Refused, match="does not advise"):
        make_dpia.fresh(dpia).answer(by=dpo, on=clock.today(), project="As the adviser would have it.")
    risk = dpia.risks.get()
    with pytest.raises(Refused, match="does not advise"):
        make_dpia.fresh(dpia).name_risk(by=dpo, on=clock.today(), risk=risk, source="None")
    assert make_dpia.fresh(dpia).text_of("project") == "About project."
    assert set(Event.objects.filter(actor=dpo.actor).exclude(hat="").values_list("hat", flat=True)) == {"dpo"}


def test_case_38_no_administration_site_and_no_borrowed_identity_has_an_address() -> None:
    words = ("admin", "hijack", "impersonate", "loginas", "sudo")
    assert [
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and any(word in name.lower() for word in words)
    ] == []
    for path in ("/admin/", "/admin/login/", "/hijack/", "/django-admin/"):
        assert Client().get(path).status_code == 404


def test_case_40_who_signed_is_not_deleted_and_keeps_name_and_rank(world: World) -> None:
    need = make.established_need(world)
    decision, name, rank = need.decision, world.lead.name, world.lead.rank
    with pytest.raises(ProtectedError):
        Person.objects.get(pk=world.lead.pk).delete()
    with pytest.raises(ProtectedError):
        world.lead.memberships.get().delete()
    Person.objects.filter(pk=world.lead.pk).update(name="Renamed", rank="Retired", is_active=False)
    decision.refresh_from_db()
    assert (decision.name, decision.rank, decision.by.person_id) == (name, rank, world.lead.pk)


def test_case_42_the_same_approval_posted_again_is_told_what_happened(world: World) -> None:
    need, client = make.submitted_need(world), as_(world.lead)
    address, posted = f"{need.get_absolute_url()}step/establish/", seen(need)
    assert client.post(address, posted).status_code == 302
    assert client.post(address, posted).status_code == 409
    assert need.decisions.count() == 1
