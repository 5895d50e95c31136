import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from orbit.columns import gaussian_columns
from orbit.emissions import SIGMA_PER_FWHM

GROUND = 6_371e3
STATION = GROUND + 407e3


def quadrature(perigee_distance, observer, peak, sigma, kind):
    """The same columns by adaptive quadrature along the ray."""
    t = abs(perigee_distance)
    p = np.sqrt(observer**2 - t**2)
    start = np.sqrt(max(GROUND**2 - p**2, 0.0))
    low, high = {"near": (start, t), "far": (0.0, 1e7), "above": (t, 1e7)}[kind]
    crossing = np.sqrt(max(peak**2 - p**2, 0.0))

    def density(s):
        height = np.hypot(p, s) - peak
        return np.exp(-0.5 * (height / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))

    spots = sorted({s for s in (crossing - 1e5, crossing, crossing + 1e5) if low < s < high})
    return quad(density, low, high, points=spots or None, limit=500, epsrel=1e-9)[0]


@pytest.mark.parametrize("kind", ["near", "far", "above"])
@pytest.mark.parametrize("distance", [1e3, 3e5, 1.5e6, 2.0e6, 2.2e6, 4e6, STATION])
@pytest.mark.parametrize(("peak", "sigma"), [(97e3, 3.65e3), (250e3, 50e3), (407e3, 20e3)])
def test_columns_agree_with_adaptive_quadrature_to_one_in_ten_thousand(kind, distance, peak, sigma):
    found = gaussian_columns(np.array([distance]), STATION, GROUND, GROUND + peak, sigma)
    expected = quadrature(distance, STATION, GROUND + peak, sigma, kind)
    assert getattr(found, kind)[0] == pytest.approx(expected, rel=1e-4, abs=1e-8)


def test_straight_down_crosses_one_vertical_column():
    found = gaussian_columns(np.array([STATION]), STATION, GROUND, GROUND + 97e3, 3.65e3)
    assert found.near[0] == pytest.approx(1.0, rel=1e-9)
    assert found.above[0] == 0.0


def test_the_limb_of_a_layer_8_6_km_wide_is_51_times_its_zenith():
    # Figure of launch.md, within 10 %.
    sigma = 8.6e3 * SIGMA_PER_FWHM
    distance = np.sqrt(STATION**2 - (GROUND + 97e3) ** 2)
    found = gaussian_columns(np.array([distance]), STATION, GROUND, GROUND + 97e3, sigma)
    assert found.near[0] + found.far[0] == pytest.approx(51, rel=0.1)


@given(
    share=st.floats(0.0, 1.0),
    height=st.floats(1e3, 800e3),
    peak=st.floats(60e3, 400e3),
    sigma=st.floats(2e3, 60e3),
)
def test_what_lies_beyond_the_perigee_is_what_lies_before_the_observer_and_behind_him(
    share, height, peak, sigma
):
    observer = GROUND + height
    distance = np.array([share * np.sqrt(observer**2 - GROUND**2)])
    found = gaussian_columns(distance, observer, GROUND, GROUND + peak, sigma)
    assert found.near + found.above == pytest.approx(found.far, rel=1e-6, abs=1e-9)


@given(height=st.floats(0, 800e3), peak=st.floats(60e3, 400e3), sigma=st.floats(2e3, 60e3))
def test_up_and_down_together_hold_the_whole_layer_but_for_what_is_under_ground(
    height, peak, sigma
):
    observer = GROUND + height
    found = gaussian_columns(np.array([observer]), observer, GROUND, GROUND + peak, sigma)
    whole = found.near[0] + found.above[0]
    under = 0.5 * (1 + math.erf(-peak / sigma / math.sqrt(2)))
    assert whole == pytest.approx(1 - under, abs=1e-6)
