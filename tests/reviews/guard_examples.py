"""For every guard of every step of reviews: a record in which it alone refuses, and how it is mended."""

from datetime import timedelta

from anpr_governance.database import clock
from anpr_governance.organisations.roles import System
from reviews.models import BaselineDate, Review
from tests.guards import Case, example
from tests.make import cameras, reviews
from tests.make.people import World


def answer(world: World, review: Review, leaf: str) -> None:
    """The answers and the recommendation of `leaf`."""
    review.amend(by=world.manager, on=clock.today(), answers=reviews.ANSWERS[leaf], recommendation=leaf)


@example("reviews.review", "recommend", "reviews.question_unanswered")
def question_unanswered(world: World) -> Case:
    review = reviews.assessing(world)
    part = {**reviews.ANSWERS["continue_unchanged"], "aims": {"answer": "yes", "text": ""}}
    review.amend(by=world.manager, on=clock.today(), answers=part)
    return Case(review, world.manager, lambda: answer(world, review, "continue_unchanged"))


@example("reviews.review", "recommend", "reviews.contradiction")
def contradiction(world: World) -> Case:
    review = reviews.assessing(world)
    review.amend(by=world.manager, on=clock.today(), recommendation="continue_changed")
    return Case(review, world.manager, lambda: answer(world, review, "continue_unchanged"))


@example("reviews.review", "recommend", "reviews.unchanged_without_dpia")
def unchanged_without_dpia(world: World) -> Case:
    site = reviews.site(world, without="dpia")
    review = reviews.assessing(world, place=site)
    return Case(review, world.manager, lambda: cameras.signed_dpia(world, site))


@example("reviews.review", "recommend", "reviews.ground_moved")
def ground_moved(world: World) -> Case:
    site = reviews.site(world, without="need")
    review = reviews.assessing(world, place=site)
    return Case(review, world.manager, lambda: reviews.standing_need(world, site))


@example("reviews.review", "confirm", "reviews.group_undecided")
def group_undecided(world: World) -> Case:
    review = reviews.recommended(world, "continue_changed")
    return Case(review, world.lead, lambda: reviews.group_decided(world, review.site))


@example("reviews.review", "confirm", "reviews.retrospective_dpia_undated")
def retrospective_dpia_undated(world: World) -> Case:
    site = reviews.site(world, without="dpia")
    review = reviews.recommended(world, "continue_changed", site)
    reviews.group_decided(world, site)
    site.gaps.open().update(due=None)
    later = clock.today() + timedelta(days=90)
    return Case(review, world.lead, lambda: site.gaps.open().update(due=later))


@example("reviews.review", "close", "reviews.task_open")
def task_open(world: World) -> Case:
    review = reviews.confirmed(world, "cease_not_relevant")

    def finish() -> None:
        site = type(review.site).objects.get(pk=review.site.pk)
        for task in site.tasks.open():
            site.finish_task(task=task, by=world.manager, on=clock.today(), answer="Done.")

    return Case(review, System("tasks"), finish)


@example("reviews.baselineplan", "approve", "reviews.no_dates")
def no_dates(world: World) -> Case:
    plan = reviews.plan(world)
    site = cameras.found(world)
    later = clock.today() + timedelta(days=30)
    return Case(plan, world.lead, lambda: BaselineDate.objects.create(plan=plan, site=site, due_on=later))


@example("reviews.baselineplan", "approve", "reviews.beyond_limit")
def beyond_limit(world: World) -> Case:
    cameras.found(world)
    plan = reviews.plan(world)
    plan.dates.update(due_on=clock.today() + timedelta(days=400))
    return Case(plan, world.lead, lambda: plan.dates.update(due_on=clock.today() + timedelta(days=300)))
