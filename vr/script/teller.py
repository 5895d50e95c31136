"""Turns what a script says into a text in the visitor's language, and into a direction."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from assets.errors import InputError
from assets.words import Words
from orbit.moment import Moment
from orbit.timeline import Timeline
from render.part_names import part_name
from render.sightline import over_the_limb
from vr.script.captions import Caption, filled
from vr.script.facts import Fact, Scene, body_index, fact, known_names, rocket
from vr.script.file import ScriptFile
from vr.script.score import Score, Spoken
from vr.script.star import NamedStar, star_in_sight

Array = NDArray[np.float64]

_LIMB = 90e3
"""m: the height of the airglow, to which the arrow points for "limb"."""
ABOUT = ("rocket", "star", "moon", "limb", "down")
"""What an arrow can point to, beside the bodies of the launch by their ids."""


class Teller:
    """Says captions of one timeline in one language. Keeps the last text, as each stands long."""

    def __init__(self, timeline: Timeline, words: Words) -> None:
        self.timeline = timeline
        self.words = words
        self._last: tuple[Caption | None, float, str] = (None, math.nan, "")
        self._star: tuple[float, NamedStar | None] = (math.nan, None)

    def text(self, spoken: Spoken) -> str:
        """Return what a caption says; "" where a thing that it names is not there."""
        caption, t, text = self._last
        if (caption, t) != (spoken.caption, spoken.t):
            text = self._told(spoken)
            self._last = spoken.caption, spoken.t, text
        return text

    def direction(self, spoken: Spoken, moment: Moment) -> Array | None:
        """Return the unit vector (3,), Cupola's frame, to what a caption is about, or None."""
        found = self._in_gcrs(spoken, moment)
        if found is None:
            return None
        turned: Array = moment.cupola_from_gcrs @ found
        return turned / float(np.linalg.norm(turned))

    def _in_gcrs(self, spoken: Spoken, moment: Moment) -> Array | None:
        about = spoken.caption.about
        if about == "star":
            star = self._star_of(spoken.began)
            return None if star is None else star.direction
        if about == "moon":
            return moment.moon.direction
        if about == "limb":
            aft = over_the_limb(moment, math.pi, np.array([_LIMB]))[0]
            return np.asarray(aft @ moment.cupola_from_gcrs)
        if about == "down":
            return -moment.eye_position
        row = body_index(rocket(moment) if about == "rocket" else about, moment)
        return None if row is None else np.asarray(moment.bodies.position[row])

    def path(self, spoken: Spoken, seconds: float) -> list[Array]:
        """Return where what a caption is about is going in so many s of show time, in directions.

        Unit vectors (3,) in the Cupola's frame of each moment, every 2 s; none where it is gone.
        """
        last = self.timeline.span[1]
        times = np.arange(
            spoken.t, spoken.t + seconds * spoken.rate + 1e-6, 2.0 * spoken.rate or 1.0
        )
        found = (self.direction(spoken, self.timeline.at(min(float(t), last))) for t in times)
        return [each for each in found if each is not None]

    def missing(self, caption: Caption, t: float, rate: float) -> list[str]:
        """Return the names in a caption for which there is nothing at mission time `t`."""
        scene = self._scene(t, t, rate)
        return [name for name in caption.quantities() if fact(name, scene) is None]

    def _told(self, spoken: Spoken) -> str:
        caption, scene = spoken.caption, self._scene(spoken.t, spoken.began, spoken.rate)
        values: dict[str, str] = {}
        count = None
        for name in caption.quantities():
            found = fact(name, scene)
            if found is None:
                return ""
            values[name] = said(found, self.words)
            if name == caption.count:
                count = round(found.value)
        return filled(caption.template(self.words, count), values)

    def _scene(self, t: float, began: float, rate: float) -> Scene:
        return Scene(self.timeline, self.timeline.at(t), rate, self._star_of(began))

    def _star_of(self, began: float) -> NamedStar | None:
        if self._star[0] != began:
            self._star = began, star_in_sight(self.timeline.at(began))
        return self._star[1]


def said(found: Fact, words: Words) -> str:  # noqa: PLR0911  one line a unit
    """Return a quantity in a language, with its unit."""
    match found.unit:
        case "km":
            return words.kilometres(found.value, found.decimals)
        case "km/s":
            return words.kilometres_per_second(found.value, found.decimals)
        case "years":
            return words.years(found.value)
        case "minutes":
            return words.minutes(found.value)
        case "share":
            return words.percent(found.value)
        case "part":
            return part_name(found.text, words)
        case "star" | "place":
            return words.text(found.text, found.unit)
        case _:
            return words.number(found.value)


def check_captions(script: ScriptFile, score: Score, teller: Teller) -> None:
    """Raise `InputError` with file and line for a caption that cannot be said where it stands."""
    for number, beat in enumerate(score.beats):
        if beat.caption is None:
            continue
        key = "caption" if script.beats[number].caption is not None else "text"
        where = f"{script.place('beats', number, key)}: beats.{number}.{key}"
        t = beat.clock.at(beat.start)
        ids = teller.timeline.at(t).bodies.ids
        if missing := teller.missing(beat.caption, t, beat.clock.rate):
            raise InputError(
                f"{where}: there is no {{{missing[0]}}} at T{t:+.0f} s; take of"
                f" {', '.join(known_names())}, or of a body there ({', '.join(ids) or 'none'})"
                " its name, count, altitude, range, speed or closing_speed"
            )
        about = beat.caption.about
        if about and about not in ABOUT and body_index(about, teller.timeline.at(t)) is None:
            raise InputError(
                f"{where}: it is about {about!r}, which is not there at T{t:+.0f} s; take one of"
                f" {', '.join((*ABOUT, *ids))}"
            )
