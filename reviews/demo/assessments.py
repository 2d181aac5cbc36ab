"""Strategic assessments and pressing social needs of the demonstration, in every state of their machines."""

from collections.abc import Iterable
from typing import Any

from anpr_governance.database import clock
from anpr_governance.database.functions import add_days, add_months
from anpr_governance.workflow import correcting
from assessments.models import EvidenceItem, Need, ProvisionGap, StrategicAssessment
from cameras.models import Site
from reviews.demo import words, worked_case
from reviews.demo.force import Force
from reviews.demo.pictures import PICTURES, Evidence
from reviews.demo.telling import Case
from reviews.demo.themes import THEMES, Theme

YEAR = 12
QUESTION = worked_case.text("assessment", "question")


def fresh(record: Any) -> Any:
    """The record as the database has it now."""
    return type(record).objects.select_related("organisation").get(pk=record.pk)


def latest(force: Force, number: int = 1) -> StrategicAssessment:
    """The version of an assessment that is endorsed and in date."""
    rows = StrategicAssessment.objects.filter(organisation=force.organisation, number=number)
    return rows.in_date(clock.today()).select_related("organisation").get()


# Strategic assessments


def write_assessment(force: Force, area: str) -> StrategicAssessment:
    """A draft with its answers and evidence; the major crime staff are asked."""
    by, on = force["analyst"], clock.today()
    worked = area == worked_case.AREA
    answers = worked_case.answers() if worked else words.assessment_answers(area)
    made = StrategicAssessment.born(by=by, on=on, organisation=force.organisation, area=area, answers=answers)
    _add_evidence(force, made, worked_case.evidence() if worked else PICTURES[area].evidence)
    for description in worked_case.gaps() if worked else PICTURES[area].gaps:
        made.amend(by=by, on=on, part=ProvisionGap(assessment=made), description=description)
    made.ask_advice(by=by, on=on, asked_of=force.held("major-crime-lead"), question=QUESTION)
    return fresh(made)


def _add_evidence(force: Force, made: StrategicAssessment, rows: Iterable[Evidence]) -> None:
    by, on = force["analyst"], clock.today()
    for ground, source, analysis, days in rows:
        part = EvidenceItem(assessment=made, ground=ground)
        made.amend(by=by, on=on, part=part, source=source, analysis=analysis, effective_on=add_days(on, -days))


def _renew(force: Force, made: StrategicAssessment) -> None:
    """A new version says what changed, on evidence of its own."""
    by, on = force["analyst"], clock.today()
    made.amend(by=by, on=on, answers=words.assessment_answers(made.area))
    for old in made.evidence.all():
        made.amend(by=by, on=on, part=old, drop=True)
    _add_evidence(force, made, PICTURES[made.area].evidence)


def endorsed_twice(force: Force, area: str, first: int, second: int) -> Case:
    """An assessment, endorsed `first` days ago, and its next version, endorsed `second` days ago."""
    yield force.day(first + 28)
    made = write_assessment(force, area)
    yield from _endorse(force, made, first)
    yield force.day(second + 28)
    made = made.new_version(by=force["analyst"], on=clock.today())
    if area == worked_case.AREA:
        _renew(force, made)
    made.ask_advice(by=force["analyst"], on=clock.today(), asked_of=force.held("major-crime-lead"), question=QUESTION)
    yield from _endorse(force, made, second)
    yield force.day(second - 5)
    for need in Need.objects.filter(organisation=force.organisation, state="established"):
        if need.title != LAPSED:
            fresh(need).confirm(by=force["strategic-lead"], on=clock.today())


def _endorse(force: Force, made: StrategicAssessment, ago: int) -> Case:
    yield force.day(ago + 18)
    answer = worked_case.advice(made) or PICTURES[made.area].advice
    fresh(made).record_advice(by=force["major-crime-lead"], on=clock.today(), answer=answer)
    yield force.day(ago + 8)
    fresh(made).amend(by=force["analyst"], on=clock.today(), next_review_on=add_months(force.day(ago), YEAR))
    fresh(made).submit(by=force["analyst"], on=clock.today())
    yield force.day(ago)
    fresh(made).endorse(by=force["strategic-lead"], on=clock.today())


def other_assessments(force: Force) -> Case:
    """One endorsed and withdrawn, one given up, one in review, one still being written."""
    lead, analyst = force["strategic-lead"], force["analyst"]
    yield force.day(330)
    withdrawn = write_assessment(force, "Kingsmere docks, winter")
    yield from _endorse(force, withdrawn, 290)
    yield force.day(200)
    why = "The docks were sold and the lorry park closed, so the picture of crime no longer holds."
    fresh(withdrawn).withdraw_endorsed(by=lead, on=clock.today(), reason=why)
    yield force.day(150)
    given_up = write_assessment(force, "Festival site at Aldermoor")
    yield force.day(120)
    fresh(given_up).withdraw(by=analyst, on=clock.today(), reason="The festival moved to another county.")
    yield force.day(34)
    waiting = write_assessment(force, "Forest edge")
    yield force.day(20)
    fresh(waiting).record_advice(by=force["major-crime-lead"], on=clock.today(), answer=PICTURES[waiting.area].advice)
    fresh(waiting).amend(by=analyst, on=clock.today(), next_review_on=add_months(force.today, YEAR))
    fresh(waiting).submit(by=analyst, on=clock.today())
    yield force.day(16)
    write_assessment(force, "Kingsmere town centre")


# Pressing social needs

LAPSED = "Theft from vehicles at beauty spots"


def write_need(force: Force, theme: Theme, sites: Iterable[Site], title: str = "", number: int = 1) -> Need:
    """A draft with its eight factors, its ground and its sites."""
    by, on, sites = force["analyst"], clock.today(), list(sites)
    place, road = (sites[0].name, sites[0].road) if sites else ("the places named", "main road")
    said = {
        "title": title or f"{theme.title}: {place}", "purpose": theme.aims, "answers": words.need_answers(theme, road),
        "people_from": theme.daily // 14, "people_to": theme.daily // 9, "people_source": words.COUNT_SOURCE,
        "weighing": words.weighing(theme, place, road),
        "conclusion": f"There is a pressing social need for number plate reading at {place}, for this problem alone.",
    }  # fmt: skip
    if [site.site_reference for site in sites] == [worked_case.REGISTER]:
        said |= worked_case.need()
    made = Need.born(by=by, on=on, organisation=force.organisation, **said)
    made.stand_on(by=by, on=on, ground=theme.ground, assessment=latest(force, number))
    for site in sites:
        made.stand_for(by=by, on=on, site=site)
    return fresh(made)


def establish(force: Force, need: Need) -> Need:
    """Submitted and established on the same day."""
    fresh(need).submit(by=force["analyst"], on=clock.today())
    return fresh(need).establish(by=force["strategic-lead"], on=clock.today())


def established(force: Force, theme: str, title: str, registers: Iterable[str], ago: int) -> Case:
    """A need of sites that were found, established `ago` days ago."""
    yield force.day(ago)
    establish(force, write_need(force, THEMES[theme], [force.site(register) for register in registers], title))


def other_needs(force: Force) -> Case:
    """Needs in the states that no proposal shows, and one that lapsed with its assessment."""
    lead, analyst = force["strategic-lead"], force["analyst"]
    yield force.day(500)
    establish(force, write_need(force, THEMES["burglary"], (), LAPSED))
    yield force.day(480)
    refused = write_need(force, THEMES["plant"], (), "Fly-tipping in the forest")
    fresh(refused).submit(by=analyst, on=clock.today())
    yield force.day(472)
    why = "Fly-tipping is for the council's wardens; nothing shows that a read would lead to anybody."
    fresh(refused).refuse(by=lead, on=clock.today(), reason=why)
    yield force.day(260)
    given_up = write_need(force, THEMES["cargo"], (), "Cargo theft at the docks")
    yield force.day(230)
    fresh(given_up).withdraw(by=analyst, on=clock.today(), reason="The lorry park closed.")
    yield force.day(90)
    newer = fresh(_need_of(force, "lines")).new_version(by=analyst, on=clock.today())
    newer.amend(by=analyst, on=clock.today(), people_from=1300, people_to=2100)
    yield force.day(80)
    establish(force, newer)
    yield force.day(25)
    returned = write_need(force, THEMES["cargo"], (), "Diesel theft from farms")
    fresh(returned).submit(by=analyst, on=clock.today())
    yield force.day(22)
    fresh(returned).send_back(by=lead, on=clock.today(), reason="Say how many of the 31 statements are from this year.")
    yield force.day(18)
    fresh(returned).amend(by=analyst, on=clock.today(), people_from=60, people_to=140)
    fresh(returned).submit(by=analyst, on=clock.today())
    yield force.day(6)
    write_need(force, THEMES["plant"], (), "Hare coursing on the upper fields")


def _need_of(force: Force, slug: str) -> Need:
    mine = Need.objects.filter(organisation=force.organisation, state="established")
    rows = mine.filter(title__startswith=THEMES[slug].title)
    return rows.order_by("pk")[0]


def corrected(force: Force) -> Case:
    """A figure in a sealed need is corrected by a signed erratum; one waits for its second person."""
    yield force.day(140)
    need = fresh(_need_of(force, "burglary"))
    text = "Victim Support helped 30 households, not 31: one was counted twice."
    why = "The figure decides nothing, so the need stands."
    erratum = correcting.correct(
        need, need.decision, by=force["strategic-lead"], on=clock.today(), text=text, reason=why
    )
    yield force.day(136)
    correcting.confirm(fresh(need), erratum, by=force["dpo"], on=clock.today())
    yield force.day(9)
    record = latest(force)
    correcting.correct(
        record, record.decision, by=force["strategic-lead"], on=clock.today(),
        reason="The analysis does not lean on it.",
        text="The regional assessment is that of the second quarter, not of the first.",
    )  # fmt: skip
