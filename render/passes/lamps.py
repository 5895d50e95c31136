"""Town lamps as points; which cells can be seen is decided on the CPU, all else in the shader."""

from __future__ import annotations

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.lamps import COLOURS, Lamps
from orbit.moment import Moment
from render.earth_maps import EarthMaps, lamp_positions
from render.passes.points import Field, PreparedPoints
from render.shaders import assign

MEAN_RADIUS = 6.371e6
SELECTION_STEP = 2.0  # s of mission time that one selection of cells serves
_STATION_SPEED = 7.8e3  # m/s; how far the horizon can move meanwhile
FULL_DETAIL = 520e3  # m: nearer than this at 25 pixels a degree, every lamp is drawn
REACH = 2.9
"""Sigmas of a sprite; what lies outside is 1.5 %."""
_TURN = math.radians(5.0)
"""How far the view may turn before cells are selected again."""


class LampPoints:
    """Draw the lamps of all cells in sight into the bound HDR target, adding."""

    def __init__(
        self,
        ctx: moderngl.Context,
        lamps: Lamps,
        maps: EarthMaps,
        air: moderngl.Texture,
        per_pixel: float,
    ) -> None:
        """`per_pixel` sets the detail: how many lamps a pixel far away is made of."""
        self._textures: dict[str, moderngl.Texture | moderngl.Texture3D] = {
            "cloud_map": maps.clouds,
            "noise_volume": maps.noise,
            "air_table": air,
        }
        self._per_pixel = per_pixel
        self._start = np.asarray(lamps.cell_start, dtype=np.int64)
        self._centre = np.asarray(lamps.cell_centre_itrs, dtype=np.float64)
        self._radius = np.asarray(lamps.cell_radius, dtype=np.float64)
        self._points = PreparedPoints(ctx, "lamps.vert", REACH, len(lamps.intensity_cd))
        self._indices = ctx.buffer(reserve=4 * len(lamps.intensity_cd), dynamic=True)
        self._array = ctx.vertex_array(
            self._points.preparing,
            [
                (
                    ctx.buffer(self._rows(lamps)),
                    "3f 1f 4f1",
                    "in_position",
                    "in_intensity",
                    "in_colour_rank",
                )
            ],
            index_buffer=self._indices,
            index_element_size=4,
        )
        self._selected: tuple[int, Field] | None = None
        self._count = 0

    def _rows(self, lamps: Lamps) -> NDArray[np.void]:
        count = len(lamps.intensity_cd)
        layout = [("position", "<f4", 3), ("intensity", "<f4"), ("colour_rank", "u1", 4)]
        rows = np.zeros(count, layout)
        rows["position"] = lamp_positions(lamps)
        rows["intensity"] = lamps.intensity_cd
        colours = np.asarray(COLOURS)[lamps.colour_class] / 4.0
        rows["colour_rank"][:, :3] = np.round(np.clip(colours, 0, 1) * 255)
        sizes = np.diff(self._start)
        place = np.arange(count) - np.repeat(self._start[:-1], sizes)
        rows["colour_rank"][:, 3] = 255 * place // np.maximum(np.repeat(sizes, sizes), 1)
        return rows

    def prepare(self, moment: Moment, field: Field) -> None:
        """Work out what the eyes will see of the lamps; the block `Frame` must be bound."""
        step = int(np.floor(moment.t / SELECTION_STEP))
        if self._selected is None or not _serves(self._selected, step, field):
            self._select(moment.itrs_from_gcrs @ moment.eye_position, field)
            self._selected = (step, field)
        for unit, (name, texture) in enumerate(self._textures.items()):
            texture.use(unit)
            assign(self._points.preparing, name, unit)
        assign(self._points.preparing, "lamps_per_pixel", self._per_pixel)
        assign(self._points.preparing, "full_detail", FULL_DETAIL)
        self._points.prepare(self._array, self._count, field)

    def draw(self) -> None:
        """Draw all; blocks `Frame` and `Eye` must be bound, blending set to add."""
        self._points.draw()

    def _select(self, eye: NDArray[np.float64], field: Field) -> None:
        """List the lamps that may be drawn until the next selection, in the index buffer."""
        slack = SELECTION_STEP * _STATION_SPEED
        offset = self._centre - eye
        distance = np.linalg.norm(offset, axis=1)
        horizon = np.sqrt(max(float(eye @ eye) - MEAN_RADIUS**2, 0.0)) + 40e3
        near = distance - self._radius - slack < horizon
        reach = math.acos(field.cosine) + _TURN + (self._radius + slack) / np.maximum(distance, 3e5)
        inside = offset @ field.axis > distance * np.cos(np.minimum(reach, math.pi))
        cells = np.flatnonzero(near & inside)
        nearest = np.maximum(distance[cells] - self._radius[cells] - slack, 300e3)
        normal = self._centre[cells] / np.linalg.norm(self._centre[cells], axis=1)[:, None]
        cosine = -np.einsum("ij,ij->i", normal, offset[cells]) / distance[cells]
        cosine = np.clip(cosine + (self._radius[cells] + slack) / nearest, 0.0, 1.0)
        detail = FULL_DETAIL / nearest * (7.0e-4 / field.pixel_tangent)
        fraction = np.clip(detail**2 * cosine * self._per_pixel + 1 / 255, 0.003, 1.0)
        starts = self._start[cells]
        counts = np.ceil(fraction * (self._start[cells + 1] - starts)).astype(np.int64)
        total = int(counts.sum())
        firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        indices = np.arange(total) - np.repeat(firsts - starts, counts)
        self._indices.write(indices.astype("<u4"))
        self._count = total


def _serves(selected: tuple[int, Field], step: int, field: Field) -> bool:
    """Return whether a selection still holds all that a field can see."""
    then, before = selected
    turned = float(before.axis @ field.axis) < math.cos(_TURN)
    alike = before.cosine == field.cosine and before.pixel_tangent == field.pixel_tangent
    return then == step and alike and not turned
