"""`create_user`: an account with a role, and a one-time link to set its password."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.database.command import Command as Base
from anpr_governance.database.command import WrongUse
from anpr_governance.organisations import links, people
from anpr_governance.organisations.models import Membership, Organisation, Person
from anpr_governance.organisations.roles import Role, System


class Command(Base):
    """Makes the account when it is new, and gives it the role; again with another role adds that one."""

    help = "Make an account, or give an existing one a further role; prints a one-time link to set a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--role", required=True, choices=list(Role.values), metavar="SLUG")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = self._organisation(options["organisation"])
        person = self._person(options["email"], options["name"])
        self._grant(person, organisation, options["role"])
        self.stdout.write(_("%(email)s is %(role)s in %(code)s.") % {
            "email": person.email, "role": Role(options["role"]).label, "code": organisation.code,
        })  # fmt: skip
        if not person.has_usable_password():
            self.stdout.write(_("Set a password within 24 hours, once, at: %(link)s") % {"link": links.make(person)})

    def _organisation(self, code: str) -> Organisation:
        found = Organisation.objects.filter(code=code.upper()).first()
        if found is None:
            raise WrongUse(_("There is no organisation %(code)s. Make it with create_organisation.") % {"code": code})
        return found

    def _person(self, email: str, name: str) -> Person:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise WrongUse(_("%(email)s is no e-mail address.") % {"email": email}) from wrong
        found = Person.objects.filter(email__iexact=email).first()
        return found or Person.objects.create_user(email, name)

    def _grant(self, person: Person, organisation: Organisation, role: str) -> None:
        today = clock.today()
        held = Membership.objects.of(person).on(today).filter(organisation=organisation).holding(role)
        if held.exists():
            return
        by = System("create_user", command=getpass.getuser())
        people.grant(by, today, person, organisation, role, since=today)
