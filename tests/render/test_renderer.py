"""Whole frames: bodies where the state says, two eyes, the near field, the last shader."""

import math
from dataclasses import replace

import moderngl
import numpy as np
import pytest

from orbit.state import state
from render.camera import GERST, developed
from render.frustum import covering, far_uv_from_eye_uv, first_pixel, on_its_grid
from render.labels import seen_by
from render.layers import Layers
from render.looks import daylight_factor
from render.passes.labels import LabelsPass
from render.view import View
from tests.render.sights import CAMERA, WORLD, aft_view, pixel_of, view_along

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def picture(context, renderer, moment, views, look=CAMERA, layers=WORLD):
    """Draw views and return their pictures (H, W, 3), rows from the top."""
    targets = [context.framebuffer([context.texture(view.size, 4)]) for view in views]
    renderer.draw(moment, views, targets, look, layers)
    return [
        np.frombuffer(target.read(components=3, alignment=1), np.uint8).reshape(
            view.size[1], view.size[0], 3
        )[::-1]
        for view, target in zip(views, targets, strict=True)
    ]


def eyes(moment, size, distance=0.063):
    """Return two parallel aft views that far apart in m."""
    middle = aft_view(moment, size, fov_deg=85.0, elevation_deg=-15.0)
    right = middle.cupola_from_eye[:, 0] * distance / 2
    return [
        View(middle.cupola_from_eye, side * right, middle.tangents, middle.size)
        for side in (-1.0, 1.0)
    ]


@pytest.mark.parametrize("t", [20.0, 100.0, 200.0, 280.0, 400.0, 520.0])
def test_the_rockets_point_is_where_the_state_says_within_half_a_pixel(renderer, timeline, t):
    moment = timeline.at(t)
    told = state(timeline, t)["bodies"]
    # The rocket is the highest stage that burns: what burns up below it is a swarm of pieces.
    stages = [each for each in told if each["id"] in ("stack", "core", "blok_i")]
    body = next(each for each in reversed(stages) if each["burning"])
    azimuth, elevation = math.radians(body["azimuth_deg"]), math.radians(body["elevation_deg"])
    lvlh = np.array(
        [
            math.cos(elevation) * math.cos(azimuth),
            math.cos(elevation) * math.sin(azimuth),
            -math.sin(elevation),
        ]
    )
    direction = moment.lvlh_from_gcrs.T @ lvlh
    view = view_along(moment, direction + 0.02 * moment.lvlh_from_gcrs[1], (640, 480), 12.0)
    image = renderer.hdr(moment, view, CAMERA, WORLD) @ LUMINANCE
    x, y = (float(v) for v in pixel_of(moment, view, direction))
    rows, columns = np.mgrid[0:480, 0:640] + 0.5
    near = np.hypot(columns - x, rows - y) < 6
    peak = np.argmax(np.where(near, image, 0.0))
    core = np.hypot(columns - columns.flat[peak], rows - rows.flat[peak]) < 2.2
    light = np.where(core, image - np.median(image[near]), 0.0)
    found = (light * columns).sum() / light.sum(), (light * rows).sum() / light.sum()
    assert math.hypot(found[0] - x, found[1] - y) < 0.5


def test_both_eyes_see_the_same_world_outside(context, renderer, timeline):
    moment = timeline.at(200.0)
    left, right = picture(context, renderer, moment, eyes(moment, (448, 504)))
    assert np.abs(left.astype(int) - right).max() <= 1
    assert left.std() > 5


def test_the_near_window_frame_is_displaced_by_the_eyes_distance(context, renderer, timeline):
    moment = timeline.at(200.0)
    views = eyes(moment, (448, 504))
    bare = renderer.hdr(moment, views[0], CAMERA, WORLD) @ LUMINANCE
    dark = Layers(station=False, glow=0.0)  # so that panes mirror no lamps into the sky
    shift = []
    for view in views:
        framed = renderer.hdr(moment, view, CAMERA, dark) @ LUMINANCE
        row = np.abs(framed - bare)[250] > 0.3 * bare[250]
        # The right edge of the bar on the left of the aft window.
        middle = 224
        shift.append(middle - np.flatnonzero(row[:middle])[-1])
    # A bar 0.7 to 1.1 m away: 63 mm at 275 pixels a radian are 16 to 25 pixels.
    assert 12 <= abs(shift[0] - shift[1]) <= 30


def test_both_eyes_read_the_same_names_at_the_distance_of_the_stars(context, timeline):
    moment = timeline.at(235.0)
    views = eyes(moment, (940, 1058))
    names = LabelsPass(context)
    chosen = names.choose(moment, views)
    assert len(chosen) > 5
    for label in chosen:
        left, right = (seen_by(label, view) for view in views)
        assert left.box == pytest.approx(right.box, abs=0.01)
        expected = pixel_of(moment, views[0], moment.cupola_from_gcrs.T @ label.subject.direction)
        assert left.anchor == pytest.approx(tuple(float(v) for v in expected), abs=0.01)


def test_one_far_field_covers_two_canted_eyes(timeline):
    moment = timeline.at(0.0)
    base = eyes(moment, (320, 320))
    cant = math.radians(8.0)
    turned = []
    for view, sign in zip(base, (1.0, -1.0), strict=True):
        c, s = math.cos(cant), sign * math.sin(cant)
        yaw = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        axes = view.cupola_from_eye @ yaw
        turned.append(View(axes, view.position, (-1.0, 0.8, -0.9, 0.9), view.size))
    far = covering(turned)
    for view in turned:
        homography = far_uv_from_eye_uv(view, far)
        corners = homography @ np.array([[0, 1, 0, 1], [0, 0, 1, 1], [1, 1, 1, 1.0]])
        inside = corners[:2] / corners[2]
        assert inside.min() > -1e-9
        assert inside.max() < 1 + 1e-9


def test_two_parallel_eyes_share_a_far_field_of_one_eyes_size(timeline):
    moment = timeline.at(0.0)
    views = eyes(moment, (448, 504))
    far = covering(views)
    assert far.size == (448, 504)
    assert all(on_its_grid(view, far) and first_pixel(view, far) == (0, 0) for view in views)


def test_eyes_with_mirrored_fields_share_limb_and_points_and_see_what_each_would_alone(
    context, renderer, timeline
):
    moment = timeline.at(640.0)
    pitch = 1.6 / 400
    fields = ((-230, 170), (-170, 230))
    views = [
        replace(
            view,
            tangents=(low * pitch, high * pitch, -0.6, 0.6),
            size=(400, 300),
        )
        for view, (low, high) in zip(eyes(moment, (400, 300)), fields, strict=True)
    ]
    far = covering(views)
    assert far.size == (460, 300)
    assert all(on_its_grid(view, far) for view in views)
    assert [first_pixel(view, far) for view in views] == [(0, 0), (60, 0)]
    together = picture(context, renderer, moment, views)
    for view, seen in zip(views, together, strict=True):
        alone = picture(context, renderer, moment, [view])[0]
        difference = np.abs(seen.astype(int) - alone)
        # Ground and sky are drawn coarser, on a grid that begins elsewhere.
        assert difference.mean() < 1.0
        bright = alone.max(axis=2) > 200
        assert np.median(difference[bright]) <= 2


def test_eyes_off_the_grid_are_told_from_those_on_it(timeline):
    view = eyes(timeline.at(0.0), (400, 300))[0]
    left, right, down, up = view.tangents
    shift = 0.3 * (right - left) / 400
    off = replace(view, tangents=(left + shift, right + shift, down, up))
    assert on_its_grid(view, view)
    assert not on_its_grid(off, view)


def test_a_picture_is_the_developed_linear_image_with_half_a_step_of_bias_at_most(
    context, renderer, timeline
):
    moment = timeline.at(640.0)
    view = aft_view(moment, (320, 240), fov_deg=20.0, elevation_deg=-55.0)
    shown = picture(context, renderer, moment, [view])[0].astype(float)
    light = renderer.hdr(moment, view, CAMERA, WORLD)
    code = 255 * developed(light, GERST, CAMERA.exposure(daylight_factor(moment)))
    assert abs((shown - code).mean()) < 0.5
    assert np.abs(shown - code).max() < 2.0


def test_drawing_leaves_no_gl_error(context, renderer, timeline):
    moment = timeline.at(287.0)
    everything = Layers(cupola=True, labels=True)
    assert context.error  # reading it forgets what other tests have left
    picture(context, renderer, moment, eyes(moment, (200, 200)), CAMERA, everything)
    assert context.error == "GL_NO_ERROR"
    assert isinstance(context, moderngl.Context)
