"""Forces and the people in them."""

from datetime import date
from functools import cached_property
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command

from anpr_governance.database import clock
from anpr_governance.organisations import people
from anpr_governance.organisations.models import Membership, Organisation, Person
from anpr_governance.organisations.roles import Role, System
from anpr_governance.regulation.models import Edition

SETUP = System("setup", command="tests")
LONG_AGO = date(2020, 1, 1)


def organisation(code: str = "SVP", name: str = "Severnshire Police", **fields: Any) -> Organisation:
    """A force with its role groups."""
    return people.create_organisation(SETUP, clock.today(), code, name, **fields)


def person(organisation: Organisation | None, role: str | None, name: str = "", **fields: Any) -> Person:
    """Somebody who holds `role` since long ago (`fields` go to the membership)."""
    label = name or f"{role or 'nobody'} of {organisation.code if organisation else 'nowhere'}"
    email = f"{label.replace(' ', '.').lower()}@{(organisation.code if organisation else 'none').lower()}.example"
    made = Person.objects.create_user(email, label, "correct horse battery", rank=fields.pop("rank", "Inspector"))
    if organisation is not None and role is not None:
        member(organisation, made, role, **fields)
    return Person.objects.get(pk=made.pk)


def member(organisation: Organisation, person: Person, role: str, since: date = LONG_AGO, **fields: Any) -> Membership:
    """A further role for somebody."""
    person.__dict__.pop("memberships_today", None)
    person.__dict__.pop("_grants", None)
    return people.grant(SETUP, clock.today(), person, organisation, role, since=since, **fields)


class World:
    """One force and its people, made when asked for; `world.other` is another force."""

    def __init__(self, code: str = "SVP", name: str = "Severnshire Police") -> None:
        self.organisation = organisation(code, name)

    @cached_property
    def other(self) -> "World":
        """A second force, whose records nobody here may see."""
        return World("NBP", "Northbridge Police")

    def someone(self, role: str, name: str = "", **fields: Any) -> Person:
        """A further holder of `role`."""
        return person(self.organisation, role, name, **fields)

    manager = cached_property(lambda self: self.someone(Role.ANPR_MANAGER))
    manager_2 = cached_property(lambda self: self.someone(Role.ANPR_MANAGER, "second manager"))
    specialist = cached_property(lambda self: self.someone(Role.ANPR_SPECIALIST))
    analyst = cached_property(lambda self: self.someone(Role.ANALYST))
    crime_lead = cached_property(lambda self: self.someone(Role.MAJOR_CRIME_LEAD))
    lead = cached_property(lambda self: self.someone(Role.STRATEGIC_LEAD, first=True))
    chief = cached_property(lambda self: self.someone(Role.CHIEF_OFFICER, first=True, rank="Assistant Chief Constable"))
    dpo = cached_property(lambda self: self.someone(Role.DPO))
    surveillance = cached_property(lambda self: self.someone(Role.SURVEILLANCE_LEAD))
    foi = cached_property(lambda self: self.someone(Role.FOI_OFFICER))
    foi_2 = cached_property(lambda self: self.someone(Role.FOI_OFFICER, "second foi officer"))
    finance = cached_property(lambda self: self.someone(Role.FINANCE_OFFICER))
    auditor = cached_property(lambda self: self.someone(Role.AUDITOR))
    admin = cached_property(lambda self: self.someone(Role.ORG_ADMIN))
    board_chair = cached_property(lambda self: self.someone(Role.BOARD_MEMBER, "board chair", first=True))
    nobody = cached_property(lambda self: person(None, None))
    outsider = cached_property(lambda self: self.other.manager)

    @cached_property
    def board(self) -> list[Person]:
        """The chair and enough members for a quorum."""
        return [self.board_chair, *(self.someone(Role.BOARD_MEMBER, f"board member {n}") for n in range(3))]

    @cached_property
    def group(self) -> list[Person]:
        """The strategic lead and members of the disciplines that a quorum asks for."""
        disciplines = ["specialist_operations", "force_intelligence", "analysis", "information", "ict", "finance"]
        members = [self.someone(Role.GROUP_MEMBER, f"group {d}", discipline=d) for d in disciplines]
        return [self.lead, *members]


ONE_BODY = """
[edition]
version = "own 1"
source = "Order 4 of the chief officer: there is no board"
in_force_from = 2021-06-01
verified_by = ""

[route.default]
title = "Strategy group alone"
when = "For every site."
clause = "G 1.10"
entries = [{ kind = "body", body = "strategy_group" }]
"""
"""The route of an agency that has no board above its strategy group."""


def own_edition(world: World, key: str = "route", text: str = ONE_BODY) -> Edition:
    """The force's own edition of a table of regulation, entered by the command from a file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{key}.toml"
        file.write_text(text)
        call_command("enter_edition", str(file), organisation=world.organisation.code, stdout=StringIO())
    return Edition.objects.filter(key=key, organisation_code=world.organisation.code).latest("pk")
