import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orbit.falling import follow, release, ring
from orbit.gravity import potential
from orbit.hermite import hermite
from orbit.motion import air_velocity, falling, ground, integrate, nodes
from orbit.stage import BreakUp, Fall

FALL = Fall(drag_area_m2=20.0, nose_radius_m=1.0, push_m_s=5.0, tumble_deg_s=9.0, glow_area_m2=9.0)
states = st.tuples(
    st.floats(6.5e6, 7.5e6), st.floats(-4e6, 4e6), st.floats(-4e6, 4e6),
    st.floats(-2e3, 2e3), st.floats(-7e3, 7e3), st.floats(-7e3, 7e3),
)  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(states)
def test_a_coast_without_drag_keeps_energy_and_momentum_about_the_axis(state):
    path = integrate(falling(0.0), 0.0, 600.0, np.array(state), [(ground, -1)])
    along = path.at(np.linspace(0.0, path.end, 50))
    place, speed = along[:, :3], along[:, 3:]
    energy = 0.5 * (speed**2).sum(axis=1) + potential(place)
    assert np.ptp(energy) < 1.0  # J/kg: a decimetre of height
    about_axis = place[:, 0] * speed[:, 1] - place[:, 1] * speed[:, 0]
    assert np.ptp(about_axis) < 7e6 * 1e-3  # m2/s: a millimetre a second


@settings(deadline=None, max_examples=20)
@given(states, st.floats(1e-4, 1e-1))
def test_drag_only_ever_takes_energy_from_what_moves_through_the_air(state, area_to_mass):
    state = np.array(state)
    state[:3] *= 6.45e6 / np.linalg.norm(state[:3])
    path = integrate(falling(area_to_mass), 0.0, 200.0, state, [(ground, -1)])
    along = path.at(np.linspace(0.0, path.end, 200))
    place, speed = along[:, :3], along[:, 3:]
    # In axes that turn with the Earth what is kept is v2/2 + potential - (w x r)2/2 (Jacobi).
    through_air = air_velocity(place, speed)
    turning = speed - through_air
    energy = 0.5 * (through_air**2 - turning**2).sum(axis=1) + potential(place)
    assert np.diff(energy).max() < 1.0


def test_a_feather_falls_at_its_terminal_speed():
    area_to_mass = 0.02
    state = np.array([6_378_137.0 + 5e3, 0.0, 0.0, 0.0, 7.292115e-5 * 6.383e6, 0.0])
    path = integrate(falling(area_to_mass), 0.0, 3600.0, state, [(ground, -1)])
    last = path.last
    speed = np.linalg.norm(air_velocity(last[None, :3], last[None, 3:]))
    assert speed == pytest.approx(math.sqrt(2 * 9.78 / (1.225 * area_to_mass)), rel=0.01)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_ring_is_pushed_so_that_its_momentum_stays(count):
    axis = np.array([0.6, 0.0, 0.8])
    outward = ring(axis, np.array([0.1, 1.0, 0.0]), count)
    np.testing.assert_allclose(np.sum(outward, axis=0), 0.0, atol=1e-12)
    for each in outward:
        assert each @ axis == pytest.approx(0.0, abs=1e-12)
        assert np.linalg.norm(each) == pytest.approx(1.0)


def test_the_four_strap_ons_part_in_a_cross(tracks, soyuz):
    mean = np.mean([tracks[f"strap_on_{k}"].velocity[0] for k in (1, 2, 3, 4)], axis=0)
    pushes = [tracks[f"strap_on_{k}"].velocity[0] - mean for k in (1, 2, 3, 4)]
    for push, beside, opposite in zip(
        pushes, pushes[1:] + pushes[:1], pushes[2:] + pushes[:2], strict=True
    ):
        assert np.linalg.norm(push) == pytest.approx(soyuz.stages[0].fall.push_m_s)
        assert push @ beside == pytest.approx(0.0, abs=1e-6)
        np.testing.assert_allclose(opposite, -push, atol=1e-9)


def test_what_tumbles_turns_at_its_rate():
    state = np.array([6_378_137.0 + 90e3, 0.0, 0.0, 0.0, 2000.0, 0.0])
    axis, tilt = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])
    body = release(100.0, state, axis, tilt, mass=3000.0, fall=FALL, aside=True)
    stretch = follow(body, FALL, 4000.0).stretches[0]
    angle = np.degrees(np.arctan2(stretch.axis @ tilt, stretch.axis @ axis))
    wanted = 9.0 * (stretch.t - 100.0)
    np.testing.assert_allclose((angle - wanted + 180.0) % 360.0 - 180.0, 0.0, atol=1e-6)
    assert np.diff(wanted).max() <= 15.0 + 1e-9


def test_nodes_let_cubic_hermite_keep_within_a_metre_of_the_integration():
    state = np.array([6_378_137.0 + 90e3, 0.0, 0.0, 0.0, 4300.0, 300.0])
    path = integrate(falling(0.01), 0.0, 3600.0, state, [(ground, -1)])
    t, states = nodes(path, 10.0)
    fine = np.linspace(0.0, path.end, 20_001)
    between, _ = hermite(t, states[:, :3], states[:, 3:], fine)
    off = np.linalg.norm(between - path.at(fine)[:, :3], axis=1)
    assert off.max() < 1.0


def test_pieces_share_the_mass_of_what_broke_up(soyuz, tracks):
    apart = soyuz.stages[1].fall.break_up
    assert isinstance(apart, BreakUp)
    core = tracks["core"]
    before = core.mass[np.flatnonzero(np.diff(core.mass))[-1]]
    pieces = [tracks[f"core_{k}"].mass[0] for k in range(1, len(apart.masses_kg) + 1)]
    assert core.mass[-1] + sum(pieces) == pytest.approx(before)
