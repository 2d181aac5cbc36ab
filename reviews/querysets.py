"""The vocabulary of reviews."""

from datetime import date
from typing import Any, Self

from django.db.models import Exists, OuterRef

from anpr_governance.workflow.querysets import StatefulQuerySet
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


class PlanQuerySet(StatefulQuerySet):
    """Baseline plans."""
