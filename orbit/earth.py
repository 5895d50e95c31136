"""The figure of the Earth: WGS 84, geodetic places, and what the solid Earth hides.

Source of the figures: NGA.STND.0036 "Department of Defense World Geodetic System 1984" (2014),
table 3.1; the second zonal is that of EGM2008, -sqrt(5) C(2, 0).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

EQUATORIAL_RADIUS = 6_378_137.0
"""m."""
FLATTENING = 1 / 298.257223563
POLAR_RADIUS = EQUATORIAL_RADIUS * (1 - FLATTENING)
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
ROTATION_RATE = 7.292115e-5
"""rad/s, the nominal mean angular velocity."""
GRAVITY_CONSTANT = 3.986004418e14
"""GM in m3/s2, of the Earth with its air."""
J2 = 1.082626174e-3

_SECOND_ECCENTRICITY_SQUARED = ECCENTRICITY_SQUARED / (1 - ECCENTRICITY_SQUARED)


def itrs_from_geodetic(latitude: float, longitude: float, height: float) -> Array:
    """Return the place (3,) in m, ITRS, of a geodetic latitude, longitude (rad) and height (m)."""
    sine = math.sin(latitude)
    normal = EQUATORIAL_RADIUS / math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)
    across = (normal + height) * math.cos(latitude)
    up = (normal * (1 - ECCENTRICITY_SQUARED) + height) * sine
    return np.array([across * math.cos(longitude), across * math.sin(longitude), up])


def geodetic_from_itrs(position: Array) -> tuple[Array, Array, Array]:
    """Return geodetic latitude, longitude (rad) and height (m), each (...), of (..., 3) m, ITRS.

    Bowring's formula (Survey Review 28, 1985, p. 202) applied twice: from the ground to
    geostationary height the latitude is right to 1e-11 rad, the height to a micrometre.
    """
    x, y, z = position[..., 0], position[..., 1], position[..., 2]
    across = np.hypot(x, y)
    reduced = np.arctan2(z * EQUATORIAL_RADIUS, across * POLAR_RADIUS)
    latitude = reduced
    for _ in range(2):
        latitude = np.arctan2(
            z + _SECOND_ECCENTRICITY_SQUARED * POLAR_RADIUS * np.sin(reduced) ** 3,
            across - ECCENTRICITY_SQUARED * EQUATORIAL_RADIUS * np.cos(reduced) ** 3,
        )
        reduced = np.arctan2((1 - FLATTENING) * np.sin(latitude), np.cos(latitude))
    sine, cosine = np.sin(latitude), np.cos(latitude)
    height = (
        across * cosine
        + z * sine
        - EQUATORIAL_RADIUS * np.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)
    )
    return latitude, np.arctan2(y, x), height


def geodetic_of_point(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return what `geodetic_from_itrs` gives for one point, in plain floats, ten times sooner."""
    across = math.hypot(x, y)
    reduced = math.atan2(z * EQUATORIAL_RADIUS, across * POLAR_RADIUS)
    latitude = reduced
    for _ in range(2):
        latitude = math.atan2(
            z + _SECOND_ECCENTRICITY_SQUARED * POLAR_RADIUS * math.sin(reduced) ** 3,
            across - ECCENTRICITY_SQUARED * EQUATORIAL_RADIUS * math.cos(reduced) ** 3,
        )
        reduced = math.atan2((1 - FLATTENING) * math.sin(latitude), math.cos(latitude))
    sine, cosine = math.sin(latitude), math.cos(latitude)
    curve = EQUATORIAL_RADIUS * math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)
    return latitude, math.atan2(y, x), across * cosine + z * sine - curve


_STRETCH = EQUATORIAL_RADIUS / POLAR_RADIUS
_ROUND = np.array([[1.0], [1.0], [_STRETCH]])


def line_of_sight_clear(observer: Array, offsets: Array, itrs_from_a: Array) -> NDArray[np.bool_]:
    """Return for each target, `offsets` (n, 3) from `observer` (3,), whether it can be seen.

    So it is where the straight line misses the Earth. Vectors in m, geocentric, in any frame a that
    `itrs_from_a` (3, 3) turns; observer and targets lie above ground. The ellipsoid is stretched
    to a sphere, which keeps straight lines straight.
    """
    round_from_a = itrs_from_a * _ROUND
    start, along = round_from_a @ observer, offsets @ round_from_a.T
    length_squared, toward = np.vecdot(along, along), along @ start
    # The line's lowest point lies between the two, and below ground.
    below = toward * toward > (float(start @ start) - EQUATORIAL_RADIUS**2) * length_squared
    hidden = below & (toward * (toward + length_squared) < 0.0)
    clear: NDArray[np.bool_] = ~hidden
    return clear


def ray_clear(origin: Sequence[float], ray: Sequence[float]) -> bool:
    """Return whether a ray from a point (m), along any vector, ITRS, never meets the Earth."""
    x, y, z = origin[0], origin[1], origin[2] * _STRETCH
    u, v, w = ray[0], ray[1], ray[2] * _STRETCH
    toward = x * u + y * v + z * w
    if toward >= 0:
        return True
    miss_squared = x * x + y * y + z * z - toward * toward / (u * u + v * v + w * w)
    return miss_squared >= EQUATORIAL_RADIUS**2
