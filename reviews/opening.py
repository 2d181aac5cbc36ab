"""When reviews fall due, computed in the database, and how those that do are opened (G 7.1; P L17)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from anpr_governance.database.functions import AddDays, AddMonths, Latest, add_days
from anpr_governance.duties.registry import interval, length, lengths
from anpr_governance.organisations.roles import System
from anpr_governance.workflow.opening import open_many
from cameras.models import Site, SitePeriod
from reviews.models import BaselineDate, Review
from reviews.states import DONE, Occasion, ReviewState

OPEN_DUE = System("open_due")


class _OfTheSite(Coalesce):
    """A day that follows from a site's own key: a statement that groups by the key groups by nothing of it."""

    def get_group_by_cols(self) -> list[Any]:
        return []


def last_confirmed() -> Subquery:
    """The day of a site's last confirmed review."""
    done = Review.objects.filter(site=OuterRef("pk"), state__in=DONE).order_by("-decision__on")
    return Subquery(done.values("decision__on")[:1])


def with_next_review(sites: QuerySet[Site], today: date) -> QuerySet[Any]:
    """Annotate `last_done` and `due_on`: 12 months after the last confirmed review, else the plan, else live.

    A site never reviewed, without a plan and without a live date is overdue from the day before it was entered.
    """
    return _due(sites.annotate(confirmed=last_confirmed()), length("location_review", today), today)


def _due(sites: QuerySet[Site], months: Combinable, today: date) -> QuerySet[Any]:
    """The rule of `with_next_review`, for sites that carry `confirmed`."""
    plan = BaselineDate.objects.filter(site=OuterRef("pk"), plan__state="approved").order_by("-plan__pk")
    entered = SitePeriod.objects.filter(site=OuterRef("pk")).order_by("since")
    at_once = AddDays(Cast(Subquery(entered.values("since")[:1]), DateField()), -1)
    due = _OfTheSite(
        AddMonths("last_done", months),
        Subquery(plan.values("due_on")[:1], output_field=DateField()),
        AddMonths("live_since", months),
        at_once,
        Value(today),
        output_field=DateField(),
    )
    return sites.annotate(last_done=Latest("confirmed", "review_before")).annotate(due_on=due)


def review_set(organisation_ids: Sequence[int], today: date) -> QuerySet[Any]:
    """Every live or suspended own or feeding site with its next review (T095)."""
    sites = Site.objects.filter(organisation__in=organisation_ids).collecting()
    return with_next_review(sites, today)


def open_due_reviews(today: date, organisation_ids: Sequence[int]) -> int:
    """Open the reviews whose day lies within the lead time; each (site, cycle) once, whatever runs twice.

    Every review of every site is read once and counted by site, not once a site: bulk work grows with its rows.
    """
    done = Q(reviews__state__in=DONE)
    unfinished = Review.objects.filter(site=OuterRef("pk")).unfinished()
    sites = Site.objects.filter(organisation__in=organisation_ids).collecting().filter(~Exists(unfinished))
    counted = sites.annotate(
        confirmed=Max("reviews__decision__on", filter=done), cycle=Count("reviews", filter=done) + 1
    )
    due = (
        _due(counted, lengths("location_review", today, organisation_ids), today)
        .annotate(site_id=F("pk"))
        .values("organisation_id", "site_id", "cycle", "due_on")
    )
    return open_many(
        Review, due, by=OPEN_DUE, on=today, until=add_days(today, interval("location_review")["lead_days"]),
        given={"state": ReviewState.OPEN.value, "occasion": Occasion.DUE.value}, organisation_ids=organisation_ids,
    )  # fmt: skip
