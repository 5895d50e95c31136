"""Stars as points: placed, coloured and dimmed on the graphics card, one draw for all."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.luminaries import MAGNITUDE_OF_A_LUX
from orbit.moment import Moment
from render.passes.points import Field, PreparedPoints
from render.shaders import assign

ZERO_MAGNITUDE_LUX = 10 ** (0.4 * MAGNITUDE_OF_A_LUX)
"""Illuminance of V = 0 in lux: m = -13.99 - 2.5 log10(E) (Allen's Astrophysical Quantities)."""


REACH = 3.6
"""Sigmas of a sprite; what lies outside is 0.15 %."""


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
        """Take (n, 3) unit vectors in GCRS with proper motion, (n,) V, (n, 3) linear sRGB.

        The brightest come first.
        """
        self._air = air
        self._magnitudes = magnitudes
        self._count = len(directions)
        self._points = PreparedPoints(ctx, "stars.vert", REACH, self._count)
        rows = np.concatenate(
            [directions, illuminance(magnitudes)[:, None], colours], axis=1
        ).astype("f4")
        names = ("in_direction", "in_illuminance", "in_colour")
        self._source = ctx.vertex_array(
            self._points.preparing, [(ctx.buffer(rows), "3f 1f 3f", *names)]
        )

    def show_down_to(self, magnitude: float) -> None:
        """Draw from now on the stars up to that V alone."""
        self._count = int(np.searchsorted(self._magnitudes, magnitude, side="right"))

    def prepare(self, moment: Moment, field: Field) -> None:
        """Work out what the eyes will see; the block `Frame` must be bound."""
        self._air.use(0)
        assign(self._points.preparing, "air_table", 0)
        assign(self._points.preparing, "itrs_from_gcrs", moment.itrs_from_gcrs)
        self._points.prepare(self._source, self._count, field)

    def draw(self) -> None:
        """Draw all; blocks `Frame` and `Eye` must be bound, blending set to add."""
        self._points.draw()
