"""Lays black over a finished picture: a fade, and a vignette while the world moves quickly."""

from __future__ import annotations

import math

import moderngl

from render.passes.fullscreen import FullScreen
from render.view import View

ANGLES = (math.radians(20.0), math.radians(34.0))
"""Off the axis: where the vignette begins and is full. Fernandes & Feiner (IEEE 3DUI 2016) found
fields narrowed to about this to lessen sickness without being noticed much."""


class Comfort:
    """The pass; it draws nothing where nothing is dark."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._screen = FullScreen(ctx, "comfort.frag")
        self._screen.set("angles", ANGLES)

    def draw(self, view: View, darkness: float, vignette: float = 0.0) -> None:
        """Darken the framebuffer in use; shares from 0 (not) to 1 (black)."""
        if darkness <= 0.0 and vignette <= 0.0:
            return
        self._screen.set("darkness", min(darkness, 1.0))
        self._screen.set("vignette", min(vignette, 1.0))
        self._screen.set("tangents", view.tangents)
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._screen.draw()
        self._ctx.enable_only(moderngl.NOTHING)
