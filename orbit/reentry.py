"""The heat of re-entry, and when a body gives way to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from orbit import atmosphere
from orbit.gravity import height_above
from orbit.motion import Path, air_velocity

Array = NDArray[np.float64]

DRAPER_POINT = 798.0
"""K: what is hotter can be seen to glow in the dark (Draper 1847)."""
STEFAN_BOLTZMANN = 5.670374419e-8
"""W/(m2 K4), CODATA 2018."""
SUTTON_GRAVES = 1.7415e-4
"""kg^0.5/m for air (Sutton & Graves 1971, NASA TR R-376)."""


def heat_flux(density: Array, speed: Array, nose_radius: float) -> Array:
    """Return convective heating in W/m2 at the stagnation point (Sutton & Graves 1971).

    Density of the air in kg/m3, speed through it in m/s, radius of curvature in m.
    """
    return np.asarray(SUTTON_GRAVES * np.sqrt(density / nose_radius) * speed**3)


def heating_along(path: Path, nose_radius: float, step: float = 0.25) -> tuple[Array, Array]:
    """Return times (n,) in s along a path, `step` apart, and the heating (n,) in W/m2 there."""
    t = np.arange(path.start, path.end, step)
    states = path.at(t)
    speed = np.linalg.norm(air_velocity(states[:, :3], states[:, 3:]), axis=1)
    return t, heat_flux(atmosphere.density(height_above(states[:, :3])), speed, nose_radius)


def break_up_time(path: Path, nose_radius: float, limit: float) -> float:
    """Return the time in s when heating first passes `limit` W/m2, or that of its peak if never.

    Only the way down counts, from the top of the path on.
    """
    t, heat = heating_along(path, nose_radius)
    top = int(np.argmax(height_above(path.at(t)[:, :3])))
    over = np.flatnonzero(heat[top:] >= limit)
    chosen = top + int(over[0] if len(over) else np.argmax(heat[top:]))
    return float(t[chosen])


def glow_start(t: Array, altitude: Array, heat: Array, after: float) -> float:
    """Return the time in s when a falling body begins to glow, or that of most heat if never.

    It glows where a black wall that radiates all the heating (W/m2, (n,) at times (n,) in s) would
    be at the Draper point. The way down begins at the top of the path `after` a time in s.
    """
    free = np.flatnonzero(t >= after)
    down = free[int(np.argmax(altitude[free])) :]
    limit = STEFAN_BOLTZMANN * DRAPER_POINT**4
    over = np.flatnonzero(heat[down] >= limit)
    if not len(over):
        return float(t[down[int(np.argmax(heat[down]))]])
    k = down[over[0]]
    if heat[k - 1] >= limit:
        return float(t[k])
    part = (limit - heat[k - 1]) / (heat[k] - heat[k - 1])
    return float(t[k - 1] + part * (t[k] - t[k - 1]))
