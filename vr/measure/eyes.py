"""Two eyes beside one, at the same pixels an eye, with the head still and turning."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from orbit.moment import Moment
from render.view import View
from vr.measure.rig import Rig
from vr.measure.stopwatch import Seconds, Stopwatch, promise, summary
from vr.offscreen import Canvas
from vr.view_options import ViewOptions, view_at

SIZE = (896, 1007)
"""px an eye: half the default picture's pixels each."""
APART = 0.063
"""m between the eyes."""
MOST = 1.25
"""Two eyes may cost so many times one (promise)."""
_FOV_DEG = 90.0
_FRAMES = 12
_TURN = math.radians(1.0)
"""Of the head from one frame to the next: a quick look aside at 90 Hz."""


def eye_times(rig: Rig, frames: int = _FRAMES) -> dict[str, Any]:
    """Return times of one eye and of two in ms, and their ratios, a still head's and a turning's.

    The Cupola's picture is kept while the head is still, and drawn anew where it turns.
    """
    canvases = [Canvas.of(rig.context, SIZE) for _ in range(2)]
    result: dict[str, Any] = {"size": list(SIZE)}
    for name, turn in (("still", 0.0), ("turning", _TURN)):
        mono, stereo = _pairs(rig, canvases, turn, frames)
        result[name] = {
            "mono_ms": summary(mono, 1e3),
            "stereo_ms": summary(stereo, 1e3),
            "stereo_over_mono": promise(float(np.median(stereo / mono)), MOST),
        }
    for canvas in canvases:
        canvas.release()
    return result


def _pairs(rig: Rig, canvases: list[Canvas], turn: float, frames: int) -> tuple[Seconds, Seconds]:
    """Return times (frames,) of one eye and of two, drawn in turn; two unmeasured pairs first."""
    spent = np.zeros((2, frames + 2))
    drawn = 0
    for number in range(frames + 2):
        moment = rig.timeline.at(250.0 + number / 90.0)
        for eyes in (1, 2) if number % 2 else (2, 1):
            views = both_eyes(moment, turn * drawn)[:eyes]
            spent[eyes - 1, number] = _drawn(rig, moment, views, canvases[:eyes])
            drawn += 1
    return spent[0, 2:], spent[1, 2:]


def _drawn(rig: Rig, moment: Moment, views: list[View], canvases: list[Canvas]) -> float:
    watch = Stopwatch(rig.context.finish)
    how = rig.how
    rig.renderer.draw(moment, views, [each.framebuffer for each in canvases], how.look, how.layers)
    watch.lap("frame")
    return watch.whole()


def both_eyes(moment: Moment, turned: float = 0.0) -> list[View]:
    """Return both eyes of a head that looks where the default view does, turned by rad."""
    middle = view_at(ViewOptions(size=SIZE, fov_deg=_FOV_DEG), moment)
    cosine, sine = math.cos(turned), math.sin(turned)
    about_y = np.array([[cosine, 0.0, sine], [0.0, 1.0, 0.0], [-sine, 0.0, cosine]])
    axes = about_y @ middle.cupola_from_eye
    return [
        replace(middle, cupola_from_eye=axes, position=middle.position + side * axes[:, 0])
        for side in (-APART / 2, APART / 2)
    ]
