"""What is named in a view at a moment, most important first: a pure function of the Moment.

Order: the launch, Moon and planets, airglow layers, stars, constellations, towns.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.stars import stars
from assets.words import Words
from orbit.earth import ROTATION_RATE
from orbit.emissions import airglow_file
from orbit.moment import Luminary, Moment
from orbit.starfield import aberrate
from render.figures import figure_subjects
from render.ground_names import ground_subjects
from render.labels import Subject
from render.naming import Naming
from render.part_names import part_name
from render.sightline import lowest_height, over_the_limb
from render.view import View

Array = NDArray[np.float64]

_UPPER_RIGHT, _LOWER_RIGHT, _UPPER_LEFT, _LOWER_LEFT = (1, 1), (1, -1), (-1, 1), (-1, -1)

AIRGLOW_NAMES = {
    "oi_630": ("Airglow, red: oxygen", _UPPER_RIGHT, 0.5),
    "oi_557": ("Airglow, green: oxygen", _UPPER_LEFT, 0.5),
    "feo": ("Airglow, gold: iron oxide", _LOWER_RIGHT, 2.2),
}
"""Emissions that are named, by their id in airglow.toml: in plain words, the label's side, and how
many degrees off it stands so as not to lie on a layer."""
_AIRGLOW_STEP = math.radians(60.0)
_AIRGLOW_FIRST = math.radians(180.0 - 14.0)
"""Layers are named beside the middle of each side window, where the launch does not go through."""

FACTS = "{altitude} high · {range} away · {speed}"
"""What is said of a part of the launch."""

_SEA_OF_AIR = 8e3
"""m; a line of sight that passes lower shows no star or town."""
_FADE_HEIGHT = 8e3
_GLARE_DEG = 1.3
"""How far round the Moon its glare swamps a picture exposed for the airglow (estimate)."""
_FAINTEST_PLANET = 3.0
FAINTEST_STAR = 2.3


def subjects(moment: Moment, view: View, naming: Naming | None = None) -> list[Subject]:
    """Return everything that may be named in a view, what goes first first.

    Without a `naming` all of it, in English.
    """
    return [each for part in parts(moment, view, naming or Naming()) for each in part]


def parts(moment: Moment, view: View, naming: Naming) -> Iterator[list[Subject]]:
    """Yield what `subjects` returns kind by kind; a kind that is not named costs nothing."""
    words = naming.words
    finders: tuple[tuple[tuple[str, ...], Callable[[], Iterable[Subject]]], ...] = (
        (("body",), lambda: _bodies(moment, words)),
        (("planet",), lambda: _luminaries(moment, words)),
        (("airglow",), lambda: _airglow(moment, view, words)),
        (("star",), lambda: _stars(moment, view, words)),
        (("constellation",), lambda: figure_subjects(moment, view, words)),
        (("town", "land"), lambda: ground_subjects(moment, view, words)),
    )
    for kinds, find in finders:
        if any(naming.may_name(kind) for kind in kinds):
            yield list(_as_named(find(), naming))


def _as_named(found: Iterable[Subject], naming: Naming) -> Iterator[Subject]:
    """Yield those that are named, as strongly as they are."""
    for each in found:
        named = naming.of_thing(each.id, each.kind)
        if named > 0.0:
            faded = min(each.presence, 2.0 * named - 1.0)
            yield each if faded == each.presence else replace(each, presence=faded)


def _bodies(moment: Moment, words: Words) -> Iterator[Subject]:
    """Yield the parts of the launch, with height, range and speed over the turning Earth.

    Range to 10 km and speed to 0.1 km/s, so that digits can be read at ten times.
    """
    bodies = moment.bodies
    if not bodies.ids:
        return
    distance = np.linalg.norm(bodies.position, axis=-1)
    directions = bodies.position / distance[:, None]
    clear = lowest_height(moment, directions, distance) / _FADE_HEIGHT
    seen = np.where(bodies.visible, np.maximum(clear, 0.2), -1.0)
    turning = np.cross(
        moment.itrs_from_gcrs[2] * ROTATION_RATE, bodies.position + moment.eye_position
    )
    speed = np.linalg.norm(bodies.velocity - turning, axis=-1)
    in_cupola = directions @ moment.cupola_from_gcrs.T
    # What shines most goes first; what is dark keeps the order of the scenario.
    for order, index in enumerate(np.argsort(-bodies.intensity, kind="stable")):
        high, away = bodies.altitude[index] / 1e3, round(distance[index], -4) / 1e3
        facts = words.text(FACTS, "label").format(
            altitude=words.kilometres(high),
            range=words.kilometres(away),
            speed=words.kilometres_per_second(speed[index] / 1e3, 1),
        )
        yield Subject(
            bodies.ids[index],
            (part_name(bodies.names[index], words), facts),
            in_cupola[index],
            _UPPER_RIGHT if order % 2 == 0 else _UPPER_LEFT,
            radius=math.radians(0.15),
            presence=min(1.0, float(seen[index])),
            kind="body",
        )


def _luminaries(moment: Moment, words: Words) -> Iterator[Subject]:
    planets = [planet for planet in moment.planets if planet.magnitude < _FAINTEST_PLANET]
    shown: list[Luminary] = [moment.moon, *planets]
    directions = np.stack([each.direction for each in shown])
    presence = _above_air(moment, directions)
    for each, direction, share in zip(shown, directions, presence, strict=True):
        yield Subject(
            each.id,
            (words.text(each.name, "planet"),),
            moment.cupola_from_gcrs @ direction,
            _UPPER_RIGHT,
            radius=each.angular_radius,
            glare=math.radians(_GLARE_DEG if each is moment.moon else 0.1),
            presence=float(share),
            kind="planet",
        )


def _airglow(moment: Moment, view: View, words: Words) -> Iterator[Subject]:
    """Yield the layers at the limb, named once, at the azimuth nearest to where the view looks."""
    axis = moment.lvlh_from_gcrs @ moment.cupola_from_gcrs.T @ -view.cupola_from_eye[:, 2]
    looks = math.atan2(axis[1], axis[0])
    nearest = round((looks - _AIRGLOW_FIRST) / _AIRGLOW_STEP)
    azimuth = _AIRGLOW_FIRST + nearest * _AIRGLOW_STEP
    away = abs(math.remainder(looks - azimuth, 2 * math.pi))
    presence = (_AIRGLOW_STEP / 2 - away) / math.radians(3.0)
    named = [entry for entry in airglow_file().emission if entry.id in AIRGLOW_NAMES]
    heights = np.array([entry.peak_km * 1e3 for entry in named])
    directions = over_the_limb(moment, azimuth, heights)
    for entry, direction in zip(named, directions, strict=True):
        name, side, off_deg = AIRGLOW_NAMES[entry.id]
        height = words.kilometres(entry.peak_km)
        yield Subject(
            f"airglow_{entry.id}",
            (f"{words.text(name, 'label')}, {height}",),
            direction,
            side,
            glare=math.radians(off_deg),
            presence=max(-1.0, min(1.0, presence)),
            kind="airglow",
        )


@dataclass(frozen=True, slots=True)
class _Named:
    names: tuple[str, ...]
    directions: Array
    magnitudes: Array


@cache
def _named_stars(year: float) -> _Named:
    """Return the stars with proper names to V = 2.3, their directions (GCRS) in that year."""
    catalogue = stars()
    rows = [
        row
        for row in range(catalogue.brighter_than(FAINTEST_STAR))
        if int(catalogue.hip[row]) in catalogue.names
    ]
    years = year - 1991.25
    dec = catalogue.dec[rows] + years * catalogue.pm_dec[rows]
    ra = catalogue.ra[rows] + years * catalogue.pm_ra_cosdec[rows] / np.cos(catalogue.dec[rows])
    return _Named(
        tuple(catalogue.names[int(catalogue.hip[row])] for row in rows),
        np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=-1),
        catalogue.v_mag[rows].astype(np.float64),
    )


def _year(when: datetime) -> float:
    return when.year + (when.timetuple().tm_yday - 1) / 365.25


def _stars(moment: Moment, view: View, words: Words) -> Iterator[Subject]:
    """Yield the brightest stars that have a name; the wider the view, the fewer."""
    named = _named_stars(_year(moment.lift_off))
    directions = aberrate(named.directions, moment.observer_velocity)
    _, _, down, up = view.tangents
    width = math.degrees(math.atan(up) - math.atan(down))
    faintest = 1.9 - math.log2(max(width, 10.0) / 50.0)
    presence = np.minimum(_above_air(moment, directions), (faintest - named.magnitudes) / 0.1)
    in_cupola = directions @ moment.cupola_from_gcrs.T
    for name, direction, share in zip(named.names, in_cupola, presence, strict=True):
        if share > -1.0:
            yield Subject(
                name,
                (words.text(name, "star"),),
                direction,
                _LOWER_RIGHT,
                presence=min(1.0, share),
                kind="star",
            )


def _above_air(moment: Moment, directions: Array) -> Array:
    """Return (n,) presences of things in the sky: gone where the air hides them."""
    far = np.full(len(directions), np.inf)
    height = lowest_height(moment, directions, far)
    presence: Array = np.clip((height - _SEA_OF_AIR) / _FADE_HEIGHT, -1.0, 1.0)
    return presence
