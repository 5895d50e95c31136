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
from vr.measure.in_turn import PARTS, Array, InTurn
from vr.measure.stopwatch import promise, summary
from vr.mission import mission
from vr.script.start import show_for

MOST_MS, MOST_MS_IN_1000 = 1.5, 3.0
"""ms of the processor that a frame may take in the median and in 999 of 1000 (promise)."""
MOST_EMPTY = 3.0
"""A frame may take so many times an empty one, in the median (promise)."""
FRAMES = 1000
SETTLED = 50
"""Frames of each kind before which nothing counts."""


def share_times(
    frames: int = FRAMES, render_scale: float = 1.0, at: str | None = None
) -> dict[str, Any]:
    """Return what frames of the default show and empty frames, in turn, take of the processor, ms.

    `frames` of the show are measured, from the start or from where it first comes to a mission
    time `at`. Eyes are `render_scale` times the recommended size, 16 x 16 px at least; it matters
    to names alone, which are fewer in a coarse picture. Raises MachineError without a headset.
    """
    about, spoken = mission(None, None), words()
    measured: list[InTurn] = []
    most = frames + SETTLED

    def make_visit(ctx: moderngl.Context) -> HeadsetVisit:
        show = show_for(about, "first-visit", at, spoken)
        return HeadsetVisit(ctx, about, visitor(show, Settings()), quality("high"))

    def make_frames(*arguments: Any, **named: Any) -> InTurn:  # noqa: ANN401, as Frames takes them
        measured.append(InTurn(most, *arguments, **named))
        return measured[-1]

    options = HeadsetOptions(render_scale=render_scale, fixed_resolution=True, frames=most)
    report = run(make_visit, options, Desk(), make_frames)
    of = measured[0]
    spent, nothing = of.own[SETTLED:].sum(axis=1), of.empty[SETTLED : most - 1]
    return {
        "runtime": report.runtime,
        "eye_size": list(report.eye_size),
        "frames": frames,
        "frame_ms": summary(spent, 1e3),
        "empty_ms": summary(nothing, 1e3),
        "parts_ms": {part: summary(of.own[SETTLED:, row], 1e3) for row, part in enumerate(PARTS)},
        "wall_ms": summary(of.own_wall[SETTLED:], 1e3),
        "empty_wall_ms": summary(of.empty_wall[SETTLED : most - 1], 1e3),
        "median_ms": promise(float(np.median(spent)) * 1e3, MOST_MS),
        "in_1000_ms": promise(float(np.percentile(spent, 99.9)) * 1e3, MOST_MS_IN_1000),
        "frame_over_empty": promise(float(np.median(spent) / np.median(nothing)), MOST_EMPTY),
        "collections": promise(of.collections, 0),
        "blocks_a_frame": growth(of.blocks[SETTLED:]),
    }


def growth(held: Array) -> float:
    """Return by how much what is held grows a frame: from the middle third to the last, medians.

    A show's later parts name more; what grows without end shows at the same place of a longer run.
    """
    third = max(len(held) // 3, 1)
    middle, last = np.median(held[third : 2 * third]), np.median(held[-third:])
    return float(last - middle) / third
