"""Two-body motion: where a coast leads, and the orbit through a state."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.earth import GRAVITY_CONSTANT
from orbit.gravity import sea_level_radius

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Insertion:
    """An orbit: heights in m above the ellipsoid below perigee and apogee, angles in rad."""

    perigee_height: float
    apogee_height: float
    inclination: float
    anomaly: float = 0.0
    """True anomaly: at cut-off, where this is an aim."""


def apsides(position: Array, velocity: Array) -> Insertion:
    """Return the orbit through an inertial state, (3,) m and m/s, as if it kept to two bodies."""
    momentum = np.cross(position, velocity)
    radius = float(np.linalg.norm(position))
    toward = np.cross(velocity, momentum) / GRAVITY_CONSTANT - position / radius
    eccentricity = float(np.linalg.norm(toward))
    low = float(momentum @ momentum) / GRAVITY_CONSTANT / (1.0 + eccentricity)
    high = low * (1.0 + eccentricity) / (1.0 - eccentricity)
    sine = float(toward[2]) / eccentricity if eccentricity > 0 else 0.0
    sea = sea_level_radius(sine * sine)
    length = float(np.linalg.norm(momentum))
    anomaly = math.atan2(
        float(np.cross(toward, position) @ momentum) / length, float(toward @ position)
    )
    return Insertion(low - sea, high - sea, math.acos(float(momentum[2]) / length), anomaly)


def coast(position: Array, velocity: Array, time: float) -> tuple[Array, Array]:
    """Return position and velocity (3,) after `time` s without thrust; inertial, m and m/s.

    Kepler's equation in the universal variable with Lagrange's f and g (Battin 1999, "An
    Introduction to the Mathematics and Methods of Astrodynamics", sections 4.5 and 4.6), solved by
    Laguerre's method, which converges from anywhere (Conway 1986, Celest. Mech. 39, 199).
    """
    root = math.sqrt(GRAVITY_CONSTANT)
    r0 = float(np.linalg.norm(position))
    radial = float(position @ velocity) / root
    alpha = 2.0 / r0 - float(velocity @ velocity) / GRAVITY_CONSTANT
    chi = root * time / r0
    for _ in range(50):
        psi = alpha * chi * chi
        c, s = _stumpff(psi)
        excess = (radial * chi * c + r0 * (1.0 - psi * s) + chi * chi * s) * chi - root * time
        r = chi * chi * c + radial * chi * (1.0 - psi * s) + r0 * (1.0 - psi * c)
        slope = radial * (1.0 - psi * c) + (1.0 - alpha * r0) * chi * (1.0 - psi * s)
        bend = math.sqrt(abs(16.0 * r * r - 20.0 * excess * slope))
        step = 5.0 * excess / (r + bend)
        chi -= step
        if abs(step) < 1e-10 * max(1.0, abs(chi)):
            break
    psi = alpha * chi * chi
    c, s = _stumpff(psi)
    f = 1.0 - chi * chi / r0 * c
    g = time - chi**3 / root * s
    place = f * position + g * velocity
    r = float(np.linalg.norm(place))
    f_rate = root / (r * r0) * chi * (psi * s - 1.0)
    g_rate = 1.0 - chi * chi / r * c
    return place, f_rate * position + g_rate * velocity


def _stumpff(psi: float) -> tuple[float, float]:
    """Return Stumpff's functions c2 and c3."""
    if psi > 1e-4:
        root = math.sqrt(psi)
        return (1.0 - math.cos(root)) / psi, (root - math.sin(root)) / (psi * root)
    if psi < -1e-4:
        root = math.sqrt(-psi)
        return (math.cosh(root) - 1.0) / -psi, (math.sinh(root) - root) / (-psi * root)
    return 0.5 - psi / 24.0, 1.0 / 6.0 - psi / 120.0
