"""The images that a frame is drawn into, made again only when a size changes.

In a show, whose eyes are drawn smaller where frames are late, those of full resolution are kept and
used in part, from the lower left: to make them anew would itself make a frame late.
"""

from __future__ import annotations

from dataclasses import dataclass

import moderngl

_LEAST_PART = 0.2
"""Of an image's pixels; for less it is made anew, so that a small picture does not hold much."""


@dataclass(frozen=True, slots=True)
class Colour:
    """A linear RGBA16F image and the framebuffer that draws into it, or into a part of it."""

    texture: moderngl.Texture
    framebuffer: moderngl.Framebuffer

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels of what is drawn of it."""
        _, _, width, height = self.framebuffer.viewport
        return width, height

    def has_room(self, size: tuple[int, int]) -> bool:
        """Say whether a picture of that size can be a part of it, and is not much less than it."""
        (width, height), (across, along) = size, self.texture.size
        if width > across or height > along:
            return False
        return bool(width * height >= _LEAST_PART * across * along)

    def release(self) -> None:
        """Give the GPU's memory back."""
        self.framebuffer.release()
        self.texture.release()


def colour(
    ctx: moderngl.Context, size: tuple[int, int], dtype: str = "f2", smooth: bool = True
) -> Colour:
    """Make an image; `dtype` f2 or f4. One that is not `smooth` is read pixel for pixel, faster."""
    texture = ctx.texture(size, 4, dtype=dtype)
    texture.repeat_x = texture.repeat_y = False
    between = moderngl.LINEAR if smooth else moderngl.NEAREST
    texture.filter = (between, between)
    return Colour(texture, ctx.framebuffer([texture]))


@dataclass(frozen=True, slots=True)
class FarTargets:
    """The pictures of `render.passes.far_field`: `coarse`, and the `ground` for the limb."""

    coarse: Colour
    ground: Colour

    def soften(self, wanted: bool) -> None:
        """Make the mipmaps of `coarse`, or read it without any."""
        if wanted:
            self.coarse.texture.build_mipmaps(max_level=4)
        between = moderngl.LINEAR_MIPMAP_LINEAR if wanted else moderngl.LINEAR
        self.coarse.texture.filter = (between, moderngl.LINEAR)

    def release(self) -> None:
        """Give the GPU's memory back."""
        for each in (self.coarse, self.ground):
            each.release()


class Targets:
    """All images of a frame with `eyes` views; `in_part` for a show."""

    def __init__(self, ctx: moderngl.Context, *, in_part: bool = False) -> None:
        self._ctx = ctx
        self._in_part = in_part
        self._far: FarTargets | None = None
        self._linear: Colour | None = None
        self._points: list[Colour] = []
        self._near: list[Colour] = []

    def far(self, size: tuple[int, int]) -> FarTargets:
        """Return the far field's images of that size."""
        if self._far is None or self._far.coarse.size != size:
            if self._far is not None:
                self._far.release()
            self._far = FarTargets(colour(self._ctx, size), colour(self._ctx, size))
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
        """Return the image of points for that eye: the same for all that are of the same size."""
        if eye > 0 and self._points and self._points[0].size == size:
            return self._points[0]
        return self._of_eye(self._points, eye, size)

    def near(self, eye: int, size: tuple[int, int]) -> Colour:
        """Return the near-field image for that eye."""
        return self._of_eye(self._near, eye, size)

    def _of_eye(self, images: list[Colour], eye: int, size: tuple[int, int]) -> Colour:
        while len(images) <= eye:
            images.append(colour(self._ctx, size, smooth=False))
        image = images[eye]
        if image.size == size:
            return image
        if self._in_part and image.has_room(size):
            image.framebuffer.viewport = (0, 0, *size)
            return image
        image.release()
        images[eye] = colour(self._ctx, size, smooth=False)
        return images[eye]
