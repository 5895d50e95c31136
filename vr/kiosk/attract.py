"""What the screen shows between visits: the astronaut's film of the launch, again and again.

Pure: time in, what is shown out.
"""

from __future__ import annotations

from dataclasses import dataclass

from orbit.scenario import Scenario
from vr import defaults

FADE = 1.5
"""s from black at the film's beginning, and to black at its end."""


@dataclass(frozen=True, slots=True)
class Reel:
    """A stretch of mission time, s from lift-off, that runs at `rate` and begins anew."""

    first: float
    last: float
    rate: float

    def at(self, now: float) -> tuple[float, float]:
        """Return mission time, and how black it is (0 to 1), at a time in s of any clock."""
        length = (self.last - self.first) / self.rate
        s = now % length
        black = max(1.0 - s / FADE, 1.0 - (length - s) / FADE, 0.0)
        return self.first + s * self.rate, min(black, 1.0)


def reel(scenario: Scenario) -> Reel:
    """Return what to show of a scenario: the film's time of a launch, else all of its span."""
    span = scenario.span
    if not scenario.launch:
        return Reel(span.start, span.end, 1.0)
    first, last = max(defaults.FILM_FROM, span.start), min(defaults.FILM_TO, span.end)
    return Reel(first, last, defaults.FILM_RATE)
