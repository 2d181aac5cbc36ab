"""The cameras app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CamerasConfig(AppConfig):
    name = "cameras"
    verbose_name = _("cameras")

    def ready(self) -> None:
        """Declare duties, and who is told when a device failed twice."""
        from anpr_governance.workflow import effects
        from cameras import duties, handlers  # noqa: F401 - duties declare themselves
        from cameras.register import jobs, tasks  # noqa: F401 - tasks register themselves with Celery

        effects.handles("cameras.failed_twice", handlers.suggest_suspension)
        effects.handles("cameras.import", jobs.hand_on)
