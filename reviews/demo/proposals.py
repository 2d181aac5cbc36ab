"""Proposals of the demonstration: each began some days ago and is as far today as such a case would be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anpr_governance.database import clock
from anpr_governance.database.functions import add_days
from anpr_governance.organisations.roles import System
from assessments.models import CaseFile, PassportStage, Proposal
from cameras.models import Site
from dpia.models import Dpia
from reviews.demo import dpias, meetings, words, worked_case
from reviews.demo.assessments import establish, fresh, latest, write_need
from reviews.demo.force import Force
from reviews.demo.places import PLACES
from reviews.demo.putting_up import put_up
from reviews.demo.telling import Case
from reviews.demo.themes import THEMES
from reviews.demo.voices import VOICES, Voice

PACE: Mapping[str, int] = {
    "need": 6, "born": 14, "begun": 15, "dpia": 18, "consulted": 24, "answered": 40, "closed": 52, "sent": 54,
    "advised": 62, "finished": 66, "submitted": 68, "group": 75, "signed": 80, "board": 90, "installed": 130,
    "checked": 140, "live": 150,
}  # fmt: skip
"""Days from the first note to each stage."""


@dataclass(frozen=True)
class Plan:
    """What a case is about, when it began (days ago), and what is unlike the others."""

    key: str
    title: str
    theme: str
    places: tuple[str, ...]
    began: int
    ends: str = ""
    unlike: frozenset[str] = frozenset()
    deployment: str = "fixed"
    months: int | None = None
    pace: Mapping[str, int] = field(default_factory=dict)

    def ago(self, stage: str) -> int:
        """How many days ago a stage is reached."""
        return self.began - {**PACE, **self.pace}[stage]


def proposed(force: Force, plan: Plan) -> Case:
    """From the first note to the decision, and on to the first read unless it ends otherwise."""
    for stage, act in STAGES:
        yield force.day(plan.ago(stage))
        if plan.ends in ENDINGS and ENDINGS[plan.ends][0] == stage:
            ENDINGS[plan.ends][1](force, plan)
            return
        act(force, plan)
    if plan.ends in ENDINGS:
        stage, end = ENDINGS[plan.ends]
        yield force.day(plan.ago(stage))
        end(force, plan)
    else:
        yield from put_up(force, plan)


def proposal_of(force: Force, plan: Plan) -> Proposal:
    """The proposal of a plan as it stands."""
    return fresh(force.made[plan.key])


def sites_of(force: Force, plan: Plan) -> list[Site]:
    """The sites of a plan as they stand."""
    rows = Site.objects.filter(organisation=force.organisation, site_reference__in=plan.places)
    return list(rows.select_related("organisation").order_by("pk"))


def voice_of(plan: Plan) -> Voice:
    """Who spoke, and what was written, about the plan's problem at its first place."""
    place = PLACES[plan.places[0]]
    return VOICES[plan.theme].at(place.name, place.road)


# Preparing


def _need(force: Force, plan: Plan) -> None:
    for key in plan.places:
        if not Site.objects.filter(organisation=force.organisation, site_reference=key).exists():
            place = PLACES[key]
            Site.born(
                by=force["anpr-manager"], on=clock.today(), organisation=force.organisation,
                area=force.areas[place.area], owner=force.name, deployment=plan.deployment,
                intended_months=plan.months, **place.fields(),
            )  # fmt: skip
    need = write_need(force, THEMES[plan.theme], sites_of(force, plan))
    force.made[f"need of {plan.key}"] = establish(force, need)


def _born(force: Force, plan: Plan) -> None:
    theme, need = THEMES[plan.theme], fresh(force.made[f"need of {plan.key}"])
    made = Proposal.born(
        by=force["anpr-manager"], on=clock.today(), organisation=force.organisation, title=plan.title,
        purpose=theme.purpose, description=_description(plan),
        assessment=latest(force), need=need, deployment=plan.deployment, intended_months=plan.months,
        cost_to_force=_cost(plan),
    )  # fmt: skip
    force.made[plan.key] = made
    for site in sites_of(force, plan):
        fresh(made).add_site(by=force["anpr-manager"], on=clock.today(), site=site)


def _cost(plan: Plan) -> str:
    return "21400.00" if plan.key == worked_case.KEY else f"{18500 * len(plan.places)}.00"


def _description(plan: Plan) -> str:
    if plan.key == worked_case.KEY:
        return worked_case.text("proposal", "description")
    poles = [f"{PLACES[key].lanes} on the {PLACES[key].road} at {PLACES[key].name}" for key in plan.places]
    return f"Readers on existing columns, one for each lane: {'; '.join(poles)}. No overview camera and no new mast."


def _begun(force: Force, plan: Plan) -> None:
    by, on = force["anpr-manager"], clock.today()
    for row in proposal_of(force, plan).site_rows:
        if row.is_exceptional:
            why = worked_case.text("proposal", "exceptional_reason") if plan.theme == "lines" else SEASONAL
            proposal_of(force, plan).amend(by=by, on=on, part=row, exceptional_reason=why)
    proposal_of(force, plan).begin(by=by, on=on)
    begun = proposal_of(force, plan)
    stage = PassportStage(proposal=begun, stage=1, completed_on=on, kept_at="With the asset record")
    begun.amend(by=by, on=on, part=stage)
    told = f"{plan.title}: one pole on the verge, reader 6 m above the road, both lanes in view.\n"
    CaseFile.add(by=by, on=on, record=begun, name="siting.txt", content=told.encode(), shows="How the pole stands")
    begun.fill(by=by, on=on, gaps=[gap for gap in begun.gaps_to_fill() if gap.filled_by is None][:1])


def _dpia(force: Force, plan: Plan) -> None:
    by, on = force["anpr-manager"], clock.today()
    force.made[f"dpia of {plan.key}"] = Dpia.begin_for(proposal_of(force, plan), by=by, on=on, system_type="fixed")
    made = proposal_of(force, plan)
    for near in made.nearest:
        why = _not_shared(near.site)
        made.consider_camera(by=by, on=on, site=near.site, duplicates=False, why_not=why)
    if not made.nearest:
        none = "None stands within five kilometres; the register and the council's list were both looked through."
        answer = worked_case.text("proposal", "cameras_considered") if plan.key == worked_case.KEY else none
        made.finish_task(by=by, on=on, task=made.task("cameras_considered"), answer=answer)
    worked = plan.key == worked_case.KEY
    for name, kind, why in worked_case.stakeholders() if worked else voice_of(plan).stakeholders:
        made = proposal_of(force, plan)
        model = made.consultation.stakeholders.model
        made.consult(by=by, on=on, part=model(consultation=made.consultation, name=name, kind=kind, why=why))


SEASONAL = (
    "On nine days a year machines stand in the open by the dozen, and eleven were taken from the field in two years. "
    "The reader would be put up for those days and taken down after them."
)


def _not_shared(site: Site) -> str:
    if site.relationship == "partner":
        return "Its owner keeps it for car parking and by letter declines any other use; it reads no plates."
    taken = "Most vehicles turn off before they would pass there, so neither replaces the other."
    return f"It watches the {site.road}. {taken}"


def _consulted(force: Force, plan: Plan) -> None:
    by, on = force["anpr-manager"], clock.today()
    worked = plan.key == worked_case.KEY
    pack = words.PACK.format(picture=THEMES[plan.theme].picture)
    method = worked_case.text("proposal", "method") if worked else words.METHODS[plan.theme]
    proposal_of(force, plan).make_pack(by=by, on=on, words=pack)
    said = {"methods": ["letters", "public_meeting", "web"], "extent_reason": words.EXTENT}
    proposal_of(force, plan).consult(by=by, on=on, method=method, **said)
    proposal_of(force, plan).open_consultation(by=by, on=on)
    dpias.fill(force, dpias.of(proposal_of(force, plan)), THEMES[plan.theme], _where(plan), "ico" in plan.unlike)
    dpias.of(proposal_of(force, plan)).open_consultation(by=by, on=on)


def _where(plan: Plan) -> str:
    return "; ".join(f"{PLACES[key].name} on the {PLACES[key].road}" for key in plan.places)


def _answered(force: Force, plan: Plan) -> None:
    by, on = force["anpr-manager"], clock.today()
    made = proposal_of(force, plan)
    asked = list(made.consultation.stakeholders.order_by("pk"))
    heard = [(row.name, *said) for row, said in zip(asked, voice_of(plan).responses, strict=False)]
    for owner, text, answer in worked_case.responses() if plan.key == worked_case.KEY else heard:
        stakeholder = next((row for row in asked if owner and row.name.startswith(owner)), None)
        part = made.consultation.responses.model(consultation=made.consultation, stakeholder=stakeholder)
        said = {"received_on": add_days(on, -5), "read_on": on, "text": text, "answer": answer, "answered_on": on}
        made.consult(by=by, on=on, part=part, **said)
    if plan.key == "consulting":
        proposal_of(force, plan).receive(by=System("public"), on=on, language="en", text=words.UNREAD)


def _closed(force: Force, plan: Plan) -> None:
    by, on = force["anpr-manager"], clock.today()
    proposal_of(force, plan).close_consultation(by=by, on=on)
    if plan.key == "a48":
        proposal_of(force, plan).publish_record(by=by, on=on, **words.RECORD)


def _sent(force: Force, plan: Plan) -> None:
    dpias.of(proposal_of(force, plan)).send_to_dpo(by=force["anpr-manager"], on=clock.today())


def _advised(force: Force, plan: Plan) -> None:
    dpias.advise(force, dpias.of(proposal_of(force, plan)))


def _finished(force: Force, plan: Plan) -> None:
    by, on, place = force["anpr-manager"], clock.today(), PLACES[plan.places[0]]
    known = words.task_answers(THEMES[plan.theme], place.name, place.road)
    answers = worked_case.tasks() if plan.key == worked_case.KEY else known
    for task in proposal_of(force, plan).listed_tasks():
        if not task.is_done and task.kind in known:
            asked = add_days(on, -10) if task.kind == "nas_team" else None
            answer = answers[task.kind]
            proposal_of(force, plan).finish_task(by=by, on=on, task=task, answer=answer, asked_on=asked)
    proposal_of(force, plan).finish_consultation(by=by, on=on)


def _submitted(force: Force, plan: Plan) -> None:
    proposal_of(force, plan).submit(by=force["anpr-manager"], on=clock.today())


# Deciding


def _balance(plan: Plan) -> str:
    return (
        "The need and the assessment of data protection were both before the members. On the one side: "
        f"{THEMES[plan.theme].harm} On the other: {voice_of(plan).against}. The measures, and a yearly look at what "
        "came of it, decided in favour."
    )


def _group(force: Force, plan: Plan) -> None:
    if "temporary" in plan.unlike:
        return
    made, voice, worked = proposal_of(force, plan), voice_of(plan), plan.key == worked_case.KEY
    if worked:
        meetings.divided(force, made, **worked_case.group_item())
    elif "divided" in plan.unlike:
        meetings.divided(force, made)
    else:
        meetings.item(force, meetings.GROUP, "proposal", proposal=made, minutes=voice.group, balance=_balance(plan))
    proposal_of(force, plan).approve(by=force["strategic-lead"], on=clock.today(), reason=voice.why)
    if worked or "divided" in plan.unlike:
        for title, days in worked_case.conditions() if worked else ((REPORT, 60),):
            due, owner = add_days(clock.today(), days), force.held("anpr-manager-2")
            proposal_of(force, plan).impose(
                by=force["strategic-lead"], on=clock.today(), owner=owner, due=due, title=title
            )


REPORT = "Report after six months how many reads led to a stop, and tell the school"


def _signed(force: Force, plan: Plan) -> None:
    if "ico" in plan.unlike:
        dpias.ask_regulator(force, dpias.of(proposal_of(force, plan)))
    else:
        dpias.sign(force, dpias.of(proposal_of(force, plan)))


def _board(force: Force, plan: Plan) -> None:
    if "ico" in plan.unlike:
        return
    made = proposal_of(force, plan)
    if "temporary" in plan.unlike:
        balance = "Six thefts a month against short and signed recording on one road, for less than a year."
        made.approve_finally(by=force["strategic-lead"], on=clock.today(), reason=voice_of(plan).why, balance=balance)
        return
    if plan.key == worked_case.KEY:
        meetings.divided(force, made, meetings.BOARD, against="Anselm Okonjo-Reed", **worked_case.board_item())
    else:
        said = {"minutes": voice_of(plan).board, "balance": _balance(plan)}
        meetings.item(force, meetings.BOARD, "proposal", proposal=made, **said)
    proposal_of(force, plan).approve_finally(by=force["board-member"], on=clock.today(), reason=voice_of(plan).why)


TOLD = "The report went to the group; the school was told by letter and at its open evening."
REPORTED = (
    "Reported to the group: 31 linked vehicles, nine stopped or traced within two hours, 21 burglaries along the road "
    "in six months against 30 a year before. Along the lanes there were four more than before; the bureau goes on "
    "counting."
)
WRITTEN = "Both had our letter with a sketch of what is in view; the practice manager was content with it."


def condition_met(force: Force, key: str, ago: int, *answers: str) -> Case:
    """The owner of each condition says how it was met."""
    yield force.day(ago)
    for task, answer in zip(fresh(force.made[key]).conditions(), answers or (TOLD,), strict=True):
        fresh(force.made[key]).meet(by=task.owner.person, on=clock.today(), task=task, answer=answer)


# Ending otherwise


def _refuse(force: Force, plan: Plan) -> None:
    minutes = "Members held that the showground is watched well enough by stewards on the few days on which it fills."
    meetings.item(force, meetings.GROUP, "proposal", proposal=proposal_of(force, plan), minutes=minutes)
    why = "A crowded place on nine days a year is no reason to record everybody on the other days."
    proposal_of(force, plan).refuse(by=force["strategic-lead"], on=clock.today(), reason=why)
    dpias.of(proposal_of(force, plan)).withdraw(by=force["anpr-manager"], on=clock.today(), reason="It was refused.")


def _withdraw(force: Force, plan: Plan) -> None:
    why = "The county closes the road for two years to rebuild the bridge."
    proposal_of(force, plan).withdraw(by=force["anpr-manager"], on=clock.today(), reason=why)
    dpias.of(proposal_of(force, plan)).withdraw(by=force["anpr-manager"], on=clock.today(), reason=why)
    for site in sites_of(force, plan):
        site.withdraw(by=force["anpr-manager"], on=clock.today(), reason=why)


def _rescind(force: Force, plan: Plan) -> None:
    why = "The highways authority moved the junction, so the decision rests on a place that is no more."
    proposal_of(force, plan).rescind(by=force["board-member"], on=clock.today(), reason=why)


def _give_back(force: Force, plan: Plan) -> None:
    why = "Ask the two parishes that were forgotten, then come back."
    proposal_of(force, plan).send_back(by=force["strategic-lead"], on=clock.today(), reason=why)


STAGES = (
    ("need", _need), ("born", _born), ("begun", _begun), ("dpia", _dpia), ("consulted", _consulted),
    ("answered", _answered), ("closed", _closed), ("sent", _sent), ("advised", _advised), ("finished", _finished),
    ("submitted", _submitted), ("group", _group), ("signed", _signed), ("board", _board),
)  # fmt: skip
ENDINGS: Mapping[str, Any] = {
    "refused": ("group", _refuse), "withdrawn": ("closed", _withdraw), "rescinded": ("installed", _rescind),
    "returned": ("group", _give_back),
}  # fmt: skip
