import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbit.earth import GRAVITY_CONSTANT
from orbit.gravity import sea_level_radius
from orbit.kepler import apsides, coast

speeds = st.floats(-12e3, 12e3)
states = st.tuples(st.floats(6.4e6, 9e6), speeds, speeds, speeds).filter(
    lambda state: math.hypot(state[2], state[3]) > 500.0
)


def as_vectors(state):
    return np.array([state[0], 0.0, 0.0]), np.array(state[1:])


@given(states, st.floats(1.0, 900.0))
def test_a_coast_keeps_energy_and_angular_momentum(state, time):
    place, speed = as_vectors(state)
    later, after = coast(place, speed, time)
    before = speed @ speed / 2 - GRAVITY_CONSTANT / np.linalg.norm(place)
    now = after @ after / 2 - GRAVITY_CONSTANT / np.linalg.norm(later)
    assert now == pytest.approx(before, abs=1.0)
    momentum = np.cross(place, speed)
    change = np.linalg.norm(np.cross(later, after) - momentum)
    assert change < 1e-8 * np.linalg.norm(place) * 12e3


@given(states, st.floats(1.0, 900.0))
def test_a_coast_runs_backward_to_where_it_began(state, time):
    place, speed = as_vectors(state)
    back, before = coast(*coast(place, speed, time), -time)
    np.testing.assert_allclose(back, place, atol=0.1)
    np.testing.assert_allclose(before, speed, atol=1e-3)


def test_an_orbit_comes_round_after_its_period():
    place, speed = np.array([6.6e6, 0.0, 0.0]), np.array([50.0, 6.1e3, 4.9e3])
    axis = 1 / (2 / 6.6e6 - speed @ speed / GRAVITY_CONSTANT)
    period = math.tau * math.sqrt(axis**3 / GRAVITY_CONSTANT)
    later, after = coast(place, speed, period)
    np.testing.assert_allclose(later, place, atol=0.1)
    np.testing.assert_allclose(after, speed, atol=1e-4)


def test_apsides_are_read_off_a_state_at_perigee():
    radius = sea_level_radius(0.0) + 200e3
    far = sea_level_radius(0.0) + 1000e3
    speed = math.sqrt(2 * GRAVITY_CONSTANT * far / radius / (radius + far))
    tilt = math.radians(51.6)
    state = np.array([radius, 0, 0]), speed * np.array([0, math.cos(tilt), math.sin(tilt)])
    found = apsides(*state)
    assert found.perigee_height == pytest.approx(200e3, abs=0.01)
    assert found.apogee_height == pytest.approx(1000e3, abs=0.01)
    assert found.inclination == pytest.approx(tilt, abs=1e-9)
    assert found.anomaly == pytest.approx(0.0, abs=1e-6)
