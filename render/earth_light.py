"""How bright the Earth below is on the whole, for the light that it sends into the Cupola.

One figure for all that lies within the limb; the picture outside has the detail.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from orbit.moment import Luminary, Moment
from render.key_light import MOONLIGHT, SUNLIGHT, in_steps

Array = NDArray[np.float64]

ALBEDO = 0.30
"""Of the Earth with its clouds (Stephens et al., Rev. Geophys. 53, 141, 2015: 0.29)."""
SKYLIGHT = np.array([0.90, 1.00, 1.30])
"""Linear sRGB of luminance 1 that air and cloud make of white light (estimate)."""
OWN_LIGHT = np.array([4.4e-4, 4.0e-4, 3.0e-4])
"""cd/m2, linear sRGB: airglow before and upon the ground, and towns (estimate)."""

_CAP = math.sin(math.radians(20.0))
"""How far the light's height above the horizon varies over what is seen, as a sine."""


def earth_luminance(moment: Moment) -> Array:
    """Return (3,) cd/m2, linear sRGB, of the Earth as a matt ball lit by Sun and Moon, in steps."""
    down = moment.lvlh_from_gcrs[2]
    sun = _received(moment.sun, down) * SUNLIGHT
    moon = _received(moment.moon, down) * MOONLIGHT
    return in_steps(ALBEDO / math.pi * (sun + moon) * SKYLIGHT + OWN_LIGHT)


def _received(body: Luminary, down: Array) -> float:
    """Return lux on level ground, a mean over the ground in sight.

    The sine of the height is taken as spread evenly from -`_CAP` to +`_CAP` about that below the
    station; where it is negative the ground lies in the dark.
    """
    sine = -float(down @ body.direction)
    lit = max(sine, 0.0) if abs(sine) > _CAP else (sine + _CAP) ** 2 / (4 * _CAP)
    return body.illuminance * lit
