"""Flat things that hang in the Cupola, drawn over the finished picture of one eye: boards, marks.

The target holds display-encoded colour. Places and lengths are in m in the Cupola's frame; a thing
far away is seen in the same direction by both eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from render.near import clip_from_cupola, columns
from render.shaders import assign, program
from render.view import View

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """A rectangle: its top left corner, its upper and its left edge, (3,) each."""

    corner: Array
    along: Array
    down: Array

    @staticmethod
    def facing(middle: Array, axes: Array, width: float, height: float) -> Board:
        """Return the board round a middle (3,); `axes` (3, 3) has right and up as columns."""
        along, down = width * axes[:, 0], -height * axes[:, 1]
        return Board(middle - 0.5 * along - 0.5 * down, along, down)

    @property
    def axes(self) -> Array:
        """Return the rotation (3, 3), Cupola from board: x right, y up, z to the reader."""
        right = self.along / np.linalg.norm(self.along)
        up = -self.down / np.linalg.norm(self.down)
        return np.stack([right, up, np.cross(right, up)], axis=-1)

    def part(self, left: float, top: float, right: float, bottom: float) -> Board:
        """Return a part of it, given in shares of its width and height."""
        return Board(
            self.corner + left * self.along + top * self.down,
            (right - left) * self.along,
            (bottom - top) * self.down,
        )


@dataclass(frozen=True, slots=True)
class Ink:
    """A display-encoded colour and how much it covers, 0 to 1."""

    red: float
    green: float
    blue: float
    opacity: float = 1.0


Mark = tuple[float, ...]
"""A shape of one colour on a board: 19 numbers, as mark.vert takes them; made as below."""
_NAMES = ("in_corner", "in_along", "in_down", "in_size", "in_shape", "in_ink")
_BYTES = 4 * 19
_ROOM = 16
_ROUND = (2.2, 2.2)
"""Sides of a square board over the radius of what is round on it, dark rim included."""


def ring(board: Board, ink: Ink, progress: float = 1.0, width: float = 0.22) -> Mark:
    """Return a ring on a square board, filled clockwise from the top; `width` over its radius."""
    return _mark(board, ink, _ROUND, (1.0 - width, 1.0, progress, 0.0))


def dot(board: Board, ink: Ink) -> Mark:
    """Return a disc that fills a square board."""
    return _mark(board, ink, _ROUND, (0.0, 1.0, 1.0, 0.0))


def box(board: Board, ink: Ink, radius: float = 0.004) -> Mark:
    """Return a filled board, its corners rounded by `radius` m."""
    size = float(np.linalg.norm(board.along)), float(np.linalg.norm(board.down))
    return _mark(board, ink, size, (0.0, 0.0, 1.0, radius))


def strip(board: Board, ink: Ink) -> Mark:
    """Return a filled board of any length, soft at its long sides alone."""
    return _mark(board, ink, _ROUND, (0.0, 0.0, 1.0, -1.0))


def _mark(
    board: Board, ink: Ink, size: tuple[float, float], shape: tuple[float, float, float, float]
) -> Mark:
    place = (*board.corner.tolist(), *board.along.tolist(), *board.down.tolist())
    return (*place, *size, *shape, ink.red, ink.green, ink.blue, ink.opacity)


class Boards:
    """The pass. `begin` for each eye, then what lies below before what lies above."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._pictures = program(ctx, "board.vert", "board.frag")
        self._marks = program(ctx, "mark.vert", "mark.frag")
        self._pictures["picture"] = 0
        self._picture = ctx.vertex_array(self._pictures, [])
        self._make_room(_ROOM)
        self._laid: Sequence[Mark] = ()

    def begin(self, view: View) -> None:
        """Draw from now on into the framebuffer in use, as seen in that view."""
        clip = columns(clip_from_cupola(view))
        for each in (self._pictures, self._marks):
            assign(each, "clip_from_cupola", clip)

    def picture(self, board: Board, texture: moderngl.Texture, opacity: float = 1.0) -> None:
        """Draw a picture: display-encoded colour times alpha, its first row at the top."""
        texture.use(0)
        assign(self._pictures, "opacity", opacity)
        for name in ("corner", "along", "down"):
            assign(self._pictures, name, tuple(getattr(board, name).tolist()))
        self._draw(self._picture, 1)

    def marks(self, marks: Sequence[Mark]) -> None:
        """Draw marks, one over the other; the same ones again cost a draw, no more."""
        if not marks:
            return
        if marks is not self._laid:
            if len(marks) > self._room:
                self._make_room(2 * len(marks))
            self._buffer.write(np.array(marks, "<f4"))
            self._laid = marks
        self._draw(self._mark, len(marks))

    def picture_of(self, pixels: NDArray[np.uint8], shrinks: bool = True) -> moderngl.Texture:
        """Return a texture of `pixels` (H, W, 4), rows from the top, colour times alpha.

        One that never `shrinks` much goes without mipmaps, which cost software OpenGL 20 to 50 ms.
        """
        height, width = pixels.shape[:2]
        texture = self._ctx.texture((width, height), 4, np.ascontiguousarray(pixels).tobytes())
        texture.filter = moderngl.LINEAR, moderngl.LINEAR
        if shrinks:
            texture.build_mipmaps()
            texture.filter = moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR
        texture.repeat_x = texture.repeat_y = False
        return texture

    def _make_room(self, count: int) -> None:
        self._room = count
        self._buffer = self._ctx.buffer(reserve=count * _BYTES, dynamic=True)
        content = [(self._buffer, "3f 3f 3f 2f 4f 4f/i", *_NAMES)]
        self._mark = self._ctx.vertex_array(self._marks, content)

    def _draw(self, corners: moderngl.VertexArray, instances: int) -> None:
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        corners.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=instances)
        self._ctx.enable_only(moderngl.NOTHING)
