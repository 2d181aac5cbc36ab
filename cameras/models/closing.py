"""Closing the gaps of many sites by one paper: a few statements, and an event a site all the same."""

from collections.abc import Iterable, Mapping
from datetime import date

from anpr_governance.organisations.roles import System
from cameras.models.record import Gap
from cameras.models.site import Site

BATCH = 500


def close_gaps_of(wanted: Iterable[tuple[Site, Iterable[str]]], on: date, by_reference: str) -> int:
    """As `Site.close_gaps`, for many: each site with the kinds that the paper closes there; answers how many gaps."""
    sites = {site.pk: (site, {str(kind) for kind in kinds}) for site, kinds in wanted}
    closed: dict[int, list[Gap]] = {}
    keys = list(sites)
    for start in range(0, len(keys), BATCH):
        for gap in Gap.objects.open().filter(site__in=keys[start : start + BATCH]):
            if gap.kind in sites[gap.site_id][1]:
                closed.setdefault(gap.site_id, []).append(gap)
    _write(closed, on, by_reference)
    for key in sorted(closed):
        names = sorted(gap.kind for gap in closed[key])
        sites[key][0].note("close_gaps", System("papers"), on, {"kinds": names, "by": by_reference})
    return sum(map(len, closed.values()))


def _write(closed: Mapping[int, list[Gap]], on: date, by_reference: str) -> None:
    keys = sorted(gap.pk for gaps in closed.values() for gap in gaps)
    for start in range(0, len(keys), BATCH):
        batch = Gap.objects.filter(pk__in=keys[start : start + BATCH])
        batch.update(closed_on=on, closed_by=by_reference[:40])
