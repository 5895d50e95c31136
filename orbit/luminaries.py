"""The Sun, the Moon and the bright planets as they look from the station."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from orbit import moon
from orbit.moment import Luminary
from orbit.sky_row import LUMINARIES, Column
from orbit.starfield import ASTRONOMICAL_UNIT, SPEED_OF_LIGHT, aberrate

Array = NDArray[np.float64]

NAMES = ("Sun", "Moon", "Mercury", "Venus", "Mars", "Jupiter", "Saturn")
RADII = (6.957e8, 1.7374e6, 2.4397e6, 6.0518e6, 3.3962e6, 7.1492e7, 6.0268e7)
"""m: nominal solar radius (IAU 2015 B3); equatorial radii (Archinal et al. 2018)."""

_SUN_MAGNITUDE = -26.76
"""V at 1 au (Willmer 2018, ApJS 236, 47)."""


def lux(magnitude: float) -> float:
    """Return the illuminance of an apparent V magnitude: m = -13.99 - 2.5 log10 E."""
    return math.pow(10.0, -0.4 * (magnitude + 13.99))


def luminaries(row: Array, observer: Array, velocity: Array) -> tuple[Luminary, ...]:
    """Return the Luminary of each of `LUMINARIES` in that order.

    `row` is one of `orbit.sky`'s table, `observer` (3,) m, GCRS, and `velocity` (3,) m/s,
    barycentric, are those of the eye.
    """
    toward = row[Column.PLACES].reshape(-1, 3) - observer
    distances = np.sqrt(np.einsum("ij,ij->i", toward, toward))
    # The table has the light time of the geocentre. The Moon moves on by 0.4 arc seconds in the
    # light's way through the Earth's radius; all others are too far for that to show.
    geocentric = math.sqrt(row[30] ** 2 + row[31] ** 2 + row[32] ** 2)
    late = (geocentric - distances[1]) / SPEED_OF_LIGHT
    toward[1] += late * row[Column.MOON_VELOCITY]
    distances[1] = math.sqrt(toward[1] @ toward[1])
    directions = aberrate(toward / distances[:, None], velocity)
    far = distances.tolist()
    phases, magnitudes = row[Column.PHASES].tolist(), row[Column.MAGNITUDES].tolist()
    sun_magnitude = _SUN_MAGNITUDE + 5 * math.log10(far[0] / ASTRONOMICAL_UNIT)
    moon_phase, moon_magnitude = _moon_light(toward[0].tolist(), toward[1].tolist())
    phases = [1.0, moon_phase, *phases]
    magnitudes = [sun_magnitude, moon_magnitude, *magnitudes]
    return tuple(
        Luminary(
            LUMINARIES[i],
            NAMES[i],
            directions[i],
            far[i],
            math.asin(RADII[i] / far[i]),
            phases[i],
            magnitudes[i],
            lux(magnitudes[i]),
        )
        for i in range(len(far))
    )


def _moon_light(sun: list[float], body: list[float]) -> tuple[float, float]:
    """Return the lit part of the Moon's disc and its magnitude, from vectors of the observer."""
    sx, sy, sz = sun
    x, y, z = body
    dx, dy, dz = x - sx, y - sy, z - sz
    distance = math.sqrt(x * x + y * y + z * z)
    sun_distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    cosine = (x * dx + y * dy + z * dz) / (distance * sun_distance)
    angle = math.acos(max(-1.0, min(1.0, cosine)))
    return (1 + cosine) / 2, moon.magnitude(angle, distance, sun_distance)
