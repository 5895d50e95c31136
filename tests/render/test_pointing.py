"""Where the picture points, found from its stars alone, against SGP4's attitude."""

import numpy as np
import pytest

from assets.stars import stars
from tests.render.plate_solver import Solver, centroids, rays
from tests.render.sights import CAMERA, WORLD
from tests.render.skyfield_sky import skyfield_directions, skyfield_station
from vr.view_options import ViewOptions, view_at

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
SIZE = (960, 720)
FOV_DEG = 34.0


def camera_from_gcrs(position, velocity, azimuth_deg, elevation_deg):
    """Return the axes of an unrolled camera, straight from the definition of LVLH."""
    down = -position / np.linalg.norm(position)
    starboard = -np.cross(position, velocity)
    starboard /= np.linalg.norm(starboard)
    ahead = np.cross(starboard, down)
    azimuth, elevation = np.radians([azimuth_deg, elevation_deg])
    level = np.cos(azimuth) * ahead + np.sin(azimuth) * starboard
    axis = np.cos(elevation) * level - np.sin(elevation) * down
    right = -np.sin(azimuth) * ahead + np.cos(azimuth) * starboard
    return np.stack([right, np.cross(right, axis), -axis])


@pytest.mark.parametrize(
    ("t", "azimuth_deg", "elevation_deg"),
    [(0.0, 180.0, 12.0), (300.0, 60.0, 20.0), (640.0, 300.0, 45.0), (-600.0, 120.0, 5.0)],
)
def test_a_plate_solver_finds_the_attitude_from_the_stars_alone_within_0_3_pixel(
    renderer, timeline, t, azimuth_deg, elevation_deg
):
    moment = timeline.at(t)
    view = view_at(ViewOptions(azimuth_deg, elevation_deg, 0.0, FOV_DEG, SIZE), moment)
    image = renderer.hdr(moment, view, CAMERA, WORLD).astype(float) @ LUMINANCE
    seen = rays(centroids(image, 60), SIZE, np.radians(FOV_DEG))
    bright = np.flatnonzero(stars().v_mag < 7.0)
    solver = Solver(skyfield_directions(timeline, t, bright), 900, np.radians(45.0))
    turn, here, there = solver.solve(seen)
    assert len(here) >= 30
    pixel = 2 * np.tan(np.radians(FOV_DEG) / 2) / SIZE[1]
    rest = np.linalg.norm(seen[here] - solver.sky[there] @ turn.T, axis=1) / pixel
    assert np.sqrt(np.mean(rest**2)) < 0.3
    expected = camera_from_gcrs(*skyfield_station(timeline, t), azimuth_deg, elevation_deg)
    corners = rays(np.array([[0, 0], [960, 0], [0, 720], [480, 360]]), SIZE, np.radians(FOV_DEG))
    apart = np.linalg.norm(corners @ turn - corners @ expected, axis=1) / pixel
    assert apart.max() < 0.3
