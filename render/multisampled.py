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
        self._plain: _Plain | None = None
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
        band = self._of_size((width, rows))
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
        """Draw into the target itself, with a depth of its size."""
        framebuffer = self._plain_of(target.texture)
        framebuffer.viewport = (0, 0, *target.size)
        framebuffer.use()
        framebuffer.clear()
        draw()

    # Only one of band and depth is held. The fresh is used first: what is in use must not go.

    def _of_size(self, size: tuple[int, int]) -> _Band:
        if self._band is None or self._band.framebuffer.size != size:
            fresh = _Band.of(self._ctx, size, self._samples)
            fresh.framebuffer.use()
            self._release()
            self._band = fresh
        return self._band

    def _plain_of(self, picture: moderngl.Texture) -> moderngl.Framebuffer:
        if self._plain is None or self._plain.depth.size != picture.size:
            fresh = _Plain(self._ctx, picture.size)
            fresh.of(picture).use()
            self._release()
            self._plain = fresh
        return self._plain.of(picture)

    def _release(self) -> None:
        for each in (self._band, self._plain):
            if each is not None:
                each.release()
        self._band = self._plain = None


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


class _Plain:
    """A depth for pictures of one size, and a framebuffer with it for each."""

    def __init__(self, ctx: moderngl.Context, size: tuple[int, int]) -> None:
        self._ctx = ctx
        self.depth = ctx.depth_renderbuffer(size)
        self._framebuffers: dict[moderngl.Texture, moderngl.Framebuffer] = {}

    def of(self, picture: moderngl.Texture) -> moderngl.Framebuffer:
        if picture not in self._framebuffers:
            self._framebuffers[picture] = self._ctx.framebuffer([picture], self.depth)
        return self._framebuffers[picture]

    def release(self) -> None:
        for framebuffer in self._framebuffers.values():
            framebuffer.release()
        self.depth.release()
