"""`open_due_duties`: what beat runs daily."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.database.command import Command as Base
from anpr_governance.duties import daily


class Command(Base):
    """Opens, reminds and escalates what is due; idempotent."""

    help = "Open, remind and escalate what is due: opened n, reminded n, escalated n."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-at", type=date.fromisoformat, default=None, metavar="DATE")

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["as_at"] or clock.today()
        if today > clock.today() and not settings.DEMO:
            raise CommandError(_("A day in the future is taken only in a demonstration (DEMO=1)."))
        self.stdout.write(str(daily.open_due(today)))
