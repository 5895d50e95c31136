"""Every pixel of the linear image is light: a number, finite, and not below nothing."""

import numpy as np
import pytest

from orbit.scenario import find_scenario
from orbit.timeline import build
from render.layers import Layers
from render.quality import QUALITIES
from render.renderer import Renderer
from tests.render.sights import CAMERA, WORLD, view_along

SIX_WAYS = np.vstack([np.eye(3), -np.eye(3)])
OFF_AXIS = np.array([0.0, 1e-6, 0.0])
TIMES = [-1100.0, -800.0, 0.0, 118.0, 290.0, 540.0, 870.0, 1230.0, 1400.0, 1500.0, 2800.0, 4300.0]
"""Twilight, moonlight, the launch, its separations and re-entry, darkness, sunrise, day, sunset."""


def assert_light(image):
    assert np.isfinite(image).all()
    assert image.min() >= 0.0
    assert image.max() > 0.0


@pytest.fixture(scope="module")
def renderers(context, timeline, renderer):
    """A renderer for every quality."""
    others = {
        name: Renderer(context, timeline, quality)
        for name, quality in QUALITIES.items()
        if name != "high"
    }
    return others | {"high": renderer}


@pytest.mark.parametrize("t", TIMES)
@pytest.mark.parametrize("quality", list(QUALITIES))
def test_all_around_at_every_hour(renderers, timeline, quality, t):
    moment = timeline.at(t)
    for direction in SIX_WAYS:
        # A little more than a face of a cube, off the axes.
        view = view_along(moment, direction + 0.01, (96, 96), 94.0)
        assert_light(renderers[quality].hdr(moment, view, CAMERA, WORLD))


@pytest.mark.parametrize("fov_deg", [0.01, 0.3, 5.0, 140.0, 170.0])
@pytest.mark.parametrize("t", [0.0, 290.0, 1500.0])
def test_in_the_narrowest_and_the_widest_field(renderer, timeline, t, fov_deg):
    moment = timeline.at(t)
    down = -moment.eye_position / np.linalg.norm(moment.eye_position)
    aft = -moment.station_velocity / np.linalg.norm(moment.station_velocity)
    limb = aft * np.cos(np.radians(20.0)) + down * np.sin(np.radians(20.0))
    for direction in (down, -down, limb, moment.sun.direction, moment.moon.direction):
        view = view_along(moment, direction + OFF_AXIS, (121, 67), fov_deg)
        assert_light(renderer.hdr(moment, view, CAMERA, WORLD))


@pytest.mark.parametrize("size", [(1, 1), (2, 301), (333, 3)])
def test_in_a_picture_of_any_shape(renderer, timeline, size):
    moment = timeline.at(118.0)
    view = view_along(moment, -moment.eye_position, size, 120.0)
    assert_light(renderer.hdr(moment, view, CAMERA, WORLD))


@pytest.mark.parametrize("t", [118.0, 1400.0, 2800.0])
def test_inside_the_cupola(renderer, timeline, t):
    moment = timeline.at(t)
    for direction in SIX_WAYS:
        view = view_along(moment, direction + 0.01, (96, 96), 94.0)
        assert_light(renderer.hdr(moment, view, CAMERA, Layers(cupola=True)))


@pytest.mark.parametrize("t", [-800.0, 0.0, 300.0, 2000.0])
def test_in_another_scenario(renderer, t):
    moment = build(find_scenario("soyuz-ms-15")).at(t)
    for direction in SIX_WAYS:
        view = view_along(moment, direction + 0.01, (96, 96), 94.0)
        assert_light(renderer.hdr(moment, view, CAMERA, WORLD))
