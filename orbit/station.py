"""The station's motion: SGP4 from its element set, turned to GCRS."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from assets.errors import InputError
from orbit.almanac import times
from orbit.elements import Elements
from orbit.hermite import MotionTable, grid
from orbit.sky import teme_from_gcrs_table

Array = NDArray[np.float64]

STEP = 10.0
"""s: cubic Hermite steps of ten seconds follow SGP4 to 2 cm. What remains is SGP4's own, whose
velocity is not quite the rate of its position."""


def station_table(elements: Elements, lift_off: datetime, start: float, end: float) -> MotionTable:
    """Return the station's geocentric position (m) and velocity (m/s), GCRS, over a span of t.

    Raises `InputError` where SGP4 cannot carry the element set that far.
    """
    nodes = grid(start, end, STEP)
    motion = station_motion(elements, lift_off, nodes)
    return MotionTable(float(nodes[0]), STEP, motion)


def station_motion(elements: Elements, lift_off: datetime, t: Array) -> Array:
    """Return positions (m) and velocities (m/s), GCRS, as (n, 2, 3) at times (n,) s."""
    when = times(lift_off, t)
    day, fraction = when.whole, when.tai_fraction - when._leap_seconds() / 86400.0
    fault, place, rate = elements.satrec().sgp4_array(day, fraction)
    if np.any(fault):
        from sgp4.api import SGP4_ERRORS  # noqa: PLC0415 - one that is hardly ever needed

        first = int(np.argmax(fault != 0))
        raise InputError(
            f"{elements.origin}: SGP4 cannot follow this element set at T{t[first]:+.0f} s:"
            f" {SGP4_ERRORS[int(fault[first])]}; give a set of a nearer epoch with --tle FILE"
        )
    turn = teme_from_gcrs_table(lift_off, float(t.min()), float(t.max()))
    matrices = turn.at_many(t).reshape(-1, 3, 3)
    teme = np.stack([place, rate], axis=1) * 1e3
    return np.asarray(np.einsum("nij,nki->nkj", matrices, teme))
