"""Python's share of a headset's frame: what the default show asks of the processor, beside nothing.

Needs an OpenXR runtime and a headset; Monado's simulated one will do.
"""

from __future__ import annotations

from typing import Any

import moderngl
import numpy as np

from assets.words import words
from render.quality import quality
from vr.hands.begin import visitor
from vr.hands.settings import Settings
from vr.headset import HeadsetOptions
from vr.headset.desk import Desk
from vr.headset.loop import run
from vr.headset_show import HeadsetVisit
from vr.measure.in_turn import InTurn, totals
from vr.measure.stopwatch import by_name, promise, summary
from vr.mission import mission
from vr.script.start import show_for

MOST_MS, MOST_MS_IN_1000 = 1.5, 3.0
"""ms of the processor that a frame may take in the median and in 999 of 1000 (promise)."""
MOST_EMPTY = 3.0
"""A frame may take so many times an empty one, in the median (promise)."""
FRAMES = 1000
_SETTLED = 100
"""Frames of each kind before which nothing counts."""


def share_times(
    frames: int = FRAMES, render_scale: float = 1.0, at: str | None = None
) -> dict[str, Any]:
    """Return what frames of the default show and empty frames, in turn, take of the processor, ms.

    `frames` of the show are measured, from the start or from where it first comes to a mission
    time `at`. Eyes are `render_scale` times the recommended size, 16 x 16 px at least; it matters
    to names alone, which are fewer in a coarse picture. Raises MachineError without a headset.
    """
    about, spoken, measured = mission(None, None), words(), []

    def make_visit(ctx: moderngl.Context) -> HeadsetVisit:
        show = show_for(about, "first-visit", at, spoken)
        return HeadsetVisit(ctx, about, visitor(show, Settings()), quality("high"))

    def make_frames(*arguments: Any, **named: Any) -> InTurn:  # noqa: ANN401, as Frames takes them
        made = InTurn(*arguments, **named)
        measured.append(made)
        return made

    options = HeadsetOptions(
        render_scale=render_scale, fixed_resolution=True, frames=frames + _SETTLED
    )
    report = run(make_visit, options, Desk(), make_frames)
    own, empty = (kind[_SETTLED:] for kind in (measured[0].own, measured[0].empty))
    spent, nothing = totals(own), totals(empty)
    parts = by_name(own)
    return {
        "runtime": report.runtime,
        "eye_size": list(report.eye_size),
        "frames": len(own),
        "frame_ms": summary(spent, 1e3),
        "empty_ms": summary(nothing, 1e3),
        "parts_ms": {name: summary(times, 1e3) for name, times in parts.items() if name != "wall"},
        "wall_ms": summary(parts["wall"], 1e3),
        "empty_wall_ms": summary(by_name(empty)["wall"], 1e3),
        "median_ms": promise(float(np.median(spent)) * 1e3, MOST_MS),
        "in_1000_ms": promise(float(np.percentile(spent, 99.9)) * 1e3, MOST_MS_IN_1000),
        "frame_over_empty": promise(float(np.median(spent) / np.median(nothing)), MOST_EMPTY),
    }
