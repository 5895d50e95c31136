"""The osculating orbit to aim at, so that the real one has the heights that were asked for.

Agencies state an insertion orbit by its least and greatest height over the first revolution. The
Earth's flattening lifts the apogee of a low orbit by some 9 km over what two-body elements at
cut-off say, so those elements must be aimed lower.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from orbit.earth import GRAVITY_CONSTANT
from orbit.gravity import height_above
from orbit.kepler import Insertion
from orbit.motion import falling, integrate
from orbit.target import target_at

Array = NDArray[np.float64]

_SAMPLES = 720


def aim_for(wanted: Insertion, position: Array, normal: Array) -> Insertion:
    """Return the osculating orbit that, begun above `position`, has the wanted real heights.

    Flown about `normal` (3,) without drag under the zonal harmonics of `orbit.gravity`. Three
    corrections bring both heights to 10 m.
    """
    aim = wanted
    for _ in range(3):
        low, high = real_heights(state_on(aim, position, normal))
        aim = replace(
            aim,
            perigee_height=aim.perigee_height + wanted.perigee_height - low,
            apogee_height=aim.apogee_height + wanted.apogee_height - high,
        )
    return aim


def state_on(orbit: Insertion, position: Array, normal: Array) -> Array:
    """Return the state (6,) of cut-off into an orbit above `position`, about `normal` (3,)."""
    target = target_at(orbit, position, normal)
    up = position / np.linalg.norm(position)
    forward = np.cross(normal, up)
    across, rising = math.cos(target.path_angle), math.sin(target.path_angle)
    velocity = target.speed * (across * forward + rising * up)
    return np.concatenate([target.radius * up, velocity])


def real_heights(state: Array) -> tuple[float, float]:
    """Return the least and the greatest height in m over one revolution from a state (6,)."""
    radius = float(np.linalg.norm(state[:3]))
    axis = 1.0 / (2.0 / radius - float(state[3:] @ state[3:]) / GRAVITY_CONSTANT)
    period = math.tau * math.sqrt(axis**3 / GRAVITY_CONSTANT)
    path = integrate(falling(0.0), 0.0, period, state)
    heights = height_above(path.at(np.linspace(0.0, period, _SAMPLES))[:, :3])
    return float(heights.min()), float(heights.max())
