"""The bodies of a launch: what flies together, what leaves, and what becomes of each.

What flies together goes by the name `stack` until the first stage leaves, then by that of its
lowest stage. A ring of equal bodies is numbered from 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
from orbit.pulses import pulsed
from orbit.reentry import glow_start
from orbit.shining import Ember, Flash, Lamp
from orbit.stage import Fall, Stage
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
    stack = make_track(
        ("stack", vehicle.name),
        before + together[0],
        _lamp(vehicle, 0, ascent.cut_off),
        nose_radius=vehicle.stages[0].fall.nose_radius_m,
        ends_on_ground=False,
    )
    tracks, events = [stack], list[Event]()
    for leaver in _leavers(vehicle):
        leg = next((each for each in ascent.legs if each.path.end == leaver.time), None)
        if leg is None:
            continue
        carried: list[Stretch] = []
        lamp = Lamp()
        if leaver.stage is not None:
            lamp = _spent_lamp(vehicle.stages[leaver.stage])
            if leaver.stage > 0 and leaver.count == 1:
                carried = together[leaver.stage]
                lamp = _lamp(vehicle, leaver.stage, ascent.cut_off)
        more_tracks, more_events = _let_go(leaver, leg, normal, carried, lamp)
        tracks += more_tracks
        events += more_events
    more_tracks, more_events = _in_orbit(vehicle, ascent, together[-1], normal, until)
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
    hot = vehicle.stages[leg.lowest].fall.glow_area_m2
    return Stretch(t, states, leg.axis_at(t, states), leg.mass_at(t), flows, hot)


def _lamp(vehicle: Vehicle, lowest: int, last_cut_off: float) -> Lamp:
    """Return what shines of the vehicle while stage `lowest` is its lowest, and of that one after.

    Hot staging is a flash for the stage below until it leaves, and then for the one that was lit.
    """
    stages = vehicle.stages
    flash = None
    for below, above in pairwise(stages):
        over = below.separation_s or 0.0
        if below.count == 1 and above.ignition_s < over and stages[lowest] in (below, above):
            end = over if stages[lowest] is below else math.inf
            flash = Flash(above.ignition_s, end, above.count * above.engine.mass_flow)
    embers = []
    for stage in stages[lowest:]:
        parts = stage is stages[lowest] and (stage.count > 1 or lowest == 0)
        end = stage.separation_s if parts and stage.separation_s else math.inf
        start = last_cut_off if stage.cut_off_s is None else stage.cut_off_s
        flow = stage.count * stage.engine.mass_flow
        embers.append(Ember(start, end, flow, stage.engine.flame))
    return Lamp(tuple(each.engine.flame for each in stages), flash, tuple(embers))


def _spent_lamp(stage: Stage) -> Lamp:
    """Return what shines of one stage of a ring after it has left."""
    start = stage.cut_off_s or 0.0
    return Lamp(embers=(Ember(start, math.inf, stage.engine.mass_flow, stage.engine.flame),))


def _let_go(leaver: _Leaver, leg: Leg, normal: Array, carried: list[Stretch], lamp: Lamp) -> Found:
    """Return what becomes of the bodies that leave at the end of `leg`.

    `carried` is what the body's track tells already.
    """
    time, fall = leaver.time, leaver.fall
    state = leg.path.last
    axis = leg.axis_at(np.array([time]), state[None])[0]
    tracks: list[Track] = []
    landings, breaks, glows = [], [], []
    for number, outward in enumerate(ring(axis, normal, leaver.count), 1):
        one = leaver.count == 1
        identity = (leaver.id, leaver.name)
        if not one:
            identity = (f"{leaver.id}_{number}", f"{leaver.name} {number}")
        body = release(time, state, axis, outward, mass=leaver.mass, fall=fall, aside=not one)
        end = time + _LONGEST_FALL
        broken, descents = follow_to_pieces(body, fall, end)
        track = _track(identity, fall, descents[0], lamp, carried)
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


def _track(
    identity: tuple[str, str],
    fall: Fall,
    descent: Descent,
    lamp: Lamp,
    carried: Sequence[Stretch] = (),
) -> Track:
    return make_track(
        identity,
        [*carried, *descent.stretches],
        lamp,
        nose_radius=fall.nose_radius_m,
        ends_on_ground=descent.lands,
    )


def _pieces(identity: tuple[str, str], fall: Fall, descents: Sequence[Descent]) -> list[Track]:
    return [
        _track((f"{identity[0]}_{number}", f"{identity[1]}, piece {number}"), fall, descent, Lamp())
        for number, descent in enumerate(descents, 1)
    ]


def _in_orbit(
    vehicle: Vehicle, ascent: Ascent, carried: list[Stretch], normal: Array, until: float
) -> Found:
    """Return the last stage and the payload: together to their separation, then each alone."""
    stage, payload = vehicle.stages[-1], vehicle.payload
    start, end = ascent.cut_off, ascent.cut_off + payload.separation_after_cut_off_s
    until = max(until, end + 1.0)
    axis = ascent.legs[-1].axis_at(np.array([start]), ascent.state[None])[0]
    outward = ring(axis, normal, 1)[0]
    drag = stage.fall.drag_area_m2
    both = Release(start, ascent.state, axis, outward, ascent.mass, stage.fall.glow_area_m2, drag)
    path = integrate(falling(drag / ascent.mass), start, end, ascent.state)
    coast = stretch_along(both, path, 0.0)
    mass = ascent.mass - payload.mass_kg
    spent = release(end, path.last, axis, outward, mass=mass, fall=stage.fall, aside=False)
    descent = follow(spent, stage.fall, until)
    lamp = _lamp(vehicle, len(vehicle.stages) - 1, start)
    tracks = [_track((stage.id, stage.name), stage.fall, descent, lamp, [*carried, coast])]
    # Springs push the payload forward; it then keeps its axis along the orbit.
    free = release(
        end, path.last, -axis, outward, mass=payload.mass_kg, fall=payload.fall, aside=False
    )
    orbit = follow(free, payload.fall, until)
    velocity = orbit.stretches[0].states[:, 3:]
    forward = velocity / np.linalg.norm(velocity, axis=1, keepdims=True)
    coasting = [replace(orbit.stretches[0], axis=forward)]
    lamp = Lamp()
    if payload.thrusters is not None:
        coasting = pulsed(coasting[0], orbit.path, payload.thrusters, end)
        lamp = Lamp((payload.thrusters.flame,))
    shown = replace(orbit, stretches=tuple(coasting))
    tracks.append(_track((payload.id, payload.name), payload.fall, shown, lamp))
    events = [
        Event(start, f"{stage.id}_cut_off", f"{stage.name} cut-off", True),
        Event(end, f"{payload.id}_separation", f"{payload.name} separation", True),
    ]
    return tracks, events
