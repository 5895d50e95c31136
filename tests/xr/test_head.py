"""A head and hands that the test moves in a real runtime: what the visitor does is shown."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np
import pytest

from tests.xr.lab import SETTLED, Lab
from tests.xr.remote import EYE_HEIGHT, RemoteHeadset, pose


@pytest.fixture
def headset(lab: Lab) -> Iterator[RemoteHeadset]:
    return lab.start_remote()


def press(headset: RemoteHeadset, button: str) -> None:
    """Hold a button of the right hand for a moment, longer than the slowest frame."""
    headset.right.buttons = {button}
    headset.send()
    time.sleep(SETTLED)
    headset.right.buttons = set()
    headset.send()
    time.sleep(SETTLED)


def middle(report: dict) -> np.ndarray:
    """Return the point between the eyes in the Cupola's frame, m."""
    return np.mean([view["position_m"] for view in report["last"]["views"]], axis=0)


def heading_deg(report: dict) -> float:
    """Return how far left of aft the eyes look."""
    ahead = -np.array(report["last"]["views"][0]["cupola_from_eye"])[:, 2]
    return math.degrees(math.atan2(-ahead[0], -ahead[2]))


def test_the_view_follows_the_head_as_it_turns_and_moves(lab, headset):
    program = lab.start_show()
    lab.wait_for_focus(program)
    headset.head = pose(yaw_deg=40.0, position=(0.1, EYE_HEIGHT + 0.05, -0.2))
    headset.send()
    time.sleep(SETTLED)
    report = lab.leave(program)
    assert heading_deg(report) == pytest.approx(40.0, abs=0.01)
    assert middle(report) == pytest.approx([0.1, 0.05, -0.2], abs=1e-4)
    assert report["recentred"] == 0


def test_a_headset_put_on_far_from_where_it_started_is_brought_to_the_eye_point(lab, headset):
    headset.head = pose(yaw_deg=70.0, position=(2.0, 0.8, 1.0))
    headset.send()
    program = lab.start_show()
    lab.wait_for_focus(program)
    report = lab.leave(program)
    assert report["recentred"] == 1
    assert middle(report) == pytest.approx([0.0, 0.0, 0.0], abs=1e-4)
    assert heading_deg(report) == pytest.approx(0.0, abs=0.01)


def test_the_stick_pressed_recentres_the_view_level(lab, headset):
    program = lab.start_show()
    lab.wait_for_focus(program)
    headset.head = pose(yaw_deg=-30.0, position=(0.2, EYE_HEIGHT - 0.1, 0.1))
    headset.send()
    time.sleep(SETTLED)
    press(headset, "thumbstick_click")
    report = lab.leave(program)
    assert report["recentred"] == 1
    assert middle(report) == pytest.approx([0.0, 0.0, 0.0], abs=1e-4)
    assert heading_deg(report) == pytest.approx(0.0, abs=0.01)


def test_the_runtime_s_own_recentring_takes_the_place_of_ours(lab, headset):
    program = lab.start_show()
    lab.wait_for_focus(program)
    headset.head = pose(yaw_deg=-30.0, position=(0.2, EYE_HEIGHT, 0.1))
    headset.send()
    time.sleep(SETTLED)
    press(headset, "thumbstick_click")
    headset.head = pose(yaw_deg=25.0, position=(-0.3, EYE_HEIGHT, 0.0))
    headset.send()
    time.sleep(SETTLED)
    lab.control("-c")
    time.sleep(SETTLED)
    report = lab.leave(program)
    assert report["recentred"] == 2
    assert heading_deg(report) == pytest.approx(0.0, abs=0.01)
    assert middle(report)[[0, 2]] == pytest.approx([0.0, 0.0], abs=1e-4)


def test_the_controllers_hold_the_time_and_let_it_run_faster(lab, headset):
    program = lab.start_show()
    lab.wait_for_focus(program)
    press(headset, "a_click")
    time.sleep(SETTLED)
    held = lab.leave(program)
    assert held["last"]["rate"] == 0.0
    program = lab.start_show()
    lab.wait_for_focus(program)
    headset.right.thumbstick = (0.0, 0.9)
    headset.send()
    time.sleep(2 * SETTLED)
    assert lab.leave(program)["last"]["rate"] == 2.0
