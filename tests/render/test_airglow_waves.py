"""Waves and patches in the airglow: they move its light about and leave its sum."""

import numpy as np
import pytest

from tests.render.sights import CAMERA, EVEN, WORLD, view_along

MOONLESS = 640.0


def around(timeline, elevation_deg, step_deg):
    """Yield views in steps of azimuth around the horizon."""
    moment = timeline.at(MOONLESS)
    e = np.radians(elevation_deg)
    for azimuth in np.radians(np.arange(0.0, 360.0, step_deg)):
        level = np.cos(e) * np.array([np.cos(azimuth), np.sin(azimuth), 0.0])
        lvlh = level - np.array([0.0, 0.0, np.sin(e)])
        yield moment, view_along(moment, moment.lvlh_from_gcrs.T @ lvlh, (24, 48), 4.0)


def ratios(renderer, timeline, elevation_deg, step_deg):
    """Return by how much waves make each view brighter, as a ratio."""
    pairs = [
        [np.median(renderer.hdr(*sight, CAMERA, layers)[..., 1]) for layers in (WORLD, EVEN)]
        for sight in around(timeline, elevation_deg, step_deg)
    ]
    wavy, even = np.array(pairs).T
    return wavy / even


def test_patches_leave_the_limbs_mean_brightness_within_5_percent(renderer, timeline):
    found = ratios(renderer, timeline, -17.5, 12.0)
    assert found.mean() == pytest.approx(1.0, abs=0.05)
    assert 0.02 < found.std() < 0.15


def test_waves_leave_the_mean_brightness_face_on_within_5_percent(renderer, timeline):
    found = ratios(renderer, timeline, -45.0, 12.0)
    assert found.mean() == pytest.approx(1.0, abs=0.05)


def test_waves_drift_with_mission_time_alone(renderer, timeline):
    moment = timeline.at(MOONLESS)
    view = view_along(moment, -moment.eye_position, (64, 64), 60.0)
    first = renderer.hdr(moment, view, CAMERA, WORLD)
    renderer.hdr(timeline.at(MOONLESS + 30.0), view, CAMERA, WORLD)
    np.testing.assert_array_equal(renderer.hdr(moment, view, CAMERA, WORLD), first)
