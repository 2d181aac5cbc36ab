"""A recorded cordon: the ways into and out of a settlement, and which of them are watched (G 3.1 b8)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import Role
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.unit import unit
from cameras.models.device import chain, save_as
from cameras.models.paper import of_role
from cameras.models.site import STANDING, Site
from cameras.nearby import Near, Point, around_each
from cameras.querysets import CordonQuerySet

KEEP_CORDONS = (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST, Role.ANALYST)


@dataclass(frozen=True)
class Way:
    """A way in and out, with what watches it today and what would, were the proposed sites put up."""

    road: str
    direction: str
    point: Point
    existing: tuple[Near, ...]
    proposed: tuple[Near, ...]


class Cordon(models.Model):
    """The ways into and out of a settlement; `ways` is a list of road, direction, easting, northing (whole metres)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    settlement = models.CharField(_("settlement"), max_length=120)
    within_m = models.PositiveIntegerField(_("a camera watches a way from within (metres)"), null=True, blank=True)
    ways = models.JSONField(_("ways in and out"), default=list)

    history = HistoricalRecords()
    objects = CordonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "settlement"], name="cameras_cordon_unique"),
        ]

    def __str__(self) -> str:
        return self.settlement

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/sites/cordons/{self.pk}/"

    @classmethod
    def record(cls, *, by: Any, on: date, organisation: Organisation, **fields: Any) -> Self:
        """Record the ways of a settlement. Raises NotYours, Refused."""
        return cls(organisation=organisation)._keep(by, on, "record", fields)

    def change(self, *, by: Any, on: date, **fields: Any) -> Self:
        """Write anew what the ways are; the earlier ones stay in its history. Raises NotYours, Refused."""
        return self._keep(by, on, "change", fields)

    def _keep(self, by: Any, on: date, kind: str, fields: dict[str, Any]) -> Self:
        with unit():
            of_role(by, self.organisation_id, KEEP_CORDONS, _now("keep the cordons of settlements"))
            for name, value in fields.items():
                setattr(self, name, value)
            if refused := self.unrecordable():
                raise Refused(refused)
            save_as(self, by)
            said = {"settlement": self.settlement, "ways": self.ways, "within_m": self.within_m}
            chain(self.organisation, f"cordon.{kind}", self.settlement[:60], by, on, said)
        return self

    def unrecordable(self) -> list[Reason]:
        """Why it cannot be kept as it is."""
        rule, least, clause = facts("register")["cordon"], facts("need_factors")["cordon"]["least_ways"], "G 3.1 b8"
        found = []
        if not least <= len(self.ways) <= rule["ways_most"]:
            sentence = _now("Name every way in and out, from %(least)s to %(most)s of them.")
            known = {"least": least, "most": rule["ways_most"]}
            found.append(Reason(sentence % known, clause, "ways"))
        if self.within_m is not None and not 1 <= self.within_m <= rule["within_metres_most"]:
            sentence = _now("Give a distance of 1 to %(most)s m, or leave it empty.")
            found.append(Reason(sentence % {"most": rule["within_metres_most"]}, clause, "within_m"))
        return found

    @property
    def reach(self) -> int:
        """From how far a camera watches a way, in metres."""
        return int(self.within_m or facts("register")["cordon"]["within_metres"])

    def looked_at(self) -> list[Way]:
        """Each way with what watches it: existing, proposed and partners' cameras, the nearest first."""
        points = [(row["easting"], row["northing"]) for row in self.ways]
        sites = Site.objects.filter(organisation=self.organisation_id).sought_or_standing()
        found = around_each(points, sites, self.reach)
        return [
            Way(
                row["road"], row["direction"], point,
                tuple(one for one in near if one.site.state in STANDING or one.site.in_service),
                tuple(one for one in near if one.site.state in ("proposed", "approved")),
            )
            for row, point, near in zip(self.ways, points, found, strict=True)
        ]  # fmt: skip

    def told(self) -> list[dict[str, str]]:
        """The ways as a pressing social need keeps them: `way`, `watched_by` (empty = unwatched), as they are today."""
        return [
            {
                "way": f"{way.road} {way.direction}".strip(),
                "watched_by": ", ".join(
                    [one.site.title for one in way.existing]
                    + [_now("%(site)s (proposed)") % {"site": one.site.title} for one in way.proposed]
                ),
            }
            for way in self.looked_at()
        ]


def closes(ways: list[Way], *, with_proposed: bool) -> bool:
    """Whether all ways, or all but as many as the table says, are watched (or would be, `with_proposed`)."""
    rule = facts("need_factors")["cordon"]
    unwatched = [way for way in ways if not way.existing and not (with_proposed and way.proposed)]
    return len(ways) >= rule["least_ways"] and len(unwatched) <= rule["warn_when_unwatched_at_most"]
