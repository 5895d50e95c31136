"""What a row of the slow table of `orbit.sky` holds, and where."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SIDEREAL_RATE = math.tau * 1.00273781191135448 / 86400.0
"""rad/s: the rate of the Earth rotation angle (Capitaine et al. 2000; IERS Conventions 2010)."""
LUMINARIES = ("sun", "moon", "mercury", "venus", "mars", "jupiter", "saturn")


class Column:
    """Where in a row of the table each thing stands."""

    AXIS = slice(0, 9)
    """Matrix from GCRS to the true equator and equinox of date."""
    WOBBLE = slice(9, 18)
    """Matrix of polar motion, from the terrestrial intermediate system to ITRS."""
    MOON = slice(18, 27)
    """Matrix from GCRS to lunar axes."""
    PLACES = slice(27, 48)
    """Of `LUMINARIES`: vectors in m from the geocentre to where the light comes from."""
    EARTH = slice(48, 51)
    """The geocentre from the barycentre, m."""
    EARTH_VELOCITY = slice(51, 54)
    """The geocentre's barycentric velocity, m/s."""
    MOON_VELOCITY = slice(54, 57)
    """The Moon's barycentric velocity, m/s."""
    PHASES = slice(57, 62)
    """Lit part of the disc, of the five planets."""
    MAGNITUDES = slice(62, 67)
    """V magnitudes of the five planets."""
    TURN = 67
    """Greenwich apparent sidereal time less `SIDEREAL_RATE` t, rad."""


def itrs_from_gcrs(row: Array, t: float) -> Array:
    """Return the matrix (3, 3) from the row at `t` s; the turn itself is worked out, not read."""
    turn = SIDEREAL_RATE * t + float(row[Column.TURN])
    c, s = math.cos(turn), math.sin(turn)
    spin = np.array([c, s, 0.0, -s, c, 0.0, 0.0, 0.0, 1.0]).reshape(3, 3)
    itrs: Array = row[Column.WOBBLE].reshape(3, 3) @ spin @ row[Column.AXIS].reshape(3, 3)
    return itrs
