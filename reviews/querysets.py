"""The vocabulary of reviews."""

from datetime import date
from typing import Any, Self

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

    def done(self) -> Self:
        """Confirmed, with or without open tasks."""
        return self.filter(state__in=DONE)

    def to_continue_since(self, on: date) -> Self:
        """Confirmed on `on` or later to continue."""
        return self.done().filter(recommendation__startswith="continue", decision__on__gte=on)


class PlanQuerySet(StatefulQuerySet):
    """Baseline plans."""
