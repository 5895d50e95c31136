"""Keeps mission time running on when display time comes from another source."""

from __future__ import annotations

import time

from vr.clock import Clock


class Timekeeper:
    """Holds the clock. A runtime's clock, a later session's and the desktop's need not agree.

    When display times start to come from another source, the clock is carried over to it, so that
    mission time goes on from where it was, by as much as really passed.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._source = ""
        self._last = clock.anchor
        self._read_at: float | None = None

    def at(self, source: str, display_time: float) -> float:
        """Return mission time at a display time (s) of a source, known by its name."""
        now = time.monotonic()
        if source != self._source:
            passed = 0.0 if self._read_at is None else now - self._read_at
            self.clock = self.clock.rebased(self._last + passed, display_time)
        self._source, self._last, self._read_at = source, display_time, now
        return self.clock.at(display_time)
