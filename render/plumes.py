"""How large a flame or a glowing wake looks: streaks from the state of the bodies.

All figures here are estimates; no photometry or imagery of a Soyuz plume at night was found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.moment import Bodies

Array = NDArray[np.float64]

EXHAUST_SPEED = 3000.0  # m/s
SOUND_SPEED2 = 1.2e5  # (m/s)2 over the ratio of specific heats, about the mesopause's
LARGEST = 9e3  # m
PLUME_LENGTH, PLUME_WIDTH = 3.0, 0.55
"""Luminous length and half-width in units of the plume's scale."""
WAKE_SECONDS = 2.5
"""How long the air behind a re-entering body glows."""
WAKE_WIDTH = 120.0  # m


@dataclass(frozen=True, slots=True)
class StreakRows:
    """(n, 3) head and tail in m from the eye, GCRS axes; (n, 2) m wide; (n,) share of the light."""

    head: Array
    tail: Array
    width: Array
    share: Array


def plume_scale(bodies: Bodies) -> Array:
    """Return (n,) m: sqrt(thrust / pressure), with the pressure of the oncoming air.

    The size of an under-expanded plume goes as the square root of thrust over ambient pressure
    (Jarvinen and Hill 1970); at speed the dynamic pressure stands for the static.
    """
    speed2 = np.einsum("ij,ij->i", bodies.velocity, bodies.velocity)
    pressure = bodies.ambient_pressure * (1.0 + speed2 / SOUND_SPEED2) + 1e-6
    return np.asarray(np.minimum(np.sqrt(bodies.mass_flow * EXHAUST_SPEED / pressure), LARGEST))


def streak_rows(bodies: Bodies) -> StreakRows:
    """Return one streak a body: its plume along the axis, or its wake along the path."""
    scale = plume_scale(bodies)
    powered = bodies.mass_flow > 0
    plume_tail = -bodies.axis * (PLUME_LENGTH * scale)[:, None]
    wake_tail = -bodies.velocity * WAKE_SECONDS
    reach = np.where(powered[:, None], plume_tail, wake_tail)
    wide = np.where(powered, PLUME_WIDTH * scale, WAKE_WIDTH)
    share = np.where(powered, 0.05 + 0.30 * scale / (scale + 1.5e3), 0.45)
    width = np.stack([0.15 * wide, wide], axis=1)
    return StreakRows(bodies.position, bodies.position + reach, width, share)
