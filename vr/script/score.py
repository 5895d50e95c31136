"""A script set to a launch: show time in, what is to be shown out. It draws nothing.

Show time is s from the show's beginning. Mission time runs on without a jump, except at a cut,
which lies under black.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from assets.errors import InputError
from orbit.timeline import Timeline
from render.naming import KINDS
from vr.clock import EASE, Clock
from vr.script.captions import Caption, caption_called, own_caption
from vr.script.file import BeatTable, ScriptFile

BLACK = 0.25
"""s of full black on each side of a cut."""
_OPENING = 3.0
"""s from black into the first beat, where the script says nothing else."""
_NAMES_CHANGE = 1.0
"""s over which names come and go."""
_WORDS_CHANGE = 0.4
"""s over which a caption comes and goes."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A caption that stands now, `strength` 0 to 1; its figures are those of mission time `t`.

    They change once a second, so that they can be read. `began` is the mission time at which the
    caption came, which decides what it is about; `rate` is what the script's time runs at.
    """

    caption: Caption
    strength: float
    t: float
    began: float
    rate: float


@dataclass(frozen=True, slots=True)
class Cue:
    """All that is shown at one instant: mission time, its rate, and what lies over the world."""

    t: float
    rate: float = 1.0
    strength: Mapping[str, float] = field(default_factory=dict)
    """Of names, 0 to 1 by kind, as `render.naming.Naming` takes it."""
    spoken: Spoken | None = None
    fade: float = 0.0
    """0 the world, 1 black."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A beat in show time: it begins at `start`, and `clock` takes show time to mission time."""

    start: float
    clock: Clock
    names: frozenset[str]
    caption: Caption | None
    caption_end: float
    fade: float
    """s from black; 0 where it goes on without a cut."""


@dataclass(frozen=True, slots=True)
class Score:
    """A script for one timeline. `length` is in s of show time, infinite for one without end."""

    title: str
    beats: tuple[Beat, ...]
    length: float
    repeats: bool

    def at(self, show_time: float) -> Cue:
        """Return what is shown at a show time; before 0 the beginning, after the end its last."""
        s = self._within(show_time)
        index = self.index(s)
        beat = self.beats[index]
        return Cue(
            beat.clock.at(s),
            beat.clock.rate_at(s),
            self._names(index, s),
            _spoken(beat, s),
            self._fade(s),
        )

    def reaches(self, t: float) -> float:
        """Return the show time at which mission time `t` first comes; 0 where it never does."""
        ends = (*(beat.start for beat in self.beats[1:]), self.length)
        for beat, end in zip(self.beats, ends, strict=True):
            if t == beat.clock.at(beat.start):
                return beat.start
            found = _when(beat, t)
            if found < end:
                return found
        return 0.0

    def rate(self, show_time: float) -> float:
        """Return the rate that the script sets at a show time, to which time may still ease."""
        return self.beats[self.index(self._within(show_time))].clock.rate

    def index(self, show_time: float) -> int:
        """Return the number of the beat that runs at a show time within the show."""
        return max(0, bisect_right(self.beats, show_time, key=lambda beat: beat.start) - 1)

    def _within(self, show_time: float) -> float:
        s = max(show_time, 0.0)
        return s % self.length if self.repeats else s

    def _names(self, index: int, s: float) -> dict[str, float]:
        beat = self.beats[index]
        before = beat.names if index == 0 or beat.fade else self.beats[index - 1].names
        x = _smooth((s - beat.start) / _NAMES_CHANGE)
        return {
            kind: (kind in before) * (1.0 - x) + (kind in beat.names) * x for kind in KINDS.values()
        }

    def _fade(self, s: float) -> float:
        """Return how black it is: each cut has a way down before it and a way up after."""
        darkest = 0.0
        for beat in self.beats:
            if beat.fade and s < beat.start + BLACK + beat.fade:
                away = abs(s - beat.start) - BLACK
                darkest = max(darkest, 1.0 - _smooth(away / beat.fade))
        if self.repeats:
            fade = self.beats[0].fade
            darkest = max(darkest, 1.0 - _smooth((self.length - s - BLACK) / fade))
        return darkest


def _spoken(beat: Beat, s: float) -> Spoken | None:
    caption = beat.caption
    strength = min(s - beat.start, beat.caption_end - s) / _WORDS_CHANGE
    if caption is None or strength <= 0.0:
        return None
    told = beat.clock.at(beat.start + math.floor(s - beat.start))
    return Spoken(caption, _smooth(strength), told, beat.clock.at(beat.start), beat.clock.rate)


def _smooth(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


def compose(script: ScriptFile, timeline: Timeline) -> Score:
    """Return a script for a timeline's launch.

    Raises `InputError` naming file and line where a beat cannot be: an unknown event or caption, a
    time that has passed by then or lies outside the scenario, cuts that follow too closely.
    """
    beats: list[Beat] = []
    rate, names = 1.0, frozenset(KINDS.values())
    for number, table in enumerate(script.beats):
        rate = rate if table.rate is None else table.rate
        names = _named(table, names)
        start, clock = _begin(script, number, beats, rate, timeline)
        fade = 0.0
        if number == 0 or table.cut:
            fade = table.fade if number or "fade" in table.model_fields_set else _OPENING
        caption = _caption(script, number)
        beats.append(Beat(start, clock, names, caption, start + table.seconds, fade))
    length = beats[-1].start + (math.inf if script.lasts is None else script.lasts)
    repeats = script.end == "repeat"
    ends = _ends(beats, length, repeats=repeats)
    beats = [_cut_short(beat, end) for beat, end in zip(beats, ends, strict=True)]
    return Score(script.title, tuple(beats), length, repeats)


def _ends(beats: list[Beat], length: float, *, repeats: bool) -> list[float]:
    """Return when each beat's caption must be gone: before the way to black, if a cut follows.

    A show that begins again ends in black, too.
    """
    last = length - (beats[0].fade + BLACK if repeats else 0.0)
    return [*(after.start - after.fade - BLACK * bool(after.fade) for after in beats[1:]), last]


def _cut_short(beat: Beat, end: float) -> Beat:
    caption_end = min(beat.caption_end, end)
    return Beat(beat.start, beat.clock, beat.names, beat.caption, caption_end, beat.fade)


def _named(table: BeatTable, before: frozenset[str]) -> frozenset[str]:
    if table.labels is None:
        return before
    if isinstance(table.labels, bool):
        return frozenset(KINDS.values()) if table.labels else frozenset()
    return frozenset(KINDS[kind] for kind in table.labels)


def _caption(script: ScriptFile, number: int) -> Caption | None:
    table = script.beats[number]
    if table.caption is not None:
        return caption_called(table.caption, script.place("beats", number, "caption"))
    if table.text is not None:
        return own_caption(table.text, table.about, script.place("beats", number, "text"))
    return None


def _begin(
    script: ScriptFile, number: int, beats: list[Beat], rate: float, timeline: Timeline
) -> tuple[float, Clock]:
    """Return when a beat begins, in show time, and the clock from there on."""
    table = script.beats[number]
    first, last = timeline.span
    target = _target(script, number, timeline)
    if not beats:
        return 0.0, Clock(0.0, target, rate, rate, first=first, last=last)
    before = beats[-1]
    if table.cut:
        start = before.start + (table.after or 0.0)
        if start - table.fade - BLACK < before.start + (before.fade and before.fade + BLACK):
            least = table.fade + BLACK + (before.fade and before.fade + BLACK)
            raise InputError(
                f"{script.place('beats', number, 'after')}: beats.{number}.after: leaves no time"
                f" for the way through black; make it at least {least:g}"
            )
        return start, Clock(start, target, rate, rate, first=first, last=last)
    if table.has_time:
        start = _when(before, target)
        if not math.isfinite(start):
            raise InputError(
                f"{script.place('beats', number)}: beats.{number}: T{target:+g} s is not reached"
                f" after the beat before, which begins at T{before.clock.at(before.start):+.1f} s;"
                " set a later time, or cut = true and after"
            )
    else:
        start = before.start + (table.after or 0.0)
    return start, before.clock.with_rate(rate, start)


def _target(script: ScriptFile, number: int, timeline: Timeline) -> float:
    """Return the mission time that a beat names, within the timeline's span; 0 if it names none."""
    table = script.beats[number]
    if not table.has_time:
        return 0.0
    key = "t" if table.event is None else "event"
    where = f"{script.place('beats', number, key)}: beats.{number}.{key}"
    if table.event is None:
        t = table.t or 0.0
    else:
        wanted = (table.event,) if isinstance(table.event, str) else table.event
        known = {event.id: event.t for event in timeline.events}
        found = next((known[each] for each in wanted if each in known), None)
        if found is None:
            raise InputError(
                f"{where}: there is no event {' or '.join(wanted)} in {timeline.scenario.name};"
                f" its events are {', '.join(known) or 'none'}"
            )
        t = found + table.offset
    if not timeline.span[0] <= t <= timeline.span[1]:
        raise InputError(f"{where}: {timeline.outside(t)}")
    return t


def _when(beat: Beat, t: float) -> float:
    """Return the show time at which a beat's clock reaches mission time `t`; inf if it never does.

    By halving: a clock that eases to its rate is monotone.
    """
    clock, low = beat.clock, beat.start
    if t <= clock.at(low) or clock.rate <= 0.0:
        return math.inf
    high = low + EASE + (t - clock.at(low)) / clock.rate
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if clock.at(middle) < t else (low, middle)
    return high
