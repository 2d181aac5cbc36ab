"""The vocabulary of cameras: which rows, on which day."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from anpr_governance.database.dated import DatedQuerySet
from anpr_governance.organisations.querysets import VisibleQuerySet
from anpr_governance.workflow.querysets import StatefulQuerySet
from cameras.states import COLLECTING


class SiteQuerySet(StatefulQuerySet):
    """Camera sites."""

    def visible_to(self, person: Any) -> Self:
        """As everywhere; one who is a local policing area's commander alone sees that area (P L20)."""
        seen = super().visible_to(person)
        held = getattr(person, "memberships_today", [])
        narrow = {m.organisation_id for m in held if m.role == "lpa-commander"}
        narrow -= {m.organisation_id for m in held if m.role != "lpa-commander"}
        if not narrow:
            return seen
        areas = [m.area_id for m in held if m.role == "lpa-commander" and m.area_id]
        return seen.filter(~Q(organisation__in=narrow) | Q(area__in=areas))

    def register(self) -> Self:
        """Without those marked as duplicates."""
        return self.filter(duplicate_of__isnull=True)

    def governed(self) -> Self:
        """Sites with the machine: own and feeds_us, fixed and temporary."""
        return self.register().exclude(state="")

    def collecting(self) -> Self:
        """The review set: live and suspended governed sites (T095)."""
        return self.governed().filter(state__in=COLLECTING)

    def never_reviewed(self) -> Self:
        """Of the review set, those without a confirmed or an imported last review."""
        return self.collecting().filter(review_before__isnull=True).exclude(reviews__state__in=["confirmed", "closed"])

    def with_gap(self) -> Self:
        """Sites with an open gap."""
        from cameras.models import Gap

        return self.filter(Exists(Gap.objects.open().filter(site=OuterRef("pk"))))


class SitePeriodQuerySet(models.QuerySet):
    """What sites were."""

    def at(self, moment: Any) -> Self:
        """The periods that hold at `moment` (aware datetime)."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=moment), since__lte=moment)


class GapQuerySet(VisibleQuerySet):
    """Missing papers."""

    organisation_path = "site__organisation"

    def open(self) -> Self:
        """Gaps that nobody closed."""
        return self.filter(closed_on__isnull=True)


class PlacementQuerySet(DatedQuerySet):
    """Where devices stand."""


class CheckQuerySet(StatefulQuerySet):
    """Performance checks."""

    def by_reference(self, reference: str) -> Self:
        """Checks are addressed by `CODE-C-key` of their row."""
        code, _dash, key = reference.partition("-C-")
        return self.filter(organisation__code=code, pk=int(key)) if key.isdigit() else self.none()

    def accepted(self) -> Self:
        """Accepted checks."""
        return self.filter(state="accepted")

    def open(self) -> Self:
        """Checks that wait for their counts or their acceptance."""
        return self.filter(state__in=["open", "recorded"])


class AssetQuerySet(DatedQuerySet, VisibleQuerySet):
    """Entries of the asset register."""


class PublicInformationQuerySet(VisibleQuerySet):
    """What the public is told."""

    organisation_path = "area__organisation"

    def reviewed(self, on: date) -> Self:
        """Entries put up and reviewed by `on`."""
        return self.filter(reviewed_on__lte=on)
