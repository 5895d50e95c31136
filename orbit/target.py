"""What a cut-off must reach to be on an orbit, and in which plane.

Vectors are geocentric and inertial, z along the axis of rotation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.earth import GRAVITY_CONSTANT
from orbit.gravity import sea_level_radius
from orbit.kepler import Insertion

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """What a cut-off must reach: radius m, speed m/s, flight path angle rad, energy J/kg."""

    radius: float
    speed: float
    path_angle: float
    energy: float


def target_at(insertion: Insertion, position: Array, normal: Array) -> Target:
    """Return what must be reached at cut-off above `position`, flying about `normal` (3,).

    Perigee and apogee lie opposite each other, so the ellipsoid is equally far below both.
    """
    up = position / np.linalg.norm(position)
    past = math.cos(insertion.anomaly) * up - math.sin(insertion.anomaly) * np.cross(normal, up)
    sea = sea_level_radius(float(past[2]) ** 2)
    low, high = sea + insertion.perigee_height, sea + insertion.apogee_height
    eccentricity = (high - low) / (high + low)
    radius = low * (1.0 + eccentricity) / (1.0 + eccentricity * math.cos(insertion.anomaly))
    energy = -GRAVITY_CONSTANT / (low + high)
    return Target(
        radius,
        math.sqrt(2.0 * (energy + GRAVITY_CONSTANT / radius)),
        math.atan2(
            eccentricity * math.sin(insertion.anomaly),
            1.0 + eccentricity * math.cos(insertion.anomaly),
        ),
        energy,
    )


def plane_normal(position: Array, velocity: Array, inclination: float) -> Array:
    """Return the unit normal (3,) of the plane of given inclination (rad) through `position`.

    Of the two such planes it is the one nearer to the motion. Where the place lies further north
    or south than such a plane can reach, it is the plane that comes nearest.
    """
    up = position / np.linalg.norm(position)
    pole = np.array([0.0, 0.0, 1.0]) - up[2] * up
    reach = float(np.linalg.norm(pole))
    pole /= reach
    east = np.cross(pole, up)
    cosine = min(max(math.cos(inclination) / reach, -1.0), 1.0)
    side = float(np.cross(up, velocity) @ east)
    return np.asarray(cosine * pole + math.copysign(math.sqrt(1.0 - cosine * cosine), side) * east)
