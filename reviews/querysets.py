"""The vocabulary of reviews."""

from datetime import date
from typing import Any, Self

from django.db.models import Exists, OuterRef

from anpr_governance.workflow.querysets import StatefulQuerySet
from reviews import tree
from reviews.states import DONE, UNFINISHED


class ReviewQuerySet(StatefulQuerySet):
    """Annual reviews: `site.reviews`."""

    def unfinished(self) -> Self:
        """Open, being assessed or recommended."""
        return self.filter(state__in=UNFINISHED)

    def ground_moved(self, on: date) -> Self:
        """Made upon a need that lapsed (G 1.8)."""
        needs: Any = self.model._meta.get_field("need").related_model
        return self.filter(need__in=needs._default_manager.lapsed(on))

    def with_ground(self, on: date) -> Self:
        """Annotate `moved`: unfinished, and made upon a need that lapsed."""
        rows = self.model._default_manager.unfinished().ground_moved(on)  # type: ignore[attr-defined]
        return self.annotate(moved=Exists(rows.filter(pk=OuterRef("pk"))))

    def done(self) -> Self:
        """Confirmed, with or without open tasks."""
        return self.filter(state__in=DONE)

    def to_continue_since(self, on: date) -> Self:
        """Confirmed on `on` or later to continue."""
        return self.done().filter(recommendation__startswith="continue", decision__on__gte=on)

    def awaiting_group(self, on: date) -> list[Any]:
        """Recommended ones that the strategy group decides (7.8, or a disagreement) and has not decided by `on`."""
        rows = self.filter(state="recommended").select_related("organisation", "site__organisation").order_by("number")
        asked = [row for row in rows if tree.branch(row.answers).needs_group or row.in_dispute()]
        decided = [row for row in asked if row.site.agenda_items.review_decided(row.recommended_on(), on).exists()]
        return [row for row in asked if row not in decided]


class PlanQuerySet(StatefulQuerySet):
    """Baseline plans."""
