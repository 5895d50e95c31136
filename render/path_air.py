"""What the air takes from the light of the launch's bodies, inside or behind it, on its way."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from orbit.earth import EQUATORIAL_RADIUS, POLAR_RADIUS
from orbit.extinction import lamp_table, limb_table
from orbit.moment import Moment

Array = NDArray[np.float64]

_SCALE_HEIGHT = 7.5e3
"""m: of the air that dims, molecules for the most part (U.S. Standard Atmosphere 1976)."""
_ROUND = np.array([1.0, 1.0, EQUATORIAL_RADIUS / POLAR_RADIUS])
_REACH = np.sqrt(2.0 * EQUATORIAL_RADIUS * _SCALE_HEIGHT)
"""m: along a grazing ray the air thins out like a Gaussian of this 1/e half-width."""


def transmission(moment: Moment) -> Array:
    """Return (n, 3) linear sRGB: what of the light of each of the n bodies comes to the eye.

    A line of sight that would pass the Earth has the limb's loss, times the share of the column
    before the body; one that would meet the ground has the loss of a lamp there, less what lies
    under the body. The air is taken as exponential; good to some 5 % of the loss in magnitudes.
    """
    bodies = moment.bodies
    round_from_gcrs = moment.itrs_from_gcrs * _ROUND[:, None]
    eye = round_from_gcrs @ moment.eye_position
    along = bodies.position @ round_from_gcrs.T
    distance = np.linalg.norm(along, axis=1)
    along = along / distance[:, None]
    to_perigee = -(along @ eye)
    nearest = np.linalg.norm(eye + to_perigee[:, None] * along, axis=1)
    height = np.where(to_perigee > 0.0, nearest - EQUATORIAL_RADIUS, np.inf)
    heights, grazing, sines, upward = _losses()
    column = _read(height, heights, grazing)
    passed = _normal_share((distance - to_perigee) / _REACH)
    # Where the line would come to the ground, and how steeply.
    sine = np.sqrt(np.maximum(1.0 - (nearest / EQUATORIAL_RADIUS) ** 2, 0.0))
    slant = _read(sine, sines, upward)
    above = np.exp(-np.maximum(bodies.altitude, 0.0) / _SCALE_HEIGHT)
    lost = np.where((height < 0.0)[:, None], slant * above[:, None], column * passed[:, None])
    return np.asarray(np.exp(-lost))


def _normal_share(x: Array) -> Array:
    """Return (1 + erf x) / 2 within 3e-4 (Abramowitz & Stegun 1964, 7.1.27)."""
    u = np.abs(x)
    tail = 0.5 * (1.0 + u * (0.278393 + u * (0.230389 + u * (0.000972 + u * 0.078108)))) ** -4.0
    return np.asarray(np.where(x < 0.0, tail, 1.0 - tail))


def _read(place: Array, places: Array, table: Array) -> Array:
    """Return rows (n, 3) of a table by linear interpolation."""
    return np.stack([np.interp(place, places, table[:, k]) for k in range(3)], axis=-1)


def load() -> None:
    """Work out now what `transmission` reads: the first flame must not wait for it."""
    _losses()


@cache
def _losses() -> tuple[Array, Array, Array, Array]:
    """Return heights of grazing rays, sines of elevation, each with what is lost, -log (n, 3)."""
    limb, lamp = limb_table(), lamp_table()
    lost = [-np.log(np.maximum(each.transmission, 1e-6)) for each in (limb, lamp)]
    return limb.apparent_height, lost[0], lamp.sine, lost[1]
