"""The far field's linear image, against orbit's tables and plain geometry."""

import math

import numpy as np
import pytest

from orbit.airglow import airglow_tables
from tests.render.sights import CAMERA, WORLD, aft_view, view_along

A, B = 6_378_137.0, 6_356_752.3142  # WGS 84


def rays_down_the_middle(moment, view):
    """Return (H, 3) GCRS unit vectors of the middle column's pixels, from the top."""
    left, right, down, up = view.tangents
    rows = up - (np.arange(view.size[1]) + 0.5) * (up - down) / view.size[1]
    middle = (left + right) / 2 + (right - left) / view.size[0] / 2
    eye = np.stack([np.full_like(rows, middle), rows, -np.ones_like(rows)], axis=1)
    rays = eye @ view.cupola_from_eye.T @ moment.cupola_from_gcrs
    return rays / np.linalg.norm(rays, axis=1)[:, None]


def scaled_perigee(moment, rays_gcrs):
    """Return signed distance to the perigee and the perigee's, both in scaled space, m."""
    scale = np.array([A, A, B])
    eye = moment.itrs_from_gcrs @ moment.eye_position / scale
    ray = rays_gcrs @ moment.itrs_from_gcrs.T / scale
    ray /= np.linalg.norm(ray, axis=1)[:, None]
    ahead = -(ray @ eye)
    return ahead * A, np.linalg.norm(np.cross(eye, ray), axis=1) * A


@pytest.fixture(scope="module")
def limb(renderer, timeline):
    """A narrow aft view of the limb when the Moon is down behind it."""
    moment = timeline.at(640.0)
    view = aft_view(moment, (48, 900), fov_deg=9.0, elevation_deg=-17.5)
    image = renderer.hdr(moment, view, CAMERA, WORLD)
    # Stars are few; the median over the narrow strip leaves the smooth light.
    return moment, view, np.median(image, axis=1)


def test_airglow_at_the_limb_is_within_5_percent_of_orbits_tables(limb, timeline):
    moment, view, column = limb
    ahead, perigee = scaled_perigee(moment, rays_down_the_middle(moment, view))
    tables = airglow_tables(timeline.scenario.f107_sfu)
    observer = np.linalg.norm(moment.itrs_from_gcrs @ moment.eye_position / np.array([A, A, B]))
    same_perigee = np.sqrt(np.maximum(ahead**2 + tables.observer**2 - (observer * A) ** 2, 0.0))
    expected = tables.radiance(same_perigee, np.zeros(len(ahead), bool))
    layer = (perigee - A > 60e3) & (perigee - A < 110e3)
    weights = np.array([0.2126, 0.7152, 0.0722])
    assert layer.sum() > 100
    np.testing.assert_allclose(column[layer] @ weights, expected[layer] @ weights, rtol=0.05)


def test_the_airglows_peak_is_at_its_angle_within_0_02_degrees(limb, timeline):
    moment, view, column = limb
    _, perigee = scaled_perigee(moment, rays_down_the_middle(moment, view))
    tables = airglow_tables(timeline.scenario.f107_sfu)
    heights = np.arange(70e3, 110e3, 100.0)
    distance = np.sqrt(tables.observer**2 - (tables.earth_radius + heights) ** 2)
    light = tables.radiance(distance, np.zeros(len(heights), bool))[:, 1]
    peak = perigee[np.argmax(column[:, 1])] - A
    # 0.02 degrees at the limb's 2300 km are 0.8 km.
    assert peak == pytest.approx(heights[np.argmax(light)], abs=800.0)


def test_the_horizon_is_where_the_ellipsoid_ends(renderer, timeline):
    moment = timeline.at(0.0)
    view = aft_view(moment, (48, 900), fov_deg=9.0, elevation_deg=-20.0)
    rays = rays_down_the_middle(moment, view)
    _, perigee = scaled_perigee(moment, rays)
    image = renderer.hdr(moment, view, CAMERA, WORLD)
    horizon = int(np.argmax(perigee < A))
    assert 100 < horizon < 800
    above, below = image[horizon - 12, 24], image[horizon + 40, 24]
    assert not np.allclose(above, below, rtol=0.02)


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
