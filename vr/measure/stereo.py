"""The default night view for two eyes, pass by pass, beside clearing both eyes alone.

As a headset shows it: frame after frame at its rate, the head still. What clearing costs is no part
of the passes; how a whole frame stands to an empty one is measured in the headset itself
(`vr.measure.headset`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from vr.measure.eyes import SIZE, both_eyes
from vr.measure.rig import Rig
from vr.measure.stopwatch import Stopwatch, by_name, summary
from vr.offscreen import Canvas

AT = 250.0
"""Mission time of the first frame, s."""
RATE = 90.0
_FRAMES = 18
_UNMEASURED = 6


def stereo_times(rig: Rig, frames: int = _FRAMES) -> dict[str, Any]:
    """Return times of a frame's passes for two eyes in ms, their shares, and clearing's."""
    canvases = [Canvas.of(rig.context, SIZE) for _ in range(2)]
    laps = [_one(rig, canvases, AT + n / RATE) for n in range(_UNMEASURED + frames)]
    for canvas in canvases:
        canvas.release()
    parts = by_name(laps[_UNMEASURED:])
    cleared = parts.pop("clear")
    whole = np.sum(list(parts.values()), axis=0)
    mean = float(whole.mean())
    return {
        "size": list(SIZE),
        "quality": rig.how.quality.name,
        "clear_ms": summary(cleared, 1e3),
        "frame_ms": summary(whole, 1e3),
        "parts_ms": {name: summary(times, 1e3) for name, times in parts.items()},
        "parts_share": {name: float(times.mean()) / mean for name, times in parts.items()},
        "frame_over_clear": float(np.median(whole) / np.median(cleared)),
    }


def _one(rig: Rig, canvases: list[Canvas], t: float) -> dict[str, float]:
    watch = Stopwatch(rig.context.finish)
    for canvas in canvases:
        canvas.framebuffer.use()
        canvas.framebuffer.clear()
    watch.lap("clear")
    moment = rig.timeline.at(t)
    views = both_eyes(moment)
    watch.lap("orbit")
    targets = [canvas.framebuffer for canvas in canvases]
    rig.renderer.draw(moment, views, targets, rig.how.look, rig.how.layers, watch.lap)
    return watch.laps
