"""Integrates the motion of one body through one arc, from one discontinuity to the next.

Vectors are geocentric in the launch inertial frame: the ITRS axes as they stand at lift-off, not
turning. A state is (6,): position in m, velocity in m/s. The air turns with the Earth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import OdeSolution, solve_ivp

from orbit.atmosphere import air
from orbit.earth import ROTATION_RATE
from orbit.gravity import acceleration, sea_level_radius

Array = NDArray[np.float64]
Rate = Callable[[float, Array], Sequence[float]]
Steer = Callable[[float, float, float, float], tuple[float, float, float]]
"""From time and position to the unit vector of the thrust."""
Test = Callable[[float, Array], float]
"""A quantity whose passage through zero ends an arc."""

_RELATIVE = 1e-9
_LONGEST_STEP = 120.0
"""s: the dense output of longer steps is off by decimetres."""
_ABSOLUTE = np.array([1e-2, 1e-2, 1e-2, 1e-5, 1e-5, 1e-5])


@dataclass(frozen=True)
class Thrust:
    """Engines at a constant setting: vacuum thrust in N, exit area in m2, mass flow in kg/s."""

    vacuum: float
    exit_area: float
    mass_flow: float


@dataclass(frozen=True)
class Path:
    """A solution from `start` to `end`; `stopped` tells which test ended it early, or is None."""

    start: float
    end: float
    solution: OdeSolution
    stopped: int | None

    def at(self, t: Array) -> Array:
        """Return the states (n, 6) at times (n,) in s."""
        return np.asarray(self.solution(t)).T

    @property
    def last(self) -> Array:
        """The state (6,) at the end."""
        return np.asarray(self.solution(self.end))

    @property
    def steps(self) -> Array:
        """Times in s between which the integrator stepped, `end` included."""
        inner = np.asarray(self.solution.ts)
        return np.append(inner[inner < self.end], self.end)


def powered(
    start: float,
    mass: float,
    thrust: Thrust,
    steer: Steer,
    drag_area: Callable[[float], float],
) -> Rate:
    """Return the rate of change of state under thrust, gravity and drag.

    `mass` in kg is that at `start` in s; `drag_area` gives drag coefficient times area in m2 from
    the Mach number.
    """

    def rate(t: float, state: Array) -> tuple[float, ...]:
        x, y, z, vx, vy, vz = state.tolist()
        gx, gy, gz = acceleration(x, y, z)
        density, pressure, sound = _air_at(x, y, z)
        wx, wy = vx + ROTATION_RATE * y, vy - ROTATION_RATE * x
        speed = math.sqrt(wx * wx + wy * wy + vz * vz)
        now = mass - thrust.mass_flow * (t - start)
        drag = 0.5 * density * speed * drag_area(speed / sound) / now
        push = max(0.0, thrust.vacuum - thrust.exit_area * pressure) / now
        ax, ay, az = steer(t, x, y, z)
        return (
            vx,
            vy,
            vz,
            gx + push * ax - drag * wx,
            gy + push * ay - drag * wy,
            gz + push * az - drag * vz,
        )

    return rate


def falling(area_to_mass: float) -> Rate:
    """Return the rate of change of state under gravity and drag.

    `area_to_mass` is drag coefficient times area over mass, m2/kg: one over the ballistic
    coefficient.
    """

    def rate(_: float, state: Array) -> tuple[float, ...]:
        x, y, z, vx, vy, vz = state.tolist()
        gx, gy, gz = acceleration(x, y, z)
        density, _, _ = _air_at(x, y, z)
        wx, wy = vx + ROTATION_RATE * y, vy - ROTATION_RATE * x
        drag = 0.5 * density * math.sqrt(wx * wx + wy * wy + vz * vz) * area_to_mass
        return (vx, vy, vz, gx - drag * wx, gy - drag * wy, gz - drag * vz)

    return rate


def _air_at(x: float, y: float, z: float) -> tuple[float, float, float]:
    r2 = x * x + y * y + z * z
    return air(math.sqrt(r2) - sea_level_radius(z * z / r2))


def ground(_: float, state: Array) -> float:
    """Return the height in m above the ellipsoid: the test that ends a fall."""
    x, y, z = state[:3].tolist()
    r2 = x * x + y * y + z * z
    return math.sqrt(r2) - sea_level_radius(z * z / r2)


def integrate(
    rate: Rate, start: float, end: float, state: Array, tests: Sequence[tuple[Test, int]] = ()
) -> Path:
    """Return the path from `start` to `end` in s, or to the first test that passes through zero.

    A test comes with the direction of its passage, 1 rising or -1 falling. The method is DOP853
    (Hairer, Norsett & Wanner 1993) with its dense output of seventh order.
    """
    stops = [_terminal(test, direction) for test, direction in tests]
    result = solve_ivp(
        rate,
        (start, end),
        state,
        method="DOP853",
        dense_output=True,
        events=stops or None,
        rtol=_RELATIVE,
        atol=_ABSOLUTE,
        max_step=_LONGEST_STEP,
    )
    if not result.success:
        raise ArithmeticError(f"the motion after T+{start:.1f} s cannot be integrated")
    stopped = None
    if result.status == 1:
        stopped = next(i for i, times in enumerate(result.t_events) if len(times))
    return Path(start, float(result.t[-1]), result.sol, stopped)


def _terminal(test: Test, direction: int) -> Test:
    def stop(t: float, state: Array) -> float:
        return test(t, state)

    stop.terminal = True  # type: ignore[attr-defined]
    stop.direction = direction  # type: ignore[attr-defined]
    return stop


def air_velocity(position: Array, velocity: Array) -> Array:
    """Return velocities (n, 3) in m/s through the air that turns with the Earth."""
    x, y = position[:, 0], position[:, 1]
    turning = np.stack([-ROTATION_RATE * y, ROTATION_RATE * x, np.zeros_like(x)], axis=-1)
    return velocity - turning


def nodes(path: Path, longest: float, error: float = 0.2) -> tuple[Array, Array]:
    """Return times (n,) in s and states (n, 6) between which cubic Hermite is good to `error` m.

    No two are further apart than `longest` s.
    """
    times = _no_gap_over(path.steps, longest)
    states = path.at(times)
    unsure = np.arange(len(times) - 1)
    while len(unsure):
        middle = 0.5 * (times[unsure] + times[unsure + 1])
        truth = path.at(middle)
        left, right = states[unsure], states[unsure + 1]
        gap = (times[unsure + 1] - times[unsure])[:, None]
        between = 0.5 * (left + right)[:, :3] + gap / 8 * (left - right)[:, 3:]
        off = np.linalg.norm(between - truth[:, :3], axis=1) > error
        times = np.insert(times, unsure[off] + 1, middle[off])
        states = np.insert(states, unsure[off] + 1, truth[off], axis=0)
        halved = unsure[off] + np.arange(int(off.sum()))
        unsure = np.sort(np.concatenate([halved, halved + 1]))
    return times, states


def _no_gap_over(times: Array, longest: float) -> Array:
    """Return times with more between them, evenly, wherever they are more than `longest` apart."""
    gaps = np.diff(times)
    parts = np.maximum(1, np.ceil(gaps / longest - 1e-9)).astype(np.int64)
    start = np.repeat(times[:-1], parts)
    number = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
    return np.append(start + number * np.repeat(gaps / parts, parts), times[-1])
