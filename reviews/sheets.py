"""What the reviewer, the confirmer and the approver of a plan see and seal."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext_lazy as _

from anpr_governance.documents.sheets import Sheet, disclosed, sheet, withheld

if TYPE_CHECKING:
    from reviews.models import BaselinePlan, Review


@sheet("review", version=1)
class ReviewSheet(Sheet):
    """A review: the site, the versions used, the answers of the branch and the recommendation."""

    reference: str = disclosed(_("Reference"))
    site: str = withheld(_("Site"), because="s31-1-a")
    cycle: int = disclosed(_("Cycle"))
    due_on: str = disclosed(_("Due on"), clause="G 7.1")
    occasion: str = disclosed(_("Why it was opened"))
    assessment: str = disclosed(_("Assessment used"), clause="G 1.8")
    need: str = disclosed(_("Need used"), clause="G 7.2")
    dpia: str = disclosed(_("DPIA used"), clause="G 7.5")
    answers: dict[str, Any] = withheld(_("Answers"), because="s31-1-a", clause="G 7.2")
    recommendation: str = disclosed(_("Recommendation"))

    @classmethod
    def of(cls, record: "Review", on: date) -> Self:
        """The review as it stands; versions are those pinned when it was begun."""
        return cls(
            reference=record.reference,
            site=record.site.reference,
            cycle=record.cycle,
            due_on=record.due_on.isoformat(),
            occasion=record.occasion,
            assessment=_version(record.assessment),
            need=_version(record.need),
            dpia=_version(record.dpia),
            answers=record.answers,
            recommendation=record.recommendation,
        )


def _version(record: Any) -> str:
    return f"{record.reference} v{record.version}" if record else ""


@sheet("baseline_plan", version=1)
class BaselinePlanSheet(Sheet):
    """A plan of first reviews: each site with its day."""

    reference: str = disclosed(_("Reference"))
    made_on: str = disclosed(_("Made on"))
    dates: dict[str, str] = withheld(_("Day by site"), because="s31-1-a", clause="P L17")

    @classmethod
    def of(cls, record: "BaselinePlan", on: date) -> Self:
        """The plan with every date; sites are named by their key in the register."""
        rows = record.dates.order_by("pk").values_list("site__number", "due_on")
        return cls(
            reference=record.reference,
            made_on=record.made_on.isoformat(),
            dates={str(number): day.isoformat() for number, day in rows},
        )
