"""Lays a pinhole picture into a panorama, each of whose pixels takes the mean of what it covers."""

from __future__ import annotations

import moderngl

from render.cube import FEATHER, Face, Raster
from render.passes.fullscreen import FullScreen
from render.targets import Colour


class PanoramaPass:
    """Add a face of the cube, weighted toward its edges, to a linear equirectangular picture."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._screen = FullScreen(ctx, "panorama.frag")
        self._screen.set("face", 0)
        self._screen.set("feather", FEATHER)

    def draw(
        self,
        picture: moderngl.Texture,
        face: Face,
        raster: Raster,
        target: Colour,
        part: tuple[int, int, int, int],
    ) -> None:
        """Add `picture` to an eye's `part` (x, y, width, height in pixels) of the target.

        Clear the target first; when all faces are in it, their weights have come to 1.
        """
        x, y, width, height = part
        picture.use(0)
        self._screen.set("face_from_centre", face.centre_from_face.T)
        self._screen.set("pixels_per_tangent", raster.pixels / (2 * raster.tangent))
        self._screen.set("pixels", float(raster.pixels))
        self._screen.set("part", (float(x), float(y), float(width), float(height)))
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE
        bottom, top = _span(face.rows, height)
        for columns in face.columns:
            left, right = _span(columns, width)
            target.framebuffer.scissor = (x + left, y + bottom, right - left, top - bottom)
            target.framebuffer.use()
            self._screen.draw()
        target.framebuffer.scissor = (0, 0, *target.size)
        self._ctx.enable_only(moderngl.NOTHING)


def _span(share: tuple[float, float], count: int) -> tuple[int, int]:
    """Return the pixels, first and one past the last, that a share of `count` touches."""
    return max(0, int(share[0] * count)), min(count, int(share[1] * count) + 1)
