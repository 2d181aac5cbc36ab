"""Where a row says that its site stands: one pair of coordinates, or two that agree, inside the United Kingdom."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts
from cameras.register import helmert
from cameras.register.values import kept

GRID, GLOBE = ("easting", "northing"), ("latitude", "longitude")
NO_PLACE_NEEDED = frozenset({"vehicle_mounted", "operational"})

Place = tuple[float, float, float, float]
"""Easting, northing (metres, OSGB36), latitude, longitude (degrees, WGS84)."""
Problem = tuple[str, str]
"""Column and sentence."""
Convert = Callable[[float, float], tuple[float, float]]
Outline = tuple[tuple[float, float], ...]


def to_grid(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Easting and northing of (latitude, longitude) points; NaN far outside the grid."""
    from convertbng.cutil import convert_bng

    if not points:
        return []
    eastings, northings = convert_bng([lon for _lat, lon in points], [lat for lat, _lon in points])
    found = zip(points, eastings.tolist(), northings.tolist(), strict=True)
    return [_kept(_or_corner(pair, helmert.to_grid, point), GRID) for point, *pair in found]


def to_globe(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Latitude and longitude of (easting, northing) points; NaN far outside the grid."""
    from convertbng.cutil import convert_lonlat

    if not points:
        return []
    longitudes, latitudes = convert_lonlat([e for e, _n in points], [n for _e, n in points])
    found = zip(points, latitudes.tolist(), longitudes.tolist(), strict=True)
    return [_kept(_or_corner(pair, helmert.to_globe, point), GLOBE) for point, *pair in found]


def _or_corner(pair: Sequence[float], convert: Convert, point: tuple[float, float]) -> Sequence[float]:
    """A corner of the kingdom that the exact tables leave out; far away, nothing is converted."""
    if not math.isnan(pair[0]):
        return pair
    on_globe = convert is helmert.to_grid
    near = 45 < point[0] < 65 and -15 < point[1] < 8 if on_globe else max(map(abs, point)) < 2_000_000
    found = convert(*point) if near else pair
    return _refined(found, point) if near and on_globe else found


def _refined(grid: Sequence[float], point: tuple[float, float]) -> Sequence[float]:
    """The grid reference from which the exact tables, where they go further this way, come back to `point`."""
    from convertbng.cutil import convert_lonlat

    found = list(grid)
    for _turn in range(8):
        longitudes, latitudes = convert_lonlat(found[:1], found[1:])
        if math.isnan(latitudes[0]):
            return grid
        found[0] += (point[1] - float(longitudes[0])) * helmert.METRES_A_DEGREE * math.cos(math.radians(point[0]))
        found[1] += (point[0] - float(latitudes[0])) * helmert.METRES_A_DEGREE
    return found


def _kept(pair: Sequence[float], names: tuple[str, str]) -> tuple[float, float]:
    return kept(pair[0], names[0]), kept(pair[1], names[1])


def placed(rows: Sequence[Mapping[str, str]]) -> list[Place | Problem | None]:
    """The place of each row, or what is wrong with it, or nothing where none is needed."""
    found: list[Place | Problem | None] = [_half(row) for row in rows]
    whole = [n for n, problem in enumerate(found) if problem is None]
    with_globe = [n for n in whole if rows[n].get("latitude")]
    with_grid = [n for n in whole if not rows[n].get("latitude") and rows[n].get("easting")]
    globe = [_pair(rows[n], GLOBE) for n in with_globe]
    for n, (lat, lon), grid in zip(with_globe, globe, to_grid(globe), strict=True):
        found[n] = _agreed(rows[n], (*grid, lat, lon))
    grids = [_pair(rows[n], GRID) for n in with_grid]
    for n, grid, pair in zip(with_grid, grids, to_globe(grids), strict=True):
        found[n] = _inside((*grid, *pair), "easting")
    return found


def _pair(row: Mapping[str, str], names: tuple[str, str]) -> tuple[float, float]:
    return float(row[names[0]]), float(row[names[1]])


def _half(row: Mapping[str, str]) -> Problem | None:
    """Half a pair, or no place where one is needed."""
    for first, second in (GRID, GLOBE):
        if bool(row.get(first)) != bool(row.get(second)):
            empty = second if row.get(first) else first
            return empty, _("It is empty, and its other half is not. Give both, or neither.")
    if row.get("easting") or row.get("latitude") or row.get("deployment") in NO_PLACE_NEEDED:
        return None
    return "easting", _("The row has no place. Give easting and northing, or latitude and longitude.")


def _agreed(row: Mapping[str, str], found: Place) -> Place | Problem:
    """The place by latitude and longitude, with the row's own grid reference where it has one that agrees."""
    inside = _inside(found, "latitude")
    if isinstance(inside[0], str) or not row.get("easting"):
        return inside
    grid = _pair(row, GRID)
    most = facts("register")["register"]["coordinates_agree_metres"]
    apart = math.dist(grid, found[:2])
    if apart > most:
        sentence = _("The two pairs of coordinates lie %(apart)s m apart; they may differ by %(most)s m. Mend one.")
        return "easting", sentence % {"apart": round(apart), "most": most}
    return *grid, *found[2:]


def _inside(found: Place, column: str) -> Place | Problem:
    box = facts("register")["united_kingdom"]
    within = (
        box["easting_least"] <= found[0] <= box["easting_most"]
        and box["northing_least"] <= found[1] <= box["northing_most"]
        and any(_within(outline, found[3], found[2]) for outline in _outlines())
    )
    if within:
        return found
    return column, _("The place lies outside the United Kingdom. Check signs, and which number is which.")


@cache
def _outlines() -> tuple[Outline, ...]:
    return tuple(tuple((x, y) for x, y in ring) for ring in facts("register")["united_kingdom"]["outlines"])


def _within(outline: Outline, x: float, y: float) -> bool:
    """Whether a point lies inside a ring: a ray to the east crosses it an odd number of times."""
    inside = False
    before_x, before_y = outline[-1]
    for at_x, at_y in outline:
        if (before_y > y) != (at_y > y) and x < (at_x - before_x) * (y - before_y) / (at_y - before_y) + before_x:
            inside = not inside
        before_x, before_y = at_x, at_y
    return inside
