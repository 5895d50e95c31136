"""Shows the night in the headset, every other frame empty, and says how long each took.

Run as `python -m vr.measure.headset_frames QUALITY`, in a process of its own, since the context of
a headset belongs to a window. It prints a JSON object: the runtime, the eyes' size in px, and the
times in s of frames drawn and of empty ones, from the look for the eyes to the images handed in.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import moderngl

from assets.words import words
from render.quality import quality
from render.view import View
from vr.hands.begin import visitor
from vr.hands.names import Mode
from vr.hands.settings import Settings
from vr.headset import HeadsetOptions, Visit
from vr.headset import run as run_headset
from vr.headset_show import HeadsetVisit
from vr.hung import Hung, Room
from vr.mission import mission
from vr.script.start import show_for

AT = "250"
"""Mission time at which the show begins, in free time: the default view's."""
FRAMES = 64
"""Of both kinds together."""
UNMEASURED = 12
"""The first of them, in which shaders are compiled and images made."""


class _InTurn(HeadsetVisit):
    """Draws the show in every other frame, and in those between clears both eyes."""

    drawn: list[bool]

    def draw(
        self,
        views: Sequence[View],
        framebuffers: Sequence[moderngl.Framebuffer],
        room: Room | None = None,
    ) -> Hung | None:
        """Draw, or clear, each view's framebuffer."""
        self.drawn.append(len(self.drawn) % 2 == 0)
        if self.drawn[-1]:
            return super().draw(views, framebuffers, room)
        for framebuffer in framebuffers:
            framebuffer.use()
            framebuffer.clear()
        return None


def measure(quality_name: str) -> dict[str, Any]:
    """Return what the program prints; raise MachineError without a runtime or a headset."""
    about = mission(None, None)
    spoken = words("en")
    who = visitor(show_for(about, None, AT, spoken), Settings(spoken.language, Mode.NONE))
    drawn: list[bool] = []

    def make_visit(ctx: moderngl.Context) -> Visit:
        visit = _InTurn(ctx, about, who, quality(quality_name))
        visit.drawn = drawn
        return visit

    options = HeadsetOptions(mirror=False, frames=FRAMES, fixed_resolution=True)
    report = run_headset(make_visit, options)
    measured = FRAMES - UNMEASURED
    kinds, spent = drawn[-measured:], report.recent_work(measured)
    return {
        "runtime": report.runtime,
        "size": list(report.eye_size),
        "frame": [s for s, is_drawn in zip(spent, kinds, strict=True) if is_drawn],
        "empty": [s for s, is_drawn in zip(spent, kinds, strict=True) if not is_drawn],
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
