"""The Earth's pull with its flattening: zonal harmonics to J4, and the turning ellipsoid.

Vectors are geocentric with z along the axis of rotation; x and y may turn or not.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from orbit.earth import ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS, GRAVITY_CONSTANT, J2

Array = NDArray[np.float64]

STANDARD_GRAVITY = 9.80665
"""m/s2, by convention (CGPM 1901): what specific impulses in seconds are multiplied by."""
J3, J4 = -2.53241052e-6, -1.61989760e-6
"""More zonal harmonics of EGM2008 (Pavlis et al. 2012): -sqrt(2n + 1) times C(n, 0)."""

_J2 = 1.5 * J2 * EQUATORIAL_RADIUS**2
_J3 = 2.5 * J3 * EQUATORIAL_RADIUS**3
_J4 = 1.875 * J4 * EQUATORIAL_RADIUS**4
_FLATNESS = ECCENTRICITY_SQUARED / (1.0 - ECCENTRICITY_SQUARED)


def acceleration(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return the acceleration of gravity in m/s2 at a place in m.

    Cartesian zonal terms J2 to J4 as in Vallado (2013), "Fundamentals of Astrodynamics and
    Applications", 4th ed., section 9.7.1.
    """
    r2 = x * x + y * y + z * z
    s2 = z * z / r2
    pull = GRAVITY_CONSTANT / (r2 * math.sqrt(r2))
    second = _J2 / r2
    third = _J3 / (r2 * r2)
    fourth = _J4 / (r2 * r2)
    across = pull * (
        1.0
        + second * (1.0 - 5.0 * s2)
        + third * z * (3.0 - 7.0 * s2)
        - fourth * (1.0 - s2 * (14.0 - 21.0 * s2))
    )
    along = pull * (
        z * (1.0 + second * (3.0 - 5.0 * s2) - fourth * (5.0 - s2 * (70.0 / 3.0 - 21.0 * s2)))
        + third * (z * z * (6.0 - 7.0 * s2) - 0.6 * r2)
    )
    return -across * x, -across * y, -along


def potential(position: Array) -> Array:
    """Return the potential of gravity in J/kg, negative, for positions (..., 3) in m.

    Same terms and source as `acceleration`; energy on a coast is v2/2 plus this.
    """
    r = np.linalg.norm(position, axis=-1)
    s = position[..., 2] / r
    q = EQUATORIAL_RADIUS / r
    second = J2 * q**2 * (1.5 * s**2 - 0.5)
    third = J3 * q**3 * (2.5 * s**3 - 1.5 * s)
    fourth = J4 * q**4 * (4.375 * s**4 - 3.75 * s**2 + 0.375)
    return np.asarray(-GRAVITY_CONSTANT / r * (1.0 - second - third - fourth))


def sea_level_radius(sine_squared: float) -> float:
    """Return the ellipsoid's radius in m where the squared sine of geocentric latitude is given."""
    return EQUATORIAL_RADIUS / math.sqrt(1.0 + _FLATNESS * sine_squared)


def height_above(position: Array) -> Array:
    """Return the height in m above the ellipsoid for positions (..., 3), along the radius.

    Below 250 km it is within 2 m of the geodetic height, since the two directions differ by 0.2
    degrees at most.
    """
    r = np.linalg.norm(position, axis=-1)
    sine = position[..., 2] / r
    return np.asarray(r - EQUATORIAL_RADIUS / np.sqrt(1.0 + _FLATNESS * sine**2))
