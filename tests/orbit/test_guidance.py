import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbit.aim import aim_for, real_heights, state_on
from orbit.earth import GRAVITY_CONSTANT, itrs_from_geodetic
from orbit.guidance import Exhaust, first_solution
from orbit.kepler import Insertion, apsides
from orbit.target import plane_normal, target_at

LOW = Insertion(193e3, 240e3, math.radians(51.65))


def above(latitude_deg, height):
    return itrs_from_geodetic(math.radians(latitude_deg), 1.0, height)


@given(st.floats(-50.0, 50.0), st.floats(0.0, math.tau))
def test_the_plane_has_the_inclination_and_holds_the_place(latitude_deg, heading):
    place = above(latitude_deg, 200e3)
    east = np.cross([0.0, 0.0, 1.0], place)
    north = np.cross(place, east)
    forward = math.sin(heading) * east / np.linalg.norm(east)
    forward = forward + math.cos(heading) * north / np.linalg.norm(north)
    normal = plane_normal(place, 7e3 * forward, LOW.inclination)
    assert math.acos(normal[2]) == pytest.approx(LOW.inclination, abs=1e-9)
    assert normal @ place == pytest.approx(0.0, abs=1e-3)


def test_a_place_north_of_the_orbit_gets_the_plane_that_comes_nearest():
    normal = plane_normal(above(60.0, 200e3), np.array([0.0, 7e3, 0.0]), LOW.inclination)
    assert math.degrees(math.acos(normal[2])) == pytest.approx(60.0, abs=0.3)


@given(st.floats(-60.0, 60.0))
def test_the_target_lies_on_the_orbit_asked_for(anomaly_deg):
    orbit = Insertion(193e3, 240e3, LOW.inclination, math.radians(anomaly_deg))
    place = above(30.0, 200e3)
    normal = plane_normal(place, np.array([-5e3, 3e3, 4e3]), orbit.inclination)
    state = state_on(orbit, place, normal)
    found = apsides(state[:3], state[3:])
    assert found.perigee_height == pytest.approx(193e3, abs=1.0)
    assert found.apogee_height == pytest.approx(240e3, abs=1.0)
    assert found.inclination == pytest.approx(orbit.inclination, abs=1e-9)
    assert found.anomaly == pytest.approx(orbit.anomaly, abs=1e-6)
    energy = state[3:] @ state[3:] / 2 - GRAVITY_CONSTANT / np.linalg.norm(state[:3])
    assert energy == pytest.approx(target_at(orbit, place, normal).energy, rel=1e-12)


def test_the_aim_brings_the_real_heights_to_those_asked_for_within_50_m():
    place = above(50.9, 193e3)
    normal = plane_normal(place, np.array([-5e3, 3e3, 4e3]), LOW.inclination)
    aim = aim_for(LOW, place, normal)
    low, high = real_heights(state_on(aim, place, normal))
    assert low == pytest.approx(193e3, abs=50.0)
    assert high == pytest.approx(240e3, abs=50.0)


def test_flattening_lifts_a_two_body_apogee_by_several_kilometres():
    place = above(50.9, 193e3)
    normal = plane_normal(place, np.array([-5e3, 3e3, 4e3]), LOW.inclination)
    _, high = real_heights(state_on(LOW, place, normal))
    assert 5e3 < high - 240e3 < 12e3


@pytest.mark.parametrize("rise", [-100.0, 150.0, 330.0])
@pytest.mark.parametrize("height", [130e3, 150e3])
def test_guidance_settles_on_a_time_that_the_rocket_equation_allows(rise, height):
    place = above(48.0, height)
    up = place / np.linalg.norm(place)
    forward = np.cross(plane_normal(place, np.array([-3.0, 2.0, 1.0]), LOW.inclination), up)
    state = np.concatenate([place, 4240.0 * forward + rise * up])
    exhaust = Exhaust(3197.0, 93.2, 9.3e3)
    solution = first_solution(LOW, exhaust, 287.4, 32.5e3, state)
    least = solution.target.speed - 4240.0
    spent = 3197.0 * math.log(32.5e3 / (32.5e3 - 93.2 * solution.time_to_go))
    assert least < spent < least + 600.0
