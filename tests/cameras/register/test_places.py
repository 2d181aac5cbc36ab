"""Coordinates: one pair or two that agree, inside the United Kingdom."""

import math

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from anpr_governance.regulation import facts
from cameras.register.places import placed, to_globe, to_grid

FIXED = {"deployment": "fixed"}


def place(**row: str) -> object:
    """The place of one row."""
    return placed([{**FIXED, **row}])[0]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.floats(49.86, 60.9), st.floats(-8.2, 1.78))
def test_places_go_to_the_grid_and_back_within_a_decimetre(latitude: float, longitude: float) -> None:
    (grid,) = to_grid([(latitude, longitude)])
    assume(not math.isnan(grid[0]))
    (globe,) = to_globe([grid])
    (again,) = to_grid([globe])
    assume(len(place(latitude=str(latitude), longitude=str(longitude))) == 4)  # type: ignore[arg-type]
    assert math.dist(grid, again) < 0.1
    assert abs(globe[0] - latitude) < 1e-6
    assert abs(globe[1] - longitude) < 2e-6


def test_one_pair_fills_the_other() -> None:
    found = place(easting="651409.903", northing="313177.27")
    assert found == (651409.903, 313177.27, pytest.approx(52.658007, abs=1e-6), pytest.approx(1.716075, abs=1e-6))
    assert place(latitude=str(found[2]), longitude=str(found[3])) == pytest.approx(found, abs=1e-3)  # type: ignore[index]


def test_two_pairs_may_differ_by_so_many_metres_and_no_more() -> None:
    most = facts("register")["register"]["coordinates_agree_metres"]
    easting, northing = 528280, 187900
    ((latitude, longitude),) = to_globe([(easting, northing)])
    both = {"latitude": str(latitude), "longitude": str(longitude), "northing": str(northing)}
    assert place(**both, easting=str(easting + most - 1))[0] == easting + most - 1  # type: ignore[index]
    assert place(**both, easting=str(easting + most + 1))[0] == "easting"  # type: ignore[index]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("48.85", "2.35"),
        ("53.35", "-6.26"),
        ("53.4", "2.36"),
        ("-0.1", "51.5"),
        ("0", "0"),
        ("51.5", "359"),
        ("91", "0"),
    ],
)
def test_a_place_outside_the_united_kingdom_is_refused(latitude: str, longitude: str) -> None:
    assert "outside" in place(latitude=latitude, longitude=longitude)[1]  # type: ignore[index]


CORNERS = [("54.6", "-5.93"), ("60.15", "-1.14"), ("49.92", "-6.33"), ("52.48", "1.75"), ("57.5", "-1.8")]
WEST = [("54.34", "-7.63"), ("54.48", "-8.09")]


@pytest.mark.parametrize("pair", CORNERS + WEST)
def test_the_corners_of_the_kingdom_lie_inside(pair: tuple[str, str]) -> None:
    assert len(place(latitude=pair[0], longitude=pair[1])) == 4  # type: ignore[arg-type]


def test_half_a_pair_and_no_place_are_refused_where_a_place_is_needed() -> None:
    assert place(easting="528280")[0] == "northing"  # type: ignore[index]
    assert place(longitude="-0.1")[0] == "latitude"  # type: ignore[index]
    assert "no place" in place()[1]  # type: ignore[index]
    assert placed([{"deployment": "vehicle_mounted"}, {"deployment": "operational"}]) == [None, None]
