"""The spline, against scipy's."""

import numpy as np
from scipy.interpolate import CubicSpline

from orbit.spline import spline


def test_a_spline_is_scipys_not_a_knot_spline():
    nodes = np.arange(360.0, 831.0, 5.0)
    values = np.random.default_rng(3).normal(size=(len(nodes), 3))
    at = np.linspace(nodes[0], nodes[-1], 1001).reshape(7, 143)
    np.testing.assert_allclose(
        spline(nodes, values)(at), CubicSpline(nodes, values)(at), atol=1e-12
    )


def test_a_cubic_comes_back_as_it_is():
    nodes = np.linspace(-1.0, 2.0, 7)
    at = np.linspace(-1.0, 2.0, 50)
    cubic = np.polynomial.Polynomial([1.0, -2.0, 0.5, 3.0])
    np.testing.assert_allclose(
        spline(nodes, cubic(nodes)[:, None])(at)[:, 0], cubic(at), atol=1e-12
    )
