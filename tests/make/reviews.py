"""Reviews in any state, reached by their real steps, and baseline plans."""

from datetime import date
from typing import Any

from anpr_governance.database import clock
from assessments.models import AgendaItem, Meeting, NeedGround, StrategicAssessment
from assessments.models import Decision as AssessmentDecision
from cameras.models import Site
from reviews.models import BaselinePlan, Review
from tests.make import cameras
from tests.make.people import World

SAID = "The figures of the last twelve months, report 14 of October."
UNCHANGED = {part: {"answer": "no", "text": SAID} for part in ("location", "resident", "transient")}
CHANGED = {**UNCHANGED, "resident": {"answer": "yes", "text": "Eighty-six flats were built."}}
YES = {"answer": "yes", "text": SAID}
ANSWERS: dict[str, dict[str, Any]] = {
    "continue_unchanged": {"need": YES, "aims": YES, "privacy": UNCHANGED},
    "continue_changed": {"need": YES, "aims": YES, "privacy": CHANGED, "impact": YES},
    "cease_not_relevant": {"need": {"answer": "no", "text": SAID}},
    "cease_not_justified": {
        "need": YES, "aims": YES, "privacy": CHANGED, "impact": {"answer": "no", "text": SAID},
    },
}  # fmt: skip


def standing_need(world: World, site: Site) -> Any:
    """An established need of `site` that stands on an assessment in date."""
    need = cameras.established_need(world, site)
    fields = {"organisation": world.organisation, "number": need.number, "area": "Vale", "state": "in_review"}
    assessment = cameras.born(StrategicAssessment, **fields)
    decision = cameras.decided(AssessmentDecision, "assessment", assessment, world.lead, clock.today(), "endorse")
    later = date(clock.today().year + 1, 12, 1)
    cameras.moved(assessment, state="endorsed", decision=decision, next_review_on=later)
    NeedGround.objects.create(need=need, ground="local_crime", assessment=assessment)
    return need


def site(world: World, without: str = "") -> Site:
    """A live found site with its need and DPIA; `without` leaves out *need* or *dpia*."""
    row = cameras.found(world)
    if without != "need":
        standing_need(world, row)
    if without != "dpia":
        cameras.signed_dpia(world, row)
    return row


def opened(world: World, place: Site | None = None) -> Review:
    """A review opened out of its cycle."""
    where = place or site(world)
    return Review.open_out_of_cycle(by=world.manager, on=clock.today(), site=where, reason="A complaint")


def assessing(world: World, leaf: str = "continue_unchanged", place: Site | None = None) -> Review:
    """A review whose answers lead to `leaf`, recommending it."""
    begun = opened(world, place).begin(by=world.manager, on=clock.today())
    return begun.amend(by=world.manager, on=clock.today(), answers=ANSWERS[leaf], recommendation=leaf)


def recommended(world: World, leaf: str = "continue_unchanged", place: Site | None = None) -> Review:
    """A review that waits for the strategic lead."""
    return assessing(world, leaf, place).recommend(by=world.manager, on=clock.today())


def group_decided(world: World, site: Site) -> AgendaItem:
    """The strategy group let the site continue today."""
    meeting = Meeting.objects.get_or_create(organisation=world.organisation, body="strategy_group", on=clock.today())[0]
    position = meeting.items.count() + 1
    return AgendaItem.objects.create(meeting=meeting, position=position, kind="review", site=site, outcome="continue")


def confirmed(world: World, leaf: str = "continue_unchanged", place: Site | None = None) -> Review:
    """A confirmed review."""
    review = recommended(world, leaf, place)
    if leaf == "continue_changed":
        group_decided(world, review.site)
    return review.confirm(by=world.lead, on=clock.today())


def plan(world: World) -> BaselinePlan:
    """A plan over every site never reviewed."""
    return BaselinePlan.spread(by=world.manager, on=clock.today(), organisation=world.organisation)
