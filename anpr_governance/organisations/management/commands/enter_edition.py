"""`enter_edition`: an organisation's own route, quorum or period, from a file of the shape of the shipped table."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.database.command import Command as Base
from anpr_governance.database.command import WrongUse
from anpr_governance.organisations import editions
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import System
from anpr_governance.regulation import UnknownFact
from anpr_governance.regulation.loader import loaded


class Command(Base):
    """Enters it beside the earlier ones; records that noted an earlier edition keep that."""

    help = "Enter an organisation's own edition of a table of regulation, for example route.toml."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="TABLE.toml")
        parser.add_argument("--organisation", required=True, metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        path, code = Path(options["file"]), options["organisation"].upper()
        organisation = Organisation.objects.filter(code=code).first()
        if organisation is None:
            raise WrongUse(_("There is no organisation %(code)s. Make it with create_organisation.") % {"code": code})
        by = System("enter_edition", command=getpass.getuser())
        try:
            row = editions.enter(by, clock.today(), organisation, loaded(path))
        except (editions.NotEntered, UnknownFact) as wrong:
            raise WrongUse(f"{path.name}: {wrong}") from wrong
        except (ValueError, TypeError) as wrong:
            raise WrongUse(_("%(file)s is no table in TOML.") % {"file": path.name}) from wrong
        self.stdout.write(_("%(table)s %(version)s binds %(code)s from %(day)s.") % {
            "table": row.key, "version": row.version, "code": code, "day": f"{row.in_force_from:%-d %B %Y}",
        })  # fmt: skip
