"""The way of one body through time: nodes of motion, attitude, mass, and of its light.

Vectors have the axes of the launch inertial frame (see `orbit.motion`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit import atmosphere
from orbit.earth import geodetic_from_itrs
from orbit.motion import air_velocity
from orbit.reentry import heat_flux
from orbit.shining import Lamp, Scene, shine

Array = NDArray[np.float64]

_SAME = 3e-3
"""Values that differ by no more are no jump: a third of a percent, or 0.2 degrees of the axis."""
_SAME_MOTION = 1e-3
"""m or m/s."""


@dataclass(frozen=True)
class Stretch:
    """A part of a body's way without a jump, (n, ...) nodes.

    `flows` (n, k) is the exhaust in kg/s of each of the lamp's k flames; no columns means none.
    `hot_area` in m2 is the surface that glows when the air heats it; `drag_area` in m2, drag
    coefficient times area, is what takes energy from a falling body, and 0 for one that flies.
    """

    t: Array
    states: Array
    axis: Array
    mass: Array
    flows: Array
    hot_area: float
    drag_area: float = 0.0


@dataclass(frozen=True)
class Track:
    """One body from when it exists as itself to when it ends, (n, ...) nodes.

    Cubic Hermite of position with velocity between the nodes is within 1 m of the integration. A
    jump (engine on or off, a separation) is two nodes at the same time: before and after.
    """

    id: str
    name: str
    t: Array
    """(n,) s from lift-off."""
    position: Array
    """(n, 3) m, geocentric."""
    velocity: Array
    """(n, 3) m/s, inertial."""
    axis: Array
    """(n, 3) unit, tail to nose."""
    mass: Array
    """(n,) kg."""
    mass_flow: Array
    """(n,) kg/s."""
    altitude: Array
    """(n,) m above the ellipsoid."""
    ambient_pressure: Array
    """(n,) Pa."""
    heat_flux: Array
    """(n,) W/m2 at the stagnation point."""
    light: Array
    """(n, 3) cd: read by `photometry.intensity` for a direction of view."""
    colour: Array
    """(n, 3) linear sRGB of that light, of luminance 1."""
    ends_on_ground: bool


def make_track(
    identity: tuple[str, str],
    stretches: Sequence[Stretch],
    lamp: Lamp,
    *,
    nose_radius: float,
    ends_on_ground: bool,
) -> Track:
    """Return the track of a body with `identity` id and name, along stretches in order of time.

    `nose_radius` in m is the curvature that takes the heat.
    """
    t = np.concatenate([each.t for each in stretches])
    states = np.concatenate([each.states for each in stretches])
    axis = np.concatenate([each.axis for each in stretches])
    mass = np.concatenate([each.mass for each in stretches])
    hot = np.concatenate([np.full(len(each.t), each.hot_area) for each in stretches])
    drag = np.concatenate([np.full(len(each.t), each.drag_area) for each in stretches])
    flows = np.concatenate(
        [
            each.flows if each.flows.size else np.zeros((len(each.t), len(lamp.flames)))
            for each in stretches
        ]
    )
    kept = _needed(t, states, np.column_stack([axis, mass, flows, hot]))
    t, states, axis, mass, flows = t[kept], states[kept], axis[kept], mass[kept], flows[kept]
    position, velocity = states[:, :3], states[:, 3:]
    altitude = geodetic_from_itrs(position)[2]
    speed = np.linalg.norm(air_velocity(position, velocity), axis=1)
    density = atmosphere.density(altitude)
    heat = heat_flux(density, speed, nose_radius)
    power = 0.5 * density * speed**3 * drag[kept]
    light, colour = shine(lamp, Scene(t, altitude, heat, hot[kept], flows, speed, power))
    return Track(
        *identity,
        t,
        position,
        velocity,
        axis,
        mass,
        flows.sum(axis=1),
        altitude,
        atmosphere.pressure(altitude),
        heat,
        light,
        colour,
        ends_on_ground,
    )


def _needed(t: Array, states: Array, values: Array) -> NDArray[np.bool_]:
    """Return which nodes to keep: of two at the same time without a jump, only the first."""
    moved = np.abs(np.diff(states, axis=0)).max(axis=1) > _SAME_MOTION
    allowed = _SAME * np.maximum(np.abs(values[1:]), 1.0)
    changed = (np.abs(np.diff(values, axis=0)) > allowed).any(axis=1)
    return np.concatenate([[True], (np.diff(t) > 0.0) | moved | changed])
