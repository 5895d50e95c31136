"""What the visitor goes through, whatever it is shown on: time, the events, what is switched on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from vr.clock import Clock

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

    `now` is always a display time, as of `Clock`. `milestones` are in order of time.
    """

    clock: Clock
    milestones: tuple[Milestone, ...] = ()
    labels: bool = True
    cupola: bool = True
    look: str = LOOKS[0]

    def begun(self, now: float) -> Show:
        """Return the show whose display time 0 is `now`: nothing of it has passed yet."""
        return replace(self, clock=self.clock.rebased(0.0, now))

    def at(self, now: float) -> float:
        """Return mission time, s from lift-off."""
        return self.clock.at(now)

    def status(self, now: float) -> Status:
        """Return what a status line says."""
        t = self.at(now)
        before = [mark for mark in self.milestones if mark.t <= t]
        caption = before[-1].name if before and t - before[-1].t < _CAPTION else ""
        return Status(t, self.clock.rate, self.clock.paused, caption)

    def pause_toggled(self, now: float) -> Show:
        """Pause, or go on."""
        return replace(self, clock=self.clock.with_pause(not self.clock.paused, now))

    def paced(self, rate: float, now: float) -> Show:
        """Run at `rate` mission seconds a second; a paused show goes on."""
        return replace(self, clock=self.clock.with_rate(rate, now).with_pause(False, now))

    def scrubbed(self, by: float, now: float) -> Show:
        """Jump `by` seconds of mission time."""
        return replace(self, clock=self.clock.scrubbed(by, now))

    def at_next_event(self, now: float) -> Show:
        """Jump to shortly before the next event."""
        lead = _LEAD * self.clock.rate
        later = [mark.t - lead for mark in self.milestones if mark.t - lead > self.at(now) + 1e-6]
        return self._moved_to(later[0], now) if later else self

    def at_previous_event(self, now: float) -> Show:
        """Jump to shortly before the event before."""
        lead = _LEAD * self.clock.rate
        before = self.at(now) - _JUST * self.clock.rate
        earlier = [mark.t - lead for mark in self.milestones if mark.t - lead < before]
        return self._moved_to(earlier[-1], now) if earlier else self

    def labels_toggled(self) -> Show:
        """Switch the names of things on or off."""
        return replace(self, labels=not self.labels)

    def cupola_toggled(self) -> Show:
        """Switch the Cupola's frame on or off."""
        return replace(self, cupola=not self.cupola)

    def look_changed(self) -> Show:
        """Change from the camera's picture to the eye's, and back."""
        return replace(self, look=LOOKS[(LOOKS.index(self.look) + 1) % len(LOOKS)])

    def _moved_to(self, t: float, now: float) -> Show:
        return replace(self, clock=self.clock.moved_to(t, now))
