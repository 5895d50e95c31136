"""The Moon's disc in the linear image, measured as on a photograph, against ERFA's Moon and Sun.

The outline of the bright limb gives the disc, the lit area its phase, and the way from the disc's
middle to that of the lit area the position angle of the bright limb.
"""

import erfa
import numpy as np
import pytest
from scipy.ndimage import binary_erosion, map_coordinates
from scipy.optimize import least_squares

from tests.render.sights import CAMERA, WORLD, view_along

AU = 1.495978707e11
MOON_RADIUS = 1737.4e3
SPEED_OF_LIGHT = 299_792_458.0
LIGHT_TIME = 1.28
"""s from the Moon."""
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
SIZE, FOV_DEG = 480, 0.8
LIT = 6.0
"""cd/m2: above the glare over the dark side (2), and half a percent of the lit side's mean."""


def almanac(moment):
    """Return vectors (3,), GCRS, m, from the eye to the apparent Moon and Sun.

    The Moon by Meeus' short ELP (erfa.moon98, 10 arc seconds), the Earth by VSOP 2000 (erfa.epv00).
    """
    seconds = moment.utc.timestamp() + 37.0 + 32.184  # TAI - UTC since 2017, TT - TAI
    days = 2440587.5, seconds / 86400.0
    from_sun, barycentric = erfa.epv00(*days)
    velocity = np.array(barycentric["v"]) * AU / 86400.0
    geocentric = np.array(erfa.moon98(days[0], days[1] - LIGHT_TIME / 86400.0)["p"]) * AU
    # The Earth has moved on while the light came.
    to_moon = geocentric - LIGHT_TIME * velocity - moment.station_position
    to_sun = -np.array(from_sun["p"]) * AU - moment.station_position
    beta = (velocity + moment.station_velocity) / SPEED_OF_LIGHT
    return [
        np.linalg.norm(place)
        * erfa.ab(place / np.linalg.norm(place), beta, 1.0, np.sqrt(1 - beta @ beta))
        for place in (to_moon, to_sun)
    ]


def position_angle_deg(of, toward):
    """Return the angle from north through east at a direction `of` toward another, degrees."""
    east = np.cross([0.0, 0.0, 1.0], of)
    return np.degrees(np.arctan2(toward @ east, toward @ np.cross(of, east))) % 360.0


def disc(image):
    """Return middle (x, y) and radius in pixels of the circle that the bright limb lies on."""
    lit = image > LIT
    rows, columns = np.nonzero(lit & ~binary_erosion(lit))
    edge = np.stack([columns, rows], axis=1) + 0.5
    rng = np.random.default_rng(1)
    best, most = (0.0, 0.0, 1.0), 0
    for three in rng.integers(0, len(edge), (2000, 3)):
        a, b, c = edge[three]
        sides = 2 * np.array([b - a, c - a])
        if abs(np.linalg.det(sides)) < 1e3:
            continue
        middle = np.linalg.solve(sides, [b @ b - a @ a, c @ c - a @ a])
        radius = np.linalg.norm(a - middle)
        near = int((np.abs(np.linalg.norm(edge - middle, axis=1) - radius) < 0.7).sum())
        if near > most:
            best, most = (*middle, radius), near
    return refined(image, edge, *best)


def refined(image, edge, x, y, radius):
    """Return a circle again, fitted to where the limb falls to half of what it is within."""
    away = np.abs(np.hypot(*(edge - [x, y]).T) - radius) < 1.0
    angles = np.arctan2(*(edge[away] - [x, y]).T[::-1])
    reach = np.arange(-6.0, 4.0, 0.05)
    at = radius + reach
    places = [y + np.outer(np.sin(angles), at) - 0.5, x + np.outer(np.cos(angles), at) - 0.5]
    profiles = map_coordinates(image, places, order=1)
    half = profiles[:, reach < -3.0].mean(axis=1) / 2
    limb = at[np.argmax(profiles < half[:, None], axis=1)]
    points = np.stack([x + limb * np.cos(angles), y + limb * np.sin(angles)], axis=1)
    return least_squares(
        lambda p: np.linalg.norm(points - p[:2], axis=1) - p[2], [x, y, radius], loss="soft_l1"
    ).x


class Photograph:
    """One picture of the Moon, what is measured in it, and what ERFA says."""

    def __init__(self, renderer, moment):
        self.moon, self.sun = almanac(moment)
        self.direction = self.moon / np.linalg.norm(self.moon)
        self.view = view_along(moment, self.direction, (SIZE, SIZE), FOV_DEG)
        picture = renderer.hdr(moment, self.view, CAMERA, WORLD).astype(float) @ LUMINANCE
        self.x, self.y, self.radius = disc(picture)
        rows, columns = np.mgrid[0:SIZE, 0:SIZE] + 0.5
        inside = np.hypot(columns - self.x, rows - self.y) < self.radius
        lit = inside & (picture > LIT)
        self.phase = lit.sum() / (np.pi * self.radius**2)
        toward = columns[lit].mean() - self.x, self.y - rows[lit].mean()
        axes = moment.cupola_from_gcrs.T @ self.view.cupola_from_eye
        bright = axes[:, 0] * toward[0] + axes[:, 1] * toward[1]
        self.bright_limb_deg = position_angle_deg(self.direction, bright)
        self.pixel = (self.view.tangents[3] - self.view.tangents[2]) / SIZE


@pytest.fixture(scope="module", params=[-900.0, -300.0, 60.0])
def photograph(request, renderer, timeline):
    return Photograph(renderer, timeline.at(request.param))


def test_the_moon_is_in_its_place_and_of_its_size_within_a_pixel(photograph):
    # A pixel is 6 arc seconds; the short theory is good to 10 at the worst.
    assert np.hypot(photograph.x - SIZE / 2, photograph.y - SIZE / 2) < 1.0
    expected = MOON_RADIUS / np.linalg.norm(photograph.moon) / photograph.pixel
    assert photograph.radius == pytest.approx(expected, abs=1.0)


def test_the_moons_phase_is_its_lit_area_within_one_hundredth(photograph):
    to_eye, to_sun = -photograph.moon, photograph.sun - photograph.moon
    cosine = to_eye @ to_sun / np.linalg.norm(to_eye) / np.linalg.norm(to_sun)
    assert photograph.phase == pytest.approx((1 + cosine) / 2, abs=0.01)


def test_the_moons_bright_limb_is_at_its_position_angle_within_half_a_degree(photograph):
    sun = photograph.sun / np.linalg.norm(photograph.sun)
    expected = position_angle_deg(photograph.direction, sun)
    apart = (photograph.bright_limb_deg - expected + 180.0) % 360.0 - 180.0
    assert abs(apart) < 0.5
