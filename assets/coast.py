"""Coasts, lake shores and rivers of the world as polylines, good to about 400 m."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.manifest import path

COAST, LAKE, RIVER = 0, 1, 2
"""Kinds of line. Lake shores are closed rings, rivers run along their middle."""

STEP_DEG = 1e-4
"""Grid of the stored points in degrees."""


@dataclass(frozen=True, slots=True)
class Shores:
    """m polylines in one array of n points; those of line k are rows start[k] to start[k + 1]."""

    kind: NDArray[np.uint8]
    """(m,) COAST, LAKE or RIVER."""
    start: NDArray[np.int64]
    """(m + 1,)"""
    lat: NDArray[np.float64]
    """(n,) rad, geodetic."""
    lon: NDArray[np.float64]
    """(n,) rad."""


@cache
def shores() -> Shores:
    """Return all lines (read once a process); raise MachineError if the file is damaged."""
    with np.load(path("coast.npz")) as stored:
        kind, count = stored["kind"], stored["count"].astype(np.int64)
        first, steps = stored["first"].astype(np.int64), stored["steps"]
    start = np.concatenate([[0], np.cumsum(count)])
    # Every line's steps begin with 0, so one running sum over all is set right at each start.
    walk = np.cumsum(steps, axis=0, dtype=np.int64)
    walk += np.repeat(first - walk[start[:-1]], count, axis=0)
    lon, lat = np.radians(walk.T * STEP_DEG)
    return Shores(kind, start, np.ascontiguousarray(lat), np.ascontiguousarray(lon))
