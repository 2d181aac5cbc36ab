"""`load_demo`: the demonstration's two forces."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.database.command import Command as Base
from anpr_governance.database.command import WrongUse
from reviews.demo import loading


class Command(Base):
    """Makes the forces DEMO and OTHER by the real steps; a second run does nothing."""

    help = "Make the demonstration's forces DEMO and OTHER, dated relative to today, by taking the real steps."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise WrongUse(_("Demonstration data are loaded only with DEMO=1."))
        if strangers := loading.strangers():
            sentence = _(
                "This database holds %(codes)s. Demonstration data are loaded only beside no other organisation."
            )
            raise WrongUse(sentence % {"codes": ", ".join(strangers)})
        told = loading.load(clock.today())
        self.stdout.write(
            _("Made %(codes)s.") % {"codes": ", ".join(told)} if told else _("Nothing to do: it is there.")
        )
