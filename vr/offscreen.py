"""Pictures without a display: the renderer drawing into memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self, TypeVar

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.errors import MachineError
from orbit.moment import Moment
from orbit.timeline import Timeline
from render.context import standalone
from render.exposure import Exposure
from render.layers import Layers
from render.looks import Look
from render.panorama import Panorama, PanoramaRenderer
from render.quality import Quality
from render.renderer import Renderer
from render.view import View

Number = TypeVar("Number", np.uint8, np.uint16)
Pixels = NDArray[np.uint8] | NDArray[np.uint16]
"""A picture (H, W, 3), sRGB, rows from the top: bytes, or 0 to 65535 where bytes are too coarse."""


class Offscreen:
    """A renderer and one picture of `size` (width, height) px in memory to draw into.

    `depth`: bits that the pictures are meant for, 8 or more; above 8 they come as 16-bit numbers.
    As a context manager it gives OpenGL's memory back. Raises MachineError when the machine has no
    OpenGL 3.3 or cannot hold a picture of that size.
    """

    def __init__(
        self, timeline: Timeline, size: tuple[int, int], quality: Quality, depth: int = 8
    ) -> None:
        self.depth = depth
        self.context = standalone()
        self.canvas = Canvas.of(self.context, size, depth)
        self.renderer = Renderer(self.context, timeline, quality, depth)
        self._panorama_renderer: PanoramaRenderer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.context.release()

    def draw(
        self, moment: Moment, view: View | Panorama, look: Look, layers: Layers
    ) -> NDArray[np.uint8]:
        """Return the picture (H, W, 3) of one instant: sRGB bytes, rows from the top."""
        with _room_for(view.size):
            self._draw(Exposure.sharp(moment), view, look, layers)
            return self.canvas.pixels()

    def draw_exposure(
        self, taken: Exposure, view: View | Panorama, look: Look, layers: Layers
    ) -> Pixels:
        """Return the picture that a shutter takes in, in numbers as fine as `depth` asks for."""
        with _room_for(view.size):
            self._draw(taken, view, look, layers)
            return self.canvas.pixels() if self.depth == 8 else self.canvas.fine_pixels()

    def luminance(
        self, moment: Moment, view: View | Panorama, look: Look, layers: Layers
    ) -> NDArray[np.float32]:
        """Return the picture before exposure: (H, W, 3) cd/m2, linear sRGB, rows from the top."""
        with _room_for(view.size):
            if isinstance(view, Panorama):
                return self._panoramas().hdr(moment, view, look, layers)
            return self.renderer.hdr(moment, view, look, layers)

    def _draw(self, taken: Exposure, view: View | Panorama, look: Look, layers: Layers) -> None:
        target = self.canvas.framebuffer
        if isinstance(view, Panorama):
            self._panoramas().draw(taken, view, target, look, layers)
        elif taken.instants == 1:
            self.renderer.draw(taken.middle, [view], [target], look, layers)
        else:
            self.renderer.draw_exposure(taken, view, target, look, layers)

    def _panoramas(self) -> PanoramaRenderer:
        if self._panorama_renderer is None:
            self._panorama_renderer = PanoramaRenderer(self.renderer)
        return self._panorama_renderer


@contextmanager
def _room_for(size: tuple[int, int]) -> Iterator[None]:
    """Say that a picture is too large where OpenGL has no room for its images."""
    try:
        yield
    except moderngl.Error as error:
        raise MachineError(
            f"this machine's OpenGL could not make a picture of {size[0]}x{size[1]} px ({error}); "
            "choose a smaller --size"
        ) from error


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture in the memory of an OpenGL context, to be drawn into."""

    texture: moderngl.Texture
    framebuffer: moderngl.Framebuffer

    @staticmethod
    def of(context: moderngl.Context, size: tuple[int, int], depth: int = 8) -> Canvas:
        """Make one of `size` (width, height) px. Raises MachineError when that is too large."""
        with _room_for(size):
            texture = context.texture(size, 4, dtype="f1" if depth == 8 else "nu2")
            return Canvas(texture, context.framebuffer([texture]))

    def pixels(self) -> NDArray[np.uint8]:
        """Return what was drawn: (H, W, 3) bytes, rows from the top."""
        read = self.framebuffer.read(components=3, alignment=1)
        return self._upright(np.frombuffer(read, np.uint8))

    def fine_pixels(self) -> NDArray[np.uint16]:
        """Return what was drawn: (H, W, 3), 0 to 65535, rows from the top."""
        read = self.framebuffer.read(components=3, alignment=1, dtype="nu2")
        return self._upright(np.frombuffer(read, np.uint16))

    def _upright(self, numbers: NDArray[Number]) -> NDArray[Number]:
        width, height = self.texture.size
        return np.ascontiguousarray(numbers.reshape(height, width, 3)[::-1])

    def release(self) -> None:
        """Give the memory back."""
        self.framebuffer.release()
        self.texture.release()
