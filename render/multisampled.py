"""Multisampling in little memory: a picture is drawn band by band into one small image.

Without it, with one sample a pixel, the picture is drawn at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import moderngl

from render.passes.fullscreen import FullScreen
from render.targets import Colour

SAMPLES = 4
BAND_PIXELS = 370_000
"""At most this many in a band: with 8 bytes of colour and 4 of depth a sample, 18 MB."""


class Multisampled:
    """An RGBA16F image with depth, of as many samples as the driver has, at most SAMPLES."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._samples = min(SAMPLES, ctx.max_samples)
        self._band: _Band | None = None
        self._mean = FullScreen(ctx, "mean_of_samples.frag", (f"SAMPLES {self._samples}",))
        self._mean.set("picture", 0)

    def draw(self, target: Colour, draw: Callable[[], None], *, smooth: bool = True) -> None:
        """Fill `target` with the mean of the samples that `draw` makes, called for every band.

        `draw` finds colour and depth cleared, to 0 and 1, and the viewport set. What need not be
        `smooth` has one sample a pixel.
        """
        if not smooth:
            self._draw_plain(target, draw)
            return
        width, height = target.size
        count = math.ceil(width * height / BAND_PIXELS)
        rows = math.ceil(height / count)
        band = self._of((width, rows), self._samples)
        for first in range(0, height, rows):
            band.framebuffer.use()
            band.framebuffer.clear()
            band.framebuffer.viewport = (0, -first, width, height)
            draw()
            target.framebuffer.use()
            target.framebuffer.viewport = (0, first, width, min(rows, height - first))
            self._ctx.enable_only(moderngl.NOTHING)
            band.picture.use(0)
            self._mean.set("first_row", first)
            self._mean.draw()
        target.framebuffer.viewport = (0, 0, width, height)

    def _draw_plain(self, target: Colour, draw: Callable[[], None]) -> None:
        whole = self._of(target.size, 0)
        whole.framebuffer.use()
        whole.framebuffer.clear()
        draw()
        self._ctx.copy_framebuffer(target.framebuffer, whole.framebuffer)

    def _of(self, size: tuple[int, int], samples: int) -> _Band:
        """Return an image of `size` and `samples`, where 0 is one without multisampling."""
        held = self._band
        if held is None or held.framebuffer.size != size or held.picture.samples != samples:
            fresh = _Band.of(self._ctx, size, samples)
            if held is not None:
                fresh.framebuffer.use()  # a framebuffer in use must not be released
                held.release()
            self._band = held = fresh
        return held


@dataclass(frozen=True, slots=True)
class _Band:
    picture: moderngl.Texture
    depth: moderngl.Renderbuffer
    framebuffer: moderngl.Framebuffer

    @staticmethod
    def of(ctx: moderngl.Context, size: tuple[int, int], samples: int) -> _Band:
        picture = ctx.texture(size, 4, samples=samples, dtype="f2")
        depth = ctx.depth_renderbuffer(size, samples=samples)
        return _Band(picture, depth, ctx.framebuffer([picture], depth))

    def release(self) -> None:
        self.framebuffer.release()
        self.picture.release()
        self.depth.release()
