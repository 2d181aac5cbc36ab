"""A drawing of part of the national grid: what lies where on it, and which part is shown. Nothing is fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import Any, Self

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from anpr_governance.regulation import facts
from cameras.nearby import Point
from cameras.states import GONE, SiteState

WIDTH, HEIGHT, EDGE = 960, 640, 40
CORNER, COARSEST, TILE = (-238375.0, 1376256.0), 896.0, 256
"""Tiles of the national grid (EPSG:27700) as the Ordnance Survey cuts them: corner, metres a pixel at zoom 0, size."""
ZOOMS = 14
LINES = 14
ENDED = (*GONE, SiteState.COLLECTION_CEASED.value)


@dataclass(frozen=True)
class Sign:
    """One sign: where it lies (pixels), its shape, how many sites it stands for, its words and its address."""

    x: float
    y: float
    shape: str
    words: str
    href: str = ""
    count: int = 1
    label: str = ""
    gap: bool = False


@dataclass(frozen=True)
class Mark:
    """A line of the grid or a ring: its place in pixels and its words."""

    at: float
    words: str


@dataclass(frozen=True)
class Frame:
    """The part that is shown: its west and south edge and the metres of a pixel."""

    west: float
    south: float
    metres: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> Self:
        """All of `points`, with an edge."""
        east, north = [point[0] for point in points], [point[1] for point in points]
        wide, high = max(east) - min(east), max(north) - min(north)
        least = facts("register")["map"]["kilometres_least"] * 1000 / WIDTH
        metres = max(wide / (WIDTH - 2 * EDGE), high / (HEIGHT - 2 * EDGE), least)
        return cls.centred(((max(east) + min(east)) / 2, (max(north) + min(north)) / 2), metres * WIDTH / 1000)

    @classmethod
    def centred(cls, point: Point, kilometres: float) -> Self:
        """So many kilometres of width around a place."""
        rule = facts("register")["map"]
        metres = min(max(kilometres, rule["kilometres_least"]), rule["kilometres_most"]) * 1000 / WIDTH
        return cls(point[0] - metres * WIDTH / 2, point[1] - metres * HEIGHT / 2, metres)

    @classmethod
    def asked(cls, address: QueryDict) -> Self | None:
        """The part that an address asks for by `at` (easting,northing of the middle) and `km` (width)."""
        try:
            easting, northing = (float(text) for text in address.get("at", "").split(","))
            kilometres = float(address.get("km", ""))
        except ValueError:
            return None
        if not all(map(isfinite, (easting, northing, kilometres))) or max(abs(easting), abs(northing)) > 2_000_000:
            return None
        return cls.centred((easting, northing), kilometres)

    # Where things lie

    @property
    def kilometres(self) -> float:
        """Its width."""
        return self.metres * WIDTH / 1000

    @property
    def middle(self) -> Point:
        """Its middle."""
        return self.west + self.metres * WIDTH / 2, self.south + self.metres * HEIGHT / 2

    def on(self, point: Point) -> tuple[float, float]:
        """A place in pixels."""
        easting, northing = point
        return round((easting - self.west) / self.metres, 1), round(HEIGHT - (northing - self.south) / self.metres, 1)

    def box(self) -> dict[str, tuple[float, float]]:
        """The lookup that finds the sites inside."""
        return {
            "easting__range": (self.west, self.west + self.metres * WIDTH),
            "northing__range": (self.south, self.south + self.metres * HEIGHT),
        }

    def rings(self, point: Point) -> list[Mark]:
        """Rings around a place, as radius in pixels, where they fit."""
        radii = [(km, round(km * 1000 / self.metres, 1)) for km in facts("register")["register"]["rings_kilometres"]]
        return [Mark(radius, _("%(n)s km") % {"n": km}) for km, radius in radii if 12 < radius < WIDTH]

    # The ground

    def apart(self) -> int:
        """Metres between two lines of the grid: 1, 2 or 5 of a power of ten, so that a few stand on the drawing."""
        least = max(self.metres * WIDTH / LINES, 10.0)
        power = 10 ** floor(log10(least))
        return int(next(times * power for times in (1, 2, 5, 10) if times * power >= least))

    def lines(self) -> tuple[list[float], list[float]]:
        """Lines of the grid: x of those that run north, y of those that run east."""
        step = self.apart()
        first_east, first_north = ceil(self.west / step) * step, ceil(self.south / step) * step
        across = range(int(first_east), int(self.west + self.metres * WIDTH) + 1, step)
        up = range(int(first_north), int(self.south + self.metres * HEIGHT) + 1, step)
        return [self.on((e, 0))[0] for e in across], [self.on((0, n))[1] for n in up]

    def scale(self) -> str:
        """How wide it is and what lies between two lines."""
        wide, step = self.kilometres, self.apart()
        apart = _("%(n)s km") % {"n": step // 1000} if step >= 1000 else _("%(n)s m") % {"n": step}
        known = {"km": round(wide) if wide >= 10 else round(wide, 1), "apart": apart}
        return _("The drawing is %(km)s km wide; its lines lie %(apart)s apart.") % known

    def tiles(self) -> list[dict[str, Any]]:
        """Pictures of the force's own tile server that cover it; none unless it has one."""
        if not settings.MAP_TILES_URL:
            return []
        zoom = min(max(ceil(-log10(self.metres / COARSEST) / log10(2)), 0), ZOOMS)
        side = TILE * COARSEST / 2**zoom
        east, north = self.west + self.metres * WIDTH, self.south + self.metres * HEIGHT
        columns = range(floor((self.west - CORNER[0]) / side), floor((east - CORNER[0]) / side) + 1)
        rows = range(floor((CORNER[1] - north) / side), floor((CORNER[1] - self.south) / side) + 1)
        return [self._tile(zoom, column, row, side) for column in columns for row in rows]

    def _tile(self, zoom: int, column: int, row: int, side: float) -> dict[str, Any]:
        x, y = self.on((CORNER[0] + column * side, CORNER[1] - row * side))
        known = {"{z}": zoom, "{x}": column, "{y}": row}
        href = settings.MAP_TILES_URL
        for mark, value in known.items():
            href = href.replace(mark, str(value))
        return {"x": x, "y": y, "side": round(side / self.metres, 1), "href": href}

    # Other parts

    def ways(self) -> list[tuple[str, dict[str, str]]]:
        """What a person can do with the drawing, as words and the address' `at` and `km`."""
        (e, n), km = self.middle, self.kilometres
        far = km * 500
        found = [
            (_("Closer"), (e, n), km / 2), (_("Wider"), (e, n), km * 2), (_("North"), (e, n + far * 2 / 3), km),
            (_("South"), (e, n - far * 2 / 3), km), (_("West"), (e - far, n), km), (_("East"), (e + far, n), km),
        ]  # fmt: skip
        return [(words, {"at": written(point), "km": f"{width:g}"}) for words, point, width in found]


def written(point: Point) -> str:
    """A place as addresses hold it."""
    return f"{point[0]:.0f},{point[1]:.0f}"


def shape(site: Any) -> str:
    """Partner = square, proposed = triangle, ended or out of service = ring, any other = disc."""
    if site.state in ENDED or (not site.state and not site.in_service):
        return "ring"
    if site.relationship == "partner":
        return "square"
    return "triangle" if site.state in ("proposed", "approved") else "disc"
