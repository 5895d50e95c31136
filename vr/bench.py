"""How long things take on this machine: the orbit engine, a frame and its parts, the encoder."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from orbit.scenario import Scenario
from orbit.timeline import Timeline, build
from vr import defaults
from vr.direct import DirectSky
from vr.movie import Movie
from vr.offscreen import Offscreen
from vr.opengl import describe
from vr.style import Style
from vr.view_options import ViewOptions, view_at

FRAME_SIZE = (1792, 1008)
_AT_CALLS, _DIRECT_CALLS, _FRAMES, _WARM_UP = 20_000, 200, 20, 3
_OF_FILMS = ("read", "encode")
"""Parts of a frame that a window and a headset do not have."""


def bench(scenario: Scenario, how: Style) -> dict[str, Any]:
    """Return all figures as a JSON object; times are in the unit that their key ends in."""
    start = time.perf_counter()
    timeline = build(scenario)
    built = time.perf_counter() - start
    with Offscreen(timeline, FRAME_SIZE, how.quality) as stage:
        return {
            "machine": _machine() | {"opengl": describe(stage.context)},
            "orbit": {"build_s": built} | orbit_times(timeline),
            "frame": frame_times(timeline, stage, how),
        }


def orbit_times(timeline: Timeline) -> dict[str, Any]:
    """Return the cost of `Timeline.at` beside that of asking skyfield for the same things."""
    first, last = defaults.FILM_FROM, defaults.FILM_TO
    at = durations(timeline.at, np.linspace(first, last, _AT_CALLS))
    direct = durations(DirectSky(timeline.scenario).at, np.linspace(first, last, _DIRECT_CALLS))
    return {
        "at_us": _summary(at, 1e6),
        "skyfield_us": _summary(direct, 1e6),
        "times_cheaper": float(np.median(direct) / np.median(at)),
    }


def frame_times(timeline: Timeline, stage: Offscreen, how: Style) -> dict[str, Any]:
    """Return the cost of a frame of the default view, of its passes, and of filming it."""
    camera = ViewOptions(size=FRAME_SIZE)
    laps: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.mp4"
        with Movie(path, FRAME_SIZE, Fraction(30)) as movie:
            for t in np.linspace(60.0, 560.0, _FRAMES + _WARM_UP):
                watch = Stopwatch(stage.context.finish)
                moment = timeline.at(float(t))
                watch.lap("orbit")
                view = view_at(camera, moment)
                targets = [stage.canvas.framebuffer]
                stage.renderer.draw(moment, [view], targets, how.look, how.layers, watch.lap)
                pixels = stage.canvas.pixels()
                watch.lap("read")
                movie.add(pixels)
                watch.lap("encode")
                laps.append(watch.laps)
    measured = laps[_WARM_UP:]
    parts = {name: np.array([frame[name] for frame in measured]) for name in measured[0]}
    whole = np.sum([times for name, times in parts.items() if name not in _OF_FILMS], axis=0)
    return {
        "size": list(FRAME_SIZE),
        "quality": how.quality.name,
        "frame_ms": _summary(whole, 1e3),
        "parts_ms": {part: _summary(times, 1e3) for part, times in parts.items()},
    }


class Stopwatch:
    """Takes the time of the parts of a frame; `finish` waits for the graphics card."""

    def __init__(self, finish: Callable[[], None]) -> None:
        self._finish = finish
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """End a part of that name, s."""
        self._finish()
        now = time.perf_counter()
        self.laps[name] = self.laps.get(name, 0.0) + now - self._last
        self._last = now


def durations(function: Callable[[float], object], times: Iterable[float]) -> np.ndarray[Any, Any]:
    """Return how long `function` took at each of `times`, s, after some unmeasured calls."""
    arguments = [float(t) for t in times]
    for t in arguments[:20]:
        function(t)
    spent = np.empty(len(arguments))
    for number, t in enumerate(arguments):
        begun = time.perf_counter()
        function(t)
        spent[number] = time.perf_counter() - begun
    return spent


def _summary(seconds: np.ndarray[Any, Any], unit: float) -> dict[str, float]:
    """Return median, 99.9th percentile and maximum in units of 1/`unit` s."""
    return {
        "median": float(np.median(seconds) * unit),
        "p99_9": float(np.percentile(seconds, 99.9) * unit),
        "max": float(np.max(seconds) * unit),
    }


def _machine() -> dict[str, Any]:
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def _processor() -> str:
    """Return the processor's name; Linux keeps it in a file, other systems tell Python."""
    try:
        for row in Path("/proc/cpuinfo").read_text().splitlines():
            if row.startswith("model name"):
                return row.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
