import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbit.earth import EQUATORIAL_RADIUS, ROTATION_RATE, geodetic_from_itrs, itrs_from_geodetic
from orbit.gravity import acceleration, height_above, potential, sea_level_radius

angles = st.floats(-math.pi, math.pi)
latitudes = st.floats(-1.55, 1.55)


@given(latitudes, angles, st.floats(0.0, 2e6))
def test_acceleration_is_the_slope_of_the_potential(latitude, longitude, height):
    place = itrs_from_geodetic(latitude, longitude, height)
    step = 50.0 * np.eye(3)
    slope = (potential(place - step) - potential(place + step)) / 100.0
    np.testing.assert_allclose(acceleration(*place.tolist()), slope, atol=1e-7)


# Normal gravity at the equator and the poles, WGS 84 (NGA.STND.0036, table 3.6).
@pytest.mark.parametrize(("latitude", "normal"), [(0.0, 9.7803253), (math.pi / 2, 9.8321849)])
def test_weight_on_the_ellipsoid_is_that_of_wgs_84(latitude, normal):
    place = itrs_from_geodetic(latitude, 0.3, 0.0)
    pull = np.array(acceleration(*place.tolist()))
    pull[:2] += ROTATION_RATE**2 * place[:2]
    assert np.linalg.norm(pull) == pytest.approx(normal, abs=1e-4)


@given(latitudes, angles, st.floats(0.0, 250e3))
def test_height_along_the_radius_is_the_geodetic_height_to_two_metres(latitude, longitude, height):
    place = itrs_from_geodetic(latitude, longitude, height)
    assert height_above(place) == pytest.approx(float(geodetic_from_itrs(place)[2]), abs=2.0)


def test_sea_level_lies_at_the_equatorial_radius_on_the_equator():
    assert sea_level_radius(0.0) == EQUATORIAL_RADIUS
