"""The app of regulation: it enters the shipped tables after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegulationConfig(AppConfig):
    """Tables of regulation and their editions."""

    name = "anpr_governance.regulation"
    label = "regulation"
    verbose_name = _("Regulation")

    def ready(self) -> None:
        """Listen for the end of a migration of this app."""
        post_migrate.connect(_enter_shipped, sender=self, dispatch_uid="regulation.enter_shipped")


def _enter_shipped(using: str, **_named: Any) -> None:
    from anpr_governance.regulation.models import Edition

    if Edition._meta.db_table in connections[using].introspection.table_names():
        Edition.objects.using(using).enter_shipped()
