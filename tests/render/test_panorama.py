"""Panoramas: stars where they belong and with their light, no seams, and two eyes all round."""

import math

import numpy as np
import pytest

from assets.stars import stars
from orbit.starfield import SPEED_OF_LIGHT
from render.cube import FEATHER, faces, raster
from render.exposure import Exposure
from render.layers import Layers
from render.panorama import Panorama, PanoramaRenderer
from render.passes.stars import illuminance
from render.view import View
from render.viewing_circle import FADE, ViewingCircle, places
from tests.render.sights import CAMERA, WORLD

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
NEAR = Layers(cupola=True, labels=False)
IPD = 0.063
BORDERS_AND_POLE = [
    (10, 44.7),
    (45, 35.26),
    (80, 45.5),
    (-135, 35),
    (5, 70),
    (100, 87.0),
    (0, 89.9),
]
T = 250.0


@pytest.fixture(scope="module")
def moment(timeline):
    return timeline.at(T)


@pytest.fixture(scope="module")
def panoramas(renderer):
    return PanoramaRenderer(renderer)


def looking_aft(moment, size, ipd=None, turned_deg=0.0):
    """Return a panorama whose middle is aft and whose horizon is level, or turned to the right."""
    turn = math.radians(turned_deg)
    ahead = np.array([-math.cos(turn), -math.sin(turn), 0.0])
    up = np.array([0.0, 0.0, -1.0])
    lvlh_from_centre = np.stack([np.cross(ahead, up), up, -ahead], axis=1)
    return Panorama(moment.cupola_from_gcrs @ moment.lvlh_from_gcrs.T @ lvlh_from_centre, size, ipd)


def angles(panorama, direction):
    """Return azimuth from the picture's middle and elevation, rad, of directions (n, 3)."""
    x, y, z = (direction @ panorama.cupola_from_centre).T
    return np.arctan2(x, -z), np.arcsin(np.clip(y, -1.0, 1.0))


def pixel(panorama, direction):
    """Return (x, y) from the top left of a picture for one eye."""
    azimuth, elevation = angles(panorama, direction)
    width, height = panorama.size
    return (0.5 + azimuth / (2 * math.pi)) * width, (0.5 - elevation / math.pi) * height


def solid_angles(panorama):
    """Return (H, 1) the solid angle of the pixels of each row, sr."""
    width, height = panorama.size
    edges = np.sin(np.linspace(math.pi / 2, -math.pi / 2, height + 1))
    return ((edges[:-1] - edges[1:]) * 2 * math.pi / width)[:, None]


def apparent_stars(timeline, moment, brightest):
    """Return rows of the catalogue and directions (n, 3), Cupola frame, of the brightest stars."""
    catalogue = stars()
    rows = np.argsort(catalogue.v_mag)[:brightest]
    u = timeline.star_directions(catalogue)[rows]
    beta = moment.observer_velocity / SPEED_OF_LIGHT
    seen = u + beta  # aberration to first order: 20 arc seconds, good to a milliarc second here
    seen /= np.linalg.norm(seen, axis=1, keepdims=True)
    return rows, seen @ moment.cupola_from_gcrs.T


def lonely(timeline, moment, least_deg):
    """Return rows and directions of stars above the air without company in the least angle."""
    rows, seen = apparent_stars(timeline, moment, 6000)
    near = np.sort(seen[:400] @ seen.T, axis=1)[:, -2]
    above = seen[:400] @ (moment.cupola_from_gcrs @ moment.eye_position) > 0.0
    moon = seen[:400] @ (moment.cupola_from_gcrs @ moment.moon.direction)
    good = (near < math.cos(math.radians(least_deg))) & above & (moon < math.cos(0.25))
    return rows[:400][good], seen[:400][good]


@pytest.fixture(scope="module")
def starry(panoramas, moment):
    """Return a panorama of the world without the Cupola and its luminance (H, W), cd/m2."""
    panorama = looking_aft(moment, (2048, 1024))
    return panorama, panoramas.hdr(moment, panorama, CAMERA, WORLD).astype(float) @ LUMINANCE


def test_stars_lie_within_0_3_pixel_of_their_azimuth_and_elevation(starry, timeline, moment):
    panorama, image = starry
    _, directions = lonely(timeline, moment, 1.4)
    low = np.abs(angles(panorama, directions)[1]) < math.radians(60.0)
    assert low.sum() > 40
    worst = 0.0
    for x, y in np.stack(pixel(panorama, directions[low]), axis=-1):
        if not 8 < x < 2040:
            continue
        column, row = int(x), int(y)
        patch = image[row - 6 : row + 7, column - 6 : column + 7]
        patch = np.maximum(patch - np.median(patch), 0.0)[3:-3, 3:-3]
        rows, columns = np.mgrid[-3:4, -3:4] + 0.5
        found = np.array([(patch * columns).sum(), (patch * rows).sum()]) / patch.sum()
        worst = max(worst, float(np.hypot(*(found + np.array([column - x, row - y])))))
    assert worst < 0.3


def flux(panorama, image, direction, reach):
    """Return the light in lux within `reach` rad of a direction, less the sky's around it."""
    width, height = panorama.size
    azimuth = ((np.arange(width) + 0.5) / width - 0.5) * 2 * math.pi
    elevation = (0.5 - (np.arange(height) + 0.5) / height) * math.pi
    own_azimuth, own_elevation = (float(v) for v in angles(panorama, direction))
    rows = np.flatnonzero(np.abs(elevation - own_elevation) < 2.2 * reach)
    cosine = np.sin(own_elevation) * np.sin(elevation[rows, None]) + np.cos(own_elevation) * np.cos(
        elevation[rows, None]
    ) * np.cos(azimuth[None] - own_azimuth)
    apart = np.arccos(np.clip(cosine, -1.0, 1.0))
    sky = np.median(image[rows][(apart > 1.2 * reach) & (apart < 2.2 * reach)])
    light = (image[rows] - sky) * solid_angles(panorama)[rows]
    return float(light[apart < reach].sum())


@pytest.mark.parametrize(
    ("azimuth_deg", "elevation_deg"),
    [(0, 10), (30, 35), (45, 20), (46, 5), (44.3, 0), (135, 30), (180, 12), *BORDERS_AND_POLE],
)
def test_a_stars_flux_is_its_magnitude_within_2_percent_anywhere(
    renderer, panoramas, timeline, moment, azimuth_deg, elevation_deg
):
    # The picture is turned so that one star, the brightest without company, comes there.
    rows, directions = lonely(timeline, moment, 1.5)
    row, star = rows[0], directions[0]
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    wanted = np.array(
        [
            math.cos(elevation) * math.sin(azimuth),
            math.sin(elevation),
            -math.cos(elevation) * math.cos(azimuth),
        ]
    )
    panorama = Panorama(rotation_between(wanted, star), (2048, 1024))
    image = panoramas.hdr(moment, panorama, CAMERA, WORLD).astype(float) @ LUMINANCE
    found = flux(panorama, image, star, math.radians(0.65))
    expected = float(illuminance(np.array([stars().v_mag[row]], float))[0])
    assert found == pytest.approx(expected, rel=0.02)


def test_the_moons_glare_is_round_and_the_same_in_a_faces_middle_and_at_its_borders(
    panoramas, moment
):
    """Light is scattered by angle. The light at 1, 1.5 and 2.5 degrees agrees within 5 %."""
    moon = moment.cupola_from_gcrs @ moment.moon.direction
    rings = []
    for azimuth_deg, elevation_deg in [(0, 10), (45, 10), (38, 20), (0, 45), (45, 35.26)]:
        azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
        level = math.cos(elevation)
        wanted = [level * math.sin(azimuth), math.sin(elevation), -level * math.cos(azimuth)]
        panorama = Panorama(rotation_between(np.array(wanted), moon), (2048, 1024))
        image = panoramas.hdr(moment, panorama, CAMERA, WORLD).astype(float) @ LUMINANCE
        side = np.cross(moon, [0.0, 1.0, 0.0])
        side /= np.linalg.norm(side)
        turn = np.arange(0.0, 2 * math.pi, 0.1)[:, None]
        round_it = np.cos(turn) * side + np.sin(turn) * np.cross(side, moon)
        ring = []
        for angle in np.radians([1.0, 1.5, 2.5]):
            x, y = pixel(panorama, math.cos(angle) * moon + math.sin(angle) * round_it)
            light = bilinear(image, x, y)
            ring.append(np.median(light))
            low, high = np.percentile(light, [10.0, 75.0])  # but for stars
            assert high - low < 0.2 * ring[-1]  # as r^-3: 7 % of the radius
        rings.append(ring)
    np.testing.assert_allclose(rings, np.broadcast_to(rings[0], (5, 3)), rtol=0.05)


def rotation_between(first, second):
    """Return a rotation (3, 3) that turns one unit vector into another."""
    axis = np.cross(first, second)
    cosine = float(first @ second)
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + cross + cross @ cross / (1.0 + cosine)


def test_every_place_is_covered_by_faces_whose_weights_come_to_one(panoramas, moment):
    panorama = looking_aft(moment, (512, 256))
    panoramas.hdr(moment, panorama, CAMERA, WORLD)
    raw = panoramas.sphere.framebuffer.read(components=4, dtype="f4")
    weights = np.frombuffer(raw, "f4").reshape(256, 512, 4)[..., 3]
    np.testing.assert_allclose(weights, 1.0, atol=2e-3)
    assert len(faces()) == 6
    assert raster(4096).tangent > math.exp(FEATHER)


@pytest.mark.parametrize("elevation_deg", [-44.0, -20.0, 0.0, 40.0, 80.0, -85.0])
def test_across_a_faces_border_the_picture_is_what_one_pinhole_view_shows(
    renderer, panoramas, moment, elevation_deg
):
    """The bound: 3 % of the light in patches of 8 pixels without points, edges or worn paint."""
    panorama = looking_aft(moment, (2048, 1024))
    whole = panoramas.hdr(moment, panorama, CAMERA, NEAR).astype(float) @ LUMINANCE
    # A view whose middle lies on the border between the faces ahead and to the right.
    azimuth, elevation = math.radians(45.0), math.radians(elevation_deg)
    ahead = np.array(
        [
            math.cos(elevation) * math.sin(azimuth),
            math.sin(elevation),
            -math.cos(elevation) * math.cos(azimuth),
        ]
    )
    right = np.array([math.cos(azimuth), 0.0, math.sin(azimuth)])
    axes = np.stack([right, np.cross(right, ahead), -ahead], axis=1)
    size = (480, 480)
    view = View.symmetric(panorama.cupola_from_centre @ axes, size, math.radians(50.0))
    image = renderer.hdr(moment, view, CAMERA, NEAR).astype(float) @ LUMINANCE
    tangent = math.tan(math.radians(25.0))
    grid = (np.arange(480) + 0.5) / 240 - 1.0
    x, y = np.meshgrid(grid * tangent, -grid * tangent)
    rays = np.stack([x, y, -np.ones_like(x)], axis=-1) @ view.cupola_from_eye.T
    rays /= np.linalg.norm(rays, axis=-1, keepdims=True)
    columns, rows = pixel(panorama, rays.reshape(-1, 3))
    seen = bilinear(whole, columns, rows).reshape(480, 480)
    blocks = [each.reshape(60, 8, 60, 8).mean((1, 3)) for each in (seen, image)]
    rough = np.maximum(*(each.reshape(60, 8, 60, 8).std((1, 3)) for each in (seen, image)))
    smooth = rough < 0.03 * blocks[1]
    assert smooth.sum() > 300
    off = np.abs(blocks[0] - blocks[1])[smooth] / (blocks[1][smooth] + 1e-6)
    assert np.percentile(off, 99) < 0.03


def bilinear(image, columns, rows):
    """Return the picture (H, W) between its pixels; it runs on at the sides."""
    height, width = image.shape
    x, y = columns - 0.5, np.clip(rows - 0.5, 0, height - 1.001)
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    u, v = x - i, y - j
    left, right = i % width, (i + 1) % width
    top = image[j, left] * (1 - u) + image[j, right] * u
    below = image[j + 1, left] * (1 - u) + image[j + 1, right] * u
    return top * (1 - v) + below * v


def test_exposing_a_panorama_gives_the_picture_of_its_light(context, renderer, panoramas, moment):
    panorama = looking_aft(moment, (512, 256))
    target = context.framebuffer([context.texture(panorama.size, 4)])
    panoramas.draw(Exposure.sharp(moment), panorama, target, CAMERA, NEAR)
    shown = np.frombuffer(target.read(components=3, alignment=1), np.uint8).reshape(256, 512, 3)
    linear = panoramas.hdr(moment, panorama, CAMERA, NEAR)[::-1]
    luminance, brightness = (linear @ LUMINANCE).ravel(), shown.mean(axis=-1).ravel()
    order = np.argsort(luminance)
    low, high = brightness[order[:10000]].mean(), brightness[order[-10000:]].mean()
    assert high > low + 40.0


@pytest.mark.parametrize("distance", [0.5, 1.0, 3.0])
def test_the_disparity_of_a_point_is_twice_the_sine_of_radius_over_distance_all_round(distance):
    """As the theory of omnidirectional stereo has it (Peleg, Ben-Ezra, Pritch 2001)."""
    left, right = ViewingCircle.of_eyes(IPD, np.array([0.0, 1.0, 0.0]))
    azimuth = np.linspace(-math.pi, math.pi, 97)
    for height in (-0.4, 0.0, 0.5):
        points = np.stack(
            [distance * np.sin(azimuth), np.full(97, height), -distance * np.cos(azimuth)], axis=1
        )
        seen = []
        for circle in (left, right):
            ray = points - places(circle, points)
            seen.append(np.arctan2(ray[:, 0], -ray[:, 2]))
        disparity = np.mod(seen[0] - seen[1] + math.pi, 2 * math.pi) - math.pi
        np.testing.assert_allclose(disparity, 2 * math.asin(IPD / 2 / distance), atol=1e-9)


def test_lines_of_sight_touch_the_circle_and_the_circle_vanishes_above_and_below():
    circle = ViewingCircle(IPD / 2, (0.0, 1.0, 0.0))
    rng = np.random.default_rng(3)
    points = rng.normal(size=(500, 3))
    points *= (0.6 + 2 * rng.random((500, 1))) / np.linalg.norm(points, axis=1, keepdims=True)
    eye = places(circle, points)
    level = (points - eye) * [1, 0, 1]
    np.testing.assert_allclose(np.einsum("ij,ij->i", eye, level), 0.0, atol=1e-9)
    radius = np.linalg.norm(eye, axis=1)
    elevation = np.arcsin(np.abs(points[:, 1]) / np.linalg.norm(points, axis=1))
    np.testing.assert_allclose(radius[elevation < FADE[0]], IPD / 2, atol=1e-9)
    np.testing.assert_allclose(radius[elevation > FADE[1]], 0.0, atol=1e-9)


@pytest.mark.parametrize("azimuth_deg", [30.0, 44.0, 100.0, 187.0, 275.0])
def test_each_column_is_what_an_eye_sees_that_stands_on_the_circle(
    renderer, panoramas, moment, azimuth_deg
):
    """An ordinary eye at the end of the line between the eyes, of a head that faces the column."""
    panorama = looking_aft(moment, (2048, 2048), IPD)
    both = panoramas.hdr(moment, panorama, CAMERA, NEAR).astype(float) @ LUMINANCE
    column = round((0.5 + azimuth_deg / 360.0) * 2048) % 2048
    azimuth = ((column + 0.5) / 2048 - 0.5) * 2 * math.pi
    right = np.array([math.cos(azimuth), 0.0, math.sin(azimuth)])
    ahead = np.array([math.sin(azimuth), 0.0, -math.cos(azimuth)])
    turned = np.stack([right, [0.0, 1.0, 0.0], -ahead], axis=1)
    axes = panorama.cupola_from_centre @ turned
    tangent = 1.0 - (np.arange(901) + 0.5) / 450.5
    row = (0.5 - np.arctan(tangent) / math.pi) * 1024
    for half in (0, 1):
        whole = both[1024 * half : 1024 * (half + 1)]
        seen = bilinear(whole, np.full(901, column + 0.5), row)
        apart = []
        for side in (-0.5, 0.5):
            view = View.symmetric(axes, (9, 901), math.radians(90.0), axes[:, 0] * side * IPD)
            image = renderer.hdr(moment, view, CAMERA, NEAR).astype(float) @ LUMINANCE
            # Edges of frames are steps of light; one that came elsewhere leaves a row far off.
            step = np.abs(np.log(seen + 1e-6) - np.log(image[:, 4] + 1e-6))
            apart.append((step > 0.7).mean())
        assert apart[half] < 0.04
        assert apart[half] < 0.8 * apart[1 - half]
