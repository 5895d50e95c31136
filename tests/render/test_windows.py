"""The windows' planes and openings: published figures, and what can be seen through them."""

import numpy as np
import pytest

from assets.cupola import cupola
from render.outline import Outline
from render.windows import glass_clearance, horizontal, through_glass, windows


def toward(azimuth_deg, elevation_deg):
    elevation = np.radians(elevation_deg)
    return np.cos(elevation) * horizontal(azimuth_deg) + [0.0, np.sin(elevation), 0.0]


def test_there_are_six_side_windows_and_a_round_one_that_faces_the_earth():
    *sides, nadir = windows()
    assert len(sides) == 6
    np.testing.assert_allclose(nadir.axes[2], [0, -1, 0], atol=1e-12)
    assert len(nadir.inner.normals) == 0
    assert 2 * nadir.inner.radius == pytest.approx(0.80)  # m, ESA


def test_a_window_looks_aft_and_the_others_stand_at_sixty_degrees():
    for window, azimuth in zip(windows()[:6], [180, 240, 300, 0, 60, 120], strict=True):
        level = window.axes[2] * [1, 0, 1]
        np.testing.assert_allclose(level / np.linalg.norm(level), horizontal(azimuth), atol=1e-9)


def test_the_aft_window_passes_the_launch_from_5_to_45_degrees_down():
    for elevation in np.arange(-45.0, -4.9, 1.0):
        for azimuth in np.arange(180.0 - 18, 180.0 + 18.1, 2.0):
            assert through_glass(toward(azimuth, elevation)), (azimuth, elevation)


def test_the_sky_above_the_limb_is_seen_from_every_side_window():
    for azimuth in range(0, 360, 60):
        assert through_glass(toward(azimuth, 5.0))
        assert through_glass(toward(azimuth, -20.0))


def test_the_earth_is_seen_underfoot():
    for azimuth in range(0, 360, 15):
        assert through_glass(toward(azimuth, -65.0))
    assert through_glass([0.0, -1.0, 0.0])


def test_bars_between_the_windows_and_the_hull_above_hide_the_view():
    for azimuth in range(30, 360, 60):
        assert not through_glass(toward(azimuth, -20.0))
    for azimuth in range(0, 360, 15):
        assert not through_glass(toward(azimuth, 20.0))
        assert not through_glass(toward(azimuth, -54.0))
    assert not through_glass([0.0, 1.0, 0.0])


def test_leaning_toward_a_window_widens_what_it_shows():
    beside = toward(180.0 + 30.0, -20.0)
    assert not through_glass(beside)
    assert through_glass(beside, horizontal(180.0) * 0.35)


def test_clearance_is_the_angle_to_the_frame():
    directions = np.stack([toward(azimuth, -20.0) for azimuth in np.linspace(180, 215, 3501)])
    clearance = glass_clearance(directions)
    edge = np.argmax(clearance < 0)
    for before_deg in (1.0, 3.0):
        there = clearance[edge - round(before_deg * 100)]
        # Along the level the angle is longer than straight to the leaning frame.
        assert np.degrees(there) == pytest.approx(before_deg * np.cos(np.radians(20.0)), rel=0.12)


def test_faces_of_neighbouring_windows_meet_at_one_line():
    aft, beside = windows()[:2]  # azimuth grows to the right, seen from inside
    for depth, face in ((0.0, "face"), (aft.thickness, "back")):
        right = getattr(aft, face)
        left = getattr(beside, face)
        for v in (0.0, 0.4, 0.7):
            u = (right.offsets[0] - v * right.normals[0][1]) / right.normals[0][0]
            w = (left.offsets[2] - v * left.normals[2][1]) / left.normals[2][0]
            here = aft.to_cupola([u, v], depth)
            there = beside.to_cupola([w, v], depth)
            np.testing.assert_allclose(here, there, atol=1e-9)


def test_panes_fill_a_window_ten_centimetres_deep():
    panes = cupola().panes
    assert panes.thickness == pytest.approx(0.100)  # m, BBC after ESA
    assert [back - front for front, back in panes.pressure] == pytest.approx([0.025, 0.025])
    depths = [depth for pane in panes.faces for depth in pane]
    assert depths == sorted(depths)
    assert depths[0] > 0
    assert depths[-1] < panes.thickness


def test_clearance_of_an_outline_is_the_distance_to_its_points():
    outline = Outline.rectangle(0.4, 0.3, 0.1)
    rim = outline.points(400, 400)
    rng = np.random.default_rng(1)
    points = rng.uniform(-0.6, 0.6, (200, 2))
    nearest = np.linalg.norm(points[:, None] - rim, axis=-1).min(axis=1)
    np.testing.assert_allclose(np.abs(outline.clearance(points)), nearest, atol=2e-3)
    inside = (np.abs(points) < [0.3, 0.2]).all(axis=1)
    assert (outline.clearance(points[inside]) > 0).all()
    assert (outline.clearance(points[(np.abs(points) > [0.4, 0.3]).any(axis=1)]) < 0).all()
