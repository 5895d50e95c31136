"""Put a mission into the headset."""

from __future__ import annotations

from collections.abc import Sequence

import moderngl

from render.renderer import Renderer
from render.view import View
from vr.clock import Clock
from vr.headset import Draw, HeadsetOptions, Report
from vr.headset import run as run_headset
from vr.mission import Mission
from vr.style import Style


def run(mission: Mission, t: float, style: Style, options: HeadsetOptions) -> Report:
    """Show `mission` from time `t` on until somebody leaves; return what happened.

    Raises MachineError without OpenGL 3.3, a runtime or a headset.
    """

    def make_draw(context: moderngl.Context) -> Draw:
        renderer = Renderer(context, mission.timeline, style.quality)

        def draw(at: float, views: Sequence[View], images: Sequence[moderngl.Framebuffer]) -> None:
            renderer.draw(mission.timeline.at(at), views, images, style.look, style.layers)

        return draw

    span = mission.scenario.span
    clock = Clock(anchor_t=t, first=span.start, last=span.end)
    return run_headset(make_draw, clock, options)
