"""Annual reviews, the baseline plan and the compliance board."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("reviews")

    def ready(self) -> None:
        """Declare the duties and listen to what happens to sites."""
        from anpr_governance.desk import search
        from anpr_governance.pages import nav
        from anpr_governance.workflow import effects
        from reviews import duties, handlers  # noqa: F401  (importing duties declares them)
        from reviews.models import Review

        effects.handles("cameras.ceased", handlers.cancel_reviews)
        effects.handles("cameras.task_done", handlers.close_reviews)
        effects.handles("reviews.confirmed", handlers.close_confirmed)
        nav.register("reviews", _("Reviews"), "reviews", 50)
        search.register(_("Review"), Review, ("site__name", "site__site_reference"), ("organisation", "site"))
