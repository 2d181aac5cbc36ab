"""Why a review may not be recommended, confirmed or closed (G 7)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anpr_governance.database.functions import add_months
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import guard
from reviews import tree

if TYPE_CHECKING:
    from reviews.models import BaselinePlan, Review


@guard("G 7.2")
def question_unanswered(review: "Review", by: Any, on: date) -> str | None:
    """A question of the branch reached lacks its answer or the words that support it."""
    missing = tree.unanswered(review.answers)
    if not missing:
        return None
    return _("Answer these first, each with its evidence or reasons: %(what)s.") % {"what": ", ".join(missing)}


@guard("G 7.4")
def contradiction(review: "Review", by: Any, on: date) -> str | None:
    """The recommendation is not where the answers lead."""
    leaf = tree.branch(review.answers).leaf
    if not leaf or review.recommendation == leaf:
        return None
    label = facts("review_tree")["leaves"][leaf]["label"]
    return _("Your answers lead to “%(leaf)s”. Recommend that, or change the answers.") % {"leaf": _(label)}


@guard("G 7.5")
def unchanged_without_dpia(review: "Review", by: Any, on: date) -> str | None:
    """Without a DPIA nobody can say that nothing changed."""
    if tree.branch(review.answers).leaf != "continue_unchanged" or review.site.dpias.in_force(on).exists():
        return None
    return _("No DPIA covers this site, so “unchanged” cannot be said. Answer what the site means for people today.")


@guard("G 7.2")
def ground_moved(review: "Review", by: Any, on: date) -> str | None:
    """The site goes on only upon a need that stands on the assessment in force."""
    if tree.branch(review.answers).outcome != "continue" or review.site.needs.standing(on).exists():
        return None
    return _(
        "No pressing social need stands for this site on an assessment in date. "
        "Have the need confirmed, or a new one established, then recommend."
    )


@guard("G 7.8")
def group_undecided(review: "Review", by: Any, on: date) -> str | None:
    """Continuing after a changed impact, or against a return, is for the strategy group."""
    if not tree.branch(review.answers).needs_group and not review.in_dispute():
        return None
    if review.site.agenda_items.review_decided(review.recommended_on(), on).exists():
        return None
    return _("The strategy group decides this one: put it on an agenda and record the group's decision first.")


@guard("G 4.1")
def retrospective_dpia_undated(review: "Review", by: Any, on: date) -> str | None:
    """A site that goes on without a DPIA has the gap standing and a date for the DPIA."""
    if tree.branch(review.answers).outcome != "continue" or review.site.dpias.in_force(on).exists():
        return None
    if review.site.gaps.open().filter(kind__in=["dpia", "dpia_outside"], due__isnull=False).exists():
        return None
    return _("No DPIA covers this site. Give its gap an owner and a date for the retrospective DPIA.")


@guard("G 7.4")
def task_open(review: "Review", by: Any, on: date) -> str | None:
    """The review is closed when what it set going is done."""
    left = review.site.tasks.open().filter(opened_by=review.reference).count()
    return _("%(count)d tasks of this review are open.") % {"count": left} if left else None


@guard("P L17")
def beyond_limit(plan: "BaselinePlan", by: Any, on: date) -> str | None:
    """A baseline plan promises every first review within the limit from the day it was made."""
    months = facts("intervals")["intervals"]["baseline_plan"]["months"]
    last = plan.dates.order_by("-due_on").values_list("due_on", flat=True).first()
    limit = add_months(plan.made_on, months)
    if last is None or last <= limit:
        return None
    return _("A date lies after %(limit)s. Bring every first review to that day or before.") % {
        "limit": limit.isoformat()
    }


@guard("P L17")
def no_dates(plan: "BaselinePlan", by: Any, on: date) -> str | None:
    """A plan without dates promises nothing."""
    return None if plan.dates.exists() else _("The plan holds no site. Spread the first reviews before it is approved.")
