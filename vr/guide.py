"""A script under way before a visitor, who may hold it, leave it, and come back to it.

While the visitor is away the world runs by a clock of their own; the way back to the script, whose
mission time is another, leads through black.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from vr.clock import Clock
from vr.script.score import BLACK, Cue, Score

FADE = 1.0
"""s to black on the way back to the script, and again from it."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Where a script stands; every verb gives a new one. `now` is a display time, as of `Clock`.

    `show_clock` takes display time to show time. From `away` on until `back` the visitor has the
    time; both are display times, infinite for never.
    """

    score: Score
    show_clock: Clock = field(default_factory=lambda: Clock(first=0.0))
    away: bool = False
    back: float = math.inf

    def begun(self, before: float, now: float) -> Guide:
        """Return the guide for another source of display time, read at the same instant."""
        clock = self.show_clock.rebased(before, now)
        return replace(self, show_clock=clock, back=self.back + now - before)

    def from_place(self, show_time: float) -> Guide:
        """Return the guide of a script that has not begun, to begin at a show time."""
        return replace(self, show_clock=Clock(anchor_t=show_time, first=0.0))

    def leads(self, now: float) -> bool:
        """Say whether the script has the time, and not the visitor."""
        return not self.away or now >= self.back

    def cue(self, now: float) -> Cue:
        """Return what the script shows; asked for only where it leads."""
        cue = self.score.at(self.show_clock.at(now))
        factor = self.show_clock.rate_at(now)
        black = 1.0 - _smooth((now - self.back - BLACK) / FADE) if self.away else 0.0
        return replace(cue, rate=cue.rate * factor, fade=max(cue.fade, black))

    def rate(self, now: float) -> float:
        """Return the rate that the script sets here, held or not."""
        return self.score.rate(self.show_clock.at(now)) * self.show_clock.rate

    def darkness(self, now: float) -> float:
        """Return how black it is, 0 to 1, on the way back to the script."""
        return _smooth((now - (self.back - FADE - BLACK)) / FADE) if self.away else 0.0

    def left(self, now: float) -> Guide:
        """Hand the time to the visitor; the script is held where it is."""
        if not self.leads(now):
            return replace(self, back=math.inf)
        held = replace(self.show_clock.moved_to(self.show_clock.at(now), now), paused=True)
        return replace(self, show_clock=held, away=True, back=math.inf)

    def pause_toggled(self, now: float) -> Guide:
        """Hold the script, or let it go on."""
        clock = self.show_clock
        return replace(self, show_clock=clock.with_pause(not clock.paused, now))

    def returned(self, now: float) -> Guide:
        """Take the time back, from the beginning of the beat that was left; at once if it leads.

        A show that is over begins again.
        """
        score, s = self.score, self.show_clock.at(now)
        if score.repeats:
            s %= score.length
        return self._back_to(0.0 if s >= score.length else score.beats[score.index(s)].start, now)

    def again(self, now: float) -> Guide:
        """Begin the script anew."""
        return self._back_to(0.0, now)

    def _back_to(self, show_time: float, now: float) -> Guide:
        back = now + FADE + BLACK
        return replace(self, show_clock=Clock(back, show_time, first=0.0), away=True, back=back)


def _smooth(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)
