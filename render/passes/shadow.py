"""A shadow map of the Cupola: which of its points the Moon or the Sun can see."""

from __future__ import annotations

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from render.near import clip_from_light, columns
from render.shaders import program

Array = NDArray[np.float64]

SIZE = 2048
_CENTRE, _RADIUS = np.array([0.0, 0.1, 0.0]), 1.7
"""m; the ball that holds the hull. A texel is 1.7 mm."""

_UV_FROM_CLIP = np.array([[0.5, 0, 0, 0.5], [0, 0.5, 0, 0.5], [0, 0, 0.5, 0.5], [0, 0, 0, 1.0]])


PENUMBRA = 0.5 * math.radians(0.52) * 1.2 / (2 * _RADIUS)
"""Half-width of a shadow's edge over the map's: half of 0.52 degrees, 1.2 m behind the frame."""


class Shadow:
    """Casts the shadows of one mesh; what it holds depends on the light's direction alone."""

    def __init__(
        self, ctx: moderngl.Context, positions: NDArray[np.float32], triangles: NDArray[np.uint32]
    ) -> None:
        """Take the mesh: positions (n, 3) in m, Cupola frame, and triangles (m, 3)."""
        self._ctx = ctx
        self._program = program(ctx, "shadow.vert", "shadow.frag")
        self._array = ctx.vertex_array(
            self._program,
            [(ctx.buffer(np.ascontiguousarray(positions)), "3f", "in_position")],
            index_buffer=ctx.buffer(np.ascontiguousarray(triangles)),
        )
        self.map = ctx.depth_texture((SIZE, SIZE))
        self.map.filter = moderngl.LINEAR, moderngl.LINEAR
        self.map.compare_func = "<="
        self.map.repeat_x = self.map.repeat_y = False
        self._target = ctx.framebuffer(depth_attachment=self.map)
        self._cast: tuple[float, ...] | None = None
        self._uv_from_cupola = np.eye(4)

    def cast(self, direction: Array) -> Array:
        """Return the (4, 4) matrix from the Cupola's frame to the map, drawing it when needed.

        `direction` (3,) points to the light and comes in steps (key_light). The framebuffer in use
        stays in use.
        """
        toward = tuple(direction)
        if toward != self._cast:
            clip = clip_from_light(direction, _CENTRE, _RADIUS)
            self._draw(clip)
            self._cast, self._uv_from_cupola = toward, _UV_FROM_CLIP @ clip
        return self._uv_from_cupola

    def _draw(self, clip: Array) -> None:
        bound = self._ctx.fbo
        self._target.use()
        self._target.clear(depth=1.0)
        self._ctx.enable_only(moderngl.DEPTH_TEST)
        self._ctx.polygon_offset = 2.0, 4.0
        self._program["clip_from_cupola"] = columns(clip)
        self._array.render(moderngl.TRIANGLES)
        self._ctx.polygon_offset = 0.0, 0.0
        if bound is not None:
            bound.use()
