"""Rotations between the frames. A matrix `b_from_a` takes components in frame a to frame b.

The frames themselves are listed in `orbit.moment`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def turn_x(angle: float) -> Array:
    """Return the matrix (3, 3) that turns the axes about x by `angle` rad: R1 of the textbooks."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, s], [0.0, -s, c]])


def turn_y(angle: float) -> Array:
    """Return the matrix (3, 3) that turns the axes about y by `angle` rad: R2 of the textbooks."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])


def turn_z(angle: float) -> Array:
    """Return the matrix (3, 3) that turns the axes about z by `angle` rad: R3 of the textbooks."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])


def lvlh_from_inertial(position: Sequence[float], velocity: Sequence[float]) -> Array:
    """Return `lvlh_from_a` (3, 3) for a geocentric inertial position and velocity in frame a.

    z points to the geocentre, y against the orbit's angular momentum, x completes the frame and
    lies on the side of the velocity. Plain floats make this three times as fast as arrays would.
    """
    px, py, pz = position
    vx, vy, vz = velocity
    radius = math.sqrt(px * px + py * py + pz * pz)
    zx, zy, zz = -px / radius, -py / radius, -pz / radius
    hx, hy, hz = py * vz - pz * vy, pz * vx - px * vz, px * vy - py * vx
    momentum = math.sqrt(hx * hx + hy * hy + hz * hz)
    yx, yy, yz = -hx / momentum, -hy / momentum, -hz / momentum
    xx, xy, xz = yy * zz - yz * zy, yz * zx - yx * zz, yx * zy - yy * zx
    return np.array([xx, xy, xz, yx, yy, yz, zx, zy, zz]).reshape(3, 3)


def lvlh_direction(azimuth: float, elevation: float) -> Array:
    """Return the unit vector (3,), LVLH, of an azimuth and an elevation in rad.

    Azimuth runs from forward (0) through starboard to aft; elevation is above the horizontal.
    """
    across = math.cos(elevation)
    return np.array([across * math.cos(azimuth), across * math.sin(azimuth), -math.sin(elevation)])


def azimuth_elevation(vector: Array) -> tuple[float, float]:
    """Return azimuth (0 to 2 pi) and elevation in rad of any vector (3,), LVLH."""
    x, y, z = float(vector[0]), float(vector[1]), float(vector[2])
    return math.atan2(y, x) % math.tau, math.atan2(-z, math.hypot(x, y))
