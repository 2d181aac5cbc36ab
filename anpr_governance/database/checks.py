"""The system check that no rule laid in the database has gone."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.utils.translation import gettext as _

from anpr_governance.database.declared import missing_triggers


def register_all() -> None:
    """Called once when the app is ready; runs in `migrate` and in `check --database default`."""
    register(every_rule_stands, Tags.database)


def every_rule_stands(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Compare the declared triggers and constraints with those that are there."""
    return [
        Error(
            _("The database rule %(name)s is not as it was laid.") % {"name": name},
            hint=_("Find out who took it away, then run “manage.py lay_rules”."),
            obj=alias,
            id="database.E001",
        )
        for alias in databases or ()
        for name in missing_triggers(connections[alias])
    ]
