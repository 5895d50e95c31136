"""What sticks and the buttons beside them mean for the time: pure, from readings to a new show.

rate      stick up or down: one step faster or slower a flick
scrub     stick left or right: move through the time while it is held
pause     hold the time, or let it go on
"""

from __future__ import annotations

from dataclasses import dataclass

from vr.hands.reading import Buttons
from vr.show import Show

FLICK, FLICK_BACK = 0.7, 0.3
"""A stick counts as flicked beyond the first, and must come back below the second."""
DEAD_ZONE = 0.25
FASTEST_SCRUB = 60.0
"""Mission seconds a second at full stick."""
LONGEST = 0.1
"""s between two readings that a scrub counts, however late a picture is."""


@dataclass(frozen=True, slots=True)
class Sticks:
    """What was held last time, so that one press counts once."""

    paused: bool = False
    flicked: bool = False

    def after(self, buttons: Buttons, show: Show, now: float, since: float) -> tuple[Show, Sticks]:
        """Return the show and the sticks at display time `now` (s), `since` s later."""
        if buttons.pause and not self.paused:
            show = show.pause_toggled(now)
        threshold = FLICK_BACK if self.flicked else FLICK
        flicked = abs(buttons.rate) > threshold
        if flicked and not self.flicked:
            show = show.faster(now) if buttons.rate > 0 else show.slower(now)
        by = scrub_rate(buttons.scrub) * min(max(since, 0.0), LONGEST)
        if by != 0.0:
            show = show.scrubbed(by, now)
        return show, Sticks(buttons.pause, flicked)


def scrub_rate(stick: float) -> float:
    """Return the mission seconds a second that a stick asks for: gentle first, then fast."""
    beyond = max(abs(stick) - DEAD_ZONE, 0.0) / (1.0 - DEAD_ZONE)
    speed = FASTEST_SCRUB * beyond**3
    return speed if stick > 0 else -speed
