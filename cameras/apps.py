"""The cameras app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CamerasConfig(AppConfig):
    name = "cameras"
    verbose_name = _("cameras")

    def ready(self) -> None:
        """Declare duties, listen to failures, enter the words of the navigation and what can be searched."""
        from anpr_governance.desk import search
        from anpr_governance.pages import nav
        from anpr_governance.workflow import effects
        from cameras import duties, handlers  # noqa: F401 - duties declare themselves
        from cameras.models import Site
        from cameras.register import jobs, tasks  # noqa: F401 - tasks register themselves with Celery

        effects.handles("cameras.failed_twice", handlers.suggest_suspension)
        effects.handles("cameras.import", jobs.hand_on)
        nav.register("sites", _("Sites"), "sites", 10)
        nav.register("performance", _("Performance"), "performance", 60)
        nav.register("assets", _("Assets"), "assets", 70)
        search.register(_("Site"), Site, ("name", "site_reference", "road", "description"), ("organisation",))
