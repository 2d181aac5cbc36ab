"""Places written as figures: a grid reference, eastings and northings, latitude and longitude are one place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from anpr_governance.documents.spelling import Plain
from anpr_governance.regulation import facts

GRIDS = (
    re.compile(r"\b([HJNOST][A-HJ-Z])\s?(\d{2,5})\s?(\d{2,5})\b", re.IGNORECASE),
    re.compile(r"\b([HJNOST][A-HJ-Z])-(\d{2,5})-(\d{2,5})\b"),
)
METRES = re.compile(
    r"(?<![\d.])([1-9]\d{4,5})(?:\.\d+)?(?:\s?m?E\b)?[\s,;/|]*(?:and\s)?"
    r"(?:(?<=[\s,;/|])(?:northings?|n|y)?|(?<=\d)n)[\s:=]*(\d{5,7})(?:\.\d+)?(?!\d)",
    re.IGNORECASE,
)
_NEXT = r"[\s,;/|]{1,3}(?:and\s)?(?:(?:lon(?:g(?:itude)?)?\.?|[EW])[\s:=]{0,2})?"
DEGREES = re.compile(
    rf"(?<![\d.])(-?\d{{2}}\.\d{{2,}})(?:\s?°)?(?:\s?[NS]\b)?{_NEXT}(-?\d{{1,2}}\.\d{{2,}})(?:\s?°)?(?:\s?([EW])\b)?",
    re.IGNORECASE,
)
_SECONDS = r"\s?°\s?(\d{1,2}(?:\.\d+)?)\s?['′’](?:\s?(\d{1,2}(?:\.\d+)?)\s?(?:[\"”]|['′’]{2}))?\s?"
SEXAGESIMAL = re.compile(rf"(?<![\d.])(\d{{2}}){_SECONDS}N[\s,;/]{{0,3}}(\d{{1,2}}){_SECONDS}([EW])\b", re.IGNORECASE)
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
    plain = Plain(text)
    found = [*_grid(plain), *_metres(plain), *_degrees(plain), *_sexagesimal(plain)]
    return sorted(found, key=lambda place: place.start)


def _grid(text: Plain) -> Iterator[Place]:
    for found, span in (hit for pattern in GRIDS for hit in text.finditer(pattern)):
        letters, east, north = found[1].upper(), found[2], found[3]
        if len(east) == len(north):
            side = 10 ** (5 - len(east))
            x, y = _corner(letters)
            yield Place(
                *span, "grid_reference", x + int(east) * side + side / 2, y + int(north) * side + side / 2, side
            )


def _corner(letters: str) -> tuple[int, int]:
    first, second = (_SQUARES.index(letter) for letter in letters)
    x = ((first - 2) % 5) * 5 + second % 5
    y = (19 - first // 5 * 5) - second // 5
    return x * _SQUARE, y * _SQUARE


def _metres(text: Plain) -> Iterator[Place]:
    for found, span in text.finditer(METRES):
        easting, northing = int(found[1]), int(found[2])
        if easting < 700_000 and 5_000 < northing < 1_250_000:
            yield Place(*span, "coordinates", easting, northing, 1)


def _degrees(text: Plain) -> Iterator[Place]:
    for found, span in text.finditer(DEGREES):
        latitude, longitude = float(found[1]), float(found[2])
        if (found[3] or "").upper() == "W":
            longitude = -abs(longitude)
        coarse = max(1, round(111_000 / 10 ** len(found[1].partition(".")[2])))
        yield from _on_the_globe(span, latitude, longitude, coarse)


def _sexagesimal(text: Plain) -> Iterator[Place]:
    for found, span in text.finditer(SEXAGESIMAL):
        latitude, longitude = (int(d) + float(m) / 60 + float(s or 0) / 3600 for d, m, s in _triples(found))
        east = found[7].upper() == "E"
        yield from _on_the_globe(span, latitude, longitude if east else -longitude, 31 if found[3] else 1_850)


def _triples(found: re.Match[str]) -> list[tuple[str, str, str | None]]:
    return [(found[1], found[2], found[3]), (found[4], found[5], found[6])]


def _on_the_globe(span: tuple[int, int], latitude: float, longitude: float, coarse: int) -> Iterator[Place]:
    """A place on the national grid; nothing where the figures lie outside the country."""
    from convertbng.cutil import convert_bng

    if 49 <= latitude <= 61 and -9 <= longitude <= 2.5:
        east, north = convert_bng([longitude], [latitude])
        yield Place(*span, "coordinates", float(east[0]), float(north[0]), coarse)


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
