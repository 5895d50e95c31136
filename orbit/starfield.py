"""Where the catalogue's stars stand at a date, and how an observer's motion shifts them.

`aberrate` is the NumPy twin, in double precision, of what the star shader does.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from assets.stars import StarCatalogue

Array = NDArray[np.float64]

SPEED_OF_LIGHT = 299_792_458.0
ASTRONOMICAL_UNIT = 149_597_870_700.0

_CATALOGUE_EPOCH = datetime(1991, 4, 2, 13, 29, 18, tzinfo=UTC)
"""J1991.25 (TT), in UTC: the epoch of Hipparcos (ESA SP-1200, 1997, section 1.2.6)."""
_JULIAN_YEAR = 365.25 * 86400.0
_SUN_BENDING = 2 * 1.32712440018e20 / SPEED_OF_LIGHT**2
"""2 GM / c2 of the Sun, m: 9.87 mm of deflection a metre at one m; 8.5e-6 rad at its limb."""


def star_directions(stars: StarCatalogue, when: datetime, observer: Array, sun: Array) -> Array:
    """Return unit vectors (n, 3), GCRS axes, of the stars as a resting observer would see them.

    `when` is UTC, `observer` (3,) m from the Solar System's barycentre, `sun` (3,) m from the
    observer to the Sun. Proper motion is carried on in a straight line through space, without
    radial velocity; then come parallax and the Sun's bending of light. Aberration is left to
    `aberrate`, since it turns with the station.
    """
    years = (when - _CATALOGUE_EPOCH).total_seconds() / _JULIAN_YEAR
    sin_ra, cos_ra = np.sin(stars.ra), np.cos(stars.ra)
    sin_dec, cos_dec = np.sin(stars.dec), np.cos(stars.dec)
    place = np.stack([cos_dec * cos_ra, cos_dec * sin_ra, sin_dec], axis=1)
    east = np.stack([-sin_ra, cos_ra, np.zeros_like(sin_ra)], axis=1)
    north = np.stack([-sin_dec * cos_ra, -sin_dec * sin_ra, cos_dec], axis=1)
    place += years * stars.pm_ra_cosdec[:, None].astype(np.float64) * east
    place += years * stars.pm_dec[:, None].astype(np.float64) * north
    place -= stars.parallax[:, None].astype(np.float64) * observer / ASTRONOMICAL_UNIT
    place /= np.linalg.norm(place, axis=1)[:, None]
    return bend(place, sun)


def bend(directions: Array, sun: Array, distances: Array | None = None) -> Array:
    """Return directions (n, 3) as the Sun's gravity bends them; `sun` (3,) m from the observer.

    Formula of Kaplan, USNO Circular 179 (2005), section 3.6, for sources at `distances` (n,) m, or
    at infinity; 1.75 arc seconds at the limb, 0.004 at right angles. Behind the disc it is none.
    """
    far = np.linalg.norm(sun)
    from_sun = -sun / far
    seen_from_sun = directions
    if distances is not None:
        seen_from_sun = directions * distances[:, None] - sun
        seen_from_sun = seen_from_sun / np.linalg.norm(seen_from_sun, axis=1)[:, None]
    p_q = np.einsum("ij,ij->i", directions, seen_from_sun)[:, None]
    q_e = (seen_from_sun @ from_sun)[:, None]
    e_p = (directions @ from_sun)[:, None]
    in_front = (e_p > -math.cos(6.96e8 / far)) & (q_e > -1 + 1e-12)
    shift = (p_q * from_sun - e_p * seen_from_sun) / np.where(in_front, 1 + q_e, 1.0)
    bent = directions + np.where(in_front, _SUN_BENDING / far * shift, 0.0)
    bent /= np.linalg.norm(bent, axis=1)[:, None]
    return np.asarray(bent)


def aberrate(directions: Array, velocity: Array) -> Array:
    """Return the directions (n, 3) that an observer with a velocity (3,) in m/s sees.

    Unit vectors in, unit vectors out, in axes that do not turn; the velocity is barycentric. The
    exact formula of special relativity (Kaplan, USNO Circular 179, 2005, equation 3.22).
    """
    beta = velocity / SPEED_OF_LIGHT
    root = math.sqrt(1.0 - float(beta @ beta))
    along = (directions @ beta)[:, None]
    whole = 1.0 + along
    return np.asarray(directions * (root / whole) + (1.0 + along / (1.0 + root)) / whole * beta)
