"""The gamepad and the mouse as hands: pure."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.view import View
from vr.window.gamepad import FASTEST_TURN, Pad
from vr.window.hands import ray_through
from vr.window.keys import Command


def pad(axes=(), **pressed):
    names = ["a", "b", "x", "y", "lb", "rb", "back", "start", "guide", "left_thumb", "right_thumb"]
    buttons = [pressed.get(name, False) for name in names] + [False] * 4
    return Pad.of([*axes, *[0.0] * (6 - len(axes))], buttons)


def test_a_pad_that_lies_there_does_nothing():
    idle = pad((0.05, -0.08, 0.1, 0.02))
    assert not idle.is_touched
    assert idle.turned(1.0) == (0.0, 0.0)
    assert idle.commands(Pad()) == ()


def test_the_right_stick_turns_the_view_right_and_up_and_gently_at_first():
    right, up = pad((0, 0, 1.0, -1.0)).turned(0.5)
    assert (right, up) == pytest.approx((FASTEST_TURN / 2, FASTEST_TURN / 2))
    half, _ = pad((0, 0, 0.5, 0.0)).turned(0.5)
    assert 0.0 < half < right / 4


def test_the_left_stick_is_pace_and_time_and_a_chooses():
    read = pad((0.6, -0.9), a=True, start=True).read()
    assert (read.scrub, read.rate) == (0.6, 0.9)
    assert read.select
    assert read.menu


def test_shoulder_buttons_go_from_event_to_event_once_a_press():
    assert pad(rb=True).commands(Pad()) == (Command.NEXT_EVENT,)
    assert pad(rb=True).commands(pad(rb=True)) == ()
    assert pad(lb=True, left_thumb=True).commands(Pad()) == (Command.PREVIOUS_EVENT, Command.AFT)


@given(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9))
def test_the_ray_through_a_pixel_is_seen_at_that_pixel(across, above):
    view = View.symmetric(np.eye(3), (400, 300), math.radians(60.0), np.array([0.1, 0.0, 0.2]))
    ray = ray_through(view, (200 + 200 * across, 150 - 150 * above))
    x, y, z = ray.ahead
    _, right, _, up = view.tangents
    assert x / -z == pytest.approx(across * right, abs=1e-9)
    assert y / -z == pytest.approx(above * up, abs=1e-9)
    assert ray.position == pytest.approx(view.position)
