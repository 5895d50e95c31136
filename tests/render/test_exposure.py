"""A shutter's time: what moves leaves a streak, and the streak has the light of what moved."""

from itertools import pairwise

import numpy as np
import pytest

from render.camera import GERST
from render.exposure import MOST_INSTANTS, Exposure, exposure, motion
from render.layers import Layers
from render.looks import LOOKS
from vr import defaults
from vr.view_options import ViewOptions, view_at
from vr.views import VIEWS

CAMERA = LOOKS["camera"]
BARE = Layers(cupola=False)
SKY = ViewOptions(azimuth_deg=180.0, elevation_deg=25.0, fov_deg=6.0, size=(256, 256))
DOWN = ViewOptions(azimuth_deg=180.0, elevation_deg=-89.0, fov_deg=50.0, size=(256, 256))


def camera(options):
    return lambda moment: (view_at(options, moment),)


def summed(renderer, taken, view):
    """Return the mean light of an exposure, cd/m2, (H, W, 3), rows from the top."""
    (total,) = renderer.linear(taken, [view], CAMERA, BARE)
    rows = np.frombuffer(total.framebuffer.read(components=3, dtype="f4"), "f4")
    return rows.reshape(view.size[1], view.size[0], 3)[::-1] / taken.instants


def taken(timeline, t, seconds, options):
    return exposure(timeline.at, t, seconds, camera(options))


def solid_angles(view):
    """Return the solid angle of each pixel in sr, (H, W)."""
    left, right, down, up = view.tangents
    width, height = view.size
    x = left + (np.arange(width) + 0.5) / width * (right - left)
    y = up - (np.arange(height) + 0.5) / height * (up - down)
    pixel = (right - left) / width * (up - down) / height
    return pixel / (1.0 + x[None, :] ** 2 + y[:, None] ** 2) ** 1.5


def light(image, view):
    """Return the illuminance in the picture above its own background, lux."""
    luminance = image @ np.array([0.2126, 0.7152, 0.0722])
    return float(((luminance - np.median(luminance)) * solid_angles(view)).sum())


def launch(timeline, t, offset_deg=0.0, fov_deg=2.0):
    """Return a camera that looks at the brightest light of the launch, or a little beside it."""
    moment = timeline.at(t)
    bodies = moment.bodies
    position = bodies.position[bodies.intensity.argmax()]
    forward, starboard, nadir = moment.lvlh_from_gcrs @ (position / np.linalg.norm(position))
    azimuth = np.degrees(np.arctan2(starboard, forward)) + offset_deg
    return ViewOptions(azimuth, -np.degrees(np.arcsin(nadir)), 0.0, fov_deg, (256, 256))


@pytest.mark.parametrize("seconds", [3.0, 8.0])
def test_stars_that_trail_keep_their_light_within_two_per_cent(renderer, timeline, seconds):
    view = view_at(SKY, timeline.at(100.0))
    sharp = taken(timeline, 100.0, 0.0, SKY)
    trailed = taken(timeline, 100.0, seconds, SKY)
    assert trailed.instants > 5
    # What moves over the edge meanwhile differs; the middle of the picture holds what does not.
    pictures = [summed(renderer, each, view) for each in (sharp, trailed)]
    found = [brightest_star(picture, view) for picture in pictures]
    assert found[1] == pytest.approx(found[0], rel=0.02)


def brightest_star(image, view):
    """Return the light within 24 px of the middle of light of the brightest star inside, lux."""
    luminance = image @ np.array([0.2126, 0.7152, 0.0722])
    inside = luminance[64:192, 64:192]
    row, column = np.unravel_index(inside.argmax(), inside.shape)
    window = np.s_[row + 64 - 24 : row + 64 + 25, column + 64 - 24 : column + 64 + 25]
    patch, angles = luminance[window], solid_angles(view)[window]
    return float(((patch - np.median(patch)) * angles).sum())


@pytest.mark.parametrize("seconds", [2.0, 5.0])
def test_a_streak_is_as_long_as_the_motion(renderer, timeline, seconds):
    """The variance of a uniform trail of length L along its way is L2 / 12, above the point's."""
    options = launch(timeline, 160.0)
    view = view_at(options, timeline.at(160.0))
    ends = [timeline.at(160.0 + side * seconds / 2) for side in (-1, 1)]
    start, end = (pixel(view, moment, brightest(moment)) for moment in ends)
    way = end - start
    length = np.hypot(*way)
    assert length > 4.0
    spreads = []
    for open_for in (0.0, seconds):
        image = summed(renderer, taken(timeline, 160.0, open_for, options), view).sum(axis=-1)
        spreads.append(spread_along(image, (start + end) / 2, way / length, reach=length))
    assert np.sqrt(12.0 * (spreads[1] - spreads[0])) == pytest.approx(length, rel=0.05)


def brightest(moment):
    return moment.bodies.position[moment.bodies.intensity.argmax()]


def pixel(view, moment, position):
    """Return where a place, m from the eye, GCRS axes, falls: right and up from the lower left."""
    x, y, z = view.cupola_from_eye.T @ moment.cupola_from_gcrs @ position
    left, right, down, up = view.tangents
    width, height = view.size
    return np.array(
        [(-x / z - left) / (right - left) * width, (-y / z - down) / (up - down) * height]
    )


def spread_along(image, middle, way, reach):
    """Return the variance of the light along a way through `middle`, px2, near that way."""
    rows, columns = np.mgrid[0 : image.shape[0], 0 : image.shape[1]] + 0.5
    right, up = columns - middle[0], image.shape[0] - rows - middle[1]
    along = right * way[0] + up * way[1]
    across = right * way[1] - up * way[0]
    near = (np.abs(along) < reach / 2 + 6.0) & (np.abs(across) < 4.0)
    beside = (np.abs(along) < reach / 2 + 6.0) & (np.abs(across) > 6.0) & (np.abs(across) < 9.0)
    weight = np.where(near, image - np.median(image[beside]), 0.0)
    mean = (weight * along).sum() / weight.sum()
    return float((weight * (along - mean) ** 2).sum() / weight.sum())


def test_the_flames_streak_has_the_light_of_the_flame_within_two_per_cent(renderer, timeline):
    options = launch(timeline, 160.0, fov_deg=3.0)
    view = view_at(options, timeline.at(160.0))
    pictures = [summed(renderer, taken(timeline, 160.0, s, options), view) for s in (0.0, 2.0)]
    found = [light(picture, view) for picture in pictures]
    assert found[1] == pytest.approx(found[0], rel=0.02)


def test_the_towns_below_keep_their_light_when_they_trail(renderer, timeline):
    view = view_at(DOWN, timeline.at(0.0))
    sharp = [summed(renderer, taken(timeline, t, 0.0, DOWN), view) for t in (-0.25, 0.0, 0.25)]
    trailed = summed(renderer, taken(timeline, 0.0, 0.5, DOWN), view)
    wanted = np.mean([picture.sum() for picture in sharp])
    assert trailed.sum() == pytest.approx(wanted, rel=0.02)


def test_a_shutter_that_never_opens_long_gives_the_still(renderer, timeline):
    still = taken(timeline, 118.0, 0.0, SKY)
    assert (still.instants, still.middle.t) == (1, 118.0)
    view = view_at(SKY, still.middle)
    np.testing.assert_array_equal(
        summed(renderer, still, view), renderer.hdr(still.middle, view, CAMERA, BARE)
    )


def test_the_mean_is_taken_before_the_tone_curve(renderer, timeline, context):
    """Two instants of one moment are that moment; averaged after the curve they would be too."""
    moment = timeline.at(118.0)
    view = view_at(SKY, moment)
    canvas = context.framebuffer([context.texture(view.size, 4)])
    pictures = []
    for groups in (((moment,),), ((moment, moment), (moment,))):
        renderer.draw_exposure(Exposure(groups, moment), view, canvas, CAMERA, BARE)
        pictures.append(np.frombuffer(canvas.read(components=3), np.uint8).astype(int))
    assert np.abs(pictures[0] - pictures[1]).max() <= 1
    # A light that stands in one of two instants: half its luminance, not half its byte.
    later = timeline.at(120.0)
    renderer.draw_exposure(Exposure(((moment, later),), moment), view, canvas, CAMERA, BARE)
    mixed = np.frombuffer(canvas.read(components=3), np.uint8).reshape(256, 256, 3)
    mean = (renderer.hdr(moment, view, CAMERA, BARE) + renderer.hdr(later, view, CAMERA, BARE)) / 2
    row, column, _ = np.unravel_index(mean[40:-40, 40:-40].argmax(), (176, 176, 3))
    renderer.draw(moment, [view], [canvas], CAMERA, BARE)
    first = np.frombuffer(canvas.read(components=3), np.uint8).reshape(256, 256, 3)
    renderer.draw(later, [view], [canvas], CAMERA, BARE)
    second = np.frombuffer(canvas.read(components=3), np.uint8).reshape(256, 256, 3)
    place = (255 - (row + 40), column + 40)
    after = (first[place].astype(int) + second[place]) / 2
    assert mixed[place].max() > after.max() + 5


@pytest.mark.parametrize("seconds", [0.1, 0.3, 1.0])
def test_no_step_between_two_instants_is_above_a_pixel(timeline, seconds):
    chosen = exposure(timeline.at, 30.0, seconds, camera(DOWN))
    moments = [moment for group in chosen.groups for moment in group]
    assert len(moments) < MOST_INSTANTS
    for before, after in pairwise(moments):
        _, step = motion(before, view_at(DOWN, before), after, view_at(DOWN, after))
        assert step <= 1.05


def test_the_limb_sinks_and_the_nadir_slides_as_fast_as_the_orbit_says(timeline):
    """launch.md: stars set at 0.065 degrees a second. At nadir, seen from a camera that turns with
    the station: 0.065 times 6367 km over 407 km, less 0.041 for the turning Earth at 48 N."""
    for elevation, rate_deg in ((-20.1, 0.065), (-90.0, 0.975)):
        options = ViewOptions(180.0, elevation, 0.0, 0.2, (1000, 1000))
        before, after = timeline.at(99.5), timeline.at(100.5)
        _, way = motion(before, view_at(options, before), after, view_at(options, after))
        assert way / 1000 * 0.2 == pytest.approx(rate_deg, rel=0.03)


def test_instants_lie_in_the_middles_of_equal_parts(timeline):
    chosen = exposure(timeline.at, 30.0, 1.0, camera(DOWN))
    times = [moment.t for group in chosen.groups for moment in group]
    assert len(times) == chosen.instants > 3
    steps = np.diff(times)
    assert steps == pytest.approx(steps[0])
    assert np.mean(times) == pytest.approx(30.0)
    assert times[-1] - times[0] + steps[0] == pytest.approx(1.0)
    assert len({len(group) for group in chosen.groups}) == 1


def test_a_film_is_exposed_as_long_as_the_astronauts_camera_was():
    assert GERST.exposure_time == defaults.EXPOSURE


def test_the_film_view_holds_the_climb_the_re_entry_and_progress(timeline):
    """From T+32: at lift-off the pad lies 90 degrees from where Progress is in the end."""
    named = VIEWS["film"]
    options = ViewOptions(named.azimuth_deg, named.elevation_deg, named.roll_deg, named.fov_deg)
    for t in np.arange(32.0, 870.0, 6.0):
        moment = timeline.at(float(t))
        view = view_at(options, moment)
        for name, position in zip(moment.bodies.ids, moment.bodies.position, strict=True):
            if name in ("stack", "core", "blok_i", "progress"):
                right, up = pixel(view, moment, position)
                assert 0.0 <= right <= 1920.0, (t, name)
                assert 0.0 <= up <= 1080.0, (t, name)
