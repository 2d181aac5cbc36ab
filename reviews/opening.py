"""When reviews fall due, computed in the database, and how those that do are opened (G 7.1; P L17)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest

from anpr_governance.database.functions import AddDays
from anpr_governance.duties.registry import after, interval
from anpr_governance.organisations.roles import System
from anpr_governance.workflow.opening import open_many
from cameras.models import Site, SitePeriod
from reviews.models import BaselineDate, Review
from reviews.states import DONE, Occasion, ReviewState

OPEN_DUE = System("open_due")


def last_confirmed() -> Subquery:
    """The day of a site's last confirmed review."""
    done = Review.objects.filter(site=OuterRef("pk"), state__in=DONE).order_by("-decision__on")
    return Subquery(done.values("decision__on")[:1])


def with_next_review(sites: QuerySet[Site], today: date) -> QuerySet[Any]:
    """Annotate `last_done` and `due_on`: 12 months after the last confirmed review, else the plan, else live.

    A site never reviewed, without a plan and without a live date is overdue from the day before it was entered.
    """
    plan = BaselineDate.objects.filter(site=OuterRef("pk"), plan__state="approved").order_by("-plan__pk")
    entered = SitePeriod.objects.filter(site=OuterRef("pk")).order_by("since")
    last = Case(
        When(confirmed__isnull=False, review_before__isnull=False, then=Greatest("confirmed", "review_before")),
        default=Coalesce("confirmed", "review_before"),
        output_field=DateField(),
    )
    at_once = AddDays(Cast(Subquery(entered.values("since")[:1]), DateField()), -1)
    due = Coalesce(
        after("last_done", "location_review", today),
        Subquery(plan.values("due_on")[:1], output_field=DateField()),
        after("live_since", "location_review", today),
        at_once,
        Value(today, output_field=DateField()),
        output_field=DateField(),
    )
    return sites.annotate(confirmed=last_confirmed()).annotate(last_done=last).annotate(due_on=due)


def review_set(organisation_ids: Sequence[int], today: date) -> QuerySet[Any]:
    """Every live or suspended own or feeding site with its next review (T095)."""
    sites = Site.objects.filter(organisation__in=organisation_ids).collecting()
    return with_next_review(sites, today)


def open_due_reviews(today: date, organisation_ids: Sequence[int]) -> int:
    """Open the reviews whose day lies within the lead time; each (site, cycle) once, whatever runs twice."""
    lead = interval("location_review")["lead_days"]
    done = Review.objects.filter(site=OuterRef("pk"), state__in=DONE).order_by().values("site")
    cycle = Coalesce(Subquery(done.annotate(n=Count("pk")).values("n")), 0) + 1
    unfinished = Review.objects.filter(site=OuterRef("pk")).unfinished()
    due = (
        review_set(organisation_ids, today)
        .filter(~Exists(unfinished), Q(due_on__lte=AddDays(today, lead)))
        .annotate(site_id=F("pk"), cycle=cycle)
        .values("organisation_id", "site_id", "cycle", "due_on")
    )
    given = {"state": ReviewState.OPEN.value, "occasion": Occasion.DUE.value}
    return open_many(Review, due, by=OPEN_DUE, on=today, given=given)
