from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.view import View
from vr.headset.spectator import (
    Spectator,
    eye_from_window,
    field,
    levelled,
    turn_of,
    turned_by,
)

EYE = (-0.917, 0.917, -0.988, 0.988)
WINDOW = (1280, 720)
RATE = 30.0
"""Poses a second, as the mirror takes them."""


def turned(yaw=0.0, pitch=0.0, roll=0.0):
    """Return the rotation of a head turned left, then up, then tilted, degrees."""
    y, p, r = (math.radians(each) for each in (yaw, pitch, roll))
    return (
        turned_by(np.array([0, y, 0]))
        @ turned_by(np.array([p, 0, 0]))
        @ turned_by(np.array([0, 0, r]))
    )


def eye(*angles, **more):
    return View(turned(*angles, **more), np.zeros(3), EYE, (896, 1007))


def watched(eyes):
    """Return the spectator's rotations while an eye goes through some poses."""
    spectator, seen = Spectator(), []
    for each in eyes:
        spectator = spectator.after(each, 1.0 / RATE, field(each, WINDOW))
        seen.append(spectator.rotation)
    return seen


def ahead_deg(rotations):
    """Return yaw and pitch, degrees, of where rotations look."""
    looks = np.array([-each[:, 2] for each in rotations])
    yaw = np.degrees(np.arctan2(-looks[:, 0], -looks[:, 2]))
    return yaw, np.degrees(np.arcsin(looks[:, 1]))


def tilt_deg(rotation):
    """Return the roll of a view in degrees."""
    return math.degrees(math.asin(rotation[1, 0]))


def trembling(seconds=6.0):
    """Return a head that holds still as heads do: tremor of 0.4 degrees at 3 Hz, and a nod."""
    t = np.arange(0.0, seconds, 1.0 / RATE)
    yaw, pitch = 0.4 * np.sin(2 * np.pi * 3.0 * t), 0.3 * np.sin(2 * np.pi * 4.1 * t + 1.0)
    return [eye(10.0 + y, -5.0 + p, roll=12.0) for y, p in zip(yaw, pitch, strict=True)]


def test_a_trembling_head_gives_a_view_that_is_ten_times_as_steady():
    seen = watched(trembling())[60:]
    for found, tremor in zip(ahead_deg(seen), (0.4, 0.3), strict=True):
        assert np.ptp(found) < 0.11 * 2.0 * tremor


def test_a_tilted_head_gives_a_level_view_until_it_looks_down():
    for roll in (-30.0, -8.0, 15.0, 30.0):
        assert tilt_deg(watched([eye(40.0, -20.0, roll=roll)] * 3)[-1]) == pytest.approx(
            0.0, abs=0.01
        )
    straight_down = watched([eye(0.0, -90.0, roll=25.0)] * 3)[-1]
    assert np.degrees(np.linalg.norm(turn_of(straight_down.T @ turned(0.0, -90.0, 25.0)))) < 0.1


def test_looking_down_and_up_again_never_spins_the_view():
    pitches = np.concatenate([np.linspace(0, -100, 90), np.linspace(-100, 0, 90)])
    seen = watched([eye(5.0 * math.sin(n / 9), p) for n, p in enumerate(pitches)])
    steps = [np.linalg.norm(turn_of(b @ a.T)) for a, b in itertools.pairwise(seen)]
    assert math.degrees(max(steps)) * RATE < 90.0  # degrees a second; the head turns at 33


def test_the_view_comes_after_a_turning_head_and_rests_where_it_rests():
    turning = [eye(min(n, 60.0), 0.0) for n in np.arange(0.0, 120.0, 1.0)]  # 30 degrees a second
    yaw, pitch = ahead_deg(watched(turning))
    assert (np.diff(yaw) > -1e-6).all()
    assert np.abs(pitch).max() < 0.01
    assert (np.arange(0.0, 60.0) - yaw[:60]).max() < 11.0
    assert yaw[-1] == pytest.approx(60.0, abs=0.05)


def test_the_field_is_one_and_the_same_for_every_pose_and_as_wide_as_a_camera_s():
    fields = {field(eye(y, p, roll=r), WINDOW) for y in (0, 90) for p in (-60, 0) for r in (0, 20)}
    assert len(fields) == 1
    left, right, down, up = fields.pop()
    assert (right - left) / (up - down) == pytest.approx(1280 / 720)
    assert 55.0 < math.degrees(2.0 * math.atan(right)) < 80.0


def test_a_head_that_jumps_or_was_away_takes_the_view_with_it():
    still = Spectator().after(eye(0.0), 0.0, field(eye(), WINDOW))
    for there, since in ((eye(120.0, 20.0), 1 / RATE), (eye(30.0), 5.0), (eye(30.0), -1.0)):
        found = still.after(there, since, field(there, WINDOW)).rotation
        assert np.abs(found - levelled(there.cupola_from_eye)).max() < 1e-9


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.floats(-60, 60)),
        min_size=2,
        max_size=6,
    )
)
def test_whatever_the_head_does_the_whole_screen_shows_what_the_eye_has_seen(poses):
    spectator = Spectator()
    for pose in poses:
        there = eye(*pose)
        tangents = field(there, WINDOW)
        spectator = spectator.after(there, 1.0 / RATE, tangents)
        matrix = eye_from_window(spectator.view(there, tangents, WINDOW), there)
        for corner in ((0, 0, 1), (1, 0, 1), (0, 1, 1), (1, 1, 1)):
            x, y, z = matrix @ corner
            assert z > 0.0
            assert -1e-6 <= x / z <= 1.0 + 1e-6
            assert -1e-6 <= y / z <= 1.0 + 1e-6


def test_a_direction_stands_in_the_window_where_the_spectator_sees_it():
    there = eye(20.0, -10.0, roll=15.0)
    tangents = field(there, WINDOW)
    seen = Spectator().after(there, 0.0, tangents).view(there, tangents, WINDOW)
    direction = turned(24.0, -13.0) @ [0.0, 0.0, -1.0]

    def place(view):
        x, y, z = direction @ view.cupola_from_eye
        left, right, down, up = view.tangents
        return np.array([(-x / z - left) / (right - left), (-y / z - down) / (up - down), 1.0])

    found = eye_from_window(seen, there) @ place(seen)
    assert found / found[2] == pytest.approx(place(there), abs=1e-9)
