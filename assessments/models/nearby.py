"""Cameras near a place: the nearest of every owner, found in a box and measured on the national grid (G 6.1.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from django.db.models import Q

from anpr_governance.regulation import facts
from cameras.models import Site

GONE = ("refused", "withdrawn", "decommissioned")
"""States in which nothing stands or is sought any more."""


@dataclass(frozen=True)
class Near:
    """A site and its distance in metres from the nearest of the places asked about."""

    site: Any
    distance_m: float


def around(places: Sequence[Any], organisation_id: int) -> list[Near]:
    """Every site of the register within the distance that the table names, the nearest first."""
    located = [site for site in places if site.easting is not None and site.northing is not None]
    if not located:
        return []
    reach = facts("proposal_tasks")["nearby"]["within_m"]
    box = Q()
    for site in located:
        box |= Q(
            easting__range=(site.easting - reach, site.easting + reach),
            northing__range=(site.northing - reach, site.northing + reach),
        )
    rows = Site.objects.filter(box, organisation=organisation_id, duplicate_of__isnull=True)
    found = rows.exclude(pk__in=[site.pk for site in places]).exclude(state__in=GONE).select_related("organisation")
    measured = [Near(site, min(_metres(site, place) for place in located)) for site in found]
    return sorted(
        (near for near in measured if near.distance_m <= reach), key=lambda near: (near.distance_m, near.site.pk)
    )


def of_every_owner(places: Sequence[Any], organisation_id: int) -> list[Near]:
    """The nearest site of each owner."""
    first: dict[tuple[str, str], Near] = {}
    for near in around(places, organisation_id):
        first.setdefault((near.site.relationship, near.site.owner.strip().lower()), near)
    return list(first.values())


def _metres(one: Any, other: Any) -> float:
    return hypot(one.easting - other.easting, one.northing - other.northing)
