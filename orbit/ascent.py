"""Flies a vehicle from the pad to its orbit.

The first stages follow the pitch programme; the last one is steered by `orbit.guidance` in cycles,
and cut off when the energy of the orbit is reached. Vectors are in the launch inertial frame.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assets.errors import InputError
from orbit.aim import aim_for, real_heights
from orbit.earth import GRAVITY_CONSTANT
from orbit.gravity import STANDARD_GRAVITY
from orbit.guidance import Exhaust, first_solution, next_solution
from orbit.kepler import Insertion, apsides
from orbit.leg import Leg, fly_leg, switches
from orbit.motion import Steer, Test, ground
from orbit.steering import PitchProgramme, Turn
from orbit.target import plane_normal
from orbit.vehicle import Vehicle

Array = NDArray[np.float64]

_FALLS_SHORT = 5e3  # m: further below its perigee or apogee an orbit counts as not reached
_LEAST_HEIGHT = 100e3  # m: below it the air ends an orbit within a revolution
_OUT_OF_PLANE = math.radians(0.1)


@dataclass(frozen=True)
class Ascent:
    """The legs in order of time; at cut-off (s), what is left of the mass (kg) and the state."""

    legs: tuple[Leg, ...]
    cut_off: float
    mass: float
    state: Array


def climb(vehicle: Vehicle, insertion: Insertion, state: Array, up: Array, normal: Array) -> Ascent:
    """Return the ascent from `state` (6,) on the pad, in the plane across `normal` (3,).

    `up` (3,) is the pad's vertical at lift-off.

    Raises `InputError` where the vehicle falls back or misses the orbit; the message says what it
    did reach.
    """
    legs = programmed(vehicle, state, up, normal)
    legs += _guided(vehicle, insertion, legs[-1])
    path = legs[-1].path
    return Ascent(tuple(legs), path.end, float(legs[-1].mass_at(np.array(path.end))), path.last)


def programmed(vehicle: Vehicle, state: Array, up: Array, normal: Array) -> list[Leg]:
    """Return the legs from `state` (6,) on the pad to `handover`, along the pitch programme.

    Vectors as for `climb`. Raises `InputError` where the vehicle falls back to the ground.
    """
    pad = up if vehicle.steering.horizon == "pad" else None
    programme = PitchProgramme.through(vehicle.steering.pitch_deg, normal, pad)
    legs: list[Leg] = []
    for start, end in pairwise(switches(vehicle, 0.0, handover(vehicle))):
        leg = fly_leg(vehicle, start, end, state, steer=programme, tests=[(ground, -1)])
        if leg.path.stopped is not None:
            raise InputError(
                f"{vehicle.name}: falls back to the ground at T+{leg.path.end:.0f} s; it needs more"
                " thrust, less mass or a steeper pitch programme"
            )
        legs.append(leg)
        state = leg.path.last
    return legs


def handover(vehicle: Vehicle) -> float:
    """Return the time in s at which guidance takes over: when the last stage burns alone."""
    below = vehicle.stages[-2].separation_s or 0.0
    return max(vehicle.stages[-1].ignition_s, below)


def _guided(vehicle: Vehicle, insertion: Insertion, before: Leg) -> list[Leg]:
    """Return the legs of the last stage: a turn to where guidance points, then its cycles."""
    stage, steering = vehicle.stages[-1], vehicle.steering
    exhaust = Exhaust(
        stage.engine.isp_vacuum_s * STANDARD_GRAVITY,
        stage.count * stage.engine.mass_flow,
        stage.count * stage.dry_mass_kg + vehicle.payload.mass_kg,
    )
    dry = _dry_time(vehicle)
    t, state = before.path.end, before.path.last
    mass = vehicle.mass_at(t, of=len(vehicle.stages) - 1)
    solution = first_solution(insertion, exhaust, t, mass, state)
    over = solution.radius_vector
    aim = aim_for(insertion, over, plane_normal(over, state[3:], insertion.inclination))
    solution = first_solution(aim, exhaust, t, mass, state)
    place = state[:3].tolist()
    turn = Turn.between(
        t,
        math.radians(steering.turn_deg_s),
        np.array(before.steer(t, *place)),
        np.array(solution.steer(t, *place)),
    )
    steer: Steer = turn
    legs: list[Leg] = []
    end = turn.end
    while True:
        tests: list[tuple[Test, int]] = [(ground, -1)]
        if t + solution.time_to_go < end + steering.hold_s:
            tests.append((_energy_above(solution.target.energy), 1))
            end = dry
        gained = np.zeros(3)
        for start, stop in pairwise(switches(vehicle, t, min(end, dry))):
            legs.append(fly_leg(vehicle, start, stop, state, steer=steer, tests=tests))
            path = legs[-1].path
            t, state = path.end, path.last
            gained += legs[-1].gain()
            if path.stopped is not None:
                ending = "was cut off" if path.stopped else "came to the ground"
                _check_orbit(vehicle, insertion, state, f"{ending} at T+{t:.1f} s")
                return legs
        if t >= dry:
            break
        mass = float(legs[-1].mass_at(np.array(t)))
        solution = next_solution(aim, exhaust, t, mass, state, last=solution, gained=gained)
        steer, end = solution.steer, t + steering.cycle_s
    _check_orbit(vehicle, insertion, state, f"ran dry at T+{t:.1f} s")
    return legs


def _dry_time(vehicle: Vehicle) -> float:
    """Return the time in s at which the last stage has burnt all it has."""
    stage = vehicle.stages[-1]
    left = stage.propellant_kg - stage.burnt_before_lift_off_kg
    return max(stage.ignition_s, 0.0) + left / stage.engine.mass_flow


def _energy_above(wanted: float) -> Test:
    def test(_: float, state: Array) -> float:
        x, y, z, vx, vy, vz = state.tolist()
        radius = math.sqrt(x * x + y * y + z * z)
        return float(0.5 * (vx * vx + vy * vy + vz * vz) - GRAVITY_CONSTANT / radius - wanted)

    return test


def _check_orbit(vehicle: Vehicle, insertion: Insertion, state: Array, ending: str) -> None:
    """Raise `InputError` where the orbit through `state` is not the one that was asked for."""
    reached = _reached(state)
    if (
        abs(reached.perigee_height - insertion.perigee_height) < _FALLS_SHORT
        and abs(reached.apogee_height - insertion.apogee_height) < _FALLS_SHORT
        and abs(reached.inclination - insertion.inclination) < _OUT_OF_PLANE
    ):
        return
    raise InputError(
        f"{vehicle.name}: cannot reach {_orbit(insertion)}; {vehicle.stages[-1].name} {ending} with"
        f" {_orbit(reached)} reached. Ask for a lower orbit or carry less"
    )


def _reached(state: Array) -> Insertion:
    """Return the orbit through a state: its real heights where it goes round, else the apsides."""
    orbit = apsides(state[:3], state[3:])
    if orbit.perigee_height < _LEAST_HEIGHT:
        return orbit
    low, high = real_heights(state)
    return replace(orbit, perigee_height=low, apogee_height=high)


def _orbit(orbit: Insertion) -> str:
    return (
        f"{orbit.perigee_height / 1e3:.0f} by {orbit.apogee_height / 1e3:.0f} km at"
        f" {math.degrees(orbit.inclination):.2f} degrees"
    )
