"""The reviews and periodic checks of the demonstration: what fell due each month, and who did it in time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anpr_governance.database import clock
from cameras.models import PerformanceCheck
from cameras.opening import open_due_checks
from reviews.demo import meetings
from reviews.demo.assessments import fresh
from reviews.demo.force import Force
from reviews.demo.putting_up import accept, measure
from reviews.demo.telling import Case
from reviews.models import BaselinePlan, Review
from reviews.opening import open_due_reviews

RESULTS = "In the last twelve months reads led to 31 stops, 12 arrests and 5 recovered vehicles; see the yearly report."
NOTHING = "Looked at on site and on the plan of the council: nothing was built or opened since the assessment."
YES = {"answer": "yes", "text": RESULTS}
UNCHANGED = {part: {"answer": "no", "text": NOTHING} for part in ("location", "resident", "transient")}
HOMES = {"answer": "yes", "text": "Eighty-six flats were built beside the road; their residents pass every day."}
CHANGED = UNCHANGED | {"resident": HOMES}
GONE = {
    "answer": "no",
    "text": "The burglaries ended with two convictions; there was no case here for fourteen months.",
}
IN_BOUNDS = {"answer": "yes", "text": "Residents can leave by two other roads, and pictures go after thirty days."}
ANSWERS: dict[str, dict[str, Any]] = {
    "continue_unchanged": {"need": YES, "aims": YES, "privacy": UNCHANGED},
    "continue_changed": {"need": YES, "aims": YES, "privacy": CHANGED, "impact": IN_BOUNDS},
    "cease_not_relevant": {"need": GONE},
    "cease_not_justified": {
        "need": YES, "aims": YES, "privacy": CHANGED,
        "impact": {"answer": "no", "text": "With the flats there, more people are recorded than the results bear."},
    },
}  # fmt: skip


LATELY = 130
"""Days within which a review that stands halfway today was not begun."""


@dataclass(frozen=True)
class Habits:
    """How a force deals with what falls due: places left alone since a day, places that end otherwise."""

    months: tuple[int, ...]
    unreviewed: Mapping[str, int] = field(default_factory=dict)
    unchecked: Mapping[str, int] = field(default_factory=dict)
    endings: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    halfway: Mapping[str, str] = field(default_factory=dict)


def month_by_month(force: Force, habits: Habits) -> Case:
    """What was opened a month ago is done, then what falls due is opened, as the daily run does it."""
    for ago in habits.months:
        yield force.day(ago)
        for review in Review.objects.filter(organisation=force.organisation, state="open").order_by("pk"):
            _review(force, review, habits, ago)
        for check in PerformanceCheck.objects.filter(organisation=force.organisation, state="open", kind="periodic"):
            if habits.unchecked.get(check.site.site_reference, 0) < ago:
                accept(force, measure(force, check))
        open_due_reviews(clock.today(), [force.organisation.pk])
        open_due_checks(clock.today(), [force.organisation.pk])
    yield force.day(4)
    for register, leaf in habits.halfway.items():
        _stop_halfway(force, register, leaf)


def _review(force: Force, review: Review, habits: Habits, ago: int) -> None:
    register = review.site.site_reference
    if habits.unreviewed.get(register, 0) >= ago or (register in habits.halfway and ago < LATELY):
        return
    since, leaf = habits.endings.get(register, (0, ""))
    if not leaf or ago > since:
        leaf = "continue_unchanged" if review.site.dpias.in_force(clock.today()).exists() else "continue_changed"
    if leaf.startswith("continue") and not review.site.needs.standing(clock.today()).exists():
        return
    _recommend(force, review, leaf)
    if leaf == "continue_changed":
        minutes = "The group saw the answers on the new flats and found the place still justified."
        meetings.item(
            force, meetings.GROUP, "review", site=review.site, outcome="continue", balance="", minutes=minutes
        )
    fresh(review).confirm(by=force["strategic-lead"], on=clock.today())


def _recommend(force: Force, review: Review, leaf: str) -> None:
    by, on = force["anpr-specialist"], clock.today()
    fresh(review).begin(by=by, on=on)
    fresh(review).amend(by=by, on=on, answers=ANSWERS[leaf], recommendation=leaf)
    fresh(review).recommend(by=by, on=on)


def _stop_halfway(force: Force, register: str, leaf: str) -> None:
    """A review that is begun (no leaf) or recommended and waits."""
    review = Review.objects.filter(organisation=force.organisation, site__site_reference=register).unfinished().first()
    if review is None:
        why = "A resident asked what the new school means."
        site = force.site(register)
        review = Review.open_out_of_cycle(by=force["dpo"], on=clock.today(), site=site, reason=why)
    if leaf:
        _recommend(force, review, leaf)
    else:
        fresh(review).begin(by=force["anpr-specialist"], on=clock.today())


def planned(force: Force, approved: int, draft: int) -> Case:
    """The plan of first reviews of the old register, approved; and a newer one, still a draft."""
    yield force.day(approved + 12)
    plan = BaselinePlan.spread(by=force["anpr-manager"], on=clock.today(), organisation=force.organisation)
    yield force.day(approved)
    fresh(plan).approve(by=force["strategic-lead"], on=clock.today())
    yield force.day(draft)
    BaselinePlan.spread(by=force["anpr-manager"], on=clock.today(), organisation=force.organisation)


def returned_once(force: Force, register: str, ago: int) -> Case:
    """A review out of cycle that the strategic lead returned; the site stops before it is answered."""
    yield force.day(ago)
    site = force.site(register)
    review = Review.open_out_of_cycle(by=force["strategic-lead"], on=clock.today(), site=site, reason="A complaint")
    _recommend(force, review, "cease_not_justified")
    yield force.day(ago - 5)
    fresh(review).return_(
        by=force["strategic-lead"], on=clock.today(), reason="Ask the parish before you recommend it."
    )
    yield force.day(ago - 9)
    why = "The council takes the pole down next week, so there is nothing left to review."
    force.site(register).cease_collection(by=force["chief-officer"], on=clock.today(), reason=why)


def finished(force: Force, register: str, ago: int, but: tuple[str, ...] = ()) -> Case:
    """What a ceasing set going is done, `but` some of it; a review whose tasks are all done is closed."""
    yield force.day(ago)
    site = force.site(register)
    for task in site.tasks.open().exclude(kind__in=but):
        site.finish_task(task=task, by=force["anpr-manager"], on=clock.today(), answer="Done and filed.")
