"""The Cupola as drawn: where its frames are for each eye, and how bright they are by night."""

import math
from dataclasses import replace

import numpy as np
import pytest

from render import multisampled
from render.multisampled import Multisampled
from render.passes.cupola import Cupola
from render.targets import colour
from render.view import View
from render.windows import glass_clearance, horizontal

SIZE = (640, 480)
EYE_DISTANCE = 0.063  # m


@pytest.fixture(scope="module")
def cupola_pass(context):
    return Cupola(context)


@pytest.fixture(scope="module")
def moment(timeline):
    return timeline.at(250.0)


def looking(azimuth_deg, elevation_deg, fov_deg, position=(0.0, 0.0, 0.0)):
    elevation = math.radians(elevation_deg)
    forward = math.cos(elevation) * horizontal(azimuth_deg) + [0.0, math.sin(elevation), 0.0]
    right = np.cross(forward, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(right, forward), -forward], axis=1)
    return View.symmetric(axes, SIZE, math.radians(fov_deg), np.array(position))


def drawn(context, cupola_pass, moment, view, *, smooth=True):
    """Return (H, W, 4): premultiplied cd/m2 and coverage, rows from the top."""
    target = colour(context, view.size)
    Multisampled(context).draw(target, lambda: cupola_pass.draw(moment, view), smooth=smooth)
    raw = target.framebuffer.read(components=4, dtype="f2")
    target.release()
    return np.frombuffer(raw, "f2").reshape(view.size[1], view.size[0], 4)[::-1].astype(float)


def clearance_of_pixels(view):
    left, right, down, up = view.tangents
    width, height = view.size
    x = left + (np.arange(width) + 0.5) / width * (right - left)
    y = up - (np.arange(height) + 0.5) / height * (up - down)
    grid = np.stack(np.broadcast_arrays(x[None], y[:, None], -1.0), axis=-1)
    return glass_clearance(grid @ view.cupola_from_eye.T, view.position)


def luminance(picture):
    return picture[..., :3] @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("azimuth", [180.0, 240.0, 0.0])
def test_glass_and_frame_are_where_the_lines_of_sight_say(context, cupola_pass, moment, azimuth):
    view = looking(azimuth, -20.0, 70.0)
    solid = drawn(context, cupola_pass, moment, view)[..., 3] > 0.9
    clear = clearance_of_pixels(view)
    pixel = 1.4 / SIZE[1]  # rad
    below_the_shutters = np.arange(SIZE[1])[:, None] > 160
    assert not (solid & (clear > 4 * pixel) & below_the_shutters).any()
    assert solid[clear < -2 * pixel].all()


def test_near_frames_shift_between_the_eyes_as_their_projection_does(context, cupola_pass, moment):
    row = SIZE[1] // 2
    edges, expected = [], []
    for side in (-0.5, 0.5):
        view = looking(180.0, -20.0, 50.0, (side * EYE_DISTANCE, 0.0, 0.0))
        covered = drawn(context, cupola_pass, moment, view)[row, :, 3] > 0.55
        clear = clearance_of_pixels(view)[row] > 0
        middle = SIZE[0] // 2
        edges.append(np.argmax(covered[middle:]))
        expected.append(np.argmin(clear[middle:]))
    assert edges[0] - edges[1] == pytest.approx(expected[0] - expected[1], abs=1)
    # The rib's edge is 0.78 m away along the axis: 63 mm there are 42 pixels.
    pixels = EYE_DISTANCE / 0.78 * SIZE[1] / (2 * math.tan(math.radians(25.0)))
    assert edges[0] - edges[1] == pytest.approx(pixels, rel=0.08)


def test_by_night_frames_are_dark_against_the_airglow(context, cupola_pass, moment):
    picture = drawn(context, cupola_pass, moment, looking(180.0, -20.0, 50.0))
    frames = luminance(picture)[picture[..., 3] > 0.999]
    assert 3e-5 < np.median(frames) < 3e-4  # cd/m2; the limb's airglow has 6e-3
    assert np.percentile(frames, 95) < 2e-3


def test_panes_pass_most_light_and_mirror_little(context, cupola_pass, moment):
    picture = drawn(context, cupola_pass, moment, looking(180.0, -20.0, 30.0))
    height, width = picture.shape[:2]
    glass = picture[height // 2 - 20 : height // 2 + 20, width // 2 - 20 : width // 2 + 20]
    assert 0.80 < 1 - glass[..., 3].mean() < 0.90
    assert luminance(glass).max() < 5e-5


def test_with_lamps_and_moon_off_only_earthshine_is_left(context, cupola_pass, moment):
    dark = replace(moment, moon=replace(moment.moon, illuminance=0.0))
    view = looking(180.0, -20.0, 50.0)
    lit = luminance(drawn(context, cupola_pass, moment, view)).sum()
    glow, cupola_pass.glow = cupola_pass.glow, 0.0
    try:
        unlit = luminance(drawn(context, cupola_pass, dark, view)).sum()
    finally:
        cupola_pass.glow = glow
    assert 0 < unlit < 0.6 * lit


def test_the_sun_lights_the_inside_by_day(context, cupola_pass, moment):
    # Toward the Sun 30 degrees above the horizontal, aft.
    direction = moment.lvlh_from_gcrs.T @ np.array([-0.866, 0.0, -0.5])
    day = replace(moment, in_sunlight=True, sun=replace(moment.sun, direction=direction))
    picture = drawn(context, cupola_pass, day, looking(0.0, -20.0, 90.0))
    assert luminance(picture).max() > 3e3  # cd/m2, sunlit paint
    assert np.isfinite(picture).all()


def test_pictures_hold_no_negative_light(context, cupola_pass, moment):
    for azimuth in (0.0, 120.0, 180.0):
        picture = drawn(context, cupola_pass, moment, looking(azimuth, 0.0, 100.0))
        assert np.isfinite(picture).all()
        assert (picture >= 0).all()
        assert (picture[..., 3] <= 1.001).all()


def test_equal_keys_mean_equal_pictures(context, cupola_pass, timeline):
    view = looking(180.0, -20.0, 60.0)
    first, soon, later = (timeline.at(t) for t in (250.0, 250.02, 300.0))
    assert cupola_pass.picture(first, view) == cupola_pass.picture(soon, view)
    assert cupola_pass.picture(first, view) != cupola_pass.picture(later, view)
    a = drawn(context, cupola_pass, first, view)
    drawn(context, cupola_pass, later, view)
    b = drawn(context, cupola_pass, soon, view)
    assert (a == b).all()


def test_a_picture_drawn_in_bands_is_the_picture_drawn_at_once(
    context, cupola_pass, moment, monkeypatch
):
    view = looking(180.0, -20.0, 60.0)
    whole = drawn(context, cupola_pass, moment, view)
    monkeypatch.setattr(multisampled, "BAND_PIXELS", SIZE[0] * 70)
    banded = drawn(context, cupola_pass, moment, view)
    assert whole.max() > 0
    # A sample on an edge may fall to either side, as its place is rounded otherwise.
    assert np.mean(~np.isclose(banded, whole, rtol=2e-3)) < 0.02
    np.testing.assert_allclose(banded.sum(axis=1), whole.sum(axis=1), rtol=0.05)


def test_without_multisampling_only_edges_differ(context, cupola_pass, moment):
    view = looking(180.0, -20.0, 60.0)
    smooth = drawn(context, cupola_pass, moment, view)
    plain = drawn(context, cupola_pass, moment, view, smooth=False)
    assert plain.sum(axis=(0, 1)) == pytest.approx(smooth.sum(axis=(0, 1)), rel=0.02)
    shares = np.unique(np.round(plain[..., 3], 3))
    assert len(np.unique(np.round(smooth[..., 3], 3))) > len(shares)
    # Both are as dark as each other but where an edge crosses a pixel.
    apart = np.abs(plain - smooth).max(axis=-1) > 0.1 * smooth.max(axis=-1)
    assert np.mean(apart) < 0.08


def test_where_no_light_falls_both_shaders_draw_alike(context, cupola_pass, moment):
    view = looking(0.0, -10.0, 90.0)
    pictures = [
        drawn(
            context,
            cupola_pass,
            replace(moment, moon=replace(moment.moon, illuminance=lux)),
            view,
        )
        for lux in (1e-12, 0.0)  # the first sorts what the Moon might reach, the second nothing
    ]
    # Which of two surfaces in one place is seen depends on which is drawn first.
    assert np.mean(np.isclose(*pictures, rtol=0.01, atol=1e-6)) > 0.999
