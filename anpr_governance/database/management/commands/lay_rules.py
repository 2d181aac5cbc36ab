"""Put back the triggers and constraints that the migrations declare and the database lacks."""

from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.database.command import Command as BaseCommand
from anpr_governance.database.declared import relay


class Command(BaseCommand):
    """Names each rule that it laid again."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        laid = relay()
        for name in laid:
            self.stdout.write(name)
        self.stdout.write(_("laid again %(count)d") % {"count": len(laid)})
