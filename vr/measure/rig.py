"""One context and one renderer for all that is measured, with account of its memory."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl

from orbit.timeline import Timeline
from render.context import standalone
from render.memory import Ledger
from render.renderer import Renderer
from vr.style import Style


@dataclass(frozen=True, slots=True)
class Rig:
    """A timeline, how it is drawn, and what draws it; `ledger` knows what the renderer holds."""

    timeline: Timeline
    how: Style
    context: moderngl.Context
    ledger: Ledger
    renderer: Renderer

    @staticmethod
    def of(timeline: Timeline, how: Style, context: moderngl.Context | None = None) -> Rig:
        """Make one, in a new context without a display if none is given; raise MachineError."""
        here = standalone() if context is None else context
        ledger = Ledger(here)
        return Rig(timeline, how, here, ledger, Renderer(here, timeline, how.quality, spread=True))
