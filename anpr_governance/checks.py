"""What `manage.py check` says about an installation: settings that are allowed and still worth a word."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils.translation import gettext as _


@register(Tags.security)
def hosts_are_named(app_configs: Sequence[AppConfig] | None, **_named: Any) -> list[CheckMessage]:
    """A wildcard lets a forged Host header choose the address in a mail."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [Error(_("ALLOWED_HOSTS has a wildcard. Name the hosts that people type."), id="anpr.E001")]


@register(Tags.security, deploy=True)
def tries_are_counted_together(app_configs: Sequence[AppConfig] | None, **_named: Any) -> list[CheckMessage]:
    """With a counter in each process, four processes allow four times the wrong passwords."""
    if "locmem" not in settings.CACHES["default"]["BACKEND"]:
        return []
    message = _("Each process counts wrong passwords by itself. Set CACHE_URL to a Redis that all share.")
    return [Warning(message, id="anpr.W001")]


@register(Tags.security, deploy=True)
def the_witness_stands_elsewhere(app_configs: Sequence[AppConfig] | None, **_named: Any) -> list[CheckMessage]:
    """A witness that lies beside the database is rewritten with it."""
    if not Path(settings.AUDIT_WITNESS).resolve().is_relative_to(settings.VAR_DIR):
        return []
    message = _("The audit witness lies beside the files. Set AUDIT_WITNESS to a place on another machine.")
    return [Warning(message, id="anpr.W002")]


@register(Tags.database, deploy=True)
def the_database_is_a_server(app_configs: Sequence[AppConfig] | None, **_named: Any) -> list[CheckMessage]:
    """SQLite has no second role, so the application could drop the triggers that guard it."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return []
    return [Warning(_("SQLite is for trying the product out. Use PostgreSQL for a force's record."), id="anpr.W003")]
