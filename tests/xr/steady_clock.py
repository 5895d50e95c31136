"""A clock like `time.monotonic` that can be made to run faster: an hour passes in seconds."""

from __future__ import annotations

import time


class SteadyClock:
    """`time.monotonic` at another pace; `at` translates the real clock's times of any epoch."""

    def __init__(self) -> None:
        self._real = time.monotonic
        self._anchor = (0.0, 0.0)
        self._pace = 1.0

    def __call__(self) -> float:
        """Return the time now, s."""
        return self.at(self._real())

    def at(self, real: float) -> float:
        """Return what this clock shows when the real one shows `real`."""
        since, shown = self._anchor
        return shown + (real - since) * self._pace

    def run_at(self, pace: float) -> None:
        """Go on at a pace from now on."""
        now = self._real()
        self._anchor, self._pace = (now, self.at(now)), pace

    @property
    def pace(self) -> float:
        """Return how much faster than the real one it is."""
        return self._pace

    @property
    def is_real(self) -> bool:
        """Say whether it shows what the real one shows, as long as nobody asked for more."""
        return self._anchor == (0.0, 0.0)
