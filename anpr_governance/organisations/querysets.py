"""`visible_to`: the only way by which a page reaches a row."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from anpr_governance.database.dated import DatedQuerySet

if TYPE_CHECKING:
    from anpr_governance.organisations.models import Person


class VisibleQuerySet(models.QuerySet):
    """Rows that belong to an organisation, directly or through `organisation_path`."""

    organisation_path = "organisation"
    view_permission = "view_content"

    def visible_to(self, person: Any) -> Self:
        """Rows of the organisations in which `person` holds the view permission today; nobody else's."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        codename = self.view_permission
        return self.filter(**{f"{self.organisation_path}__in": person.organisations_where(codename)})


class MembershipQuerySet(DatedQuerySet):
    """Who holds which role when."""

    def effective(self) -> Self:
        """Without the grants of sensitive roles that wait for their second person."""
        return self.filter(awaits_confirmation=False)

    def of(self, person: "Person") -> Self:
        """The memberships of one person."""
        return self.filter(person=person)

    def holding(self, *roles: str) -> Self:
        """The memberships that give one of `roles`."""
        return self.filter(role__in=roles)
