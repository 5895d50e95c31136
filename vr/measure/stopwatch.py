"""Taking the time of parts of a thing, and saying it shortly."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.float64]


class Stopwatch:
    """Takes the time of the parts of a frame; `finish` waits for the graphics card."""

    def __init__(self, finish: Callable[[], None]) -> None:
        self._finish = finish
        self.laps: dict[str, float] = {}
        finish()
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """End a part of that name, s."""
        self._finish()
        now = time.perf_counter()
        self.laps[name] = self.laps.get(name, 0.0) + now - self._last
        self._last = now

    def whole(self) -> float:
        """Return the sum of all laps, s."""
        return sum(self.laps.values())


def durations(function: Callable[[float], object], times: Iterable[float]) -> Seconds:
    """Return how long `function` took at each of `times`, s."""
    arguments = [float(t) for t in times]
    spent = np.empty(len(arguments))
    for number, t in enumerate(arguments):
        begun = time.perf_counter()
        function(t)
        spent[number] = time.perf_counter() - begun
    return spent


def summary(seconds: Seconds, unit: float) -> dict[str, float]:
    """Return least, median, 99.9th percentile and most in units of 1/`unit` s."""
    return {
        "min": float(np.min(seconds) * unit),
        "median": float(np.median(seconds) * unit),
        "p99_9": float(np.percentile(seconds, 99.9) * unit),
        "max": float(np.max(seconds) * unit),
    }


def by_name(laps: list[dict[str, float]]) -> dict[str, Seconds]:
    """Return the times of every part over many frames; 0 in a frame that went without it."""
    names = dict.fromkeys(name for frame in laps for name in frame)
    return {name: np.array([frame.get(name, 0.0) for frame in laps]) for name in names}


def promise(value: float, at_most: float) -> dict[str, Any]:
    """Return a figure beside what was promised of it."""
    return {"value": value, "at_most": at_most, "holds": bool(value <= at_most)}
