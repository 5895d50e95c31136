"""Streaks of light with a bright head: flames, plumes and the wakes of what burns up."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from render.shaders import program
from render.uniforms import bind_blocks

CAPACITY = 64
_ROW = np.dtype(
    [
        ("head", "<f4", 3),
        ("tail", "<f4", 3),
        ("shape", "<f4", 2),
        ("illuminance", "<f4", 3),
    ]
)
_CORNERS = np.array([[0, -1], [1, -1], [0, 1], [1, 1]], "<f4")


class Streaks:
    """Draw up to CAPACITY streaks into the bound HDR target, adding."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._program = bind_blocks(program(ctx, "streaks.vert", "streaks.frag"))
        self._rows = np.zeros(CAPACITY, _ROW)
        self._buffer = ctx.buffer(reserve=self._rows.nbytes, dynamic=True)
        names = ("in_head", "in_tail", "in_shape", "in_illuminance")
        self._array = ctx.vertex_array(
            self._program,
            [
                (ctx.buffer(_CORNERS), "2f", "in_corner"),
                (self._buffer, "3f 3f 2f 3f/i", *names),
            ],
        )

    def draw(
        self,
        head: NDArray[np.float64],
        tail: NDArray[np.float64],
        shape: NDArray[np.float64],
        illuminance: NDArray[np.float64],
    ) -> None:
        """Draw n streaks of (n, 3) lux, linear sRGB.

        `head` (n, 3) in m from the eye and `tail` (n, 3) in m from the head to where the light has
        fallen to 1/e, ITRS axes; `shape` (n, 2) in m as `render.plumes.StreakRows`.
        """
        count = min(len(head), CAPACITY)
        if count == 0:
            return
        rows = self._rows[:count]
        rows["head"], rows["tail"] = head[:count], tail[:count]
        rows["shape"], rows["illuminance"] = shape[:count], illuminance[:count]
        self._buffer.write(self._rows)
        self._array.render(moderngl.TRIANGLE_STRIP, instances=count)
