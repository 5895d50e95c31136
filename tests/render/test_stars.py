"""Stars in the linear image, against skyfield's positions and the catalogue's magnitudes."""

import moderngl
import numpy as np
import pytest
from scipy.spatial import cKDTree

from assets.stars import stars
from render.air_table import air_table
from render.passes.points import Field
from render.passes.stars import Stars
from render.targets import colour
from render.uniforms import Uniforms
from render.view import View
from tests.render.sights import CAMERA, WORLD, pixel_of, solid_angles, view_along
from tests.render.skyfield_sky import skyfield_directions

SIZE = (640, 480)
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def lonely(count, least_angle, zenith, least_height=0.0):
    """Return catalogue rows of the brightest stars without company in the least angle, rad.

    Company is any star that is drawn; `least_height` bounds the sine of the height above `zenith`.
    """
    catalogue = stars()
    places = np.stack(
        [
            np.cos(catalogue.dec) * np.cos(catalogue.ra),
            np.cos(catalogue.dec) * np.sin(catalogue.ra),
            np.sin(catalogue.dec),
        ],
        axis=1,
    )
    neighbours = cKDTree(places).query(places[:5000], k=2)[0][:, 1]
    good = (neighbours > least_angle) & (places[:5000] @ zenith > least_height)
    return np.flatnonzero(good)[:count]


def centroid(luminance, x, y, reach=3):
    """Return the centroid (x, y) and the summed luminance of a patch around a pixel."""
    column, row = int(x), int(y)
    patch = luminance[row - reach : row + reach + 1, column - reach : column + reach + 1]
    rows, columns = np.mgrid[row - reach : row + reach + 1, column - reach : column + reach + 1]
    total = patch.sum()
    return (patch * (columns + 0.5)).sum() / total, (patch * (rows + 0.5)).sum() / total, total


def test_200_stars_lie_within_0_3_pixel_of_skyfields_projection(renderer, timeline):
    t = 60.0
    moment = timeline.at(t)
    zenith = moment.eye_position / np.linalg.norm(moment.eye_position)
    rows = lonely(220, 0.008, zenith)
    directions = skyfield_directions(timeline, t, rows)
    # The Moon's glare is a slope of light that would pull the centroid.
    clear = directions @ moment.moon.direction < np.cos(np.radians(12.0))
    directions = directions[clear][:200]
    assert len(directions) == 200
    worst = 0.0
    for index in range(200):
        # A narrow field well off its centre, so that the projection counts as well.
        view = view_along(moment, directions[index] + 0.1 * zenith, SIZE, 30.0)
        x, y = pixel_of(moment, view, directions[index])
        image = renderer.hdr(moment, view, CAMERA, WORLD)[..., 1]
        patch = np.median(image[int(y) - 6 : int(y) + 7, int(x) - 6 : int(x) + 7])
        found_x, found_y, _ = centroid(np.maximum(image - patch, 0.0), x, y)
        worst = max(worst, float(np.hypot(found_x - x, found_y - y)))
    assert worst < 0.3


def summed_lux(luminance, view, x, y):
    """Return the light of the point at a pixel, lux: over all it covers, less the sky around it."""
    pixel = (view.tangents[3] - view.tangents[2]) / view.size[1]
    reach = 2 + int(np.ceil(4e-4 / pixel * 4))
    ring = reach + 10
    rows, columns = np.mgrid[y - ring : y + ring + 1, x - ring : x + ring + 1]
    around = np.maximum(np.abs(rows - y), np.abs(columns - x)) > reach
    light = luminance[rows, columns] - np.median(luminance[rows, columns][around])
    return (light * ~around * solid_angles(view)[rows, columns]).sum()


@pytest.mark.parametrize("height", [240, 480, 1080])
@pytest.mark.parametrize("fov_deg", [4.0, 20.0, 50.0, 100.0])
@pytest.mark.parametrize("shift", [(0.0, 0.0), (0.31, 0.77), (0.5, 0.5)])
def test_a_stars_summed_flux_is_its_magnitude_at_any_size_field_and_shift(
    renderer, timeline, height, fov_deg, shift
):
    moment = timeline.at(60.0)
    zenith = moment.eye_position / np.linalg.norm(moment.eye_position)
    # The brightest star that is up: beside it the many faint ones in a wide pixel do not count.
    directions = skyfield_directions(timeline, 60.0, np.arange(40))
    row = int(np.argmax(directions @ zenith > 0.3))
    direction = directions[row]
    # A fifth of the field off its middle, where pixels see less of the sky.
    aside = np.cross(direction, zenith) * np.tan(np.radians(fov_deg / 5))
    base = view_along(moment, direction + aside, (height * 4 // 3, height), fov_deg)
    left, right, down, up = base.tangents
    across = shift[0] * (right - left) / base.size[0]
    along = shift[1] * (up - down) / base.size[1]
    tangents = left + across, right + across, down + along, up + along
    view = View(base.cupola_from_eye, base.position, tangents, base.size)
    luminance = renderer.hdr(moment, view, CAMERA, WORLD).astype(float) @ LUMINANCE
    x, y = (int(v) for v in pixel_of(moment, view, direction))
    # m = -13.99 - 2.5 log10(lux) outside the air (Allen's Astrophysical Quantities).
    expected = 10 ** (-0.4 * (float(stars().v_mag[row]) + 13.99))
    assert summed_lux(luminance, view, x, y) == pytest.approx(expected, rel=0.02)


def test_stars_behind_the_earth_are_gone_and_those_above_it_are_not(context, timeline):
    moment = timeline.at(60.0)
    eye = moment.eye_position
    rng = np.random.default_rng(5)
    directions = rng.normal(size=(400, 3))
    directions /= np.linalg.norm(directions, axis=1)[:, None]
    closest = np.linalg.norm(np.cross(eye, directions), axis=1)
    below = directions @ eye < 0
    hidden = below & (closest < 6.30e6)  # well behind, whatever refraction lifts
    clear = ~below | (closest > 6.50e6)
    uniforms, air = Uniforms(context), air_table(context)
    target = colour(context, (33, 33))
    for direction, is_hidden in zip(
        directions[hidden | clear], hidden[hidden | clear], strict=True
    ):
        view = view_along(moment, direction, (33, 33), 3.0)
        uniforms.write_frame(moment, view)
        uniforms.write_eye(moment, view, view)
        star = Stars(context, direction[None], np.array([0.0]), np.ones((1, 3)), air)
        star.prepare(moment, Field.of(moment, view, 1e-3))
        target.framebuffer.use()
        target.framebuffer.clear()
        context.enable_only(moderngl.BLEND | moderngl.PROGRAM_POINT_SIZE)
        context.blend_func = moderngl.ONE, moderngl.ONE
        star.draw()
        light = np.frombuffer(target.framebuffer.read(components=3, dtype="f4"), "f4")
        assert (light.max() == 0.0) == is_hidden
