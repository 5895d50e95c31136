import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbit.steering import LinearTangent, PitchProgramme, Turn

UP = np.array([1.0, 0.0, 0.0])
NORMAL = np.array([0.0, 0.0, 2.0])
POINTS = ((0.0, 90.0), (10.0, 90.0), (30.0, 60.0), (110.0, 20.0))
unit = st.tuples(*[st.floats(-1.0, 1.0)] * 3).filter(lambda v: np.linalg.norm(v) > 0.1)


@given(st.floats(0.0, 200.0), unit)
def test_every_direction_is_a_unit_vector(t, place):
    programme = PitchProgramme.through(POINTS, NORMAL, None)
    x, y, z = (7e6 * np.array(place)).tolist()
    if math.hypot(x, y) > 1e4:
        assert np.linalg.norm(programme(t, x, y, z)) == pytest.approx(1.0)
    tangent = LinearTangent(50.0, place, (0.0, 0.01, 0.003))
    assert np.linalg.norm(tangent(t, x, y, z)) == pytest.approx(1.0)


@pytest.mark.parametrize(("t", "pitch"), [(-5, 90), (5, 90), (20, 75), (70, 40), (500, 20)])
def test_pitch_is_linear_between_its_points_and_held_outside(t, pitch):
    programme = PitchProgramme.through(POINTS, NORMAL, UP)
    assert math.degrees(programme.pitch(t)) == pytest.approx(pitch)


def test_the_pads_horizon_stands_still_and_the_local_one_goes_along():
    pad = PitchProgramme.through(POINTS, NORMAL, UP)
    local = PitchProgramme.through(POINTS, NORMAL, None)
    ten = math.radians(10.0)
    downrange = (6.4e6 * math.cos(ten), 6.4e6 * math.sin(ten), 0.0)
    assert pad(110.0, *downrange) == pytest.approx(pad(110.0, 6.4e6, 0.0, 0.0))
    np.testing.assert_allclose(pad(110.0, *downrange) @ UP, math.sin(math.radians(20.0)))
    np.testing.assert_allclose(local(110.0, *downrange) @ UP, math.sin(math.radians(10.0)))


@given(unit, unit)
def test_a_turn_goes_from_the_first_direction_to_the_last_at_its_rate(first, last):
    first, last = np.array(first), np.array(last)
    first, last = first / np.linalg.norm(first), last / np.linalg.norm(last)
    turn = Turn.between(10.0, 0.05, first, last)
    nowhere = (0.0, 0.0, 0.0)
    np.testing.assert_allclose(turn(10.0, *nowhere), first, atol=1e-12)
    if first @ last > -0.999:
        np.testing.assert_allclose(turn(turn.end, *nowhere), last, atol=1e-9)
        np.testing.assert_allclose(turn(turn.end + 100.0, *nowhere), last, atol=1e-9)
    middle = np.array(turn(10.0 + 0.5 * (turn.end - 10.0), *nowhere))
    assert math.acos(np.clip(first @ middle, -1, 1)) == pytest.approx(turn.angle / 2, abs=1e-6)
