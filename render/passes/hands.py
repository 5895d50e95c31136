"""Controllers and hands in the Cupola's near field, drawn by its solids' shader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import moderngl

from render.cupola_mesh import LAYOUT, NAMES, VERTEX
from render.held import BareHand, Held, vertices

_ROOM = 16_000
"""Vertices and triangles that the buffers have room for at first."""


@dataclass(frozen=True, slots=True)
class _Buffers:
    vertices: moderngl.Buffer
    triangles: moderngl.Buffer
    array: moderngl.VertexArray

    def release(self) -> None:
        for each in (self.array, self.vertices, self.triangles):
            each.release()


class Hands:
    """Keeps what hands hold on the graphics card, anew with every frame that has any."""

    def __init__(self, ctx: moderngl.Context, solids: moderngl.Program) -> None:
        self._ctx = ctx
        self._program = solids
        self._count = 0
        self._buffers = self._made(_ROOM * VERTEX.itemsize, 12 * _ROOM)
        self.version = 0
        """Changes with what is held: a picture with another version is another picture."""

    def hold(self, things: Sequence[Held | BareHand]) -> None:
        """Take what is held now, in the Cupola's frame."""
        if not things and self._count == 0:
            return
        self.version += 1
        self._count = 0
        if not things:
            return
        made, triangles = vertices(things)
        self._count = triangles.size
        room = self._buffers
        if room.vertices.size < made.nbytes or room.triangles.size < triangles.nbytes:
            room.release()
            self._buffers = room = self._made(2 * made.nbytes, 2 * triangles.nbytes)
        room.vertices.orphan()
        room.vertices.write(made)
        room.triangles.orphan()
        room.triangles.write(triangles)

    def draw(self) -> None:
        """Draw with the shader's uniforms as they are set."""
        if self._count:
            self._buffers.array.render(moderngl.TRIANGLES, vertices=self._count)

    def _made(self, vertex_bytes: int, triangle_bytes: int) -> _Buffers:
        held = self._ctx.buffer(reserve=vertex_bytes, dynamic=True)
        triangles = self._ctx.buffer(reserve=triangle_bytes, dynamic=True)
        array = self._ctx.vertex_array(
            self._program, [(held, LAYOUT, *NAMES)], index_buffer=triangles
        )
        return _Buffers(held, triangles, array)
