"""The sky and the station against skyfield asked directly, and against astropy with ERFA."""

import math
from pathlib import Path

import numpy as np
import pytest

from orbit.almanac import ephemeris, times, timescale
from orbit.scenario import find_scenario
from orbit.starfield import ASTRONOMICAL_UNIT, SPEED_OF_LIGHT
from orbit.timeline import build

ARC_SECOND = math.radians(1 / 3600)
TIMES = (-1200.0, -333.33, 0.0, 117.8, 1234.567, 5399.0)
TARGETS = {
    "sun": "sun",
    "moon": "moon",
    "mercury": "mercury",
    "venus": "venus",
    "mars": "mars",
    "jupiter": "jupiter barycenter",
    "saturn": "saturn barycenter",
}


@pytest.fixture(scope="module")
def timeline():
    return build(find_scenario("progress-ms-10"))


@pytest.fixture(scope="module")
def skyfield_station():
    from skyfield.api import EarthSatellite

    elements = find_scenario("progress-ms-10").elements
    return EarthSatellite(*elements.lines, "ISS", timescale())


def angle(a, b):
    """Return the angle between two vectors in rad, also where it is tiny."""
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    return 2 * math.asin(np.linalg.norm(a - b) / 2)


@pytest.mark.parametrize("t", TIMES)
def test_the_station_is_within_a_metre_of_skyfield(timeline, skyfield_station, t):
    asked = skyfield_station.at(times(timeline.scenario.epoch, t))
    moment = timeline.at(t)
    assert np.linalg.norm(moment.station_position - asked.xyz.m) < 1.0
    assert np.linalg.norm(moment.station_velocity - asked.velocity.m_per_s) < 0.1


@pytest.mark.parametrize("t", TIMES)
def test_the_earth_is_turned_within_a_tenth_of_an_arc_second_as_in_skyfield(timeline, t):
    from skyfield.framelib import itrs

    asked = itrs.rotation_at(times(timeline.scenario.epoch, t))
    difference = timeline.at(t).itrs_from_gcrs @ asked.T
    assert np.linalg.norm(difference - np.eye(3)) / math.sqrt(2) < 0.1 * ARC_SECOND


@pytest.mark.parametrize("t", TIMES)
def test_apparent_directions_are_within_a_tenth_of_an_arc_second_of_skyfield(
    timeline, skyfield_station, t
):
    kernel = ephemeris()
    when = times(timeline.scenario.epoch, t)
    here = (kernel["earth"] + skyfield_station).at(when)
    moment = timeline.at(t)
    for body in (moment.sun, moment.moon, *moment.planets):
        asked = here.observe(kernel[TARGETS[body.id]]).apparent()
        assert angle(body.direction, asked.xyz.au) < 0.1 * ARC_SECOND, body.id
        assert body.distance == pytest.approx(asked.distance().m, rel=1e-6), body.id


def test_phases_and_magnitudes_are_those_of_skyfield(timeline, skyfield_station):
    from skyfield.magnitudelib import planetary_magnitude

    kernel = ephemeris()
    here = (kernel["earth"] + skyfield_station).at(times(timeline.scenario.epoch, 0.0))
    moment = timeline.at(0.0)
    moon = here.observe(kernel["moon"]).apparent()
    assert moment.moon.phase_fraction == pytest.approx(
        float(moon.fraction_illuminated(kernel["sun"])), abs=2e-3
    )
    for planet in moment.planets:
        asked = here.observe(kernel[TARGETS[planet.id]])
        assert planet.magnitude == pytest.approx(float(planetary_magnitude(asked)), abs=0.01)
        assert planet.phase_fraction == pytest.approx(
            float(asked.apparent().fraction_illuminated(kernel["sun"])), abs=2e-3
        )


@pytest.fixture(scope="module")
def astropy_time(timeline):
    """Return a function from t to astropy's Time, with the Earth rotation data of its package."""
    from astropy import units as u
    from astropy.time import Time
    from astropy.utils import iers
    from astropy_iers_data import IERS_A_FILE

    iers.conf.auto_download = False
    iers.earth_orientation_table.set(iers.IERS_A.open(IERS_A_FILE))
    start = Time(timeline.scenario.epoch.replace(tzinfo=None), scale="utc")
    return lambda t: start + t * u.s


def erfa_apparent(body, when, position, velocity):
    """Return the apparent direction of a body by ERFA's own functions, with DE421's places."""
    import erfa
    import skyfield_data
    from astropy import units as u
    from astropy.coordinates import get_body_barycentric, get_body_barycentric_posvel

    kernel = str(Path(skyfield_data.__file__).parent / "data" / "de421.bsp")

    def place(name, at):
        return get_body_barycentric(name, at, ephemeris=kernel).xyz.to_value(u.m)

    earth, rate = get_body_barycentric_posvel("earth", when, ephemeris=kernel)
    observer = earth.xyz.to_value(u.m) + position
    speed = (rate.xyz.to_value(u.m / u.s) + velocity) / SPEED_OF_LIGHT
    toward = place(body, when) - observer
    for _ in range(3):
        light_time = np.linalg.norm(toward) / SPEED_OF_LIGHT
        toward = place(body, when - light_time * u.s) - observer
    direction = toward / np.linalg.norm(toward)
    sun = place("sun", when)
    from_sun = observer - sun
    far = np.linalg.norm(from_sun) / ASTRONOMICAL_UNIT
    if body != "sun":
        seen = place(body, when) - sun
        direction = erfa.ld(
            1.0,
            direction,
            seen / np.linalg.norm(seen),
            from_sun / np.linalg.norm(from_sun),
            far,
            0.0,
        )
    return erfa.ab(direction, speed, far, math.sqrt(1 - speed @ speed))


@pytest.mark.parametrize("t", TIMES)
def test_earth_rotation_is_within_a_tenth_of_an_arc_second_of_erfa(timeline, astropy_time, t):
    import erfa
    from astropy.utils import iers

    when = astropy_time(t)
    x, y = iers.earth_orientation_table.get().pm_xy(when)
    asked = erfa.c2t06a(
        when.tt.jd1, when.tt.jd2, when.ut1.jd1, when.ut1.jd2, x.to_value("rad"), y.to_value("rad")
    )
    difference = timeline.at(t).itrs_from_gcrs @ asked.T
    assert np.linalg.norm(difference - np.eye(3)) / math.sqrt(2) < 0.1 * ARC_SECOND


@pytest.mark.parametrize("t", TIMES)
def test_sun_moon_and_planets_are_within_an_arc_second_of_erfa(timeline, astropy_time, t):
    moment = timeline.at(t)
    for body in (moment.sun, moment.moon, *moment.planets):
        asked = erfa_apparent(
            body.id, astropy_time(t), moment.station_position, moment.station_velocity
        )
        assert angle(body.direction, asked) < 1.0 * ARC_SECOND, body.id
        assert np.linalg.norm(body.direction) == pytest.approx(1.0, abs=1e-12), body.id
