"""What changes slowly, as one table: the Earth's axis and clock, the Sun, the Moon, the planets.

A row holds what `orbit.sky_row.Column` lists. All of it runs so evenly that
steps of ten minutes are read back to better than a milliarcsecond; the Earth's rotation is kept as
what it differs from a steady turn.
"""

from __future__ import annotations

import math
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from skyfield.magnitudelib import planetary_magnitude
from skyfield.sgp4lib import TEME
from skyfield.timelib import Time

from orbit.almanac import ephemeris, times
from orbit.hermite import SmoothTable, grid
from orbit.moon import moon_from_gcrs
from orbit.sky_row import SIDEREAL_RATE
from orbit.starfield import bend

Array = NDArray[np.float64]

STEP = 600.0
_TARGETS = (10, 301, 199, 299, 499, 5, 6)


def slow_table(lift_off: datetime, start: float, end: float) -> SmoothTable:
    """Return the table of `Column` over `start` to `end` s from lift-off (UTC)."""
    nodes = grid(start, end, STEP, margin=1)
    when = times(lift_off, nodes)
    places, rest = _solar_system(when)
    rows = [
        _rows(when.M),
        _rows(when.polar_motion_matrix()),
        moon_from_gcrs(when.tdb - 2451545.0).reshape(-1, 9),
        places,
        *rest,
        np.unwrap(when.gast * (math.tau / 24) - SIDEREAL_RATE * nodes)[:, None],
    ]
    return SmoothTable(float(nodes[0]), STEP, np.concatenate(rows, axis=1))


def teme_from_gcrs_table(lift_off: datetime, start: float, end: float) -> SmoothTable:
    """Return the table (n, 9) of matrices from GCRS to TEME, the frame of SGP4."""
    nodes = grid(start, end, STEP, margin=1)
    matrices = TEME.rotation_at(times(lift_off, nodes))
    return SmoothTable(float(nodes[0]), STEP, _rows(matrices))


def _rows(matrices: Array) -> Array:
    """Return skyfield's (3, 3, n) as (n, 9)."""
    return np.ascontiguousarray(np.moveaxis(matrices, -1, 0)).reshape(-1, 9)


def _solar_system(when: Time) -> tuple[Array, list[Array]]:
    """Return the vectors of `Column.PLACES` and a list of the columns from EARTH on."""
    kernel = ephemeris()
    earth = kernel[399].at(when)
    seen = [earth.observe(kernel[target]) for target in _TARGETS]
    vectors = np.stack([each.xyz.m.T for each in seen], axis=1)
    sun = vectors[:, 0]
    for row in range(len(vectors)):
        distances = np.linalg.norm(vectors[row, 2:], axis=1)
        straight = vectors[row, 2:] / distances[:, None]
        vectors[row, 2:] = bend(straight, sun[row], distances) * distances[:, None]
    planets = vectors[:, 2:]
    from_sun = planets - sun[:, None]
    cosines = np.einsum("nij,nij->ni", planets, from_sun) / (
        np.linalg.norm(planets, axis=2) * np.linalg.norm(from_sun, axis=2)
    )
    magnitudes = np.stack([planetary_magnitude(each) for each in seen[2:]], axis=1)
    return vectors.reshape(len(vectors), -1), [
        earth.xyz.m.T,
        earth.velocity.m_per_s.T,
        kernel[301].at(when).velocity.m_per_s.T,
        (1 + cosines) / 2,
        magnitudes,
    ]
