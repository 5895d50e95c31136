"""A leg of powered flight: from one discontinuity to the next.

Such are an engine's start, step or stop, a separation, a cycle of the guidance. Vectors are in the
launch inertial frame (see `orbit.motion`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.motion import Path, Steer, Test, Thrust, integrate, powered
from orbit.vehicle import Aerodynamics, Vehicle

Array = NDArray[np.float64]

_GAUSS, _WEIGHTS = np.polynomial.legendre.leggauss(4)


@dataclass(frozen=True)
class Leg:
    """One leg: `lowest` is the index of the lowest stage still attached.

    `mass` in kg at the start; `flows` in kg/s of each stage's whole ring.
    """

    path: Path
    lowest: int
    mass: float
    thrust: Thrust
    flows: tuple[float, ...]
    steer: Steer

    def mass_at(self, t: Array) -> Array:
        """Return the mass in kg at times in s within the leg."""
        return self.mass - self.thrust.mass_flow * (t - self.path.start)

    def axis_at(self, t: Array, states: Array) -> Array:
        """Return the unit vectors (n, 3) of the thrust, tail to nose."""
        rows = zip(t.tolist(), states[:, :3].tolist(), strict=True)
        return np.array([self.steer(time, *place) for time, place in rows])

    def gain(self) -> Array:
        """Return the velocity (3,) in m/s that thrust gave in vacuum: Gauss's rule of four."""
        half = 0.5 * (self.path.end - self.path.start)
        t = self.path.start + half * (1.0 + _GAUSS)
        push = self.thrust.vacuum / self.mass_at(t) * _WEIGHTS * half
        return np.asarray(push @ self.axis_at(t, self.path.at(t)))


def fly_leg(
    vehicle: Vehicle,
    start: float,
    end: float,
    state: Array,
    *,
    steer: Steer,
    tests: Sequence[tuple[Test, int]],
) -> Leg:
    """Return the leg from `state` (6,) at `start` s to `end`, or to the first test that stops it.

    No switch of `switches` may lie between.
    """
    lowest = next(
        index
        for index, stage in enumerate(vehicle.stages)
        if stage.separation_s is None or start < stage.separation_s
    )
    flows = [0.0] * len(vehicle.stages)
    vacuum = area = 0.0
    for index, stage in enumerate(vehicle.stages[lowest:], lowest):
        part = stage.count * stage.throttle_at(start)
        flows[index] = part * stage.engine.mass_flow
        # A stage that is lit before the one below has left blows on it: no push on the whole.
        if index == lowest or vehicle.stages[index - 1].count > 1:
            vacuum += part * stage.engine.thrust_vacuum
            area += stage.count * stage.engine.exit_area if part else 0.0
    thrust = Thrust(vacuum, area, sum(flows))
    mass = vehicle.mass_at(start, of=lowest)
    rate = powered(start, mass, thrust, steer, drag_area(vehicle.aerodynamics, start))
    path = integrate(rate, start, end, state, tests)
    return Leg(path, lowest, mass, thrust, tuple(flows), steer)


def switches(vehicle: Vehicle, start: float, end: float) -> list[float]:
    """Return `start`, `end`, and between them all times of a jump, s.

    Thrust, mass, area or the rate of pitch change there.
    """
    times = {start, end, *(t for t, _ in vehicle.aerodynamics.reference_area)}
    times.update(t for t, _ in vehicle.steering.pitch_deg)
    times.update(part.separation_s for part in vehicle.parts)
    for stage in vehicle.stages:
        times.update(t for t, _ in stage.throttle)
        times.update(t for t in (stage.cut_off_s, stage.separation_s) if t is not None)
        times.add(stage.ignition_s)
    return sorted(t for t in times if start <= t <= end)


def drag_area(shape: Aerodynamics, t: float) -> Callable[[float], float]:
    """Return the function that gives drag coefficient times area (m2) by Mach number, at `t` s."""
    area = next(each for start, each in reversed(shape.reference_area) if t >= start)
    tops = [math.inf if part.to_mach is None else part.to_mach for part in shape.drag]
    ranges = [
        (top, part.constant, part.linear, part.inverse)
        for top, part in zip(tops, shape.drag, strict=True)
    ]

    def at(mach: float) -> float:
        for top, constant, linear, inverse in ranges:
            if mach < top:
                return area * (constant + linear * mach + (inverse / mach if inverse else 0.0))
        return 0.0

    return at
