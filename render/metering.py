"""How a look's exposure follows the Sun, eased: the same for every look."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.camera import GERST
from render.once import once

Array = NDArray[np.float64]

_SUN_ELEVATION_DEG = (
    *(-30.0, -28.5, -27.5, -26.0, -25.0, -24.0, -23.0, -22.0, -21.0, -20.0, -19.0, -17.0, -15.0),
    *(-11.0, -5.0, 0.0, 11.0, 28.0, 60.0, 90.0),
)
_WHITE = (
    *(1e-3, 0.06, 0.6, 9.0, 50.0, 210.0, 520.0, 1000.0, 1800.0, 2400.0, 2800.0, 3300.0, 4000.0),
    *(5.5e3, 1.1e4, 1.8e4, 3.2e4, 4.5e4, 5.4e4, 5.6e4),
)
"""cd/m2 that a photographer exposes for as white, by the Sun's height at the station (E). Until the
Sun stands over the lit limb, at -20 degrees, the twilight arc's brightest as this program
shows it; then the limb and ground ahead. Under a high Sun a grey card of 18 % in 124 klx
(Seidelmann 1992, Explanatory Supplement, tab. 9.332) comes out at its 118 of 255."""
_EASE = 3.0
"""Sharpness with which the night's exposure passes into the metered one; as a norm's exponent."""
_SMOOTHING_DEG = 0.75
"""Standard deviation of the Gaussian that rounds off the corners of tables, degrees."""
_STEP_DEG = 1 / 32


@once
def daylight_factor(moment: Moment) -> float:
    """Return what the exposure is multiplied by: 1 at night, down to 7e-7 in full sunlight.

    A function of the moment alone, not of the picture nor of the past, so that a film, its frames
    in any order and a headset agree; it eases by itself as the Sun rises.
    """
    eye = moment.eye_position
    sine = float(eye @ moment.sun.direction) / math.sqrt(float(eye @ eye))
    elevation = math.degrees(math.asin(min(1.0, max(-1.0, sine))))
    place, value = _table()
    return math.exp(float(np.interp(elevation, place, value)))


@cache
def _table() -> tuple[Array, Array]:
    """Return elevations of the Sun in degrees and the logarithm of the factor there."""
    reach = round(4 * _SMOOTHING_DEG / _STEP_DEG)
    place = np.arange(-90.0 - reach * _STEP_DEG, 90.0 + reach * _STEP_DEG, _STEP_DEG)
    light = np.interp(place, _SUN_ELEVATION_DEG, np.log(_WHITE)) - math.log(GERST.white)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) * _STEP_DEG / _SMOOTHING_DEG) ** 2)
    rounded = np.convolve(light, bell / bell.sum(), mode="valid")
    return place[reach:-reach], -np.logaddexp(0.0, _EASE * rounded) / _EASE
