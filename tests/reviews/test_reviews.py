"""The tree of G 7.2–7.9, its consequences, and when reviews fall due."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.duties import agenda, daily
from anpr_governance.duties.registry import DUTIES
from anpr_governance.workflow import effects
from anpr_governance.workflow.models import Notice
from anpr_governance.workflow.querysets import OneDoor
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.models import Site
from reviews import tree
from reviews.models import Review
from reviews.opening import open_due_reviews, review_set
from tests.make import cameras, reviews
from tests.make.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def due_on(site: Site, today: date | None = None) -> date:
    """The day of a site's next review."""
    day = today or clock.today()
    return review_set([site.organisation_id], day).get(pk=site.pk).due_on


@pytest.mark.requirement("T087")
@pytest.mark.parametrize("leaf", sorted(reviews.ANSWERS))
def test_the_answers_lead_to_their_leaf(leaf: str) -> None:
    assert tree.branch(reviews.ANSWERS[leaf]).leaf == leaf


def test_only_the_branch_reached_is_asked() -> None:
    assert tree.branch(reviews.ANSWERS["cease_not_relevant"]).questions == ("need",)
    assert tree.branch({}).questions == ("need",)
    assert tree.branch({"need": reviews.YES}).questions == ("need", "aims")


@pytest.mark.requirement("T088")
def test_an_answer_without_its_words_is_no_answer(world: World) -> None:
    review = reviews.assessing(world)
    silent = {**reviews.ANSWERS["continue_unchanged"], "aims": {"answer": "no", "text": " "}}
    review.amend(by=world.manager, on=clock.today(), answers=silent)
    with pytest.raises(Refused) as refused:
        review.recommend(by=world.manager, on=clock.today())
    assert "reviews.question_unanswered" in [reason.guard for reason in refused.value.reasons]


@pytest.mark.requirement("T086")
def test_a_confirmed_review_stays_as_it_was_signed(world: World) -> None:
    review = reviews.confirmed(world)
    with pytest.raises(Refused):
        review.amend(by=world.manager, on=clock.today(), answers=reviews.ANSWERS["cease_not_relevant"])
    with pytest.raises(OneDoor):
        review.delete()
    kept = Review.objects.get(pk=review.pk)
    assert (kept.answers, kept.decision.seal.holds()) == (reviews.ANSWERS["continue_unchanged"], True)


@pytest.mark.requirement("T087")
def test_a_review_on_an_assessment_that_is_gone_is_not_recommended(world: World) -> None:
    review = reviews.assessing(world)
    cameras.moved(review.assessment, state="withdrawn")
    with pytest.raises(Refused) as refused:
        Review.objects.get(pk=review.pk).recommend(by=world.manager, on=clock.today())
    assert [reason.guard for reason in refused.value.reasons] == ["reviews.ground_moved"]


@pytest.mark.requirement("T091")
def test_continuing_sets_the_next_review_twelve_months_on(world: World) -> None:
    review = reviews.confirmed(world)
    assert review.decision.seal.holds()
    assert due_on(review.site) == date(clock.today().year + 1, clock.today().month, clock.today().day)


@pytest.mark.requirement("T089", "T094")
@pytest.mark.parametrize("leaf", ["cease_not_relevant", "cease_not_justified"])
def test_a_confirmed_cease_stops_the_collection_at_once(world: World, leaf: str) -> None:
    review = reviews.confirmed(world, leaf)
    site = Site.objects.get(pk=review.site.pk)
    assert site.state == "collection_ceased"
    assert site.tasks.open().filter(opened_by=review.reference).count() >= 4
    assert not review_set([site.organisation_id], clock.today()).exists()


@pytest.mark.requirement("T090", "T092")
def test_a_change_for_anybody_asks_for_the_impact() -> None:
    changed = {"need": reviews.YES, "aims": reviews.YES, "privacy": reviews.CHANGED}
    assert tree.branch(changed).questions[-1] == "impact"
    assert tree.branch(changed).leaf == ""


@pytest.mark.requirement("T093")
def test_a_changed_impact_continues_only_after_the_strategy_group(world: World) -> None:
    review = reviews.recommended(world, "continue_changed")
    with pytest.raises(Refused):
        review.confirm(by=world.lead, on=clock.today())
    item = reviews.group_decided(world, review.site)
    confirmed = review.confirm(by=world.lead, on=clock.today())
    assert confirmed.decision.agenda_item == item


def test_a_returned_recommendation_that_comes_back_goes_to_the_group(world: World) -> None:
    review = reviews.recommended(world).return_(by=world.lead, on=clock.today(), reason="Look at the flats")
    again = review.recommend(by=world.manager, on=clock.today())
    with pytest.raises(Refused) as refused:
        again.confirm(by=world.lead, on=clock.today())
    assert [reason.guard for reason in refused.value.reasons] == ["reviews.group_undecided"]


def test_a_review_without_tasks_is_closed_once_confirmed(world: World) -> None:
    review = reviews.confirmed(world)
    effects.sweep(clock.now())
    assert Review.objects.get(pk=review.pk).state == "closed"


def test_ceasing_cancels_the_review_that_is_open(world: World) -> None:
    review = reviews.opened(world)
    review.site.cease_collection(by=world.lead, on=clock.today(), reason="Ordered")
    effects.sweep(clock.now())
    assert Review.objects.get(pk=review.pk).state == "cancelled"


def test_the_review_is_not_recommended_and_confirmed_by_one_person(world: World) -> None:
    with pytest.raises(NotYours):
        reviews.recommended(world).confirm(by=world.manager, on=clock.today())


# When reviews fall due


@pytest.mark.requirement("T095")
def test_the_review_set_is_every_live_or_suspended_own_or_feeding_site(world: World) -> None:
    inside = {cameras.found(world).pk, cameras.found(world, relationship="feeds_us").pk}
    inside.add(cameras.found(world, state="suspended").pk)
    cameras.found(world, state="collection_ceased")
    cameras.found(world, state="", relationship="partner", in_service=True)
    cameras.found(world.other)
    assert set(review_set([world.organisation.pk], clock.today()).values_list("pk", flat=True)) == inside


@pytest.mark.requirement("T085")
@pytest.mark.parametrize(
    ("last", "due"),
    [(date(2024, 2, 29), date(2025, 2, 28)), (date(2025, 8, 31), date(2026, 8, 31))],
)
def test_the_next_review_falls_twelve_months_after_the_last(world: World, last: date, due: date) -> None:
    assert due_on(cameras.found(world, review_before=last)) == due


def test_a_site_never_reviewed_is_due_twelve_months_after_it_went_live(world: World) -> None:
    assert due_on(cameras.found(world, live_since=date(2026, 3, 1))) == date(2027, 3, 1)


@pytest.mark.requirement("T085")
def test_a_site_without_any_date_is_overdue_at_once(world: World) -> None:
    assert due_on(cameras.found(world)) < clock.today()


@pytest.mark.requirement("T085")
def test_an_approved_plan_gives_the_first_days_and_spreads_them(world: World) -> None:
    sites = [cameras.found(world) for _n in range(12)]
    plan = reviews.plan(world)
    assert due_on(sites[0]) < clock.today()
    plan.approve(by=world.lead, on=clock.today())
    days = sorted(due_on(site) for site in sites)
    assert len(set(days)) == 12
    assert days[0] > clock.today()
    assert days[-1] <= clock.today() + timedelta(days=365)


# Opening


def opened_by(world: World) -> int:
    """What one run of the opening gives birth to."""
    return open_due_reviews(clock.today(), [world.organisation.pk])


def test_due_reviews_are_opened_once_with_history_and_one_event(world: World) -> None:
    sites = [cameras.found(world) for _n in range(5)]
    cameras.found(world, review_before=clock.today())
    assert opened_by(world) == 5
    assert opened_by(world) == 0
    assert set(Review.objects.values_list("site_id", flat=True)) == {site.pk for site in sites}
    assert all(review.history.count() == 1 for review in Review.objects.all())
    event = Event.objects.get(kind="reviews.review.open_many")
    assert event.details["count"] == 5
    assert sorted(Review.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_a_review_after_an_opened_one_gets_the_next_number(world: World) -> None:
    cameras.found(world)
    opened_by(world)
    assert reviews.opened(world).number == 2


def test_the_next_cycle_opens_after_the_confirmed_one(world: World) -> None:
    review = reviews.confirmed(world)
    later = date(clock.today().year + 1, clock.today().month, clock.today().day)
    assert open_due_reviews(later - timedelta(days=61), [world.organisation.pk]) == 0
    assert open_due_reviews(later - timedelta(days=60), [world.organisation.pk]) == 1
    assert Review.objects.get(state="open").cycle == review.cycle + 1


def test_statements_do_not_grow_with_the_sites(world: World, django_assert_max_num_queries: object) -> None:
    for _n in range(30):
        cameras.found(world)
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        assert opened_by(world) == 30


# The daily run


def test_overdue_reviews_make_one_line_and_not_one_each(world: World) -> None:
    assert world.manager
    for _n in range(4):
        cameras.found(world)
    tomorrow = clock.today() + timedelta(days=1)
    done = daily.open_due(tomorrow, [world.organisation])
    assert done.opened == 4
    lines = Notice.objects.filter(person=world.manager, key__startswith="location-review:late-1")
    assert [line.text for line in lines] == [f"Annual reviews: 4 overdue since {clock.today():%-d %B %Y} or earlier."]


def test_a_second_run_on_the_same_day_does_nothing(world: World) -> None:
    assert world.manager
    cameras.found(world)
    tomorrow = clock.today() + timedelta(days=1)
    daily.open_due(tomorrow, [world.organisation])
    told = Notice.objects.count()
    assert str(daily.open_due(tomorrow, [world.organisation])) == "opened 0, reminded 0, escalated 0"
    assert Notice.objects.count() == told


def test_after_a_silence_nothing_is_missed_and_nothing_told_twice(world: World) -> None:
    assert world.manager
    cameras.found(world, review_before=clock.today() - timedelta(days=340))
    day = clock.today()
    for days in (0, 7, 20, 24):
        daily.open_due(day + timedelta(days=days), [world.organisation])
    keys = list(Notice.objects.filter(key__startswith="location-review:in-").values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == 3


def test_it_escalates_to_the_strategic_lead_and_then_the_chief_officer(world: World) -> None:
    people = (world.manager, world.lead, world.chief)
    cameras.found(world, review_before=clock.today() - timedelta(days=365))
    done = [daily.open_due(clock.today() + timedelta(days=n), [world.organisation]) for n in (1, 20, 40)]
    assert [run.escalated > 0 for run in done] == [False, True, True]
    told = {line.person_id for line in Notice.objects.filter(key__startswith="location-review:late-30")}
    assert people[2].pk in told


def test_a_role_without_a_holder_is_told_to_those_above(world: World) -> None:
    assert world.chief
    cameras.found(world)
    daily.open_due(clock.today() + timedelta(days=1), [world.organisation])
    assert Notice.objects.filter(person=world.chief, key__startswith="location-review:late-1").exists()


def test_my_work_and_the_daily_run_read_one_agenda(world: World) -> None:
    cameras.found(world)
    (item,) = [item for item in agenda.of_person(world.manager, clock.today()) if item.duty.key == "location-review"]
    counted = agenda.tally(
        DUTIES["location-review"], review_set([world.organisation.pk], clock.today()), clock.today(), 30
    )
    assert (item.overdue, counted.overdue) == (True, 1)


def test_who_confirms_reads_the_questions_in_words(world: World) -> None:
    review = reviews.recommended(world)
    client = Client()
    client.force_login(world.lead)
    page = unescape(client.get(f"{review.get_absolute_url()}step/confirm/").content.decode())
    assert "Did the site meet the aims for which it was put up?" in page
    assert "Has privacy changed for the place itself?" in page and "Continue: nothing changed" in page
    assert "out_of_cycle" not in page and "Out of cycle" in page
    assert all(given["text"] in page for key, given in review.answers.items() if "text" in given)
