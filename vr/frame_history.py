"""The last seconds' frames: how long processor and graphics card worked, and which came late."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

KEPT = 512
"""Frames, 5.7 s at 90 Hz."""


class FrameHistory:
    """A ring of the last `KEPT` frames, numbered from 0 on."""

    def __init__(self) -> None:
        self.count = 0
        self._processor = np.zeros(KEPT)
        self._graphics = np.zeros(KEPT)
        self._skipped = np.zeros(KEPT, np.int64)

    def add(self, processor: float, skipped: int) -> int:
        """Note a frame, s, and the display times that passed before it; return its number."""
        at = self.count % KEPT
        self._processor[at], self._graphics[at], self._skipped[at] = processor, 0.0, skipped
        self.count += 1
        return self.count - 1

    def learn(self, number: int, graphics: float) -> None:
        """Note how long the graphics card took over a frame, s, when that is known."""
        if self.count - number <= KEPT:
            self._graphics[number % KEPT] = graphics

    def times(self, first: int, last: int) -> NDArray[np.float64]:
        """Return how long frames first to before last took, s: the longer of the two workers."""
        at = np.arange(first, last) % KEPT
        longer: NDArray[np.float64] = np.maximum(self._processor[at], self._graphics[at])
        return longer

    def late(self, first: int, last: int) -> NDArray[np.bool_]:
        """Return which of frames first to before last came after a display time had passed."""
        late: NDArray[np.bool_] = self._skipped[np.arange(first, last) % KEPT] > 0
        return late

    def lateness(self) -> tuple[int, int, int]:
        """Return how many frames came late, of how many kept, and the display times they missed."""
        late = int(np.count_nonzero(self._skipped))
        return late, min(self.count, KEPT), int(self._skipped.sum())

    def medians(self, frames: int) -> tuple[float, float]:
        """Return the medians of the last frames, s: processor, graphics card (0 where unknown)."""
        first = max(self.count - min(frames, KEPT), 0)
        if first == self.count:
            return 0.0, 0.0
        at = np.arange(first, self.count) % KEPT
        known = self._graphics[at][self._graphics[at] > 0.0]
        graphics = float(np.median(known)) if known.size else 0.0
        return float(np.median(self._processor[at])), graphics
