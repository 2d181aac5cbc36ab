"""Annual reviews, the baseline plan and the compliance board."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("reviews")

    def ready(self) -> None:
        """Declare the duties and listen to what happens to sites."""
        from anpr_governance.workflow import effects
        from reviews import duties, handlers  # noqa: F401  (importing duties declares them)

        effects.handles("cameras.ceased", handlers.cancel_reviews)
        effects.handles("cameras.task_done", handlers.close_reviews)
        effects.handles("reviews.confirmed", handlers.close_confirmed)
