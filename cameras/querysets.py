"""The vocabulary of cameras: which rows, on which day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, DateField, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest

from anpr_governance.database.dated import DatedQuerySet
from anpr_governance.duties.registry import after
from anpr_governance.organisations.querysets import VisibleQuerySet
from anpr_governance.workflow.models import TaskQuerySet
from anpr_governance.workflow.querysets import StatefulQuerySet
from cameras.states import COLLECTING


class AreaScoped(VisibleQuerySet):
    """As everywhere; who is a local policing area's commander alone sees that area's sites alone (P L20)."""

    area_path = "site__area"

    def visible_to(self, person: Any) -> Self:
        """Rows of the person's organisations, narrowed to the areas of one who is but their commander."""
        seen = super().visible_to(person)
        held = getattr(person, "memberships_today", [])
        narrow = {m.organisation_id for m in held if m.role == "lpa-commander"}
        narrow -= {m.organisation_id for m in held if m.role != "lpa-commander"}
        if not narrow:
            return seen
        areas = [m.area_id for m in held if m.role == "lpa-commander" and m.area_id]
        elsewhere = ~Q(**{f"{self.organisation_path}__in": narrow})
        return seen.filter(elsewhere | Q(**{f"{self.area_path}__in": areas}))


class SiteQuerySet(AreaScoped, StatefulQuerySet):
    """Camera sites."""

    area_path = "area"

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
        return self.collecting().filter(review_before=None).exclude(reviews__state__in=["confirmed", "closed"])

    def with_gap(self, kind: str = "") -> Self:
        """Sites with an open gap (of `kind`, where it is given)."""
        gaps = self._related("gaps").filter(site=OuterRef("pk"), closed_on__isnull=True)
        return self.filter(Exists(gaps.filter(kind=kind) if kind else gaps))

    def _related(self, name: str) -> Any:
        """The rows behind a reverse relation, whichever app declares it."""
        return self.model._meta.get_field(name).related_model._default_manager.all()

    def standing_temporary(self) -> Self:
        """Temporary sites that stand and for which the full route has not ended (G 1.4)."""
        standing = self.governed().filter(state__in=["installed", *COLLECTING])
        return standing.filter(deployment="temporary", became_long_term_on__isnull=True)


class SitePeriodQuerySet(models.QuerySet):
    """What sites were."""

    def at(self, moment: Any) -> Self:
        """The periods that hold at `moment` (aware datetime)."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=moment), since__lte=moment)


class GapQuerySet(AreaScoped):
    """Missing papers."""

    organisation_path = "site__organisation"

    def open(self) -> Self:
        """Gaps that nobody closed."""
        return self.filter(closed_on__isnull=True)


class SiteTaskQuerySet(AreaScoped, TaskQuerySet):
    """Tasks of sites."""

    organisation_path = "site__organisation"


class DeviceQuerySet(VisibleQuerySet):
    """Devices."""


class PlacementQuerySet(DatedQuerySet):
    """Where devices stand."""

    def collecting(self, today: date, organisation_ids: Sequence[int]) -> Self:
        """Devices at live and suspended governed sites, whose performance is checked (P L29)."""
        here = self.on(today).filter(
            site__organisation__in=organisation_ids, site__state__in=COLLECTING, site__duplicate_of__isnull=True
        )
        return here.annotate(organisation_id=models.F("site__organisation_id"))

    def with_check_due(self, today: date) -> Self:
        """Annotate `last_done` and `due_on`: the last accepted check, else installation, plus the interval.

        The interval follows whether the device gives images, so changing that moves the day at once (T110).
        """
        checks = self.model._meta.get_field("device").related_model._meta.get_field("checks").related_model
        newest = checks._base_manager.filter(device=OuterRef("device"), state="accepted").order_by("-on")
        done = Subquery(newest.values("on")[:1], output_field=DateField())
        rows = self.annotate(accepted_on=done).annotate(
            last_done=Case(
                When(
                    accepted_on__isnull=False, device__check_before__isnull=False,
                    then=Greatest("accepted_on", "device__check_before"),
                ),
                default=Coalesce("accepted_on", "device__check_before"), output_field=DateField(),
            )
        )  # fmt: skip
        counted = rows.annotate(
            counted_from=Case(
                When(
                    site__origin="found", then=Coalesce("last_done", "site__installed_on", "site__live_since", "since")
                ),
                default=Coalesce("last_done", "since"),
                output_field=DateField(),
            )
        )
        org = "site__organisation_id"
        return counted.annotate(
            due_on=Case(
                When(device__gives_images=True, then=after("counted_from", WITH_IMAGES, today, org)),
                default=after("counted_from", WITHOUT_IMAGES, today, org),
                output_field=DateField(),
            )
        )


WITH_IMAGES, WITHOUT_IMAGES = "performance_check_with_images", "performance_check_without_images"


class CheckQuerySet(AreaScoped, StatefulQuerySet):
    """Performance checks."""

    def by_reference(self, reference: str) -> Self:
        """Checks are addressed by `CODE-C-key` of their row."""
        code, _dash, key = reference.partition("-C-")
        known = key.isdecimal() and len(key) < 19
        return self.filter(organisation__code=code, pk=int(key)) if known else self.none()

    def accepted(self) -> Self:
        """Accepted checks."""
        return self.filter(state="accepted")

    def open(self) -> Self:
        """Checks that wait for their counts or their acceptance."""
        return self.filter(state__in=["open", "recorded"])

    def made(self) -> Self:
        """Checks with counts, the newest first."""
        return self.filter(state__in=["recorded", "accepted"]).order_by("-on", "-pk")


class AssetQuerySet(AreaScoped, DatedQuerySet):
    """Entries of the asset register."""


class PublicInformationQuerySet(VisibleQuerySet):
    """What the public is told."""

    organisation_path = "area__organisation"

    def reviewed(self, on: date) -> Self:
        """Entries put up and reviewed by `on`."""
        return self.filter(reviewed_on__lte=on)
