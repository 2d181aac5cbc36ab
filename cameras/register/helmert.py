"""The grid by the seven-parameter transformation (about 5 m): for the corners of the kingdom that the exact tables,
as our library carries them, leave out (Scilly, west Fermanagh, St Kilda).

Figures: Ordnance Survey, *A guide to coordinate systems in Great Britain*.
"""

import math

_WGS84 = (6378137.0, 6356752.3142)
_AIRY = (6377563.396, 6356256.909)
_SHIFT = (-446.448, 125.157, -542.060)
_SCALE = 20.4894e-6
_TURN = tuple(math.radians(seconds / 3600) for seconds in (-0.1502, -0.2470, -0.8421))
_F0, _LAT0, _LON0, _E0, _N0 = 0.9996012717, math.radians(49), math.radians(-2), 400_000.0, -100_000.0
METRES_A_DEGREE = 111_200.0


def to_grid(latitude: float, longitude: float) -> tuple[float, float]:
    """Easting and northing (metres, OSGB36) of a WGS84 point in degrees."""
    return _project(*_on_airy(math.radians(latitude), math.radians(longitude)))


def to_globe(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude (degrees, WGS84) of a grid point: the point whose grid reference this is, by approach."""
    latitude, longitude = 49 + (northing - _N0) / METRES_A_DEGREE, -2.0
    for _turn in range(30):
        found = to_grid(latitude, longitude)
        east, north = easting - found[0], northing - found[1]
        latitude += north / METRES_A_DEGREE
        longitude += east / (METRES_A_DEGREE * max(math.cos(math.radians(latitude)), 0.1))
        if abs(east) + abs(north) < 1e-4:
            break
    return latitude, longitude


def _on_airy(lat: float, lon: float) -> tuple[float, float]:
    """A WGS84 point as latitude and longitude of OSGB36, by cartesian coordinates."""
    x, y, z = _cartesian(lat, lon, *_WGS84)
    (tx, ty, tz), (rx, ry, rz), s = _SHIFT, _TURN, 1 + _SCALE
    x, y, z = tx + s * x - rz * y + ry * z, ty + rz * x + s * y - rx * z, tz - ry * x + rx * y + s * z
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    p = math.hypot(x, y)
    lat = math.atan2(z, p * (1 - e2))
    for _turn in range(6):
        lat = math.atan2(z + e2 * _normal(lat, a, e2) * math.sin(lat), p)
    return lat, math.atan2(y, x)


def _cartesian(lat: float, lon: float, a: float, b: float) -> tuple[float, float, float]:
    e2 = 1 - (b / a) ** 2
    nu = _normal(lat, a, e2)
    around = nu * math.cos(lat)
    return around * math.cos(lon), around * math.sin(lon), nu * (1 - e2) * math.sin(lat)


def _normal(lat: float, a: float, e2: float) -> float:
    return a / math.sqrt(1 - e2 * math.sin(lat) ** 2)


def _project(lat: float, lon: float) -> tuple[float, float]:
    """Transverse Mercator on Airy's ellipsoid, with the series of the Ordnance Survey."""
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    sin, cos, tan = math.sin(lat), math.cos(lat), math.tan(lat)
    nu = _normal(lat, a, e2) * _F0
    rho = nu * (1 - e2) / (1 - e2 * sin**2)
    eta2, d, t2 = nu / rho - 1, lon - _LON0, tan**2
    north = _arc(lat) + _N0 + nu / 2 * sin * cos * d**2
    north += nu / 24 * sin * cos**3 * (5 - t2 + 9 * eta2) * d**4
    north += nu / 720 * sin * cos**5 * (61 - 58 * t2 + t2**2) * d**6
    east = _E0 + nu * cos * d + nu / 6 * cos**3 * (nu / rho - t2) * d**3
    east += nu / 120 * cos**5 * (5 - 18 * t2 + t2**2 + 14 * eta2 - 58 * t2 * eta2) * d**5
    return east, north


def _arc(lat: float) -> float:
    a, b = _AIRY
    n = (a - b) / (a + b)
    d, s = lat - _LAT0, lat + _LAT0
    return (
        b
        * _F0
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * d
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(d) * math.cos(s)
            + 15 / 8 * (n**2 + n**3) * math.sin(2 * d) * math.cos(2 * s)
            - 35 / 24 * n**3 * math.sin(3 * d) * math.cos(3 * s)
        )
    )
