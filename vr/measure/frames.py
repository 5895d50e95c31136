"""A frame and its passes beside the reference, in the same run, frame by frame in turn.

What a frame costs in ms says little of the program, for machines differ by a thousand; what it
costs beside a sphere with one picture on it says how much more is drawn. Both take turns, so that
another program's load hits both alike.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from render.passes.reference import Reference
from vr.measure.rig import Rig
from vr.measure.stopwatch import Stopwatch, by_name, promise, summary
from vr.movie import Movie
from vr.offscreen import Canvas
from vr.view_options import ViewOptions, view_at

SIZE = (1792, 1008)
MOST_REFERENCES = 5.0
"""A frame may cost so many times the reference (promise)."""
MOST_SHARE = 1.0 / 3.0
"""A pass may take this part of that (promise)."""
_STARTS = (60.0, 150.0, 250.0, 350.0, 450.0, 550.0)
_FRAMES_EACH = 5
_STEP = 1.0 / 30.0
_BESIDE = ("empty", "reference", "read", "encode")
"""Laps that are no part of a frame in a window."""


def frame_times(rig: Rig, starts: tuple[float, ...] = _STARTS) -> dict[str, Any]:
    """Return times of the default view's frames, passes and reference in ms, and their ratios.

    The first frames after each jump in time are drawn but not measured.
    """
    reference = Reference(rig.context)
    canvas = Canvas.of(rig.context, SIZE)
    laps = list(_laps(rig, reference, canvas, starts))
    canvas.release()
    parts = by_name(laps)
    base = parts["reference"]
    passes = {name: times for name, times in parts.items() if name not in _BESIDE}
    whole = np.sum(list(passes.values()), axis=0)
    most = MOST_REFERENCES * float(np.median(base))
    shares = {name: float(np.median(times)) / most for name, times in passes.items()}
    return {
        "size": list(SIZE),
        "quality": rig.how.quality.name,
        "frame_ms": summary(whole, 1e3),
        "parts_ms": {name: summary(times, 1e3) for name, times in parts.items()},
        "parts_share": {name: promise(share, MOST_SHARE) for name, share in shares.items()},
        "frame_over_reference": promise(float(np.median(whole / base)), MOST_REFERENCES),
        "largest_share": promise(max(shares.values()), MOST_SHARE),
    }


def _laps(
    rig: Rig, reference: Reference, canvas: Canvas, starts: tuple[float, ...]
) -> Iterator[dict[str, float]]:
    camera = ViewOptions(size=SIZE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.mp4"
        with Movie(path, SIZE, Fraction(30)) as movie:
            for start in starts:
                for number in range(-1, _FRAMES_EACH):
                    laps = _one(rig, reference, canvas, camera, start + _STEP * number, movie)
                    if number >= 0:
                        yield laps


def _one(
    rig: Rig, reference: Reference, canvas: Canvas, camera: ViewOptions, t: float, movie: Movie
) -> dict[str, float]:
    """Return the laps of one frame, of the reference, of an empty frame, and of filming it."""
    watch = Stopwatch(rig.context.finish)
    moment = rig.timeline.at(t)
    view = view_at(camera, moment)
    watch.lap("orbit")
    how = rig.how
    rig.renderer.draw(moment, [view], [canvas.framebuffer], how.look, how.layers, watch.lap)
    pixels = canvas.pixels()
    watch.lap("read")
    movie.add(pixels)
    watch.lap("encode")
    canvas.framebuffer.use()
    canvas.framebuffer.clear()
    watch.lap("empty")
    reference.draw(moment, view)
    watch.lap("reference")
    return watch.laps
