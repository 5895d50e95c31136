"""Lines of sight past the Earth, for what is named: how high they pass, and where the limb is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from orbit.earth import EQUATORIAL_RADIUS, POLAR_RADIUS
from orbit.moment import Moment

Array = NDArray[np.float64]

_ROUND = np.array([1.0, 1.0, EQUATORIAL_RADIUS / POLAR_RADIUS])
"""Stretches the ellipsoid to a sphere, which keeps straight lines straight."""


def lowest_height(moment: Moment, directions: Array, distances: Array) -> Array:
    """Return (n,) m: the least height above the Earth of lines from the eye to what is looked at.

    `directions` (n, 3) are unit vectors in GCRS axes, `distances` (n,) m, infinite for the sky.
    Good to 0.3 % of the height; the height of an end itself does not count.
    """
    eye = _itrs(moment, moment.eye_position) * _ROUND
    along = _itrs(moment, directions) * _ROUND
    length = np.linalg.norm(along, axis=-1)
    along = along / length[:, None]
    perigee = -(along @ eye)
    nearest = np.linalg.norm(eye + perigee[:, None] * along, axis=-1)
    passed = (perigee > 0) & (perigee < distances * length)
    height: Array = np.where(passed, nearest - EQUATORIAL_RADIUS, np.inf)
    return height


def over_the_limb(moment: Moment, azimuth: float, heights: Array) -> Array:
    """Return (n, 3) unit vectors, Cupola frame, whose lines pass the Earth at `heights` (n,) m.

    `azimuth` in rad is that of LVLH: 0 forward, a quarter turn starboard. Newton's method in the
    elevation; right to a few metres of height after three steps.
    """
    radius = float(np.linalg.norm(moment.eye_position))
    ground = radius - moment.station_geodetic[2]
    elevation = -np.arccos((ground + heights) / radius)
    far = np.full(len(heights), np.inf)
    for _ in range(3):
        slope = -radius * np.sin(elevation)
        passed = lowest_height(moment, _gcrs(moment, azimuth, elevation), far)
        elevation = elevation + (heights - passed) / slope
    directions: Array = _gcrs(moment, azimuth, elevation) @ moment.cupola_from_gcrs.T
    return directions


def _gcrs(moment: Moment, azimuth: float, elevation: Array) -> Array:
    level = np.cos(elevation)
    lvlh = np.stack([level * np.cos(azimuth), level * np.sin(azimuth), -np.sin(elevation)], axis=-1)
    turned: Array = lvlh @ moment.lvlh_from_gcrs
    return turned


def _itrs(moment: Moment, vectors: Array) -> Array:
    turned: Array = vectors @ moment.itrs_from_gcrs.T
    return turned
