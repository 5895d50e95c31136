"""How a look's exposure follows the Sun: what a light meter says on a clear day, eased."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.camera import NIGHT_ILLUMINANCE

Array = NDArray[np.float64]

_SUN_ELEVATION_DEG = (-26.0, -18.0, -12.0, -6.0, -0.8, 5.0, 15.0, 30.0, 60.0, 90.0)
_ILLUMINANCE = (6.0e-4, 6.5e-4, 8.1e-3, 3.4, 450.0, 4.8e3, 2.1e4, 5.3e4, 1.04e5, 1.24e5)
"""lux on level ground, clear sky (Seidelmann 1992, Explanatory Supplement, tab. 9.332; the first is
the starlit night that twilight passes into)."""
_AHEAD_DEG = (8.0, 21.0)
"""The lit limb decides before the ground below does: it lies up to 20 degrees toward the Sun. The
second figure holds once the Sun itself has risen over the limb, the first while it is far
behind."""
_LIMB_DEG = (-26.0, -20.5)
"""Elevations of the Sun between which the one figure passes into the other."""
_EASE = 3.0
"""Sharpness with which the night's exposure passes into the metered one; as a norm's exponent."""
_SMOOTHING_DEG = 1.5
"""Standard deviation of the Gaussian that rounds off the corners of tables, degrees."""
_STEP_DEG = 1 / 32


def daylight_factor(moment: Moment) -> float:
    """Return what the exposure is multiplied by: 1 at night, down to 7e-7 in full sunlight.

    A function of the moment alone, not of the picture nor of the past, so that a film, its frames
    in any order and a headset agree; it eases by itself as the Sun rises.
    """
    up = moment.eye_position / np.linalg.norm(moment.eye_position)
    elevation = math.degrees(math.asin(min(1.0, max(-1.0, float(up @ moment.sun.direction)))))
    place, value = _table()
    return math.exp(float(np.interp(elevation, place, value)))


@cache
def _table() -> tuple[Array, Array]:
    """Return elevations of the Sun in degrees and the logarithm of the factor there."""
    reach = round(4 * _SMOOTHING_DEG / _STEP_DEG)
    place = np.arange(-90.0 - reach * _STEP_DEG, 90.0 + reach * _STEP_DEG, _STEP_DEG)
    met = place + np.interp(place, _LIMB_DEG, _AHEAD_DEG)
    light = np.interp(met, _SUN_ELEVATION_DEG, np.log(_ILLUMINANCE)) - math.log(NIGHT_ILLUMINANCE)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) * _STEP_DEG / _SMOOTHING_DEG) ** 2)
    rounded = np.convolve(light, bell / bell.sum(), mode="valid")
    return place[reach:-reach], -np.logaddexp(0.0, _EASE * rounded) / _EASE
