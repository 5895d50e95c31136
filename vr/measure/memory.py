"""What the renderer holds of the graphics card's memory, in a window and in a headset."""

from __future__ import annotations

from typing import Any

from vr.measure.rig import Rig
from vr.measure.stopwatch import promise
from vr.offscreen import Canvas
from vr.view_options import ViewOptions, view_at

MOST_MB = 512.0
"""Promise, for the default quality; 1 MB is a million bytes."""
_SHOWN = 8
_PLACES = (("window", (1920, 1080), 1, 50.0), ("headset", (2064, 2208), 2, 95.0))
"""Name, pixels an eye, eyes, vertical field of view."""


def memory(rig: Rig) -> dict[str, Any]:
    """Return MB held after a frame of each kind, and the largest things; `rig` may be of any age.

    The pictures that are drawn into at last belong to the window or the headset; they don't count.
    """
    result: dict[str, Any] = {}
    moment = rig.timeline.at(250.0)
    for name, size, eyes, fov_deg in _PLACES:
        views = [view_at(ViewOptions(size=size, fov_deg=fov_deg), moment)] * eyes
        canvases = [Canvas.of(rig.context, size) for _ in views]
        targets = [canvas.framebuffer for canvas in canvases]
        rig.renderer.draw(moment, views, targets, rig.how.look, rig.how.layers)
        for canvas in canvases:
            canvas.release()
        held = rig.ledger.holdings()
        result[name] = {
            "size": list(size),
            "eyes": eyes,
            "mb": promise(sum(each.size for each in held) / 1e6, MOST_MB),
            "largest": [{"name": each.name, "mb": each.size / 1e6} for each in held[:_SHOWN]],
        }
    return result
