"""Stars as points: placed, coloured and dimmed in the vertex shader, one draw for all."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.luminaries import MAGNITUDE_OF_A_LUX
from render.shaders import program
from render.uniforms import bind_blocks

ZERO_MAGNITUDE_LUX = 10 ** (0.4 * MAGNITUDE_OF_A_LUX)
"""Illuminance of V = 0 in lux: m = -13.99 - 2.5 log10(E) (Allen's Astrophysical Quantities)."""


def illuminance(magnitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the illuminance in lux of stars of apparent V `magnitude`."""
    lux: NDArray[np.float64] = ZERO_MAGNITUDE_LUX * 10 ** (-0.4 * magnitude)
    return lux


class Stars:
    """Draw n stars into the bound HDR target, adding."""

    def __init__(
        self,
        ctx: moderngl.Context,
        directions: NDArray[np.float64],
        magnitudes: NDArray[np.float64],
        colours: NDArray[np.float64],
        air: moderngl.Texture,
    ) -> None:
        """Take (n, 3) unit vectors in GCRS with proper motion, (n,) V, (n, 3) linear sRGB."""
        self._air = air
        self._program = bind_blocks(program(ctx, "stars.vert", "points.frag"))
        rows = np.concatenate(
            [directions, illuminance(magnitudes)[:, None], colours], axis=1
        ).astype("f4")
        self._array = ctx.vertex_array(
            self._program,
            [(ctx.buffer(rows), "3f 1f 3f", "in_direction", "in_illuminance", "in_colour")],
        )

    def draw(self) -> None:
        """Draw all; blocks `Frame` and `Eye` must be bound, blending set to add."""
        self._air.use(0)
        self._program["air_table"] = 0
        self._array.render(moderngl.POINTS)
