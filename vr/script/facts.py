"""Quantities that captions name, computed from what is shown: `{station.speed}`, `{core.altitude}`.

A quantity is a thing and one of its properties. Things are those of `_THINGS`, and every body of
the launch by its id; of numbered bodies (strap_on_1 to strap_on_4) the id without number has a
`count` and a `name`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from orbit.earth import EQUATORIAL_RADIUS, GRAVITY_CONSTANT, ROTATION_RATE, ray_clear
from orbit.emissions import airglow_file
from orbit.moment import Moment
from orbit.timeline import Timeline
from render.part_names import spoken_part
from vr.script.star import NamedStar

Array = NDArray[np.float64]


class Fact(NamedTuple):
    """A quantity: its value in the unit that it is said in, or a text to be translated.

    `unit` is km, km/s, years, minutes, share (0 to 1), count, factor, or one of the kinds of text:
    part (of the launch), star, place.
    """

    unit: str
    value: float = 0.0
    text: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """What a caption's figures are taken from; `star` is the one that it speaks of."""

    timeline: Timeline
    moment: Moment
    rate: float
    star: NamedStar | None


def fact(name: str, scene: Scene) -> Fact | None:
    """Return a quantity by its name; None for what is not there at this moment."""
    thing, _, property_ = name.rpartition(".")
    known = _THINGS.get(thing)
    if known is not None:
        found = known.get(property_)
        return None if found is None else found(scene)
    return _of_body(thing, property_, scene.moment)


def known_names() -> tuple[str, ...]:
    """Return the names of all quantities but those of single bodies."""
    return tuple(f"{thing}.{each}" for thing, known in _THINGS.items() for each in known)


def _round_to(value: float, step: float) -> float:
    return round(value / step) * step


def _speed(moment: Moment) -> Fact:
    """Return the station's speed in the geocentric frame that does not turn: GCRS."""
    return Fact("km/s", float(np.linalg.norm(moment.station_velocity)) / 1e3, decimals=2)


def _ground_speed(moment: Moment) -> Fact:
    """Return how fast the point below the station moves over the turning Earth's ground."""
    position = moment.station_position
    turning = np.cross(moment.itrs_from_gcrs[2] * ROTATION_RATE, position)
    relative = moment.station_velocity - turning
    radius = float(np.linalg.norm(position))
    up = position / radius
    level = relative - (relative @ up) * up
    ground = radius - moment.station_geodetic[2]
    return Fact("km/s", float(np.linalg.norm(level)) * ground / radius / 1e3, decimals=2)


def _period(moment: Moment) -> Fact:
    """Return the osculating period, from the vis-viva equation: once round against the stars."""
    radius = float(np.linalg.norm(moment.station_position))
    speed = float(np.linalg.norm(moment.station_velocity))
    axis = 1.0 / (2.0 / radius - speed**2 / GRAVITY_CONSTANT)
    return Fact("minutes", math.tau * math.sqrt(axis**3 / GRAVITY_CONSTANT) / 60.0)


def _horizon(moment: Moment) -> Fact:
    """Return how far away the edge of the Earth is, to 10 km."""
    height = moment.station_geodetic[2]
    distance = math.sqrt(height * (2.0 * EQUATORIAL_RADIUS + height))
    return Fact("km", _round_to(distance / 1e3, 10.0))


def _layer(emission: str) -> Callable[[Scene], Fact | None]:
    height = next(each.peak_km for each in airglow_file().emission if each.id == emission)
    return lambda _scene: Fact("km", height)


def _ascent(scene: Scene) -> Fact | None:
    """Return how long the way to orbit takes: to the last event of flight, the separation."""
    phases = [event.t for event in scene.timeline.events if event.is_phase]
    return Fact("minutes", phases[-1] / 60.0) if phases else None


def _payload(scene: Scene) -> Fact | None:
    """Return the name of what the launch is for: what is left of it after the last event."""
    timeline = scene.timeline
    if not timeline.events:
        return None
    bodies = timeline.at(min(timeline.events[-1].t + 1.0, timeline.span[1])).bodies
    return Fact("part", text=bodies.names[-1]) if bodies.names else None


def _vehicle(scene: Scene) -> Fact | None:
    timeline = scene.timeline
    bodies = timeline.at(max(-1.0, timeline.span[0])).bodies
    return Fact("part", text=bodies.names[0]) if bodies.names else None


def _site(scene: Scene) -> Fact | None:
    launch = scene.timeline.scenario.launch
    return Fact("place", text=launch.site.name) if launch else None


def _moonlight(scene: Scene) -> Fact | None:
    """Return how much of the Moon's face is lit, where it is the Moon that lights the view."""
    moment = scene.moment
    place = (moment.itrs_from_gcrs @ moment.eye_position).tolist()
    moon = (moment.itrs_from_gcrs @ moment.moon.direction).tolist()
    lights = not moment.in_sunlight and ray_clear(place, moon)
    return Fact("share", moment.moon.phase_fraction) if lights else None


def _star_name(scene: Scene) -> Fact | None:
    return Fact("star", text=scene.star.name) if scene.star else None


def _star_age(scene: Scene) -> Fact | None:
    return Fact("years", scene.star.light_years) if scene.star else None


def rocket(moment: Moment) -> str:
    """Return the id of what flies on toward orbit: the last, in order of leaving; "" for none."""
    return moment.bodies.ids[-1] if moment.bodies.ids else ""


def _rocket(property_: str) -> Callable[[Scene], Fact | None]:
    return lambda scene: _of_body(rocket(scene.moment), property_, scene.moment)


_THINGS: dict[str, dict[str, Callable[[Scene], Fact | None]]] = {
    "station": {
        "altitude": lambda scene: Fact("km", scene.moment.station_geodetic[2] / 1e3),
        "speed": lambda scene: _speed(scene.moment),
        "ground_speed": lambda scene: _ground_speed(scene.moment),
        "period": lambda scene: _period(scene.moment),
        "horizon": lambda scene: _horizon(scene.moment),
    },
    "time": {"rate": lambda scene: Fact("factor", scene.rate)},
    "rocket": {
        name: _rocket(name) for name in ("name", "altitude", "range", "speed", "closing_speed")
    },
    "vehicle": {"name": _vehicle},
    "payload": {"name": _payload},
    "site": {"name": _site},
    "ascent": {"time": _ascent},
    "moon": {"lit": _moonlight},
    "star": {"name": _star_name, "age": _star_age},
    "gold": {"altitude": _layer("feo")},
    "green": {"altitude": _layer("oi_557")},
    "red": {"altitude": _layer("oi_630")},
}


def body_index(thing: str, moment: Moment) -> int | None:
    """Return the row of a body by its id; of numbered ones without number, the first's."""
    ids = moment.bodies.ids
    if thing in ids:
        return ids.index(thing)
    numbered = _numbered(thing, ids)
    return numbered[0] if numbered else None


def _numbered(thing: str, ids: tuple[str, ...]) -> list[int]:
    ends = [each.removeprefix(f"{thing}_") for each in ids]
    return [row for row, end in enumerate(ends) if end != ids[row] and end.isdigit()]


def _of_body(thing: str, property_: str, moment: Moment) -> Fact | None:
    row = body_index(thing, moment)
    if row is None:
        return None
    bodies = moment.bodies
    position = bodies.position[row]
    distance = float(np.linalg.norm(position))
    found = {
        "name": lambda: Fact("part", text=_name(thing, row, moment)),
        "count": lambda: Fact("count", max(len(_numbered(thing, bodies.ids)), 1)),
        "altitude": lambda: Fact("km", float(bodies.altitude[row]) / 1e3),
        "range": lambda: Fact("km", _round_to(distance / 1e3, 10.0)),
        "speed": lambda: _speed_of(row, moment),
        "closing_speed": lambda: _closing_speed(row, moment),
    }.get(property_)
    return None if found is None else found()


def _name(thing: str, row: int, moment: Moment) -> str:
    name = moment.bodies.names[row]
    return name if thing in moment.bodies.ids else spoken_part(name)[0]


def _speed_of(row: int, moment: Moment) -> Fact:
    """Return a body's speed over the turning Earth."""
    place = moment.eye_position + moment.bodies.position[row]
    turning = np.cross(moment.itrs_from_gcrs[2] * ROTATION_RATE, place)
    speed = np.linalg.norm(moment.bodies.velocity[row] - turning)
    return Fact("km/s", float(speed) / 1e3, decimals=1)


def _closing_speed(row: int, moment: Moment) -> Fact:
    """Return how fast a body comes nearer to the station."""
    position = moment.bodies.position[row]
    away = (moment.bodies.velocity[row] - moment.station_velocity) @ position
    return Fact("km/s", -float(away) / float(np.linalg.norm(position)) / 1e3, decimals=1)
