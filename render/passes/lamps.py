"""Town lamps as points; which of them can be seen is decided on the CPU, all else in the shader."""

from __future__ import annotations

import math
from dataclasses import replace

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.lamps import COLOURS
from orbit.moment import Moment
from render.earth_maps import EarthMaps
from render.lamp_rows import DENSITY_UNIT, ROW, LampRows
from render.passes.points import Field, PreparedPoints
from render.shaders import assign
from render.turns import eye_itrs

MEAN_RADIUS = 6.371e6
SELECTION_STEP = 2.0  # s of mission time that one selection of lamps serves
_STATION_SPEED = 7.8e3  # m/s; how far the horizon can move meanwhile
REACH = 2.9
"""Sigmas of a sprite; what lies outside is 1.5 %."""
CAPACITY = 320_000
"""Lamps drawn at once; where more are in sight, each pixel is made of fewer."""
_TURN = math.radians(5.0)
"""How far the view may turn before lamps are selected again."""


class LampPoints:
    """Draw the lamps of all cells in sight into the bound HDR target, adding."""

    def __init__(
        self,
        ctx: moderngl.Context,
        lamps: LampRows,
        maps: EarthMaps,
        air: moderngl.Texture,
        per_pixel: float,
    ) -> None:
        """`per_pixel` sets the detail: of how many lamps a pixel of a far town is made."""
        self._textures: dict[str, moderngl.Texture | moderngl.Texture3D] = {
            **maps.of_clouds,
            "air_table": air,
        }
        self._per_pixel = self._detail = per_pixel
        # Their rows will be on the graphics card; the file that they are mapped from is let go.
        self._lamps = replace(lamps, rows=np.empty(0, ROW))
        self._points = PreparedPoints(ctx, "lamps.vert", REACH, CAPACITY)
        self._points.preparing["lamp_colours"] = COLOURS.tolist()
        self._points.preparing["density_unit"] = DENSITY_UNIT
        self._indices = ctx.buffer(reserve=4 * CAPACITY, dynamic=True)
        rows = ctx.buffer(np.ascontiguousarray(lamps.rows))
        names = ("in_position", "in_light", "in_turn_colour")
        self._array = ctx.vertex_array(
            self._points.preparing,
            [(rows, "3f 2f2 2u2", *names)],
            index_buffer=self._indices,
            index_element_size=4,
        )
        self._selected: tuple[int, Field] | None = None
        self._count = 0

    def prepare(self, moment: Moment, field: Field) -> None:
        """Work out what the eyes will see of the lamps; the block `Frame` must be bound."""
        step = int(np.floor(moment.t / SELECTION_STEP))
        if self._selected is None or not _serves(self._selected, step, field):
            self._select(eye_itrs(moment), field)
            self._selected = (step, field)
        for unit, (name, texture) in enumerate(self._textures.items()):
            texture.use(unit)
            assign(self._points.preparing, name, unit)
        assign(self._points.preparing, "lamps_per_pixel", self._detail)
        self._points.prepare(self._array, self._count, field)

    def show(self, per_pixel: float) -> None:
        """Make a pixel of a far town of so many lamps from now on."""
        self._per_pixel = per_pixel
        self.forget()

    def forget(self) -> None:
        """Select lamps anew at the next picture."""
        self._selected = None

    def draw(self) -> None:
        """Draw all; blocks `Frame` and `Eye` must be bound, blending set to add."""
        self._points.draw()

    def _select(self, eye: NDArray[np.float64], field: Field) -> None:
        """List the lamps that may be drawn until the next selection, in the index buffer."""
        lamps = self._lamps
        slack = SELECTION_STEP * _STATION_SPEED
        offset = lamps.centre - eye
        distance = np.linalg.norm(offset, axis=1)
        horizon = np.sqrt(max(float(eye @ eye) - MEAN_RADIUS**2, 0.0)) + 40e3
        near = distance - lamps.radius - slack < horizon
        reach = math.acos(field.cosine) + _TURN + (lamps.radius + slack) / np.maximum(distance, 3e5)
        inside = offset @ field.axis > distance * np.cos(np.minimum(reach, math.pi))
        cells = np.flatnonzero(near & inside)
        nearest = np.maximum(distance[cells] - lamps.radius[cells] - slack, 300e3)
        normal = lamps.centre[cells] / np.linalg.norm(lamps.centre[cells], axis=1)[:, None]
        cosine = -np.einsum("ij,ij->i", normal, offset[cells]) / distance[cells]
        cosine = np.clip(cosine + (lamps.radius[cells] + slack) / nearest, 0.0, 1.0)
        pixels = cosine / (nearest * field.pixel_tangent) ** 2
        starts = lamps.start[cells]
        self._detail = self._per_pixel
        while True:
            wanted = np.minimum(self._detail * pixels, 1.0)
            counts = np.maximum(np.searchsorted(lamps.product, wanted + cells) - starts, 0)
            total = int(counts.sum())
            if total <= CAPACITY:
                break
            self._detail *= 0.7
        firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        indices = np.arange(total) - np.repeat(firsts - starts, counts)
        self._indices.write(indices.astype("<u4"))
        self._count = total


def _serves(selected: tuple[int, Field], step: int, field: Field) -> bool:
    """Return whether a selection still holds all that a field can see."""
    then, before = selected
    turned = float(before.axis @ field.axis) < math.cos(_TURN)
    # The same eyes, located anew, differ in the last digits.
    wider = abs(before.cosine - field.cosine) > 1e-6
    finer = abs(before.pixel_tangent / field.pixel_tangent - 1.0) > 1e-6
    return then == step and not (wider or finer or turned)
