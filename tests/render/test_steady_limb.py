"""The limb does not shimmer: frame by frame it is where the moving eye must see it.

Each frame's row of half light on the upper side of the airglow is compared with the row where a
line of sight of that tangent height falls, by ERFA's ellipsoid in double precision. A slow drift
is the glow's own; what may not be is a jump from one frame to the next.
"""

from dataclasses import replace

import numpy as np
import pytest

from render.view import View
from tests.render.line_of_sight import look
from tests.render.sights import CAMERA, WORLD, aft_view, rays_down_the_middle
from vr.headset.resolution import Step, ladder
from vr.headset.views import Located, Recentring, on_one_grid
from vr.headset.views import view as view_of

FRAMES = 60
EDGE_LUMINANCE = 1.5e-3
"""cd/m2, on the steep upper side of the airglow's band."""


def edge_row(column):
    """Return the row, with a fraction, at which light falls through EDGE_LUMINANCE, from above."""
    below = np.flatnonzero(column > EDGE_LUMINANCE)[0]
    before, after = column[below - 1], column[below]
    return below - (after - EDGE_LUMINANCE) / (after - before)


def frames(timeline, step, size, fov_deg, held):
    """Yield moments and views: the head still in the Cupola, or still among the stars."""
    first = timeline.at(100.0)
    start = aft_view(first, size, fov_deg, -18.0)
    for frame in range(FRAMES):
        moment = timeline.at(100.0 + frame * step)
        axes = start.cupola_from_eye
        if held == "stars":
            axes = moment.cupola_from_gcrs @ first.cupola_from_gcrs.T @ axes
        yield moment, View(axes, start.position, start.tangents, start.size)


@pytest.mark.parametrize("held", ["Cupola", "stars"])
@pytest.mark.parametrize("step", [1 / 90, 10 / 90], ids=["real time", "ten times"])
@pytest.mark.parametrize(
    ("size", "fov_deg"), [((16, 1008), 90.0), ((16, 600), 12.0)], ids=["headset", "lens"]
)
def test_the_limb_keeps_its_predicted_row_within_a_tenth_of_a_pixel_over_60_frames(
    renderer, timeline, step, size, fov_deg, held
):
    seen, tangent_heights = [], []
    for moment, view in frames(timeline, step, size, fov_deg, held):
        column = np.median(renderer.hdr(moment, view, CAMERA, WORLD)[..., 1], axis=1)
        row = edge_row(column)
        seen.append(row)
        around = int(row) + np.array([-1, 0, 1, 2])
        rays = rays_down_the_middle(moment, view)[around]
        heights = look(moment, rays).tangent_height
        tangent_heights.append(np.interp(row, around, heights))
    height_of_edge = np.median(tangent_heights)
    metres_a_row = np.median(np.abs(np.gradient(heights)))
    apart = (np.array(tangent_heights) - height_of_edge) / metres_a_row
    trend = np.polyval(np.polyfit(np.arange(FRAMES), apart, 1), np.arange(FRAMES))
    assert np.abs(apart - trend).max() < 0.1
    assert np.ptp(seen) > (2.0 if held == "stars" and fov_deg < 20 else 0.0)


def limb_angles(renderer, moment, step):
    """Return the angle in deg from each eye's axis down to the airglow's upper edge, at a step."""
    size = step.part((60, 1512))
    aft = aft_view(moment, size, 90.0, -18.0).cupola_from_eye
    angles = (-0.041, 0.043, 0.80, -0.83)
    eyes = [Located((0.0, 0.0, 0.0, 1.0), (side, 0.0, 0.0), angles) for side in (-0.03, 0.03)]
    for eye in on_one_grid(eyes, [size, size]):
        seen = view_of(eye, Recentring(), size)
        turned = replace(seen, cupola_from_eye=aft @ seen.cupola_from_eye)
        column = np.median(renderer.hdr(moment, turned, CAMERA, WORLD)[..., 1], axis=1)
        down, up = turned.tangents[2:]
        share = (edge_row(column) + 0.5) / size[1]
        yield np.degrees(np.arctan(up + share * (down - up)))


def test_the_limb_stays_within_a_fiftieth_of_a_degree_however_small_the_eyes_are_drawn(
    renderer, timeline
):
    moment = timeline.at(100.0)
    full = list(limb_angles(renderer, moment, Step(1.0)))
    for step in ladder(0):
        assert list(limb_angles(renderer, moment, step)) == pytest.approx(full, abs=0.02)
