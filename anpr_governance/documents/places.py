"""Places written as figures: a grid reference, eastings and northings, latitude and longitude are one place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from anpr_governance.regulation import facts

GRID = re.compile(r"\b([HJNOST][A-HJ-Z])\s?(\d{2,5})\s?(\d{2,5})\b", re.IGNORECASE)
METRES = re.compile(
    r"(?<![\d.])([1-9]\d{4,5})(?:\.\d+)?[\s,;/]+(?:northing\s)?(\d{5,7})(?:\.\d+)?(?!\d)", re.IGNORECASE
)
DEGREES = re.compile(
    r"(?<![\d.])(-?\d{2}\.\d{2,})(?:\s?°)?(?:\s?[NS]\b)?[\s,;/]{1,3}(-?\d{1,2}\.\d{2,})(?:\s?°)?(?:\s?([EW])\b)?",
    re.IGNORECASE,
)
_SQUARES = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_SQUARE = 100_000  # metres along one side of a lettered square
_FIGURES = (3, 4, 5)
_DECIMALS = (3, 4, 5, 6)


@dataclass(frozen=True)
class Place:
    """Where a text names a place in figures; metres on the national grid, `coarse` = the side of its square."""

    start: int
    end: int
    kind: str
    easting: float
    northing: float
    coarse: int

    def is_near(self, other: "Place") -> bool:
        """Whether both name the same place, as coarsely as each is given."""
        near = facts("redaction")["places"]["near_metres"] + self.coarse + other.coarse
        return abs(self.easting - other.easting) <= near and abs(self.northing - other.northing) <= near


def places_in(text: str) -> list[Place]:
    """Every place that `text` names in figures."""
    return sorted([*_grid(text), *_metres(text), *_degrees(text)], key=lambda place: place.start)


def _grid(text: str) -> Iterator[Place]:
    for found in GRID.finditer(text):
        letters, east, north = found[1].upper(), found[2], found[3]
        if len(east) == len(north):
            side = 10 ** (5 - len(east))
            x, y = _corner(letters)
            yield Place(
                *found.span(), "grid_reference", x + int(east) * side + side / 2, y + int(north) * side + side / 2, side
            )


def _corner(letters: str) -> tuple[int, int]:
    first, second = (_SQUARES.index(letter) for letter in letters)
    x = ((first - 2) % 5) * 5 + second % 5
    y = (19 - first // 5 * 5) - second // 5
    return x * _SQUARE, y * _SQUARE


def _metres(text: str) -> Iterator[Place]:
    for found in METRES.finditer(text):
        easting, northing = int(found[1]), int(found[2])
        if easting < 700_000 and 5_000 < northing < 1_250_000:
            yield Place(*found.span(), "coordinates", easting, northing, 1)


def _degrees(text: str) -> Iterator[Place]:
    from convertbng.cutil import convert_bng

    for found in DEGREES.finditer(text):
        latitude, longitude = float(found[1]), float(found[2])
        if (found[3] or "").upper() == "W":
            longitude = -abs(longitude)
        if 49 <= latitude <= 61 and -9 <= longitude <= 2.5:
            east, north = convert_bng([longitude], [latitude])
            coarse = max(1, round(111_000 / 10 ** len(found[1].partition(".")[2])))
            yield Place(*found.span(), "coordinates", float(east[0]), float(north[0]), coarse)


def other_forms(place: Place) -> list[str]:
    """The same place as it may be written elsewhere: grid references, metres, degrees."""
    from convertbng.cutil import convert_lonlat

    fine_enough = [figures for figures in _FIGURES if 2 * 10 ** (5 - figures) >= place.coarse]
    forms = [reference(place.easting, place.northing, figures) for figures in fine_enough]
    longitudes, latitudes = convert_lonlat([place.easting], [place.northing])
    degrees = (float(latitudes[0]), float(longitudes[0]))
    if place.coarse <= 20:
        forms += [f"{round(place.easting)}", f"{round(place.northing)}"]
        forms += [f"{value:.{places}f}" for value in degrees for places in _DECIMALS]
    return forms


def reference(easting: float, northing: float, figures: int) -> str:
    """A grid reference with `figures` digits each way; empty outside the lettered squares."""
    x, y = int(easting // _SQUARE), int(northing // _SQUARE)
    if not (0 <= x < 7 and 0 <= y < 13):
        return ""
    first = (19 - y) - (19 - y) % 5 + (x + 10) // 5
    second = (19 - y) * 5 % 25 + x % 5
    side = 10 ** (5 - figures)
    east, north = int(easting % _SQUARE // side), int(northing % _SQUARE // side)
    return f"{_SQUARES[first]}{_SQUARES[second]} {east:0{figures}d} {north:0{figures}d}"
