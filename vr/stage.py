"""Draws a cue: the world outside, and over it the names of what is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import moderngl

from assets.words import Words
from orbit.moment import Moment
from orbit.timeline import Timeline
from render.held import BareHand, Held
from render.held_names import HeldNames
from render.layers import Layers
from render.looks import Look
from render.naming import Naming
from render.parts import Parts
from render.passes.labels import LabelsPass
from render.quality import Quality, lower_than
from render.renderer import Renderer
from render.view import View
from vr.script.score import Cue


class Stage:
    """The renderer of one timeline, and names in the visitor's language."""

    def __init__(
        self, ctx: moderngl.Context, timeline: Timeline, quality: Quality, words: Words
    ) -> None:
        """Load everything, doing without what breaks, as `render.parts` tells.

        Raises MachineError where that leaves nothing to be seen.
        """
        self._qualities = (quality, *lower_than(quality))
        self._parts = Parts(needed=False)
        self._renderer = Renderer(ctx, timeline, quality, parts=self._parts, spread=True)
        self._names = self._parts.made(
            "names of what is pointed at", lambda: HeldNames(LabelsPass(ctx))
        )
        self.words = words

    @property
    def taken_out(self) -> Mapping[str, str]:
        """Return the parts of the picture that are not there, by name with the reason."""
        return self._parts.taken_out

    @property
    def lower_qualities(self) -> int:
        """Return how many steps of quality there are below the one asked for."""
        return len(self._qualities) - 1

    def lower(self, steps: int) -> None:
        """Draw from now on at a quality so many steps below the one asked for."""
        self._renderer.draw_at(self._qualities[steps])

    def hold(self, things: Sequence[Held | BareHand]) -> None:
        """Show from now on what hands hold."""
        self._renderer.hold(things)

    def draw(
        self,
        cue: Cue,
        moment: Moment,
        views: Sequence[View],
        framebuffers: Sequence[moderngl.Framebuffer],
        look: Look,
        *,
        cupola: bool,
        station: bool | None = None,
        glow: bool = True,
        pointed: Mapping[str, float] | None = None,
        now: float | None = None,
    ) -> None:
        """Draw each view into its framebuffer as sRGB-encoded bytes.

        `now` is display time in s, None for a picture that stands alone: see `HeldNames`.

        `station` as `render.layers.Layers` takes it; `glow` is that of the instruments; `pointed`
        as `render.naming.Naming` takes it.
        """
        layers = Layers(cupola, labels=False, station=station, glow=1.0 if glow else 0.0)
        self._renderer.draw(moment, views, framebuffers, look, layers)
        naming = Naming(self.words, cue.strength, pointed or {})
        if not naming.names_something:
            self._names.do(HeldNames.forget)
            return

        def draw(held: HeldNames) -> None:
            held.follow(moment, views, cupola, naming, now)
            for view, framebuffer in zip(views, framebuffers, strict=True):
                framebuffer.use()
                held.draw(view)

        self._names.do(draw)
