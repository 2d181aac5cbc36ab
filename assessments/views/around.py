"""What stands around a proposal: cordons with and without it, shareable cameras, what the public is told, its reach."""

from dataclasses import dataclass
from typing import Any

from anpr_governance.regulation import facts
from assessments.models import Proposal, likeness
from cameras.models import Cordon, PublicInformation, Site
from cameras.models.cordon import Way, closes
from cameras.nearby import Near, points_of

SHAREABLE = 5
CORDONS = 3


@dataclass(frozen=True)
class Watched:
    """The ways of one settlement: watched today, and those that this proposal alone would watch."""

    cordon: Cordon
    ways: tuple[tuple[Way, bool, bool], ...]
    closes_today: bool
    closes_with: bool

    @property
    def today(self) -> int:
        """How many ways are watched today."""
        return len([way for way, today, _with in self.ways if today])

    @property
    def with_it(self) -> int:
        """How many would be watched."""
        return len([way for way, today, added in self.ways if today or added])


def cordons(proposal: Any, person: Any) -> list[Watched]:
    """Cordons that the person sees of which a proposed site watches a way; one statement more for each (G 3.1 b8)."""
    points = points_of(row.site for row in proposal.site_rows)
    if not points:
        return []
    seen = Cordon.objects.visible_to(person).filter(organisation=proposal.organisation_id).order_by("settlement")
    return [_watched(row, proposal) for row in seen if _reaches(row, points)][:CORDONS]


def _reaches(cordon: Cordon, points: Any) -> bool:
    ways = [(row["easting"], row["northing"]) for row in cordon.ways]
    return any((e - x) ** 2 + (n - y) ** 2 <= cordon.reach**2 for e, n in ways for x, y in points)


def _watched(cordon: Cordon, proposal: Any) -> Watched:
    own = {row.site_id for row in proposal.site_rows}
    ways = [
        Way(
            way.road, way.direction, way.point, tuple(one for one in way.existing if one.site.pk not in own),
            tuple(one for one in (*way.existing, *way.proposed) if one.site.pk in own),
        )
        for way in cordon.looked_at()
    ]  # fmt: skip
    told = tuple((way, bool(way.existing), bool(way.proposed)) for way in ways)
    return Watched(cordon, told, closes(ways, with_proposed=False), closes(ways, with_proposed=True))


def shareable(proposal: Any) -> list[Near]:
    """Partners' cameras in service nearby, the nearest first (G 1.3 b3)."""
    return [near for near in proposal.cameras_near if near.is_shareable][:SHAREABLE]


def purely_local(proposal: Any) -> bool:
    """Whether none of its evidenced grounds reaches beyond the area (G 6.1.2)."""
    table, (_kinds, grounds) = facts("grounds")["grounds"], likeness.signature(proposal.site_rows)
    return bool(grounds) and all(table[ground].get("local", False) for ground in grounds)


def told_to_public(proposal: Any, person: Any) -> tuple[list[Any], list[str]]:
    """Signs, pages and publications of the sites' areas, and which kinds have to stand yet before go-live (G 5.4b)."""
    areas = {row.site.area_id for row in proposal.site_rows if row.site.area_id}
    if not areas:
        return [], []
    found = PublicInformation.objects.visible_to(person).filter(area__in=areas).select_related("area")
    rows, table = list(found.order_by("area__name", "kind", "pk")), facts("public_information")
    kinds, labels = {row.kind for row in rows if row.reviewed_on}, table["public_information"]
    lacking = [either for either in table["required"]["before_live"] if not kinds & set(either)]
    return rows, [" / ".join(labels[kind]["label"] for kind in either) for either in lacking]


def around(proposal: Any, person: Any) -> dict[str, Any]:
    """Everything of this module for a page."""
    cases = likeness.like_cases(proposal, Proposal.objects.visible_to(person))
    public, lacking = told_to_public(proposal, person)
    return {
        "cases": cases,
        "ends": likeness.outcomes(cases),
        "alike_standing": likeness.standing_alike(proposal, Site.objects.visible_to(person)),
        "differs": likeness.inconsistencies(proposal, cases),
        "sees_locations": bool(person.organisations_where("view_locations")),
        "cordons": cordons(proposal, person),
        "shareable": shareable(proposal),
        "purely_local": purely_local(proposal),
        "public": public,
        "public_lacking": lacking,
    }
