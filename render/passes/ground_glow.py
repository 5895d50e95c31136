"""The light that a flame throws on ground and cloud under it: a warm patch at lift-off."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.earth import geodetic_of_point, itrs_from_geodetic
from orbit.moment import Moment
from render.earth_maps import EarthMaps
from render.shaders import program
from render.uniforms import bind_blocks

Array = NDArray[np.float64]

CAPACITY = 3
SEEN = 1e-3
"""lux: a flame that lights the ground under it less is left out; half a Moon gives 0.04."""
RINGS, SECTORS = 28, 40
LEAST_PIXELS = 0.7
"""A patch is drawn no smaller than this, in pixels, with all its light."""
_ROW = np.dtype([("foot", "<f4", 3), ("up", "<f4", 4), ("light", "<f4", 3), ("colour", "<f4", 3)])


class GroundGlow:
    """Draw the brightest lights' patches into the bound HDR target, adding."""

    def __init__(self, ctx: moderngl.Context, air: moderngl.Texture, maps: EarthMaps) -> None:
        self._textures: dict[str, moderngl.Texture | moderngl.Texture3D] = {
            "air_table": air,
            **maps.of_clouds,
        }
        self._program = bind_blocks(program(ctx, "ground_glow.vert", "ground_glow.frag"))
        for unit, name in enumerate(self._textures):
            self._program[name] = unit
        self._program["least_pixels"] = LEAST_PIXELS
        self._rows = np.zeros(CAPACITY, _ROW)
        self._axes = np.zeros((CAPACITY, 3), "<f4")
        self._buffer = ctx.buffer(reserve=self._rows.nbytes, dynamic=True)
        self._axis_buffer = ctx.buffer(reserve=self._axes.nbytes, dynamic=True)
        names = ("in_foot", "in_up", "in_light", "in_colour")
        self._array = ctx.vertex_array(
            self._program,
            [
                (ctx.buffer(_disc()), "2f", "in_place"),
                (self._buffer, "3f 4f 3f 3f/i", *names),
                (self._axis_buffer, "3f/i", "in_axis"),
            ],
        )

    def draw(self, moment: Moment, pixel_tangent: float) -> None:
        """Draw the patches of a moment; `pixel_tangent` is the tangent of one pixel."""
        bodies = moment.bodies
        if not bodies.ids:
            return
        height = np.maximum(bodies.altitude, 100.0)
        brightness = bodies.light[:, 0] * bodies.burning / height**2
        chosen = np.argsort(-brightness)[:CAPACITY]
        chosen = chosen[brightness[chosen] > SEEN]
        if not len(chosen):
            return
        for slot, index in enumerate(chosen):
            self._fill(moment, slot, int(index))
        self._buffer.write(self._rows)
        self._axis_buffer.write(self._axes)
        for unit, texture in enumerate(self._textures.values()):
            texture.use(unit)
        self._array.render(moderngl.TRIANGLES, instances=len(chosen))

    def _fill(self, moment: Moment, slot: int, index: int) -> None:
        bodies = moment.bodies
        turn = moment.itrs_from_gcrs
        eye = turn @ moment.eye_position
        place = eye + turn @ bodies.position[index]
        latitude, longitude, height = geodetic_of_point(*place.tolist())
        foot = itrs_from_geodetic(latitude, longitude, 0.0)
        row = self._rows[slot]
        row["foot"] = foot - eye
        row["up"][:3] = (place - foot) / max(height, 1.0)
        row["up"][3] = max(height, 1.0)
        row["light"] = bodies.light[index]
        row["colour"] = bodies.colour[index]
        self._axes[slot] = turn @ bodies.axis[index]


def _disc() -> NDArray[np.float32]:
    """Return triangles (n, 2) of a unit disc in polar places: ring 0 to 1, angle in rad."""
    ring = np.linspace(0.0, 1.0, RINGS + 1)
    angle = np.linspace(0.0, 2.0 * np.pi, SECTORS + 1)
    corners = [(0, 0), (1, 0), (1, 1), (0, 0), (1, 1), (0, 1)]
    triangles = [
        (ring[i + di], angle[j + dj])
        for i in range(RINGS)
        for j in range(SECTORS)
        for di, dj in corners
    ]
    return np.array(triangles, "<f4")
