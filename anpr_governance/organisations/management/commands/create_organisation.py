"""`create_organisation`: the first step of a real installation."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.database.command import Command as Base
from anpr_governance.database.command import WrongUse
from anpr_governance.organisations import people
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import System


class Command(Base):
    """Makes a force or agency with its role groups."""

    help = "Make an organisation with its role groups and their permissions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--code", required=True, help="short code in references, e.g. SVP")
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        code, name = options["code"].strip().upper(), options["name"].strip()
        if not code.isalnum() or not code.isascii() or len(code) > 12:
            raise WrongUse(_("The code is 1 to 12 letters and digits, for example SVP."))
        if Organisation.objects.filter(code=code).exists():
            raise WrongUse(_("There is an organisation %(code)s already.") % {"code": code})
        by = System("create_organisation", command=getpass.getuser())
        try:
            made = people.create_organisation(by, clock.today(), code, name)
        except ValidationError as wrong:
            raise WrongUse(" ".join(wrong.messages)) from wrong
        self.stdout.write(_("Made %(code)s, %(name)s.") % {"code": made.code, "name": made.name})
