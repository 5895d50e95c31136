"""Places of the stars against skyfield and against ERFA."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.stars import stars
from orbit.almanac import ephemeris, times
from orbit.scenario import find_scenario
from orbit.starfield import SPEED_OF_LIGHT, aberrate, star_directions
from orbit.timeline import build

ARC_SECOND = math.radians(1 / 3600)


@pytest.fixture(scope="module")
def catalogue():
    return stars()


@pytest.fixture(scope="module")
def timeline():
    return build(find_scenario("progress-ms-10"))


@pytest.fixture(scope="module")
def apparent(timeline, catalogue):
    """Return unit vectors (n, 3) of all stars as the station sees them at lift-off."""
    return aberrate(timeline.star_directions(catalogue), timeline.at(0.0).observer_velocity)


def angles(a, b):
    return 2 * np.arcsin(np.linalg.norm(a - b, axis=-1) / 2)


def test_apparent_places_are_within_an_arc_second_of_erfa(timeline, catalogue, apparent):
    import erfa

    moment = timeline.at(0.0)
    when = times(timeline.scenario.epoch, 0.0)
    kernel = ephemeris()
    earth = kernel["earth"].at(when)
    observer = earth.xyz.au + moment.station_position / 149_597_870_700.0
    sun = kernel["sun"].at(when).xyz.au
    start = 2448349.0625  # J1991.25
    ra, dec, _, _, parallax, _ = erfa.pmsafe(
        catalogue.ra,
        catalogue.dec,
        catalogue.pm_ra_cosdec / np.cos(catalogue.dec),
        catalogue.pm_dec,
        catalogue.parallax / ARC_SECOND,
        0.0,
        start,
        0.0,
        when.tt,
        0.0,
    )
    place = erfa.s2c(ra, dec) - (parallax * ARC_SECOND)[:, None] * observer
    place /= np.linalg.norm(place, axis=1)[:, None]
    from_sun = observer - sun
    far = np.linalg.norm(from_sun)
    place = erfa.ldsun(place, from_sun / far, far)
    speed = moment.observer_velocity / SPEED_OF_LIGHT
    asked = erfa.ab(place, speed, far, math.sqrt(1 - speed @ speed))
    assert angles(apparent, asked).max() < 1.0 * ARC_SECOND


def test_apparent_places_are_within_an_arc_second_of_skyfield(timeline, catalogue, apparent):
    from skyfield.api import EarthSatellite, Star

    kernel = ephemeris()
    station = EarthSatellite(*timeline.scenario.elements.lines, "ISS")
    here = (kernel["earth"] + station).at(times(timeline.scenario.epoch, 0.0))
    some = slice(0, 200)
    star = Star(
        ra_hours=np.degrees(catalogue.ra[some]) / 15,
        dec_degrees=np.degrees(catalogue.dec[some]),
        ra_mas_per_year=catalogue.pm_ra_cosdec[some] / ARC_SECOND * 1000,
        dec_mas_per_year=catalogue.pm_dec[some] / ARC_SECOND * 1000,
        parallax_mas=catalogue.parallax[some] / ARC_SECOND * 1000,
        epoch=2448349.0625,
    )
    asked = here.observe(star).apparent().xyz.au.T
    asked /= np.linalg.norm(asked, axis=1)[:, None]
    assert angles(apparent[some], asked).max() < 1.0 * ARC_SECOND


def test_stars_shift_by_twenty_arc_seconds_toward_the_motion_at_right_angles():
    sideways = aberrate(np.array([[1.0, 0.0, 0.0]]), np.array([0.0, 29_785.0, 0.0]))
    assert sideways[0, 1] == pytest.approx(20.5 * ARC_SECOND, rel=0.001)


speeds = st.floats(-0.5 * SPEED_OF_LIGHT, 0.5 * SPEED_OF_LIGHT)


@given(st.tuples(speeds, speeds, speeds), st.floats(0, math.tau), st.floats(-1, 1))
def test_aberration_keeps_unit_vectors_and_is_undone_by_the_opposite_velocity(
    velocity, longitude, height
):
    across = math.sqrt(1 - height * height)
    start = np.array([[across * math.cos(longitude), across * math.sin(longitude), height]])
    moved = aberrate(start, np.array(velocity))
    assert np.linalg.norm(moved) == pytest.approx(1.0, abs=1e-12)
    assert aberrate(moved, -np.array(velocity)) == pytest.approx(start, abs=1e-9)


def test_a_star_behind_the_sun_is_not_thrown_about(catalogue):
    here = np.array([1.5e11, 0.0, 0.0])
    for degrees in (0.0, 0.1, 0.26, 0.3, 1.0, 179.9, 180.0):
        angle = catalogue.ra[0] + math.radians(degrees)
        dec = catalogue.dec[0]
        sun = 1.5e11 * np.array(
            [math.cos(dec) * math.cos(angle), math.cos(dec) * math.sin(angle), math.sin(dec)]
        )
        with_sun = star_directions(catalogue, find_scenario().epoch, here, sun)
        without = star_directions(catalogue, find_scenario().epoch, here, -1e6 * sun)
        assert angles(with_sun, without)[0] < 1.8 * ARC_SECOND
