"""The star that a caption speaks of: the brightest in sight whose distance is well measured."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.stars import stars
from orbit.moment import Moment
from orbit.starfield import aberrate
from render.sightline import lowest_height
from render.station_sight import station_clearance
from render.windows import glass_clearance

Array = NDArray[np.float64]

LIGHT_YEARS_OF_A_PARSEC = 3.261563777
"""A parsec is 648000 / pi au (IAU 2015 resolution B2), a Julian year of light 63241.077 au."""
_LEAST_PARALLAX = math.radians(20e-3 / 3600)
"""rad, E: from here on Hipparcos' error, about 0.8 mas for bright stars, is under 4 %."""
_CLEAR = 60e3
"""m above ground of the line of sight: the air neither dims nor reddens it."""
_NEAR_AFT = math.cos(math.radians(45.0))
_OFF_FRAMES = math.radians(2.5)
"""It stays in its window while a caption stands: stars move by 0.065 degrees a mission second."""
_FAINTEST = 2.1
"""V: brighter stars are found with ease."""


@dataclass(frozen=True, slots=True)
class NamedStar:
    """A star with its light's age in years, and its direction (3,), unit, GCRS axes."""

    name: str
    light_years: float
    direction: Array


@cache
def _candidates(year: int) -> tuple[tuple[str, ...], Array, Array]:
    """Return names, ages (n,) in years and directions (n, 3) of near named stars, brightest first.

    To V = _FAINTEST, with proper motion to that year.
    """
    known = stars()
    rows = [
        row
        for row in range(known.brighter_than(_FAINTEST))
        if int(known.hip[row]) in known.names and known.parallax[row] >= _LEAST_PARALLAX
    ]
    years = year - 1991.25
    dec = known.dec[rows] + years * known.pm_dec[rows]
    ra = known.ra[rows] + years * known.pm_ra_cosdec[rows] / np.cos(known.dec[rows])
    parsecs = 1.0 / np.degrees(known.parallax[rows].astype(np.float64)) / 3600.0
    return (
        tuple(known.names[int(known.hip[row])] for row in rows),
        parsecs * LIGHT_YEARS_OF_A_PARSEC,
        np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=-1),
    )


def star_in_sight(moment: Moment) -> NamedStar | None:
    """Return the brightest star high over the limb whose distance is known to 4 %, or None.

    One within 45 degrees of straight aft goes before all others, since visitors look there, and of
    these one that a window shows from the eye point, well off frame and hull.
    """
    names, ages, resting = _candidates(moment.lift_off.year)
    directions = aberrate(resting, moment.observer_velocity)
    far = np.full(len(directions), np.inf)
    seen = np.flatnonzero(lowest_height(moment, directions, far) > _CLEAR)
    if len(seen) == 0:
        return None
    in_cupola = directions[seen] @ moment.cupola_from_gcrs.T
    is_aft = -in_cupola[:, 2] > _NEAR_AFT
    sun = moment.cupola_from_gcrs @ moment.sun.direction
    clear = np.minimum(glass_clearance(in_cupola), station_clearance(in_cupola, sun=sun))
    # The first of the best: stable, so that the brightest stays first among equals.
    best = np.argsort(-(2 * is_aft + (clear > _OFF_FRAMES)), kind="stable")[0]
    row = int(seen[best])
    return NamedStar(names[row], float(ages[row]), directions[row])
