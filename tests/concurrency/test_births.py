"""What is numbered, opened or imported by two at once is there once, and the chain tells of each once."""

import hashlib
from typing import Any

from django.db.models import Count

from anpr_governance.audit.models import Event
from anpr_governance.audit.verify import verify_stored
from anpr_governance.database import clock
from anpr_governance.documents.models import Job
from anpr_governance.duties import daily
from anpr_governance.organisations.models import Person
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow.models import Notice, Sequence
from assessments.models import Need
from cameras.models import Device, PerformanceCheck, Site
from cameras.register import jobs
from cameras.register.importing import run
from reviews.models import Review
from reviews.opening import open_due_reviews
from tests.cameras.register.files import data, given, rows
from tests.concurrency.racing import at_once, while_open
from tests.make import cameras, reviews
from tests.make.people import World


def test_two_who_take_the_next_number_get_two(world: World) -> None:
    analyst = world.analyst

    def born() -> Any:
        by = Person.objects.get(pk=analyst.pk)
        return Need.born(by=by, on=clock.today(), organisation=world.organisation, title="Raids")

    assert while_open(born, born) == ("taken", "taken")
    assert at_once(*[born] * 6) == ["taken"] * 6
    assert sorted(Need.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert Sequence.objects.get(letter="N").last == 8


def test_two_daily_runs_at_once_open_and_tell_nothing_twice(world: World) -> None:
    places = [cameras.found(world) for _n in range(6)]
    for place in places:
        cameras.device(world, place)
    assert world.lead
    today = clock.today()
    assert at_once(*[lambda: daily.open_due(today)] * 3) == ["taken"] * 3
    assert Review.objects.count() == len(places)
    assert not _twice(Review, "site") and not _twice(PerformanceCheck, "device")
    assert not _twice(Notice, "person", "key")
    assert Review.history.count() == len(places)
    told = [event.details["count"] for event in Event.objects.filter(kind="reviews.review.open_many")]
    assert told == [len(places)]
    assert verify_stored(world.organisation.code).broken == ""


def _twice(model: Any, *fields: str) -> list[Any]:
    return list(model.objects.order_by().values(*fields).annotate(n=Count("pk")).filter(n__gt=1))


def test_opening_waits_for_an_opening_and_tells_only_of_its_own(world: World) -> None:
    place, today = cameras.found(world), clock.today()
    theirs = cameras.found(world.other)
    outcomes = while_open(
        lambda: open_due_reviews(today, [world.organisation.pk]),
        lambda: open_due_reviews(today, [world.organisation.pk, world.other.organisation.pk]),
    )
    assert outcomes == ("taken", "taken")
    born = {review.site_id: review.pk for review in Review.objects.all()}
    assert set(born) == {place.pk, theirs.pk}
    for code, site in ((world.organisation.code, place), (world.other.organisation.code, theirs)):
        event = Event.objects.get(kind="reviews.review.open_many", organisation_code=code)
        assert event.details["keys_sha256"] == hashlib.sha256(f"{born[site.pk]}\n".encode()).hexdigest()


def test_a_review_opened_by_hand_meanwhile_is_not_counted_by_the_opening(world: World) -> None:
    cameras.found(world)
    theirs = reviews.site(world.other)
    outcomes = while_open(
        lambda: reviews.opened(world.other, theirs),
        lambda: open_due_reviews(clock.today(), [world.organisation.pk]),
    )
    assert outcomes == ("taken", "taken")
    events = Event.objects.filter(kind="reviews.review.open_many")
    assert [(event.organisation_code, event.details["count"]) for event in events] == [(world.organisation.code, 1)]
    assert reviews.opened(world.other, reviews.site(world.other)).number == 2


def test_two_imports_of_one_file_at_once_bring_each_site_once(world: World) -> None:
    content = data(*rows(12))
    outcomes = while_open(
        lambda: run(given(world.organisation, content), write=True),
        lambda: run(given(world.organisation, content), write=True),
    )
    assert outcomes == ("taken", "taken")
    assert (Site.objects.count(), Device.objects.count()) == (12, 12)
    assert Event.objects.filter(kind="cameras.import").count() == 1
    assert Site.history.count() == 12
    assert verify_stored(world.organisation.code).broken == ""


def test_one_import_handed_to_two_workers_is_run_once(world: World) -> None:
    job = jobs.upload(world.manager, world.organisation, "register.csv", data(*rows(5)))
    jobs.ask(job, dry_run=False, source="register")
    ran: list[bool] = []
    assert at_once(*[lambda: ran.append(jobs.run_job(job.pk, clock.now()))] * 2) == ["taken", "taken"]
    assert sorted(ran) == [False, True]
    assert Site.objects.count() == 5 and Job.objects.get().finished_at is not None


def test_eight_who_write_at_once_leave_the_chain_unbroken(world: World) -> None:
    places = [cameras.found(world) for _n in range(8)]
    writers = {place.pk: world.someone(Role.ANPR_MANAGER, f"manager {place.pk}") for place in places}
    before = Event.objects.count()

    def write(place: Site) -> None:
        for turn in range(5):
            Site.objects.get(pk=place.pk).amend(by=writers[place.pk], on=clock.today(), description=f"Turn {turn}")

    assert at_once(*(lambda place=place: write(place) for place in places)) == ["taken"] * 8
    report = verify_stored(world.organisation.code)
    assert (report.broken, report.events - before) == ("", 40)
