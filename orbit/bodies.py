"""The bodies of a launch: what flies together, what leaves, and what becomes of each.

What flies together goes by the name `stack` until the first stage leaves, then by that of its
lowest stage. A ring of equal bodies is numbered from 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from orbit.ascent import Ascent
from orbit.event import Event
from orbit.falling import (
    Descent,
    Release,
    follow,
    follow_to_pieces,
    release,
    ring,
    stretch_along,
)
from orbit.leg import Leg
from orbit.motion import falling, integrate, nodes
from orbit.photometry import Flash, Lamp
from orbit.reentry import glow_start
from orbit.stage import Fall
from orbit.track import Stretch, Track, make_track
from orbit.vehicle import Vehicle

Array = NDArray[np.float64]
Found = tuple[list[Track], list[Event]]

_BETWEEN_NODES = 2.0
_IN_A_FLASH = 0.1
_FLASH_LASTS = 4.0
_LONGEST_FALL = 7200.0


@dataclass(frozen=True)
class _Leaver:
    """What leaves on the way up: `count` equal bodies at `time` s, of `mass` kg each.

    `stage` is the index of the stage, or None for a part.
    """

    id: str
    name: str
    count: int
    time: float
    mass: float
    fall: Fall
    stage: int | None


def part_ways(
    vehicle: Vehicle, ascent: Ascent, before: list[Stretch], normal: Array, until: float
) -> Found:
    """Return the tracks of all bodies in the order of leaving, and the events of their ways.

    `before` is the time on the pad, `normal` (3,) stands across the plane of flight, and what
    stays in orbit is followed to `until` s.
    """
    together = [_powered(vehicle, ascent, lowest) for lowest in range(len(vehicle.stages))]
    together[0] = before + together[0]
    last = len(vehicle.stages) - 1
    stack = make_track(
        ("stack", vehicle.name), together[0], _lamp(vehicle, 0), ends_on_ground=False
    )
    tracks, events = [stack], list[Event]()
    for leaver in _leavers(vehicle):
        leg = next((each for each in ascent.legs if each.path.end == leaver.time), None)
        if leg is None:
            continue
        alone = leaver.stage is not None and leaver.stage > 0 and leaver.count == 1
        carried = together[leaver.stage] if alone and leaver.stage is not None else []
        lamp = _lamp(vehicle, leaver.stage) if alone and leaver.stage is not None else None
        more_tracks, more_events = _let_go(leaver, leg, normal, carried, lamp)
        tracks += more_tracks
        events += more_events
    more_tracks, more_events = _in_orbit(vehicle, ascent, together[last], normal, until)
    return tracks + more_tracks, events + more_events


def _leavers(vehicle: Vehicle) -> list[_Leaver]:
    leavers = [
        _Leaver(
            stage.id,
            stage.name,
            stage.count,
            stage.separation_s,
            stage.gross_mass_kg - stage.burnt_by(stage.separation_s),
            stage.fall,
            index,
        )
        for index, stage in enumerate(vehicle.stages)
        if stage.separation_s is not None
    ]
    leavers += [
        _Leaver(
            part.id,
            part.name,
            part.count,
            part.separation_s,
            part.mass_kg / part.count,
            part.fall,
            None,
        )
        for part in vehicle.parts
    ]
    return sorted(leavers, key=lambda leaver: leaver.time)


def _powered(vehicle: Vehicle, ascent: Ascent, lowest: int) -> list[Stretch]:
    """Return the powered flight of what flies together while stage `lowest` is its lowest."""
    return [_stretch(vehicle, leg) for leg in ascent.legs if leg.lowest == lowest]


def _stretch(vehicle: Vehicle, leg: Leg) -> Stretch:
    lit = [stage.ignition_s for stage in vehicle.stages if stage.ignition_s > 0.0]
    flashes = any(at <= leg.path.start < at + _FLASH_LASTS for at in lit)
    t, states = nodes(leg.path, _IN_A_FLASH if flashes else _BETWEEN_NODES)
    flows = np.tile(leg.flows, (len(t), 1))
    return Stretch(t, states, leg.axis_at(t, states), leg.mass_at(t), flows)


def _lamp(vehicle: Vehicle, lowest: int) -> Lamp:
    """Return what shines of the vehicle while stage `lowest` is its lowest."""
    stages = vehicle.stages
    flash = None
    # Hot staging is a flash for the one below until it leaves, and then for the one that was lit.
    for below, above in pairwise(stages):
        over = below.separation_s or 0.0
        if below.count == 1 and above.ignition_s < over and stages[lowest] in (below, above):
            end = over if stages[lowest] is below else math.inf
            flash = Flash(above.ignition_s, end, above.count * above.engine.mass_flow)
    fall = stages[lowest].fall
    return Lamp(
        fall.nose_radius_m, fall.glow_area_m2, tuple(each.engine.flame for each in stages), flash
    )


def _let_go(
    leaver: _Leaver, leg: Leg, normal: Array, carried: list[Stretch], lamp: Lamp | None
) -> Found:
    """Return what becomes of the bodies that leave at the end of `leg`.

    `carried` and `lamp` are given where the body has a track already.
    """
    time, fall = leaver.time, leaver.fall
    state = leg.path.last
    axis = leg.axis_at(np.array([time]), state[None])[0]
    lamp = lamp or Lamp(fall.nose_radius_m, fall.glow_area_m2)
    tracks: list[Track] = []
    landings, breaks, glows = [], [], []
    for number, outward in enumerate(ring(axis, normal, leaver.count), 1):
        one = leaver.count == 1
        identity = (leaver.id, leaver.name) if one else _numbered(leaver, number)
        body = release(time, state, axis, outward, mass=leaver.mass, fall=fall, aside=not one)
        broken, descents = _fall(body, fall, time + _LONGEST_FALL)
        track = _along(identity, [*carried, descents[0].stretch], lamp, descents[0])
        tracks += [track, *_pieces(identity, fall, descents[1:])]
        if descents[0].lands:
            landings.append(descents[0].path.end)
        if broken is not None:
            breaks.append(broken)
            glows.append(glow_start(track.t, track.altitude, track.heat_flux, time))
    events = [Event(time, f"{leaver.id}_separation", f"{leaver.name} separation", True)]
    for times, what, words in (
        (glows, "reentry_glow", "begins to glow"),
        (breaks, "break_up", "breaks up"),
        (landings, "impact", "reaches the ground"),
    ):
        if times:
            events.append(Event(min(times), f"{leaver.id}_{what}", f"{leaver.name} {words}", False))
    return tracks, events


def _numbered(leaver: _Leaver, number: int) -> tuple[str, str]:
    return f"{leaver.id}_{number}", f"{leaver.name} {number}"


def _fall(body: Release, fall: Fall, end: float) -> tuple[float | None, list[Descent]]:
    if fall.break_up is None:
        return None, [follow(body, fall, end)]
    return follow_to_pieces(body, fall, fall.break_up, end)


def _along(
    identity: tuple[str, str], stretches: list[Stretch], lamp: Lamp, descent: Descent
) -> Track:
    return make_track(identity, stretches, lamp, ends_on_ground=descent.lands)


def _pieces(identity: tuple[str, str], fall: Fall, descents: list[Descent]) -> list[Track]:
    areas = fall.break_up.drag_areas_m2 if fall.break_up else ()
    return [
        _along(
            (f"{identity[0]}_{number}", f"{identity[1]}, piece {number}"),
            [descent.stretch],
            Lamp(fall.nose_radius_m, area),
            descent,
        )
        for number, (descent, area) in enumerate(zip(descents, areas, strict=True), 1)
    ]


def _in_orbit(
    vehicle: Vehicle, ascent: Ascent, carried: list[Stretch], normal: Array, until: float
) -> Found:
    """Return the last stage and the payload: together to their separation, then each alone."""
    stage, payload = vehicle.stages[-1], vehicle.payload
    start, end = ascent.cut_off, ascent.cut_off + payload.separation_after_cut_off_s
    axis = ascent.legs[-1].axis_at(np.array([start]), ascent.state[None])[0]
    outward = ring(axis, normal, 1)[0]
    both = Release(start, ascent.state, axis, outward, ascent.mass)
    path = integrate(falling(stage.fall.drag_area_m2 / ascent.mass), start, end, ascent.state)
    coast = stretch_along(both, path, 0.0)
    mass = ascent.mass - payload.mass_kg
    spent = release(end, path.last, axis, outward, mass=mass, fall=stage.fall, aside=False)
    descent = follow(spent, stage.fall, max(until, end + 1.0))
    lamp = _lamp(vehicle, len(vehicle.stages) - 1)
    stretches = [*carried, coast, descent.stretch]
    tracks = [_along((stage.id, stage.name), stretches, lamp, descent)]
    # Springs push the payload forward; it then keeps its axis along the orbit.
    free = release(
        end, path.last, -axis, outward, mass=payload.mass_kg, fall=payload.fall, aside=False
    )
    orbit = follow(free, payload.fall, max(until, end + 1.0))
    velocity = orbit.stretch.states[:, 3:]
    forward = velocity / np.linalg.norm(velocity, axis=1, keepdims=True)
    shown = replace(orbit.stretch, axis=forward)
    lamp = Lamp(payload.fall.nose_radius_m, payload.fall.glow_area_m2)
    tracks.append(_along((payload.id, payload.name), [shown], lamp, orbit))
    events = [
        Event(start, f"{stage.id}_cut_off", f"{stage.name} cut-off", True),
        Event(end, f"{payload.id}_separation", f"{payload.name} separation", True),
    ]
    return tracks, events
