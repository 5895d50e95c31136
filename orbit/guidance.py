"""Closed-loop guidance to an orbit: where to thrust from here, and for how long.

Powered explicit guidance with a linear tangent in vector form, as flown on the Space Shuttle:
Jaggers (1977), "An explicit solution to the exoatmospheric powered flight guidance and trajectory
optimization problem for rocket propelled vehicles", AIAA 77-1051; McHenry, Brand, Long, Cockrell &
Thibodeau (1979), "Space Shuttle ascent guidance, navigation, and control", J. Astronaut. Sci. 27.
The names of the thrust integrals are theirs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.kepler import Insertion, coast
from orbit.steering import LinearTangent
from orbit.target import Target, plane_normal, target_at

Array = NDArray[np.float64]

_STEEPEST = 1.5
"""Tangent of the widest turn either way that guidance asks for; more means it is out of reach."""
_LEAST_GAIN = 1.0
"""m/s."""


@dataclass(frozen=True)
class Exhaust:
    """What a stage thrusts with: exhaust velocity m/s, mass flow kg/s, and mass kg when dry."""

    velocity: float
    mass_flow: float
    dry_mass: float


@dataclass(frozen=True)
class Solution:
    """What one cycle of guidance leaves to the next. Vectors (3,) in m and m/s."""

    steer: LinearTangent
    time_to_go: float
    velocity_to_go: Array
    bias: Array
    """Velocity lost by turning: what must be gained beyond what thrust will give."""
    radius_bias: Array
    shift: Array
    """Displacement that gravity will make until cut-off."""
    radius_vector: Array
    """Where cut-off shall be."""
    target: Target


@dataclass(frozen=True)
class _Integrals:
    """Integrals over the time to go of a, a t, a (twice), a t (twice), a t2 (twice), a t2."""

    velocity: float  # L
    moment: float  # J
    distance: float  # S
    moment_distance: float  # Q
    second_distance: float  # P
    second_moment: float  # H


def first_solution(
    insertion: Insertion, exhaust: Exhaust, t: float, mass: float, state: Array
) -> Solution:
    """Return a solution from nothing, iterated until the time to go stands still.

    `t` in s, `mass` in kg, `state` (6,).
    """
    position, velocity = state[:3], state[3:]
    normal = plane_normal(position, velocity, insertion.inclination)
    target = target_at(insertion, position, normal)
    forward = np.cross(normal, position) / np.linalg.norm(position)
    gain = target.speed * forward - velocity
    nothing = np.zeros(3)
    guess = Solution(
        LinearTangent(t, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        _burn_time(exhaust, mass, float(np.linalg.norm(gain))),
        gain,
        nothing,
        nothing,
        nothing,
        position,
        target,
    )
    # Gravity's part is not known yet: the first cycles find it, as in the Shuttle's start-up.
    for _ in range(50):
        before = guess.velocity_to_go
        guess = next_solution(insertion, exhaust, t, mass, state, last=guess)
        if np.linalg.norm(guess.velocity_to_go - before) < 0.01:
            break
    return guess


def next_solution(
    insertion: Insertion,
    exhaust: Exhaust,
    t: float,
    mass: float,
    state: Array,
    *,
    last: Solution,
    gained: Array | float = 0.0,
) -> Solution:
    """Return the solution from here, given the last one and the velocity that thrust gave since."""
    position, velocity = state[:3], state[3:]
    to_go = _within_reach(exhaust, mass, last.velocity_to_go - gained)
    time, thrust = _integrals(exhaust, mass, float(np.linalg.norm(to_go)))
    axis = to_go / thrust.velocity
    shift = last.shift * (time / last.time_to_go) ** 2
    normal = plane_normal(last.radius_vector, velocity, insertion.inclination)
    way = last.radius_vector - (position + velocity * time + shift) + last.radius_bias
    slope = _slope(way, axis, normal, last.radius_vector, thrust)
    middle = thrust.moment / thrust.velocity
    gain, moved, short = _effect(axis, slope, thrust)
    change, shift = _gravity(position, velocity, time, gain, moved)
    end = position + velocity * time + shift + moved
    normal = plane_normal(end, velocity, insertion.inclination)
    end -= (end @ normal) * normal
    target = target_at(insertion, end, normal)
    up = end / np.linalg.norm(end)
    forward = np.cross(normal, up)
    aim = target.speed * (math.sin(target.path_angle) * up + math.cos(target.path_angle) * forward)
    bias = to_go - gain
    return Solution(
        LinearTangent(t + middle, _tuple(axis), _tuple(slope)),
        time,
        aim - velocity - change + bias,
        bias,
        short,
        shift,
        target.radius * up,
        target,
    )


def _within_reach(exhaust: Exhaust, mass: float, to_go: Array) -> Array:
    """Return a velocity to be gained (3,), cut to what the propellant gives."""
    most = max(exhaust.velocity * math.log(mass / exhaust.dry_mass), _LEAST_GAIN)
    return np.asarray(to_go * min(1.0, most / float(np.linalg.norm(to_go))))


def _burn_time(exhaust: Exhaust, mass: float, gain: float) -> float:
    return mass / exhaust.mass_flow * (1.0 - math.exp(-gain / exhaust.velocity))


def _integrals(exhaust: Exhaust, mass: float, gain: float) -> tuple[float, _Integrals]:
    velocity = exhaust.velocity
    whole = mass / exhaust.mass_flow
    time = _burn_time(exhaust, mass, gain)
    moment = whole * gain - velocity * time
    distance = gain * time - moment
    moment_distance = distance * whole - 0.5 * velocity * time**2
    return time, _Integrals(
        gain,
        moment,
        distance,
        moment_distance,
        moment_distance * whole - velocity * time**3 / 6.0,
        moment * whole - 0.5 * velocity * time**2,
    )


def _slope(way: Array, axis: Array, normal: Array, end: Array, thrust: _Integrals) -> Array:
    """Return the rate of the thrust vector that makes up for what `way` (3,) in m asks for.

    The part of the way along the motion is left to the time of cut-off: the radius and the plane
    are met, the place along the orbit is free.
    """
    forward = np.cross(normal, end)
    forward /= np.linalg.norm(forward)
    across = way - (way @ forward) * forward
    along = (thrust.distance - axis @ across) / (axis @ forward)
    need = across + along * forward - thrust.distance * axis
    middle = thrust.moment / thrust.velocity
    slope = need / (thrust.moment_distance - thrust.distance * middle)
    steepness = float(np.linalg.norm(slope)) * middle
    return np.asarray(slope * min(1.0, _STEEPEST / max(steepness, 1e-9)))


def _effect(axis: Array, slope: Array, thrust: _Integrals) -> tuple[Array, Array, Array]:
    """Return velocity (m/s) and displacement (m) by thrust, to second order in the turn.

    The third is the displacement that second order takes away.
    """
    rate = float(np.linalg.norm(slope))
    if rate == 0.0:
        return thrust.velocity * axis, thrust.distance * axis, 0.0 * axis
    turn = slope / rate
    middle = thrust.moment / thrust.velocity
    # Angle of thrust from the axis: rate (t - middle), to the second order of a cosine.
    lost = (
        0.5
        * rate**2
        * (thrust.second_moment - 2.0 * middle * thrust.moment + middle**2 * thrust.velocity)
    )
    aside = rate * (thrust.moment_distance - middle * thrust.distance)
    short = (
        0.5
        * rate**2
        * (
            thrust.second_distance
            - 2.0 * middle * thrust.moment_distance
            + middle**2 * thrust.distance
        )
    )
    return (
        (thrust.velocity - lost) * axis,
        (thrust.distance - short) * axis + aside * turn,
        short * axis,
    )


def _gravity(
    position: Array, velocity: Array, time: float, gain: Array, moved: Array
) -> tuple[Array, Array]:
    """Return change of velocity and displacement by gravity, along a coast near the powered path.

    The coast begins where its mean place and velocity agree with those under thrust (Jaggers).
    """
    start = position - 0.1 * moved - gain * time / 30.0
    speed = velocity + 1.2 * moved / time - 0.1 * gain
    end, after = coast(start, speed, time)
    return after - speed, end - start - speed * time


def _tuple(vector: Array) -> tuple[float, float, float]:
    return float(vector[0]), float(vector[1]), float(vector[2])
