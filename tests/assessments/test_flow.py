"""One case through its pages, as analyst, managers, lead and chairs would take it."""

from typing import Any

import pytest
from django.test import Client

from anpr_governance.database import clock
from anpr_governance.regulation import facts
from assessments.models import Meeting, Need, Proposal, StrategicAssessment
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make.people import World

DAY = {"day": str(clock.today().day), "month": str(clock.today().month), "year": str(clock.today().year)}


def day(name: str, year: int = 0) -> dict[str, str]:
    """A day in three boxes, today or that many years later."""
    boxes = DAY | {"day": "1", "year": str(clock.today().year + year)} if year else DAY
    return {f"{name}_{part}": text for part, text in boxes.items()}


def send(person: Any, address: str, **said: Any) -> None:
    """Open the page as `person`, fill it in and send it; it goes on to another page."""
    client = Client()
    client.force_login(person)
    shown = client.get(address)
    assert shown.status_code == 200, address
    text = shown.content.decode()
    for name in ("base_hash", "seen", "seen_sheet"):
        if f'name="{name}" value="' in text:
            said[name] = text.split(f'name="{name}" value="')[1].split('"')[0]
    answer = client.post(address, said)
    reasons = answer.content.decode().split("error-summary__list")[-1][:400]
    assert answer.status_code == 302, (address, answer.status_code, reasons)


@pytest.mark.django_db
@pytest.mark.requirement("T057", "T059", "T060", "T061", "T063", "T066")
def test_a_case_goes_from_a_threat_to_the_final_decision_through_its_pages() -> None:
    world = World()
    assert world.crime_lead
    assessment = _assessed(world)
    site = make.proposed_site(world)
    need = _needed(world, assessment, site)
    made = _prepared(world, assessment, need, site)
    _decided(world, made)
    assert make.fresh(made).state == "approved"
    assert make.fresh(site).state == "approved"


def _assessed(world: World) -> Any:
    analyst = world.analyst
    send(analyst, "/assessments/new/", area="Severn valley", **day("next_review_on", 1))
    here = StrategicAssessment.objects.get().get_absolute_url()
    said = make.full_answers()
    for name, answers in said.items():
        send(analyst, f"{here}category/{name}/", **answers)
    for ground in ("local_crime", "serious_crime"):
        send(
            analyst, f"{here}evidence/add/", ground=ground, source="Crime records", analysis=make.WORDS,
            marking="OFFICIAL", **day("effective_on"),
        )  # fmt: skip
    asked_of = world.crime_lead.memberships_today[0].pk
    send(analyst, f"{here}advice/ask/", asked_of=asked_of, question="Which places matter?")
    send(world.crime_lead, f"{here}advice/", answer="The valley road.")
    send(analyst, f"{here}step/submit/", **day("on"))
    send(world.lead, f"{here}step/endorse/", **day("on"))
    return StrategicAssessment.objects.select_related("organisation").get()


def _needed(world: World, assessment: Any, site: Any) -> Any:
    analyst = world.analyst
    send(analyst, "/needs/new/", title="Raids on village shops", purpose="Fewer raids.")
    here = Need.objects.get().get_absolute_url()
    more: dict[str, dict[str, str]] = {
        "people_affected": {"people_from": "400", "people_to": "900", "people_source": "Census"},
        "harm": {"suffered": "yes", "nature": "Loss", "severity": "serious"},
        "alternatives": {"tactic_1": "Patrols", "intrusion_1": "less", "why_not_1": "Tried for a year."},
        "scale": {"settlement": "Upton", "ways": "North road\nSouth road\nOld bridge"},
    }
    for factor in facts("need_factors")["need_factors"]:
        send(analyst, f"{here}factor/{factor}/", analysis=make.WORDS, **more.get(factor, {}))
    send(analyst, f"{here}weighing/", weighing="Grave harm, little intrusion.", conclusion="The need presses.")
    send(analyst, f"{here}grounds/add/", ground="local_crime", assessment=assessment.pk)
    send(analyst, f"{here}sites/add/", site=site.reference)
    send(analyst, f"{here}step/submit/", **day("on"))
    send(world.lead, f"{here}step/establish/", **day("on"))
    return Need.objects.get()


def _prepared(world: World, assessment: Any, need: Any, site: Any) -> Any:
    manager = world.manager
    said = {"title": "Valley road", "purpose": "detection", "deployment": "fixed", "assessment": assessment.pk}
    send(manager, "/proposals/new/", need=need.pk, **said)
    made = Proposal.objects.select_related("organisation").get()
    here = made.get_absolute_url()
    send(manager, f"{here}edit/", need=need.pk, description="One reader on a pole.", **said)
    send(manager, f"{here}sites/add/", site=site.site_reference)
    send(manager, f"{here}step/begin/", **day("on"))
    send(manager, f"{here}task/cameras_considered/", answer="None stands nearby.", done="on")
    send(manager, f"{here}stakeholders/add/", name="Parish council", why="It is their road.")
    send(manager, f"{here}consultation/", methods=["letters", "web"], extent="full", extent_reason="All near it.")
    send(manager, f"{here}consultation/pack/", words="One camera on a road in the valley.")
    send(manager, f"/dpias/begin/{made.reference}/", title="Valley road", system_type="fixed")
    send(manager, f"{here}step/open_consultation/", **day("on"))
    send(manager, f"{here}responses/add/", text="Why here?", answer="Because of the raids.", **day("received_on"))
    send(manager, f"{here}consultation/close/")
    for kind, row in facts("proposal_tasks")["proposal_tasks"].items():
        if row["done_by"] == "person":
            send(manager, f"{here}task/{kind}/", answer="Looked into.", done="on", **day("asked_on"))
    for law in facts("compliance_statements")["compliance_statements"]:
        send(manager, f"{here}task/compliance:{law}/", answer="It complies so.", done="on")
    advised = make_dpia.dpia_for(world, make.fresh(made), state="awaiting_sign_off")
    said_by = {"on": clock.today(), "text": "I support it.", "proceed": True}
    advised.give_surveillance_view(by=world.surveillance, **said_by)
    send(manager, f"{here}step/finish_consultation/", **day("on"))
    send(manager, f"{here}step/submit/", **day("on"))
    return make.fresh(made)


def _decided(world: World, made: Any) -> None:
    for body, chair, step in (
        ("strategy_group", world.lead, "approve"), ("finance_strategy_board", world.board_chair, "approve_finally"),
    ):  # fmt: skip
        send(world.manager, "/meetings/new/", body=body, **day("held_on"))
        meeting = Meeting.objects.select_related("organisation").get(body=body)
        there = meeting.get_absolute_url()
        send(world.manager, f"{there}items/add/", kind="proposal", proposal=made.pk)
        for person in make.members(world, body):
            role = meeting.rule["chair_role"], meeting.rule["member_role"]
            held = next(row for row in person.memberships_today if row.role in role)
            send(world.manager, f"{there}items/2/attendance/", membership=held.pk, present="yes", vote="for")
        send(world.manager, f"{there}items/2/", minutes="Discussed.", balance="Grave harm, little intrusion.")
        if step == "approve_finally":
            make_dpia.dpia_for(world, make.fresh(made), state="signed_off")
        send(chair, f"{made.get_absolute_url()}step/{step}/", reason="It is balanced.", **day("on"))
        send(world.manager, f"{there}items/1/attendance/", name="A guest", present="yes")
        send(chair, f"{there}sign/")
