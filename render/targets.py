"""The images that a frame is drawn into, made again only when a size changes."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl

SAMPLES = 4


@dataclass(frozen=True, slots=True)
class Colour:
    """A linear RGBA16F image and the framebuffer that draws into it."""

    texture: moderngl.Texture
    framebuffer: moderngl.Framebuffer

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels."""
        width, height = self.texture.size
        return width, height

    def release(self) -> None:
        """Give the GPU's memory back."""
        self.framebuffer.release()
        self.texture.release()


@dataclass(frozen=True, slots=True)
class Multisampled:
    """A multisampled RGBA16F image with depth, and the plain image that it resolves into."""

    framebuffer: moderngl.Framebuffer
    resolved: Colour

    def release(self) -> None:
        """Give the GPU's memory back."""
        for attachment in self.framebuffer.color_attachments:
            attachment.release()
        self.framebuffer.depth_attachment.release()
        self.framebuffer.release()
        self.resolved.release()


def colour(ctx: moderngl.Context, size: tuple[int, int], dtype: str = "f2") -> Colour:
    """Make an image; `dtype` f2 or f4."""
    texture = ctx.texture(size, 4, dtype=dtype)
    texture.repeat_x = texture.repeat_y = False
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return Colour(texture, ctx.framebuffer([texture]))


def multisampled(ctx: moderngl.Context, size: tuple[int, int]) -> Multisampled:
    """Make an image for the near field, with as many samples as the driver has, at most SAMPLES."""
    samples = min(SAMPLES, ctx.max_samples)
    framebuffer = ctx.framebuffer(
        [ctx.renderbuffer(size, 4, samples=samples, dtype="f2")],
        ctx.depth_renderbuffer(size, samples=samples),
    )
    return Multisampled(framebuffer, colour(ctx, size))


@dataclass(frozen=True, slots=True)
class FarTargets:
    """The pictures of `render.passes.far_field`: `coarse`, `fine`, and the limb's `ground`."""

    coarse: Colour
    ground: Colour
    fine: Colour

    def release(self) -> None:
        """Give the GPU's memory back."""
        for each in (self.coarse, self.ground, self.fine):
            each.release()


class Targets:
    """All images of a frame with `eyes` views."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._far: FarTargets | None = None
        self._linear: Colour | None = None
        self._points: list[Colour] = []
        self._near: list[Multisampled] = []

    def far(self, fine: tuple[int, int], coarse: tuple[int, int]) -> FarTargets:
        """Return the far field's images of those sizes."""
        sizes = None if self._far is None else (self._far.fine.size, self._far.coarse.size)
        if self._far is None or sizes != (fine, coarse):
            if self._far is not None:
                self._far.release()
            self._far = FarTargets(
                colour(self._ctx, coarse), colour(self._ctx, coarse), colour(self._ctx, fine)
            )
        return self._far

    def linear(self, size: tuple[int, int]) -> Colour:
        """Return the full-precision image that a linear picture is read from."""
        if self._linear is None or self._linear.texture.size != size:
            fresh = colour(self._ctx, size, dtype="f4")
            if self._linear is not None:
                fresh.framebuffer.use()  # a framebuffer in use must not be released
                self._linear.release()
            self._linear = fresh
        return self._linear

    def points(self, eye: int, size: tuple[int, int]) -> Colour:
        """Return the image of points for that eye."""
        while len(self._points) <= eye:
            self._points.append(colour(self._ctx, size))
        if self._points[eye].texture.size != size:
            self._points[eye].release()
            self._points[eye] = colour(self._ctx, size)
        return self._points[eye]

    def near(self, eye: int, size: tuple[int, int]) -> Multisampled:
        """Return the near-field image for that eye."""
        while len(self._near) <= eye:
            self._near.append(multisampled(self._ctx, size))
        if self._near[eye].framebuffer.size != size:
            self._near[eye].release()
            self._near[eye] = multisampled(self._ctx, size)
        return self._near[eye]
