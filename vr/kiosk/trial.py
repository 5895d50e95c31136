"""Frames as a headset will want them, drawn and timed before the first visitor comes.

Both eyes see what a show begins with, names and all; the head turns and time goes on from frame to
frame, so that nothing is spared for being kept from the frame before.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence

import moderngl
import numpy as np

from orbit.timeline import Timeline
from render.looks import look
from render.naming import KINDS
from render.view import View
from vr.doctor import Finding, Verdict
from vr.script.score import Cue
from vr.stage import Stage

FRAME = 11.1
"""ms a frame in a headset of 90 Hz."""
SIZES = ((1024, 1024), (1024, 1024))
"""px of the eyes where there is no headset to ask."""
_FRAMES = 3
_AT = 120.0
"""s from lift-off: the rocket has risen, towns and stars are in sight."""
_FOV = math.radians(90.0)
_EYES = 0.063
"""m between the eyes."""
_TURN, _STEP = math.radians(1.0), 1.0 / 90.0
"""rad that the head turns, and s that pass, from frame to frame."""
_NAMES = dict.fromkeys(KINDS.values(), 1.0)

Sizes = Sequence[tuple[int, int]]


def frame_finding(
    ctx: moderngl.Context, stage: Stage, timeline: Timeline, sizes: Sizes = SIZES
) -> Finding:
    """Return how long a frame takes whose eyes have these sizes in px."""
    canvases = [ctx.framebuffer([ctx.texture(size, 4)]) for size in sizes]
    try:
        times = [_timed(ctx, stage, timeline, canvases, number) for number in range(_FRAMES + 1)]
    finally:
        for canvas in canvases:
            canvas.color_attachments[0].release()
            canvas.release()
    took = sorted(times[1:])[_FRAMES // 2]  # the first one makes what the others find made
    eyes = " and ".join(f"{width}x{height}" for width, height in sizes)
    found = f"a frame of {eyes} px takes {took:.1f} ms of {FRAME} ms"
    if took <= FRAME:
        return Finding("frame", "Frame budget", Verdict.OK, found)
    remedy = 'take quality = "low" and a smaller render_scale under [screen], or a faster card'
    return Finding("frame", "Frame budget", Verdict.WARN, found, remedy)


def picture_finding(taken_out: Mapping[str, str]) -> Finding:
    """Return whether the picture is whole, by `Stage.taken_out`."""
    if not taken_out:
        return Finding("picture", "Picture", Verdict.OK, "nothing is missing in it")
    reasons = "; ".join(f"without {name}: {why}" for name, why in taken_out.items())
    remedy = "update the graphics driver, or install Cupola again where a data file is named"
    return Finding("picture", "Picture", Verdict.WARN, reasons, remedy)


def eye_sizes(scale: float = 1.0) -> Sizes:
    """Return the sizes in px of the eyes of the headset that is there, times `scale` each way."""
    from vr.headset import probe  # noqa: PLC0415, what is broken must not break the trial

    try:
        found = probe().eye_sizes or SIZES
    except Exception:  # the self-test tells of it
        found = SIZES
    return [(max(round(scale * w), 1), max(round(scale * h), 1)) for w, h in found]


def trials() -> tuple[Finding, ...]:
    """Return both findings for `cupola doctor`, which draws without a window. Run it `apart`."""
    from assets.words import words  # noqa: PLC0415
    from orbit.scenario import find_scenario  # noqa: PLC0415
    from orbit.timeline import build  # noqa: PLC0415
    from render.context import standalone  # noqa: PLC0415
    from vr.suited import suited  # noqa: PLC0415

    sizes = eye_sizes()
    ctx = standalone()
    try:
        timeline = build(find_scenario())
        stage = Stage(ctx, timeline, suited(ctx), words())
        timed = frame_finding(ctx, stage, timeline, sizes)
        return timed, picture_finding(stage.taken_out)
    finally:
        ctx.release()


def _timed(
    ctx: moderngl.Context,
    stage: Stage,
    timeline: Timeline,
    canvases: Sequence[moderngl.Framebuffer],
    number: int,
) -> float:
    """Return ms of the frame of that number."""
    begun = time.perf_counter()
    t = _AT + number * _STEP
    c, s = math.cos(number * _TURN), math.sin(number * _TURN)
    head = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    views = [
        View.symmetric(head, canvas.size, _FOV, side * 0.5 * _EYES * head[:, 0])
        for side, canvas in zip((-1.0, 1.0), canvases, strict=True)
    ]
    moment = timeline.at(t)
    stage.draw(Cue(t, strength=_NAMES), moment, views, canvases, look("camera"), cupola=True)
    ctx.finish()
    return 1e3 * (time.perf_counter() - begun)
