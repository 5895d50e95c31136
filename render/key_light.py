"""The one distant light that casts shadows in the Cupola: the Sun by day, else the Moon."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orbit.moment import Luminary, Moment

Array = NDArray[np.float64]

EARTH_RADIUS = 6.371e6
"""m; for whether the light stands above the limb, a tenth of a degree being enough."""

SUNLIGHT = np.array([1.03, 0.99, 1.01])
"""Linear sRGB of luminance 1: the Sun outside the air, 5 900 K by CIE daylight."""

MOONLIGHT = np.array([1.22, 0.96, 0.75])
"""The same of sunlight off the Moon, 4 100 K (Ciocca & Wang, Phys. Educ. 48, 360, 2013)."""


@dataclass(frozen=True, slots=True)
class KeyLight:
    """`direction` (3,) toward the light, Cupola frame; `illuminance` (3,) in lux, linear sRGB."""

    direction: Array
    illuminance: Array


STEP = math.radians(0.1)
"""The light moves in steps of this, at most 2 mm of shadow, so that most frames find it unmoved."""


def in_steps(values: ArrayLike) -> Array:
    """Return light levels rounded to three significant digits of the greatest."""
    levels = np.asarray(values, dtype=np.float64).tolist()
    greatest = max(map(abs, levels))
    if greatest == 0.0:
        return np.zeros(len(levels))
    unit = 10.0 ** (math.floor(math.log10(greatest)) - 2)
    return np.array([round(level / unit) * unit for level in levels])


def key_light(moment: Moment) -> KeyLight:
    """Return the stronger of Sun and Moon, in small steps of place and strength.

    With neither above the limb the illuminance is 0.
    """
    sun = moment.sun.illuminance * _above_limb(moment, moment.sun) * moment.in_sunlight
    moon = moment.moon.illuminance * _above_limb(moment, moment.moon)
    body, lux, tint = (moment.sun, sun, SUNLIGHT) if sun > moon else (moment.moon, moon, MOONLIGHT)
    steps = [round(part / STEP) for part in (moment.cupola_from_gcrs @ body.direction).tolist()]
    toward = np.array(steps) / math.dist(steps, (0.0, 0.0, 0.0))
    return KeyLight(toward, in_steps(lux * tint))


def _above_limb(moment: Moment, body: Luminary) -> float:
    """Return the share of the disc that stands above the limb (airless)."""
    nadir = float((moment.lvlh_from_gcrs @ body.direction)[2])
    height = moment.station_geodetic[2]
    dip = math.acos(EARTH_RADIUS / (EARTH_RADIUS + height))
    clear = dip - math.asin(min(max(nadir, -1.0), 1.0))
    return min(max(0.5 + 0.5 * clear / max(body.angular_radius, 1e-4), 0.0), 1.0)
