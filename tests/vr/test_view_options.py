import math

import numpy as np
import pytest

from assets.errors import InputError
from vr.view_options import ViewOptions, lvlh_from_eye, parse_size

FORWARD, STARBOARD, ZENITH = (1, 0, 0), (0, 1, 0), (0, 0, -1)


def lvlh_direction(azimuth_deg, elevation_deg):
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    level = math.cos(elevation)
    return np.array((level * math.cos(azimuth), level * math.sin(azimuth), -math.sin(elevation)))


@pytest.mark.parametrize(
    ("azimuth_deg", "elevation_deg", "ahead"),
    [(0, 0, FORWARD), (90, 0, STARBOARD), (180, 0, (-1, 0, 0)), (37, 90, ZENITH)],
)
def test_the_camera_looks_where_azimuth_and_elevation_say(azimuth_deg, elevation_deg, ahead):
    camera = lvlh_from_eye(azimuth_deg, elevation_deg, 0.0)
    np.testing.assert_allclose(-camera[:, 2], ahead, atol=1e-12)


@pytest.mark.parametrize("azimuth_deg", range(-180, 541, 45))
@pytest.mark.parametrize("elevation_deg", [-90, -20, 0, 45, 90])
@pytest.mark.parametrize("roll_deg", [-100, 0, 30])
def test_the_camera_is_a_rotation(azimuth_deg, elevation_deg, roll_deg):
    camera = lvlh_from_eye(azimuth_deg, elevation_deg, roll_deg)
    np.testing.assert_allclose(camera @ camera.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(camera) == pytest.approx(1.0)


def test_a_larger_azimuth_lies_to_the_right_and_a_larger_elevation_above():
    camera = lvlh_from_eye(180.0, -20.0, 0.0)
    right = camera.T @ lvlh_direction(181.0, -20.0)
    above = camera.T @ lvlh_direction(180.0, -19.0)
    assert right[0] > 0.01
    assert abs(right[1]) < 1e-3
    assert above[1] > 0.01
    assert abs(above[0]) < 1e-12


def test_roll_turns_the_camera_clockwise_so_that_what_was_above_goes_to_the_left():
    seen = lvlh_from_eye(180.0, -20.0, 90.0).T @ lvlh_direction(180.0, -19.0)
    assert seen[0] < -0.01
    assert abs(seen[1]) < 1e-12


@pytest.mark.parametrize("text", ["1920x1080", " 1920 X 1080 ", "1920×1080"])
def test_a_size_is_width_then_height(text):
    assert parse_size(text) == (1920, 1080)


@pytest.mark.parametrize(
    "text", ["", "1920", "x", "1920x", "-5x10", "0x100", "100x0", "1e3x5", "99999x100", "axb"]
)
def test_a_size_that_is_none_is_refused_with_what_to_give(text):
    with pytest.raises(InputError, match="--size"):
        parse_size(text)


@pytest.mark.parametrize(
    ("values", "option"),
    [
        ({"elevation_deg": 90.1}, "--elevation"),
        ({"elevation_deg": math.nan}, "--elevation"),
        ({"azimuth_deg": math.inf}, "--azimuth"),
        ({"roll_deg": math.nan}, "--roll"),
        ({"fov_deg": 0.0}, "--fov"),
        ({"fov_deg": 180.0}, "--fov"),
        ({"fov_deg": math.nan}, "--fov"),
    ],
)
def test_a_camera_that_cannot_be_is_refused_by_the_name_of_its_option(values, option):
    with pytest.raises(InputError, match=option):
        ViewOptions(**values)
