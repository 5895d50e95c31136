"""The Sun, the Moon and the bright planets as they look from the station."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from orbit import moon
from orbit.moment import Luminary
from orbit.sky_row import LUMINARIES, Column
from orbit.starfield import ASTRONOMICAL_UNIT, SPEED_OF_LIGHT

Array = NDArray[np.float64]

NAMES = ("Sun", "Moon", "Mercury", "Venus", "Mars", "Jupiter", "Saturn")
RADII = (6.957e8, 1.7374e6, 2.4397e6, 6.0518e6, 3.3962e6, 7.1492e7, 6.0268e7)
"""m: nominal solar radius (IAU 2015 B3); equatorial radii (Archinal et al. 2018)."""

_STATIC = tuple(zip(LUMINARIES, NAMES, RADII, strict=True))
Vector = tuple[float, float, float]

_SUN_MAGNITUDE = -26.76
"""V at 1 au (Willmer 2018, ApJS 236, 47)."""
MAGNITUDE_OF_A_LUX = -13.99
"""V magnitude of 1 lux: m = -13.99 - 2.5 log10 E (Allen 1976, section 96: V = 0 is 2.54e-6 lux)."""


def luminaries(row: Array, observer: Array, velocity: Array) -> tuple[Luminary, ...]:
    """Return the Luminary of each of `LUMINARIES` in that order.

    `row` is one of `orbit.sky`'s table, `observer` (3,) m, GCRS, and `velocity` (3,) m/s,
    barycentric, are those of the eye.
    """
    values = row.tolist()
    places, phases, magnitudes = (
        values[Column.PLACES],
        [1.0, 1.0, *values[Column.PHASES]],
        [0.0, 0.0, *values[Column.MAGNITUDES]],
    )
    ox, oy, oz = observer.tolist()
    bx, by, bz = (velocity / SPEED_OF_LIGHT).tolist()
    root = math.sqrt(1.0 - bx * bx - by * by - bz * bz)
    seen: list[float] = []
    far: list[float] = []
    for i in range(0, 21, 3):
        x, y, z = places[i] - ox, places[i + 1] - oy, places[i + 2] - oz
        distance = math.sqrt(x * x + y * y + z * z)
        if i == 0:
            sun = x, y, z
        elif i == 3:
            x, y, z = _moon_now(places, values[Column.MOON_VELOCITY], (x, y, z), distance)
            distance = math.sqrt(x * x + y * y + z * z)
            phases[1], magnitudes[1] = _moon_light(sun, (x, y, z), distance)
        # What `orbit.starfield.aberrate` does.
        along = (x * bx + y * by + z * bz) / distance
        straight = root / (1.0 + along) / distance
        pulled = (1.0 + along / (1.0 + root)) / (1.0 + along)
        seen += (straight * x + pulled * bx, straight * y + pulled * by, straight * z + pulled * bz)
        far.append(distance)
    magnitudes[0] = _SUN_MAGNITUDE + 5 * math.log10(far[0] / ASTRONOMICAL_UNIT)
    rows = zip(_STATIC, np.array(seen).reshape(-1, 3), far, phases, magnitudes, strict=True)
    return tuple(
        [
            Luminary(key, name, line, way, math.asin(radius / way), lit, bright, _lux(bright))
            for (key, name, radius), line, way, lit, bright in rows
        ]
    )


def _lux(magnitude: float) -> float:
    return math.pow(10.0, -0.4 * (magnitude - MAGNITUDE_OF_A_LUX))


def _moon_now(places: list[float], rate: list[float], toward: Vector, distance: float) -> Vector:
    """Return the vector to where the Moon was when the light left it for this observer.

    The table has the light time of the geocentre. The Moon moves on by 0.4 arc seconds in the
    light's way through the Earth's radius; all others are too far for that to show.
    """
    geocentric = math.sqrt(places[3] ** 2 + places[4] ** 2 + places[5] ** 2)
    late = (geocentric - distance) / SPEED_OF_LIGHT
    x, y, z = toward
    return x + late * rate[0], y + late * rate[1], z + late * rate[2]


def _moon_light(sun: Vector, body: Vector, distance: float) -> tuple[float, float]:
    """Return the lit part of the Moon's disc and its magnitude, from vectors of the observer."""
    x, y, z = body
    dx, dy, dz = x - sun[0], y - sun[1], z - sun[2]
    sun_distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    cosine = (x * dx + y * dy + z * dz) / (distance * sun_distance)
    angle = math.acos(max(-1.0, min(1.0, cosine)))
    return (1 + cosine) / 2, moon.magnitude(angle, distance, sun_distance)
