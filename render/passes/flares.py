"""Lights bright enough to show the wings of their image: flames, Venus, Moon's and Sun's glare."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from render.shaders import assign, program
from render.uniforms import bind_blocks

CAPACITY = 64
_ROW = np.dtype([("direction", "<f4", 3), ("illuminance", "<f4", 3), ("at_infinity", "<f4")])
_CORNERS = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], "<f4")


class Flares:
    """Draw up to CAPACITY lights as core and wings into the bound HDR target, adding."""

    def __init__(self, ctx: moderngl.Context, air: moderngl.Texture) -> None:
        self._air = air
        self._program = bind_blocks(program(ctx, "flares.vert", "flares.frag"))
        self._program["air_table"] = 0
        self._rows = np.zeros(CAPACITY, _ROW)
        self._buffer = ctx.buffer(reserve=self._rows.nbytes, dynamic=True)
        self._array = ctx.vertex_array(
            self._program,
            [
                (ctx.buffer(_CORNERS), "2f", "in_corner"),
                (self._buffer, "3f 3f 1f/i", "in_direction", "in_illuminance", "in_at_infinity"),
            ],
        )

    def draw(
        self,
        directions: NDArray[np.float64],
        illuminance: NDArray[np.float64],
        at_infinity: bool,
        disc_radius: float,
    ) -> None:
        """Draw n lights: (n, 3) unit vectors in ITRS axes, (n, 3) lux as linear sRGB.

        `at_infinity`: they are beyond the limb, which refracts and dims them. `disc_radius`,
        rad: of what another pass draws as a disc, so that only its wings are drawn; else 0.
        """
        count = min(len(directions), CAPACITY)
        if count == 0:
            return
        rows = self._rows[:count]
        rows["direction"] = directions[:count]
        rows["illuminance"] = illuminance[:count]
        rows["at_infinity"] = at_infinity
        self._buffer.write(self._rows)
        self._air.use(0)
        assign(self._program, "disc_radius", disc_radius)
        self._array.render(moderngl.TRIANGLE_STRIP, instances=count)
