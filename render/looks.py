"""Looks: how the physical image becomes a picture. Exposure and tone, nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from assets.errors import InputError
from orbit.moment import Moment


@dataclass(frozen=True, slots=True)
class Look:
    """`exposure` in 1/(cd/m2): the luminance 1/exposure comes out at 63 % of white (linear).

    `contrast` is the exponent of the shadows below that. `white_balance` are linear gains of
    R, G, B; `saturation` 1 keeps colours.
    """

    name: str
    exposure: float
    contrast: float
    white_balance: tuple[float, float, float]
    saturation: float


LOOKS = {
    # As the film: high sensitivity, half a second, warm; the airglow's limb at two thirds of white.
    "camera": Look("camera", 110.0, 1.3, (0.96, 1.0, 1.12), 0.95),
    # The dark-adapted eye sees the same glow, with little of its colour.
    "eye": Look("eye", 90.0, 1.0, (0.96, 1.0, 1.08), 0.45),
}


def look(name: str) -> Look:
    """Return a look by name; raise InputError for an unknown one."""
    try:
        return LOOKS[name]
    except KeyError:
        known = ", ".join(LOOKS)
        raise InputError(f"no look is called '{name}'; known: {known}") from None


_SUN_ELEVATION_DEG = (-18.0, -12.0, -6.0, -0.8, 5.0, 15.0, 30.0, 90.0)
_ILLUMINANCE = (6.5e-4, 8.1e-3, 3.4, 450.0, 4.8e3, 2.1e4, 5.3e4, 1.24e5)
"""lux on level ground, clear sky (Seidelmann 1992, Explanatory Supplement, tab. 9.332)."""
_AHEAD_DEG = (8.0, 21.0)
"""The lit limb decides before the ground below does: it lies up to 20 degrees toward the Sun. The
second figure holds once the Sun itself has risen over the limb, the first while it is far
behind."""
_LIMB_DEG = (-26.0, -20.5)
"""Elevations of the Sun between which the one figure passes into the other."""
_NIGHT_ILLUMINANCE = 0.05
"""lux, bright moonlight; in less light a look keeps its night exposure."""


def daylight_factor(moment: Moment) -> float:
    """Return what the exposure is multiplied by: 1 at night, down to 4e-7 in full sunlight.

    A function of the moment alone, not of the picture, so that a film and a headset agree; it eases
    by itself as the Sun rises.
    """
    up = moment.eye_position / np.linalg.norm(moment.eye_position)
    elevation = float(np.degrees(np.arcsin(np.clip(up @ moment.sun.direction, -1.0, 1.0))))
    ahead = float(np.interp(elevation, _LIMB_DEG, _AHEAD_DEG))
    logarithm = float(np.interp(elevation + ahead, _SUN_ELEVATION_DEG, np.log(_ILLUMINANCE)))
    return min(1.0, _NIGHT_ILLUMINANCE / math.exp(logarithm))
