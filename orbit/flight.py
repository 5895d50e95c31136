"""A launch from the pad to the last piece on the ground: all bodies and all events.

`fly` is the door of this part of orbit/. Vectors are in the launch inertial frame: the ITRS axes
as they stand at lift-off, not turning (see `orbit.motion`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from orbit import atmosphere
from orbit.ascent import Ascent, climb
from orbit.bodies import part_ways
from orbit.earth import ROTATION_RATE, itrs_from_geodetic
from orbit.event import Event
from orbit.gravity import height_above
from orbit.kepler import Insertion
from orbit.motion import air_velocity
from orbit.track import Stretch, Track
from orbit.vehicle import Vehicle

Array = NDArray[np.float64]

_PAD_STEP = 300.0  # s: the pad turns with the Earth; cubic Hermite steps of this follow to 3 mm


@dataclass(frozen=True)
class Launch:
    """From where, which way and whereto. Angles in rad, heights in m above the ellipsoid.

    `azimuth` is that of the plane of flight over the turning Earth, from north through east. Before
    lift-off the vehicle stands on the pad from `start` s; what stays in orbit is followed to
    `until` s.
    """

    latitude: float
    longitude: float
    height: float
    azimuth: float
    perigee_height: float
    apogee_height: float
    inclination: float
    start: float = -60.0
    until: float = 1200.0


@dataclass(frozen=True)
class Flight:
    """All events in order of time, and the track of every body in the order of leaving."""

    events: tuple[Event, ...]
    tracks: tuple[Track, ...]


def fly(vehicle: Vehicle, launch: Launch) -> Flight:
    """Return the flight of a vehicle.

    Raises `InputError` where it cannot reach the orbit; the message says what it did reach.
    """
    up, normal = _directions(launch)
    site = itrs_from_geodetic(launch.latitude, launch.longitude, launch.height)
    insertion = Insertion(launch.perigee_height, launch.apogee_height, launch.inclination)
    ascent = climb(vehicle, insertion, _standing(site, np.zeros(1))[0], up, normal)
    waiting = _on_the_pad(vehicle, launch.start, site, up)
    tracks, events = part_ways(vehicle, ascent, waiting, normal, launch.until)
    events += _engine_events(vehicle)
    events.append(Event(0.0, "lift_off", "Lift-off", True))
    events.append(Event(_max_q(ascent), "max_q", "Greatest dynamic pressure", False))
    return Flight(tuple(sorted(events, key=lambda event: event.t)), tuple(tracks))


def _directions(launch: Launch) -> tuple[Array, Array]:
    """Return the pad's vertical (3,) and the unit vector across the plane of flight, leftward."""
    latitude, longitude = launch.latitude, launch.longitude
    up = np.array(
        [
            math.cos(latitude) * math.cos(longitude),
            math.cos(latitude) * math.sin(longitude),
            math.sin(latitude),
        ]
    )
    east = np.array([-math.sin(longitude), math.cos(longitude), 0.0])
    north = np.cross(up, east)
    forward = math.sin(launch.azimuth) * east + math.cos(launch.azimuth) * north
    return up, np.cross(up, forward)


def _turned(vector: Array, t: Array) -> Array:
    """Return a vector (3,) that turns with the Earth, at times (n,) in s: (n, 3)."""
    angle = ROTATION_RATE * t
    c, s = np.cos(angle), np.sin(angle)
    x, y, z = vector
    return np.stack([c * x - s * y, s * x + c * y, np.full_like(t, z)], axis=1)


def _standing(site: Array, t: Array) -> Array:
    """Return the states (n, 6) of what stands on the site at times (n,) in s."""
    place = _turned(site, t)
    zero = np.zeros_like(t)
    speed = ROTATION_RATE * np.stack([-place[:, 1], place[:, 0], zero], axis=1)
    return np.concatenate([place, speed], axis=1)


def _on_the_pad(vehicle: Vehicle, start: float, site: Array, up: Array) -> list[Stretch]:
    """Return the time from `start` to lift-off, cut where engines are lit."""
    lit = {stage.ignition_s for stage in vehicle.stages if start < stage.ignition_s < 0.0}
    stretches = []
    for first, last in pairwise(sorted({min(start, -1.0), 0.0, *lit})):
        t = np.linspace(first, last, 2 + int((last - first) / _PAD_STEP))
        flows = [
            stage.count * stage.burnt_before_lift_off_kg / -stage.ignition_s
            if stage.ignition_s <= first
            else 0.0
            for stage in vehicle.stages
        ]
        mass = np.linspace(vehicle.mass_at(first), vehicle.mass_at(last), len(t))
        stretches.append(
            Stretch(t, _standing(site, t), _turned(up, t), mass, np.tile(flows, (len(t), 1)), 0.0)
        )
    return stretches


def _engine_events(vehicle: Vehicle) -> list[Event]:
    events = []
    for stage in vehicle.stages:
        if stage.ignition_s > 0.0:
            events.append(
                Event(stage.ignition_s, f"{stage.id}_ignition", f"{stage.name} ignition", True)
            )
        for t, part in stage.throttle:
            name = f"{stage.name} throttles to {100 * part:.0f} %"
            events.append(Event(t, f"{stage.id}_throttle", name, True))
        if stage.cut_off_s is not None:
            events.append(
                Event(stage.cut_off_s, f"{stage.id}_cut_off", f"{stage.name} cut-off", True)
            )
    return events


def _max_q(ascent: Ascent) -> float:
    """Return the time in s of greatest dynamic pressure, to a hundredth."""
    best, when = 0.0, 0.0
    for leg in ascent.legs:
        t = np.linspace(
            leg.path.start, leg.path.end, 2 + int(100 * (leg.path.end - leg.path.start))
        )
        if leg.path.start > 150.0 and best > 0.0:
            break
        states = leg.path.at(t)
        speed = air_velocity(states[:, :3], states[:, 3:])
        pressure = atmosphere.density(height_above(states[:, :3])) * (speed**2).sum(axis=1)
        if pressure.max() > best:
            best, when = float(pressure.max()), float(t[int(np.argmax(pressure))])
    return when
