"""The database idioms as a Django app without tables."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class DatabaseConfig(AppConfig):
    name = "anpr_governance.database"
    label = "database"
    verbose_name = _("database")

    def ready(self) -> None:
        """Teach SQLite our functions on each connection, and register the check of the laid rules."""
        from anpr_governance.database import checks, functions

        connection_created.connect(functions.prepare_sqlite, dispatch_uid="database.prepare_sqlite")
        checks.register_all()
