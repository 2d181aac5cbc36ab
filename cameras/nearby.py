"""What stands near a place: found in a box by its index, measured on the national grid (G 1.3, 6.1.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from django.db.models import Q

from anpr_governance.regulation import facts

Point = tuple[float, float]
"""Easting and northing in metres (OSGB36)."""


@dataclass(frozen=True)
class Near:
    """A site and its distance in metres from the nearest of the places asked about."""

    site: Any
    distance_m: float

    @property
    def is_shareable(self) -> bool:
        """Whether it is another's camera in service, which could be shared instead of a new one (G 1.3)."""
        return self.site.relationship == "partner" and bool(self.site.in_service)


def points_of(sites: Iterable[Any]) -> list[Point]:
    """The places of the sites that have one."""
    return [(site.easting, site.northing) for site in sites if site.easting is not None and site.northing is not None]


def around(points: Sequence[Point], sites: Any, within_m: float) -> list[Near]:
    """Every one of `sites` (a queryset of Site) within `within_m` metres of one of `points`, the nearest first."""
    nearest: dict[int, Near] = {}
    for found in around_each(points, sites, within_m):
        for near in found:
            known = nearest.get(near.site.pk)
            nearest[near.site.pk] = near if known is None or near.distance_m < known.distance_m else known
    return sorted(nearest.values(), key=_order)


def around_each(points: Sequence[Point], sites: Any, within_m: float) -> list[list[Near]]:
    """For each of `points` those of `sites` within `within_m` metres of it, the nearest first; one statement."""
    if not points:
        return []
    box = Q()
    for easting, northing in points:
        box |= Q(
            easting__range=(easting - within_m, easting + within_m),
            northing__range=(northing - within_m, northing + within_m),
        )
    found = list(sites.filter(box).select_related("organisation"))
    measured = [[Near(site, hypot(site.easting - e, site.northing - n)) for site in found] for e, n in points]
    return [sorted((near for near in row if near.distance_m <= within_m), key=_order) for row in measured]


def _order(near: Near) -> tuple[float, int]:
    return near.distance_m, near.site.pk


def of_every_owner(found: Iterable[Near]) -> list[Near]:
    """The nearest site of each owner; `found` begins with the nearest."""
    first: dict[tuple[str, str], Near] = {}
    for near in found:
        first.setdefault((near.site.relationship, near.site.owner.strip().lower()), near)
    return list(first.values())


def alike(near: Near, site: Any) -> bool:
    """Whether both are likely the same camera twice: so near, or near on the same road in the same direction."""
    rule = facts("register")["alike"]
    if near.distance_m <= rule["metres"]:
        return True
    told = [(_spelt(one.road), _spelt(one.direction)) for one in (near.site, site)] if site else []
    return bool(told and told[0][0] and told[0] == told[1] and near.distance_m <= rule["same_road_metres"])


def _spelt(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
