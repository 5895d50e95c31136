"""How large flames, plumes and glowing wakes look: soft streaks from the state of the bodies.

No photometry or imagery of a Soyuz plume at night from space was found: every figure here is an
estimate but for the laws of size, which have their sources. A streak is a head with a tail that
falls off as exp(-s) in units of its length, widening; its front is soft.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.earth import ROTATION_RATE
from orbit.moment import Bodies, Moment

Array = NDArray[np.float64]

EXHAUST_SPEED = 3000.0  # m/s, of kerosene and oxygen (S: specific impulse 257 to 326 s)
GAS_CONSTANT = 287.05  # J/(kg K), of air
AIR_TEMPERATURE = (
    240.0  # K: within a fifth of every layer to 90 km; it only turns pressure to density
)
THINNEST = 2e-3  # Pa: where collisions no longer confine the plume
LARGEST = 5e3  # m

FLAME_LENGTH, FLAME_WIDTH = 8.0, 0.6
"""The bright part, in scales of the plume: 50 m by 8 m at lift-off, as filmed; 400 m at most."""
LONGEST_FLAME = 400.0
PLUME_LENGTH, PLUME_WIDTH, PLUME_WIDENING = 5.0, 0.5, 1.2
"""The plume in air: long and narrow, widening backward."""
FAN_LENGTH, FAN_WIDTH, FAN_WIDENING = 0.9, 0.7, 0.0
"""The plume in near vacuum: as wide as long, all round. One that widens backward from a wide front
looks like a bar across the vehicle from most sides."""
AIR_ENDS, VACUUM_BEGINS = 150.0, 1500.0
"""m: scales of the plume between which the one goes over into the other (60 to 110 km)."""

WAKE_SECONDS = (0.1, 1.8)
"""How long what a hot body leaves in the air glows, from the onset of melting to the peak."""
WAKE_HEAT = (1e5, 7e5)
"""W/m2 of stagnation heating between which the wake grows."""
WAKE_WIDTH, WAKE_WIDENING = 15.0, 40.0  # m


@dataclass(frozen=True, slots=True)
class StreakRows:
    """m streaks; positions and lengths in m from the eye, GCRS axes."""

    body: NDArray[np.int64]
    """(m,) the body's number."""
    head: Array
    """(m, 3)."""
    tail: Array
    """(m, 3) from the head to where the light has fallen to 1/e."""
    shape: Array
    """(m, 2) m: half-width (standard deviation) at the head, and what it gains over the tail."""
    share: Array
    """(m,) of the body's light."""


def air_velocity(moment: Moment) -> Array:
    """Return the velocities (n, 3) in m/s of the bodies through the turning air, GCRS axes."""
    bodies = moment.bodies
    axis = moment.itrs_from_gcrs[2] * ROTATION_RATE
    return np.asarray(bodies.velocity - np.cross(axis, bodies.position + moment.eye_position))


def plume_scale(bodies: Bodies, velocity: Array) -> Array:
    """Return (n,) m: sqrt(thrust / pressure), of the air and of its onrush together.

    The size of an under-expanded plume goes as the square root of thrust over ambient pressure; at
    speed over the dynamic pressure (Jarvinen and Hill 1970). `velocity` (n, 3): air speed, m/s.
    """
    speed2 = np.vecdot(velocity, velocity)
    pressure = bodies.ambient_pressure * (1.0 + 0.5 * speed2 / (GAS_CONSTANT * AIR_TEMPERATURE))
    thrust = bodies.mass_flow * EXHAUST_SPEED
    return np.asarray(np.minimum(np.sqrt(thrust / np.maximum(pressure, THINNEST)), LARGEST))


def streak_rows(moment: Moment) -> StreakRows:
    """Return the streaks of all bodies that shine: flame and plume of an engine, or a wake."""
    bodies = moment.bodies
    velocity = air_velocity(moment)
    shining = bodies.visible & (bodies.intensity > 0)
    powered = np.flatnonzero(shining & (bodies.mass_flow > 0))
    falling = np.flatnonzero(shining & (bodies.mass_flow <= 0))
    scale = plume_scale(bodies, velocity)[powered]
    parts = [
        _flames(bodies, powered, scale),
        _plumes(bodies, powered, scale),
        _wakes(bodies, falling, velocity[falling]),
    ]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return StreakRows(columns[0], bodies.position[columns[0]], *columns[1:])


Part = tuple[NDArray[np.int64], Array, Array, Array]
"""Of a StreakRows: body, tail, shape, share."""


def _flames(bodies: Bodies, which: NDArray[np.int64], scale: Array) -> Part:
    length = np.minimum(FLAME_LENGTH * scale, LONGEST_FLAME)
    width = length * FLAME_WIDTH / FLAME_LENGTH
    shape = np.stack([0.3 * width, width], axis=1)
    return which, -bodies.axis[which] * length[:, None], shape, np.full(len(which), 0.25)


def _plumes(bodies: Bodies, which: NDArray[np.int64], scale: Array) -> Part:
    """Return long plumes in air that turn into wide fans in vacuum, paler as they thin."""
    vacuum = np.log(np.maximum(scale, 1.0) / AIR_ENDS) / np.log(VACUUM_BEGINS / AIR_ENDS)
    vacuum = np.clip(vacuum, 0.0, 1.0)

    def between(in_air: float, in_vacuum: float) -> Array:
        return np.asarray(scale * (in_air + vacuum * (in_vacuum - in_air)))

    length = between(PLUME_LENGTH, FAN_LENGTH)
    width = between(PLUME_WIDTH, FAN_WIDTH)
    widening = between(PLUME_WIDENING, FAN_WIDENING)
    shape = np.stack([width, widening], axis=1)
    return which, -bodies.axis[which] * length[:, None], shape, 0.06 - 0.015 * vacuum


def _wakes(bodies: Bodies, which: NDArray[np.int64], velocity: Array) -> Part:
    """Return wakes along the way through the air: short behind embers, long behind what melts."""
    heat = np.maximum(bodies.heat_flux[which], 1.0)
    grown = np.log(heat / WAKE_HEAT[0]) / np.log(WAKE_HEAT[1] / WAKE_HEAT[0])
    grown = np.clip(grown, 0.0, 1.0)
    seconds = WAKE_SECONDS[0] + grown * (WAKE_SECONDS[1] - WAKE_SECONDS[0])
    widening = WAKE_WIDENING * (0.2 + grown)
    shape = np.stack([np.full_like(widening, WAKE_WIDTH), widening], axis=1)
    return which, -velocity * seconds[:, None], shape, 0.15 + 0.25 * grown
