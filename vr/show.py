"""What the visitor goes through, whatever it is shown on: time, the events, what is switched on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from render.naming import KINDS, Naming
from render.once import once
from vr.clock import Clock
from vr.guide import Guide
from vr.script.score import Cue

LOOKS = ("camera", "eye")
_LEAD = 2.0
"""s of display time from a jump to its event, so that the event is seen to happen."""
_JUST = 1.0
"""s of display time in which a second step back goes on to the event before."""
_CAPTION = 8.0
"""s of mission time that an event's name stays in the status."""


class Milestone(NamedTuple):
    """An event of the launch: `t` in s from lift-off, and its name."""

    t: float
    name: str


@dataclass(frozen=True, slots=True)
class Status:
    """What a status line says: mission time, pace, and the event that just was."""

    t: float
    rate: float
    paused: bool
    caption: str


@dataclass(frozen=True, slots=True)
class Show:
    """The show at one stage; every verb gives a new one. It draws nothing and reads no clock.

    `now` is always a display time, as of `Clock`. `milestones` are in order of time. A `guide`
    leads through a script until the visitor takes the time; `clock` is the visitor's. `labels` is
    what the visitor chose; None leaves it to the script, which names all things where there is
    none.
    """

    clock: Clock
    milestones: tuple[Milestone, ...] = ()
    labels: bool | None = None
    cupola: bool = True
    station: bool | None = None
    """The station outside; by default where the Cupola is shown."""
    look: str = LOOKS[0]
    guide: Guide | None = None

    def begun(self, now: float) -> Show:
        """Return the show whose display time 0 is `now`: nothing of it has passed yet."""
        return self.rebased(0.0, now)

    def rebased(self, before: float, now: float) -> Show:
        """Return the same show for another source of display time, read at the same instant."""
        guide = self.guide and self.guide.begun(before, now)
        return replace(self, clock=self.clock.rebased(before, now), guide=guide)

    def at(self, now: float) -> float:
        """Return mission time, s from lift-off."""
        return self.cue(now).t

    def cue(self, now: float) -> Cue:
        """Return all that is shown: the script's, or the visitor's own time with all names."""
        return _cue(self, now)

    def _cue(self, now: float) -> Cue:
        guide = self.guide
        if guide is not None and guide.leads(now):
            cue = guide.cue(now)
        else:
            fade = guide.darkness(now) if guide else 0.0
            cue = Cue(self.clock.at(now), self.clock.rate_at(now), fade=fade)
        if self.labels is None:
            return cue
        return replace(cue, strength={} if self.labels else dict.fromkeys(KINDS.values(), 0.0))

    def status(self, now: float) -> Status:
        """Return what a status line says."""
        t = self.at(now)
        before = [mark for mark in self.milestones if mark.t <= t]
        caption = before[-1].name if before and t - before[-1].t < _CAPTION else ""
        return Status(t, self._rate(now), self.paused(now), caption)

    def paused(self, now: float) -> bool:
        """Say whether time is held."""
        guide = self.guide
        return (guide.show_clock if guide and guide.leads(now) else self.clock).paused

    def pause_toggled(self, now: float) -> Show:
        """Pause, or go on."""
        if self.guide is not None and self.guide.leads(now):
            return replace(self, guide=self.guide.pause_toggled(now))
        return replace(self, clock=self.clock.with_pause(not self.clock.paused, now))

    def paced(self, rate: float, now: float) -> Show:
        """Run at `rate` mission seconds a second; a paused show goes on."""
        own = self._taken(now)
        return replace(own, clock=own.clock.with_rate(rate, now).with_pause(False, now))

    def faster(self, now: float) -> Show:
        """Run at the next higher of the clock's rates."""
        own = self._taken(now)
        return replace(own, clock=own.clock.faster(now))

    def slower(self, now: float) -> Show:
        """Run at the next lower of the clock's rates."""
        own = self._taken(now)
        return replace(own, clock=own.clock.slower(now))

    def scrubbed(self, by: float, now: float) -> Show:
        """Jump `by` seconds of mission time."""
        own = self._taken(now)
        return replace(own, clock=own.clock.scrubbed(by, now))

    def at_next_event(self, now: float) -> Show:
        """Jump to shortly before the next event."""
        lead = _LEAD * max(self._rate(now), 1.0)
        later = [mark.t - lead for mark in self.milestones if mark.t - lead > self.at(now) + 1e-6]
        return self._moved_to(later[0], now) if later else self

    def at_previous_event(self, now: float) -> Show:
        """Jump to shortly before the event before."""
        rate = max(self._rate(now), 1.0)
        before = self.at(now) - _JUST * rate
        earlier = [mark.t - _LEAD * rate for mark in self.milestones]
        earlier = [t for t in earlier if t < before]
        return self._moved_to(earlier[-1], now) if earlier else self

    def returned(self, now: float) -> Show:
        """Go on with the script where it was left; it has the names too."""
        guide = self.guide
        if guide is None or (guide.leads(now) and not self.is_over(now)):
            return self
        return self._led_by(guide.returned(now), now)

    def again(self, now: float) -> Show:
        """Begin the script anew."""
        return self if self.guide is None else self._led_by(self.guide.again(now), now)

    def is_led(self, now: float) -> bool:
        """Say whether a script has the time, and not the visitor."""
        return self.guide is not None and self.guide.leads(now)

    def has_more(self, now: float) -> bool:
        """Say whether there is a script that has not come to its end."""
        guide = self.guide
        return guide is not None and math.isfinite(guide.score.length) and not self.is_over(now)

    def is_over(self, now: float) -> bool:
        """Say whether the script has come to its end."""
        guide = self.guide
        return guide is not None and guide.show_clock.at(now) >= guide.score.length

    def labels_toggled(self, now: float) -> Show:
        """Switch the names of things on or off."""
        return replace(self, labels=not any(Naming(strength=self.cue(now).strength).kinds()))

    def cupola_toggled(self) -> Show:
        """Switch the Cupola's frame on or off."""
        return replace(self, cupola=not self.cupola)

    def look_changed(self) -> Show:
        """Change from the camera's picture to the eye's, and back."""
        return replace(self, look=LOOKS[(LOOKS.index(self.look) + 1) % len(LOOKS)])

    def _rate(self, now: float) -> float:
        """Return the rate that time runs at, or would if it were not held."""
        guide = self.guide
        if guide is not None and guide.leads(now):
            return guide.rate(now)
        return self.clock.rate

    def _taken(self, now: float) -> Show:
        """Return the show with the time in the visitor's hands, which runs on as it ran."""
        guide = self.guide
        if guide is None:
            return self
        if not guide.leads(now):
            return replace(self, guide=guide.left(now))
        cue, held = guide.cue(now), guide.show_clock.paused
        clock = replace(
            self.clock,
            anchor=now,
            anchor_t=cue.t,
            anchor_rate=cue.rate,
            rate=guide.rate(now),
            paused=held,
        )
        return replace(self, clock=clock, guide=guide.left(now))

    def _led_by(self, guide: Guide, now: float) -> Show:
        own = self if not self.guide or not self.guide.leads(now) else self._taken(now)
        return replace(own, guide=guide, labels=None)

    def _moved_to(self, t: float, now: float) -> Show:
        own = self._taken(now)
        return replace(own, clock=own.clock.moved_to(t, now))


_cue = once(Show._cue)
"""Asked by hands, names and clock of the same show at the same instant."""
