"""Choosing by looking: what is looked at for long enough is chosen."""

from __future__ import annotations

from dataclasses import dataclass

TIME = 1.2
"""s of steady looking that choose a thing."""
GRACE = 0.25
"""s that the gaze may slip off without losing what it has gathered."""
PAUSE = 0.6
"""s before looking on begins to choose the same thing again, where it may be."""


@dataclass(frozen=True, slots=True)
class Dwell:
    """What is looked at by name ("" for nothing), since when, and when it was last seen there."""

    target: str = ""
    since: float = 0.0
    seen: float = 0.0
    chosen: bool = False

    def after(self, target: str, now: float, *, again: bool = False) -> tuple[Dwell, bool]:
        """Return the dwell at `now` (s) with the gaze on `target`, and whether that is chosen now.

        With `again` looking on chooses it once more, and once more.
        """
        if target != self.target:
            if self.target and not target and now - self.seen < GRACE:
                return self, False
            return Dwell(target, now, now), False
        if not target:
            return Dwell(), False
        if not self.chosen and now - self.since >= TIME:
            since = now + PAUSE if again else self.since
            return Dwell(target, since, now, chosen=not again), True
        return Dwell(target, self.since, now, self.chosen), False

    def progress(self, now: float) -> float:
        """Return how much of the time has passed, 0 to 1: what the ring shows."""
        if not self.target or self.chosen:
            return 0.0
        return min(max((now - self.since) / TIME, 0.0), 1.0)
