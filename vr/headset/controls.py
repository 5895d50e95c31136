"""What the controllers mean for the mission clock: pure, from readings to a new clock.

select    real time, or ten times as fast
menu      hold the time, or let it go on
rate      stick up or down: one step faster or slower a flick
scrub     stick left or right: move through the time while it is held
recentre  stick pressed: sit at the eye point, looking aft
"""

from __future__ import annotations

from dataclasses import dataclass

from vr.clock import Clock

FLICK, FLICK_BACK = 0.7, 0.3
"""A stick counts as flicked beyond the first, and must come back below the second."""
DEAD_ZONE = 0.25
FASTEST_SCRUB = 60.0
"""Mission seconds a second at full stick."""
FAST_RATE = 10.0
"""The film's: ESA gives 8 to 16 times."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the controllers say now: buttons held down, sticks from -1 to 1 (right and up)."""

    select: bool = False
    menu: bool = False
    recentre: bool = False
    rate: float = 0.0
    scrub: float = 0.0


@dataclass(frozen=True, slots=True)
class Controls:
    """What was held down last time, so that one press counts once."""

    last: Reading = Reading()
    flicked: bool = False

    def apply(
        self, reading: Reading, clock: Clock, display_time: float, since: float
    ) -> tuple[Controls, Clock, bool]:
        """Return the controls after a reading, the clock it makes, and whether to recentre.

        `since` is the display time in s since the reading before.
        """
        if reading.select and not self.last.select:
            rate = FAST_RATE if clock.rate == 1.0 else 1.0
            clock = clock.with_rate(rate, display_time)
        if reading.menu and not self.last.menu:
            clock = clock.with_pause(not clock.paused, display_time)
        threshold = FLICK_BACK if self.flicked else FLICK
        flicked = abs(reading.rate) > threshold
        if flicked and not self.flicked:
            change = clock.faster if reading.rate > 0 else clock.slower
            clock = change(display_time)
        by = scrub_rate(reading.scrub) * since
        if by != 0.0:
            clock = clock.scrubbed(by, display_time)
        recentre = reading.recentre and not self.last.recentre
        return Controls(reading, flicked), clock, recentre


def scrub_rate(stick: float) -> float:
    """Return the mission seconds a second that a stick asks for: gentle first, then fast."""
    beyond = max(abs(stick) - DEAD_ZONE, 0.0) / (1.0 - DEAD_ZONE)
    speed = FASTEST_SCRUB * beyond**3
    return speed if stick > 0 else -speed
