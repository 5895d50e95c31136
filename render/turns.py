"""Rotations that many passes of a frame need of the same Moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.once import once

Array = NDArray[np.float64]


@once
def itrs_from_cupola(moment: Moment) -> Array:
    """Return the matrix (3, 3) from the Cupola's axes to those of the turning Earth."""
    turned: Array = moment.itrs_from_gcrs @ moment.cupola_from_gcrs.T
    return turned


@once
def eye_itrs(moment: Moment) -> Array:
    """Return the place (3,) of the Cupola's eye point, m, ITRS."""
    place: Array = moment.itrs_from_gcrs @ moment.eye_position
    return place
