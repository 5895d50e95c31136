"""The far field's linear image, against orbit's tables and plain geometry."""

import math

import numpy as np
import pytest

from tests.render.sights import CAMERA, WORLD, aft_view, view_along


@pytest.mark.parametrize("t", [-800.0, 0.0, 300.0, 870.0, 3000.0])
def test_no_pixel_is_negative_or_not_a_number(renderer, timeline, t):
    moment = timeline.at(t)
    for direction in np.vstack([np.eye(3), -np.eye(3)]):
        view = view_along(moment, direction + 0.01, (160, 160), 90.0)
        image = renderer.hdr(moment, view, CAMERA, WORLD)
        assert np.isfinite(image).all()
        assert image.min() >= 0.0


def test_the_horizon_is_steady_over_60_frames(renderer, timeline):
    heights = []
    for frame in range(60):
        moment = timeline.at(100.0 + frame / 60.0)
        view = aft_view(moment, (16, 600), fov_deg=12.0, elevation_deg=-18.0)
        column = np.median(renderer.hdr(moment, view, CAMERA, WORLD)[..., 1], axis=1)
        edge = np.flatnonzero(column > 1.5e-3)[0]
        before, after = column[edge - 1], column[edge]
        heights.append(edge - (after - 1.5e-3) / (after - before))
    trend = np.polyfit(np.arange(60), heights, 2)
    rest = np.array(heights) - np.polyval(trend, np.arange(60))
    assert np.abs(rest).max() < 0.1
    assert math.isfinite(trend[0])
