"""Streaks of light with a bright head: plumes and the wakes of what burns up."""

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
        ("width", "<f4", 2),
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
        names = ("in_head", "in_tail", "in_width", "in_illuminance")
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
        width: NDArray[np.float64],
        illuminance: NDArray[np.float64],
    ) -> None:
        """Draw n: (n, 3) head and tail in m from the eye, ITRS axes; (n, 2) m; (n, 3) lux."""
        count = min(len(head), CAPACITY)
        if count == 0:
            return
        rows = self._rows[:count]
        rows["head"], rows["tail"] = head[:count], tail[:count]
        rows["width"], rows["illuminance"] = width[:count], illuminance[:count]
        self._buffer.write(self._rows)
        self._array.render(moderngl.TRIANGLE_STRIP, instances=count)
