"""A force of the demonstration: its people, its days, and what its cases hand to each other."""

import getpass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from anpr_governance.organisations import people
from anpr_governance.organisations.models import LocalPolicingArea, Membership, Organisation, Person
from anpr_governance.organisations.roles import SENSITIVE_ROLES, Role, System
from anpr_governance.regulation.working_days import is_working_day
from cameras.models import Site
from reviews.demo.people import Holder


class Force:
    """`force["dpo"]` is a person by the name of their sign-in; `force.day(30)` a working day 30 days ago."""

    def __init__(self, code: str, name: str, today: date) -> None:
        self.code, self.name, self.today = code, name, today
        self.organisation: Organisation
        self.areas: dict[str, LocalPolicingArea] = {}
        self.made: dict[str, Any] = {}
        self._people: dict[str, Person] = {}

    def __getitem__(self, slug: str) -> Person:
        if slug not in self._people:
            self._people[slug] = Person.objects.get(email=self.address(slug))
        return self._people[slug]

    def address(self, slug: str) -> str:
        """The sign-in of somebody: `dpo@demo.example`."""
        return f"{slug}@{self.code.lower()}.example"

    def held(self, slug: str) -> Membership:
        """The first role of somebody."""
        return self[slug].memberships_today[0]

    def site(self, register: str) -> Site:
        """A site by its reference in the register."""
        return Site.objects.select_related("organisation").get(organisation=self.organisation, site_reference=register)

    def day(self, ago: int) -> date:
        """The last working day that lies `ago` days back or a little more; with a negative `ago` still to come."""
        day = self.today - timedelta(days=ago)
        while not is_working_day(day):
            day -= timedelta(days=1)
        return day

    def found(self, contact: str, areas: tuple[str, ...], holders: tuple[Holder, ...], on: date) -> None:
        """Make the organisation with its areas and people: the command line, then its administrators."""
        setup = System("load_demo", command=getpass.getuser())
        self.organisation = people.create_organisation(setup, on, self.code, self.name, contact=contact)
        for area in areas:
            self.areas[area] = LocalPolicingArea.objects.create(organisation=self.organisation, name=area)
        hidden = make_password(settings.DEMO_PASSWORD)
        for holder in holders:
            Person(email=self.address(holder.slug), name=holder.name, rank=holder.rank, password=hidden).save()
        for holder in sorted(holders, key=lambda holder: holder.role != Role.ORG_ADMIN):
            self._appoint(setup, holder, on)
        self._people.clear()

    def _appoint(self, setup: System, holder: Holder, on: date) -> None:
        fields: dict[str, Any] = {"first": holder.first, "discipline": holder.discipline, "instrument": holder.order}
        if holder.area:
            fields["area"] = self.areas[holder.area]
        if holder.acts_for:
            fields["acting_for"] = Membership.objects.get(person=self[holder.acts_for], role=holder.role)
        by = setup if holder.role == Role.ORG_ADMIN else self["org-admin"]
        row = people.grant(by, on, self[holder.slug], self.organisation, holder.role, since=on, **fields)
        if by is not setup and holder.role in SENSITIVE_ROLES:
            people.confirm(self["org-admin-2"], on, row)
