"""Points of light in two steps: worked out once a frame, then drawn for each eye.

What costs time (refraction, extinction, cloud, level of detail) is the same for both eyes. A vertex
shader does it for all points and writes direction, width and flux into a buffer (transform
feedback); the draw for an eye only places them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.shaders import assign, program, transform
from render.turns import itrs_from_cupola
from render.uniforms import bind_blocks
from render.view import View

PREPARED = ("prepared_direction", "prepared_spread", "prepared_flux")
"""What a preparing shader writes: vec3 ITRS, float, vec3 lux; 28 bytes a point."""
_ROW_BYTES = 28


@dataclass(frozen=True, slots=True)
class Field:
    """A cone that holds all that a view sees: `axis` (3,) in ITRS, `cosine` of its half angle.

    `pixel_tangent` is the tangent of one pixel of an eye.
    """

    axis: NDArray[np.float64]
    cosine: float
    pixel_tangent: float

    @staticmethod
    def of(moment: Moment, view: View, pixel_tangent: float) -> Field:
        """Return the field of a view, with a degree to spare."""
        left, right, down, up = view.tangents
        x, y = (left + right) / 2, (down + up) / 2
        length = math.sqrt(x * x + y * y + 1.0)
        smallest = min(
            (x * across + y * along + 1.0) / math.sqrt(across * across + along * along + 1.0)
            for across in (left, right)
            for along in (down, up)
        )
        widest = math.acos(min(1.0, smallest / length)) + math.radians(1.0)
        middle = np.array([x, y, -1.0]) / length
        axis = itrs_from_cupola(moment) @ (view.cupola_from_eye @ middle)
        return Field(axis, math.cos(min(widest, math.pi)), pixel_tangent)


class PreparedPoints:
    """Points as a preparing shader `vertex` leaves them, and their sprites.

    `reach` is the radius of a sprite in sigmas.
    """

    def __init__(self, ctx: moderngl.Context, vertex: str, reach: float, capacity: int) -> None:
        self.preparing = bind_blocks(transform(ctx, vertex, PREPARED))
        self.buffer = ctx.buffer(reserve=capacity * _ROW_BYTES, dynamic=True)
        self._sprites = bind_blocks(program(ctx, "points.vert", "points.frag"))
        self._sprites["reach"] = reach
        names = ("in_direction", "in_spread", "in_flux")
        self._array = ctx.vertex_array(self._sprites, [(self.buffer, "3f 1f 3f", *names)])
        self._count = 0

    def prepare(self, source: moderngl.VertexArray | None, count: int, field: Field) -> None:
        """Run the preparing shader over `count` points of `source`; `Frame` must be bound."""
        self._count = count
        if source is None or count == 0:
            return
        assign(self.preparing, "field_axis", tuple(field.axis.tolist()))
        assign(self.preparing, "field_cosine", field.cosine)
        assign(self.preparing, "pixel_tangent", field.pixel_tangent)
        source.transform(self.buffer, moderngl.POINTS, vertices=count)

    def draw(self) -> None:
        """Draw all, adding; the blocks `Frame` and `Eye` must be bound."""
        if self._count:
            self._array.render(moderngl.POINTS, vertices=self._count)
