"""The duties of this app: the annual review of every location (C1) and what follows a confirmed one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from anpr_governance.duties.registry import Line, duty
from anpr_governance.organisations.roles import Role
from cameras.models import Site
from reviews.models import Review
from reviews.opening import open_due_reviews, review_set

GROUND_MOVED = _l("The assessment below its need fell. Nobody can recommend to go on until the need is confirmed.")


def _review_line(site: Any) -> Line:
    last = site.last_done
    why = _("Every location is reviewed at least once a year. ")
    why += _("Last reviewed %(day)s.") % {"day": f"{last:%-d %B %Y}"} if last else _("It was never reviewed here.")
    title = _("Annual review: %(site)s") % {"site": site.title}
    return Line(title, why, f"/sites/{site.reference}/review/", _("Go to the review"), site.reference)


@duty(
    "location-review",
    title=_l("Annual review"),
    plural=_l("Annual reviews"),
    clause="G 7.1",
    role=Role.ANPR_MANAGER,
    line=_review_line,
    path="/reviews/?due=1",
    opens=open_due_reviews,
)
def location_review(today: date, organisation_ids: Sequence[int]) -> QuerySet[Site]:
    """C1: each live or suspended own or feeding site, by the day of its next review."""
    return review_set(organisation_ids, today).select_related("organisation")


def _moved_line(review: Any) -> Line:
    title = _("Ground moved under the review: %(site)s") % {"site": review.site.title}
    why = str(GROUND_MOVED)
    return Line(title, why, review.get_absolute_url(), _("Open the review"), review.reference)


@duty(
    "review-ground",
    title=_l("Review whose ground moved"),
    plural=_l("Reviews whose ground moved"),
    clause="G 1.8",
    role=Role.ANPR_MANAGER,
    line=_moved_line,
    path="/reviews/?shows=moved",
)
def moved_reviews(today: date, organisation_ids: Sequence[int]) -> QuerySet[Review]:
    """Unfinished reviews whose need lapsed, by the day on which each falls due."""
    rows = Review.objects.filter(organisation__in=organisation_ids).unfinished().ground_moved(today)
    return rows.select_related("organisation", "site__organisation").annotate(due=F("due_on"))


def _confirm_line(review: Any) -> Line:
    title = _("Confirm the review: %(site)s") % {"site": review.site.title}
    why = _("Recommended: %(what)s. Until you confirm it, the review is not done.")
    why %= {"what": review.get_recommendation_display()}
    return Line(title, why, review.get_absolute_url(), _("Read and confirm"), review.reference)


@duty(
    "confirm-review",
    title=_l("Review to confirm"),
    plural=_l("Reviews to confirm"),
    clause="G 7.1",
    role=Role.STRATEGIC_LEAD,
    line=_confirm_line,
    path="/reviews/?state=recommended",
)
def confirm_review(today: date, organisation_ids: Sequence[int]) -> QuerySet[Review]:
    """Recommended reviews wait for the strategic lead by the day on which they fall due."""
    rows = Review.objects.filter(organisation__in=organisation_ids).in_state("recommended")
    return rows.select_related("organisation", "site__organisation").annotate(due=F("due_on"))
