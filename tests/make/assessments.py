"""Assessments, needs, proposals and meetings, each brought to its state by the real steps."""

from datetime import date
from typing import Any

from anpr_governance.database import clock
from anpr_governance.database.functions import add_days, add_months
from anpr_governance.regulation import facts
from assessments.models import EvidenceItem, Meeting, Need, Proposal, StrategicAssessment
from cameras.models import Site
from tests.make.people import World

WORDS = "Ram raids on village shops by the same few vehicles, 14 in the year to March."


def days_ago(days: int) -> date:
    """A day before today."""
    return add_days(clock.today(), -days)


# Strategic assessments


def full_answers() -> dict[str, dict[str, str]]:
    """Every category answered: local crime relevant, the others with what they ask for or a reason."""
    return {
        "national_security": {"relevant": "no", "reason": "Nothing of the kind was reported in three years."},
        "serious_crime": {"relevant": "yes", "serious_crime_analysis": "Two groups use the valley road at night."},
        "local_crime": {
            "relevant": "yes", "local_crime_picture": WORDS, "vehicle_movements": "A vehicle was used in all 14.",
        },
        "community": {"relevant": "no", "reason": "Nobody asked for it."},
    }  # fmt: skip


def draft_assessment(world: World, without: str = "", **fields: Any) -> StrategicAssessment:
    """A draft that may be submitted, but for what `without` names (evidence, advice, answer)."""
    today = clock.today()
    known = {"area": "Severn valley", "answers": full_answers(), "next_review_on": add_months(today, 12)}
    made = StrategicAssessment.born(by=world.analyst, on=today, organisation=world.organisation, **(known | fields))
    if "evidence" not in without:
        for ground in ("local_crime", "serious_crime"):
            add_evidence(world, made, ground)
    if "advice" not in without:
        ask_advice(world, made)
        made.record_advice(by=world.crime_lead, on=today, answer="Watch the valley road between the two bridges.")
    return fresh(made)


def add_evidence(world: World, assessment: StrategicAssessment, ground: str, **fields: Any) -> EvidenceItem:
    """An item of evidence for a ground."""
    known = {"source": "Crime recording system", "effective_on": days_ago(30), "analysis": WORDS}
    part = EvidenceItem(assessment=assessment, ground=ground, **(known | fields))
    return assessment.amend(by=world.analyst, on=clock.today(), part=part)


def ask_advice(world: World, assessment: StrategicAssessment, on: date | None = None) -> Any:
    """The major crime staff are asked."""
    asked_of = world.crime_lead.memberships_today[0]
    day = on or clock.today()
    return assessment.ask_advice(by=world.analyst, on=day, asked_of=asked_of, question="Which places matter to you?")


def submitted_assessment(world: World, **fields: Any) -> StrategicAssessment:
    """In review."""
    return draft_assessment(world, **fields).submit(by=world.analyst, on=clock.today())


def endorsed_assessment(world: World, **fields: Any) -> StrategicAssessment:
    """Endorsed and in date."""
    return submitted_assessment(world, **fields).endorse(by=world.lead, on=clock.today())


# Needs


def full_factors() -> dict[str, Any]:
    """The eight factors answered."""
    said: dict[str, Any] = {name: {"analysis": WORDS} for name in facts("need_factors")["need_factors"]}
    said["harm"] |= {"suffered": "yes", "nature": "Loss and fear", "severity": "serious"}
    said["alternatives"]["rows"] = [
        {"tactic": "Patrols at night", "intrusion": "less", "why_not": "Tried for a year; the raids went on."}
    ]
    said["scale"]["ways"] = [
        {"way": "Valley road north", "watched_by": ""}, {"way": "Valley road south", "watched_by": ""},
        {"way": "Old bridge", "watched_by": ""},
    ]  # fmt: skip
    return said


def draft_need(
    world: World, sites: Any = (), assessment: StrategicAssessment | None = None, without: str = "", **fields: Any
) -> Need:
    """A draft that may be submitted, but for `without` (ground)."""
    today = clock.today()
    known = {
        "title": "Raids on village shops", "purpose": "Fewer raids, and those who raid arrested.",
        "answers": full_factors(), "people_from": 400, "people_to": 900, "people_source": "Census of 2021",
        "weighing": "The harm is grave and repeated; passers-by lose little.", "conclusion": "The need presses.",
    }  # fmt: skip
    made = Need.born(by=world.analyst, on=today, organisation=world.organisation, **(known | fields))
    if "ground" not in without:
        stands_on = assessment or endorsed_assessment(world)
        made.stand_on(by=world.analyst, on=today, ground="local_crime", assessment=stands_on)
    for site in sites:
        made.stand_for(by=world.analyst, on=today, site=site)
    return fresh(made)


def submitted_need(world: World, sites: Any = (), **fields: Any) -> Need:
    """With the strategic lead."""
    return draft_need(world, sites, **fields).submit(by=world.analyst, on=clock.today())


def established_need(world: World, sites: Any = (), **fields: Any) -> Need:
    """Established for `sites` on an endorsed assessment."""
    return fresh(submitted_need(world, sites, **fields).establish(by=world.lead, on=clock.today()))


# Sites


def proposed_site(world: World, name: str = "Hollins Cross", **fields: Any) -> Site:
    """A site that is proposed."""
    count = Site.objects.filter(organisation=world.organisation).count()
    known = {
        "name": name, "site_reference": f"REG-{count + 1}", "place_type": "la_minor", "road": "B4213",
        "easting": 380000.0 + 40 * count, "northing": 220000.0, "latitude": 51.88, "longitude": -2.29 + count / 1000,
    }  # fmt: skip
    return Site.born(by=world.manager, on=clock.today(), organisation=world.organisation, **(known | fields))


# Proposals

ORDER = ("draft", "assessing", "consulting", "ready", "deciding", "approved")


def proposal(
    world: World, state: str = "draft", without: str = "", sites: Any = None, need: Need | None = None, **fields: Any
) -> Proposal:
    """A proposal in `state`; `without` leaves out one thing that the next step asks for.

    without: site, assessment, purpose, stakeholders, dpia, pack, camera, task, matrix, reason, need, consultation.
    """
    made = _draft(world, without, sites, need, fields)
    for reached in ORDER[1 : ORDER.index(state) + 1]:
        prepare(world, made, reached, without if reached == _after(state) else "")
        made = _take(world, made, reached)
    if state != ORDER[-1]:
        prepare(world, made, _after(state), without)
    return fresh(made)


def asking(world: World, **fields: Any) -> Proposal:
    """In consultation, open to everybody, with nothing of what finishing asks for."""
    made = proposal(world, "assessing", **fields)
    return fresh(made.open_consultation(by=world.manager, on=clock.today()))


def _after(state: str) -> str:
    return ORDER[min(ORDER.index(state) + 1, len(ORDER) - 1)]


def _draft(world: World, without: str, sites: Any, need: Need | None, fields: dict[str, Any]) -> Proposal:
    today = clock.today()
    rows = [] if "site" in without.split() else (list(sites) if sites is not None else [proposed_site(world)])
    need = need or established_need(world, rows)
    known = {"title": "Valley road", "purpose": "detection", "assessment": need.ground_rows[0].assessment, "need": need}
    known |= {"assessment": None} if "assessment" in without else {}
    known |= {"purpose": "to feel safer"} if "purpose" in without else {}
    made = Proposal.born(by=world.manager, on=today, organisation=world.organisation, **(known | fields))
    for site in rows:
        fresh(made).add_site(by=world.manager, on=today, site=site)
    return fresh(made)


def prepare(world: World, made: Proposal, towards: str, without: str = "") -> None:
    """Do what the step that leads to `towards` asks for, but for `without`."""
    if towards == "consulting":
        ready_to_consult(world, fresh(made), without)
    if towards == "ready":
        ready_to_finish(world, fresh(made), without)
    if towards == "approved":
        ready_to_approve(world, fresh(made), without)


def _take(world: World, made: Proposal, reached: str) -> Proposal:
    made, today = fresh(made), clock.today()
    if reached == "approved":
        fresh(made.approve(by=world.lead, on=today, reason="It is balanced."))
        group_item(world, made, "finance_strategy_board")
        return fresh(made).approve_finally(by=world.board_chair, on=today, reason="It is affordable and fair.")
    step = {"assessing": "begin", "consulting": "open_consultation", "ready": "finish_consultation"}
    return getattr(made, step.get(reached, "submit"))(by=world.manager, on=today)


def ready_to_consult(world: World, made: Proposal, without: str = "") -> None:
    """Cameras looked at, stakeholders, DPIA begun, pack."""
    from tests.make import dpia

    today, manager = clock.today(), world.manager
    if "camera" not in without:
        consider_cameras(world, made)
    if "stakeholders" not in without:
        add_stakeholder(world, made)
    if "dpia" not in without:
        dpia.draft_dpia(world, proposal=made)
    if "extent" not in without:
        said = {"methods": ["web", "letters"], "extent_reason": "Few live there, all were written to."}
        fresh(made).consult(by=manager, on=today, **said)
    if "pack" not in without:
        fresh(made).make_pack(by=manager, on=today, words="We ask about a camera on a road in the valley.")


def consider_cameras(world: World, made: Proposal) -> None:
    """Every camera nearby gets its answer, or it is said that there is none."""
    made, today = fresh(made), clock.today()
    for near in made.nearest:
        made.consider_camera(by=world.manager, on=today, site=near.site, why_not="It looks the other way.")
    if not made.nearest:
        task = made.task("cameras_considered")
        made.finish_task(by=world.manager, on=today, task=task, answer="None stands within the distance.")


def add_stakeholder(world: World, made: Proposal) -> Any:
    """A parish council with an interest."""
    made = fresh(made)
    part = made.consultation.stakeholders.model(consultation=made.consultation, name="Parish council", why="Its road.")
    return made.consult(by=world.manager, on=clock.today(), part=part)


def ready_to_finish(world: World, made: Proposal, without: str = "") -> None:
    """Tasks answered, consultation answered and closed, DPIA past the DPO."""
    from tests.make import dpia

    today = clock.today()
    if "consultation" not in without:
        made.close_consultation(by=world.manager, on=today)
    if "dpia" not in without:
        advised = dpia.dpia_for(world, fresh(made), state="awaiting_sign_off")
        if "view" not in without:
            advised.give_surveillance_view(by=world.surveillance, on=today, text="I support it.", proceed=True)
    for task in fresh(made).listed_tasks():
        if task.is_done or _ends_with_record(task.kind) or ("task" in without and task.kind == "impacts"):
            continue
        fresh(made).finish_task(by=world.manager, on=today, task=task, answer="Looked into.", asked_on=today)


def _ends_with_record(kind: str) -> bool:
    return facts("proposal_tasks")["proposal_tasks"].get(kind, {}).get("done_by") == "record"


def ready_to_approve(world: World, made: Proposal, without: str = "") -> None:
    """A quorate meeting of the strategy group with a balance; the DPIA signed off."""
    from tests.make import dpia

    if "meeting" not in without:
        group_item(world, made)
    if "dpia" not in without:
        dpia.dpia_for(world, fresh(made), state="signed_off")


# Meetings


def meeting(world: World, body: str = "strategy_group", on: date | None = None) -> Meeting:
    """A meeting of a body, called by the ANPR manager; the one of that day where it was called already."""
    held = on or clock.today()
    known = Meeting.objects.filter(organisation=world.organisation, body=body, on=held).first()
    called = {"organisation": world.organisation, "body": body, "held_on": held}
    return known or Meeting.called(by=world.manager, on=clock.today(), **called)


def members(world: World, body: str) -> list[Any]:
    """Who sits in a body."""
    return world.group if body == "strategy_group" else world.board


def group_item(world: World, made: Proposal, body: str = "strategy_group", **fields: Any) -> Any:
    """An item upon a proposal, at a quorate meeting, with votes and balance."""
    today, held = clock.today(), meeting(world, body)
    known: dict[str, Any] = {"minutes": "Discussed.", "balance": "Grave harm to few outweighs little for many."}
    item = held.add_item(by=world.manager, on=today, kind="proposal", proposal=made, **(known | fields))
    role = held.rule["chair_role"], held.rule["member_role"]
    for person in members(world, body):
        member = next(row for row in person.memberships_today if row.role in role)
        held.attend(by=world.manager, on=today, item=item, membership=member, vote="for")
    return item


def fresh(record: Any) -> Any:
    """The record as the database has it now."""
    return type(record).objects.select_related("organisation").get(pk=record.pk)
