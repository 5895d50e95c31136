"""Mission time from the time of display: runs, pauses, scrubs, and changes its rate gently."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

EASE = 1.0
"""s of display time over which a new rate takes hold: a jump in the rate disturbs the stomach."""
RATES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Rates that `faster` and `slower` step through."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A rule that turns display time into mission time; every change gives a new clock.

    Display times are seconds of one steady clock (the headset's predicted display time, a window's
    own time, a film's frame time). Mission time `t` is seconds from lift-off, held between `first`
    and `last`. `rate` is what the clock runs at or eases to, `paused` holds it.
    """

    anchor: float = 0.0
    """Display time of the last change."""
    anchor_t: float = 0.0
    """Mission time then."""
    anchor_rate: float = 1.0
    """Rate then, from which it eases."""
    rate: float = 1.0
    paused: bool = False
    first: float = -math.inf
    last: float = math.inf

    def at(self, display_time: float) -> float:
        """Return mission time at a display time."""
        since = display_time - self.anchor
        x = min(max(since / EASE, 0.0), 1.0)
        # The rate follows 3x^2 - 2x^3, level at both ends; this is its integral.
        eased = EASE * (x**3 - x**4 / 2.0) + max(since - EASE, 0.0)
        t = self.anchor_t + self.anchor_rate * since + (self._target - self.anchor_rate) * eased
        return min(max(t, self.first), self.last)

    def rate_at(self, display_time: float) -> float:
        """Return the rate at a display time: mission seconds a second."""
        x = min(max((display_time - self.anchor) / EASE, 0.0), 1.0)
        return self.anchor_rate + (self._target - self.anchor_rate) * x * x * (3.0 - 2.0 * x)

    def with_rate(self, rate: float, display_time: float) -> Clock:
        """Return a clock that eases to `rate` from `display_time` on; a paused one stays paused."""
        return replace(self._anchored(display_time), rate=rate)

    def faster(self, display_time: float) -> Clock:
        """Return a clock that eases to the next higher of RATES."""
        higher = [rate for rate in RATES if rate > self.rate]
        return self.with_rate(higher[0], display_time) if higher else self

    def slower(self, display_time: float) -> Clock:
        """Return a clock that eases to the next lower of RATES."""
        lower = [rate for rate in RATES if rate < self.rate]
        return self.with_rate(lower[-1], display_time) if lower else self

    def with_pause(self, paused: bool, display_time: float) -> Clock:
        """Return a clock that eases to a stop, or from a stop back to its rate."""
        return replace(self._anchored(display_time), paused=paused)

    def scrubbed(self, by: float, display_time: float) -> Clock:
        """Return a clock that stands `by` seconds of mission time further, its rate unchanged."""
        return self.moved_to(self.at(display_time) + by, display_time)

    def moved_to(self, t: float, display_time: float) -> Clock:
        """Return a clock that stands at mission time `t` at `display_time`, its rate unchanged."""
        held = min(max(t, self.first), self.last)
        return replace(self._anchored(display_time), anchor_t=held)

    def rebased(self, old_display_time: float, new_display_time: float) -> Clock:
        """Return the same clock for another source of display time, read at the same instant."""
        return replace(self._anchored(old_display_time), anchor=new_display_time)

    @property
    def _target(self) -> float:
        return 0.0 if self.paused else self.rate

    def _anchored(self, display_time: float) -> Clock:
        """Return the same clock with its anchor at `display_time`.

        An easing that is under way starts afresh from the rate it has reached.
        """
        return replace(
            self,
            anchor=display_time,
            anchor_t=self.at(display_time),
            anchor_rate=self.rate_at(display_time),
        )
