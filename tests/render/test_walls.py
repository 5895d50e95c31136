"""Walls are solid to the eye: black at glass and hull, clear where a visitor may be."""

import math

import numpy as np
import pytest

from assets.cupola import cupola
from render.passes.comfort import ANGLES, Comfort
from render.view import View
from render.walls import BLACK_AT, FADE_FROM, clearance, darkness
from render.windows import horizontal, windows


def test_from_the_eye_point_the_nearest_glass_is_the_round_window_underfoot():
    data = cupola()
    expected = -data.round_window.height + data.panes.scratch[0]
    assert float(clearance([0.0, 0.0, 0.0])) == pytest.approx(expected)
    assert darkness([0.0, 0.0, 0.0]) == 0.0


@pytest.mark.parametrize("number", range(7))
def test_the_fade_begins_15_cm_from_each_pane_and_ends_before_it(number):
    window = windows()[number]
    pane = window.distance + cupola().panes.scratch[0]
    for gap, dark in ((0.2, 0.0), (FADE_FROM + 1e-6, 0.0), (BLACK_AT, 1.0), (0.0, 1.0), (-0.5, 1)):
        eye = (pane - gap) * window.axes[2]
        assert darkness(eye) == pytest.approx(dark, abs=1e-6), gap
        assert float(clearance(eye)) <= gap + 1e-9


def test_the_way_up_into_the_node_is_clear():
    for height in np.linspace(0.0, 2.8, 100):
        assert darkness([0.0, height, 0.0]) == 0.0, height


@pytest.mark.parametrize("azimuth", np.arange(0.0, 360.0, 30.0))
def test_the_hull_is_black_beside_the_hatch_and_behind_the_panels(azimuth):
    out = horizontal(azimuth)
    assert darkness(0.95 * out + [0.0, 0.45, 0.0]) == 1.0
    assert darkness(0.93 * out + [0.0, 0.63, 0.0]) == 1.0
    assert darkness(0.6 * out + [0.0, 0.4, 0.0]) == 0.0
    assert darkness(5.0 * out) == 1.0


def test_clearance_changes_by_no_more_than_the_eye_moves():
    rng = np.random.default_rng(4)
    eyes = rng.uniform([-1.2, -0.8, -1.2], [1.2, 2.0, 1.2], (4000, 3))
    steps = rng.normal(size=(4000, 3)) * 0.01
    change = np.abs(clearance(eyes + steps) - clearance(eyes))
    assert (change <= np.linalg.norm(steps, axis=1) + 1e-9).all()


def test_darkness_is_smooth_along_a_lean():
    way = np.linspace(0.0, 0.72, 1000)
    dark = np.array([darkness(s * windows()[0].axes[2]) for s in way])
    assert (np.diff(dark) >= 0).all()
    assert np.diff(dark).max() < 0.02
    assert abs(np.diff(dark, 2)).max() < 5e-4


def over_white(context, darkness, vignette):
    """Return (H, W) grey of a white picture after the pass, 100 degrees wide."""
    size = (200, 200)
    target = context.framebuffer([context.texture(size, 4)])
    target.use()
    target.clear(1.0, 1.0, 1.0, 1.0)
    Comfort(context).draw(View.symmetric(np.eye(3), size, math.radians(100.0)), darkness, vignette)
    return np.frombuffer(target.read(components=1), np.uint8).reshape(size[::-1]) / 255


def test_black_is_black_and_nothing_is_nothing(context):
    assert over_white(context, 0.0, 0.0).min() == 1.0
    assert over_white(context, 1.0, 0.0).max() == 0.0
    assert over_white(context, 0.5, 0.0) == pytest.approx(0.5, abs=0.01)


def test_the_vignette_leaves_the_middle_and_takes_the_rim(context):
    seen = over_white(context, 0.0, 1.0)
    tangent = math.tan(math.radians(50.0))
    at = ((np.arange(200) + 0.5) / 100 - 1) * tangent
    angle = np.arctan(np.hypot(at[None], at[:, None]))
    assert (seen[angle < ANGLES[0]] == 1.0).all()
    assert (seen[angle > ANGLES[1]] == 0.0).all()
