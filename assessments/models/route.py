"""The route of a proposal: ordered entries, each a body or a person by role; the last one is final (P L16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.organisations.models import Membership, Person
from anpr_governance.organisations.roles import Role
from anpr_governance.regulation import facts

DECIDERS = (Role.STRATEGIC_LEAD, Role.BOARD_MEMBER, Role.CHIEF_OFFICER)
"""Roles that chair a body or decide alone in some route; which of them decides now, the record's route says."""


@dataclass(frozen=True)
class Entry:
    """One entry of a route at `position` 1…n."""

    position: int
    body: str
    role: str
    title: str
    is_last: bool

    @property
    def is_person(self) -> bool:
        """Decides without a meeting; reasons and the balance are sealed with the decision."""
        return not self.body

    def chaired_by(self, person: Person, organisation_id: int) -> Membership | None:
        """The membership of today by which `person` decides here: the chair's, a stand-in's, or the role's."""
        held = [row for row in person.roles_in(organisation_id) if row.role == self.role]
        return next((row for row in held if self.is_person or chairs(row)), None)


def chairs(membership: Membership) -> bool:
    """Whether a membership is the chair's, or stands in for the chair's."""
    return membership.first or (membership.acting_for is not None and membership.acting_for.first)


def kind_of_route(deployment: str, intended_months: int | None) -> str:
    """Which route a deployment takes: the short one only where the intended months stay under the limit (G 1.4)."""
    route = str(facts("deployments")["deployments"][deployment]["route"]) or "default"
    limit = facts("intervals")["intervals"]["temporary_deployment"]["months"]
    return "default" if route == "temporary" and (intended_months or limit) >= limit else route


def entries(table: Mapping[str, Any], route: str) -> list[Entry]:
    """The entries of one route of the table `route`, in order."""
    rows = table["route"].get(route, table["route"]["default"])["entries"]
    return [_entry(number, row, number == len(rows)) for number, row in enumerate(rows, start=1)]


def _entry(number: int, row: Mapping[str, Any], is_last: bool) -> Entry:
    if row["kind"] == "person":
        return Entry(number, "", row["role"], str(Role(row["role"]).label), is_last)
    rule = facts("quorum")["quorum"][row["body"]]
    return Entry(number, row["body"], rule["chair_role"], _(rule["title"]), is_last)
