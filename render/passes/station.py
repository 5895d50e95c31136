"""Draws the station outside the Cupola, as simple shapes lit by Moon or Sun and the Earth."""

from __future__ import annotations

import math
from collections.abc import Hashable

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.attitude import CUPOLA_FROM_BODY, cupola_from_body
from orbit.moment import Moment
from render import near_eye
from render.cupola_light import LIMB_ELEVATION
from render.near import columns
from render.near_eye import NearEye, bind_block
from render.near_lights import near_lights
from render.once import once
from render.shaders import assign, program
from render.station_mesh import array_axes, station_mesh
from render.view import View
from render.viewing_circle import FADE

Array = NDArray[np.float64]

_STEP = math.radians(0.5)
"""The arrays follow the Sun in such steps, every 8 s of mission time, so that a picture holds."""

_WAY_UP = 2.35
"""m about the Cupola's axis: the Node's room lies within, and no window shows anything there."""

BINDING = 4
_LAYOUT = np.dtype(
    [
        ("turned_axes", "f4", (3, 4)),
        ("leaning_axes", "f4", (3, 4)),
        ("key_direction", "f4", 4),
        ("key_light", "f4", 4),
        ("earth_luminance", "f4", 4),
    ]
)
"""As in station_light.glsl, std140: matrices column by column."""


class Station:
    """The pass of what stands farther out than the Cupola, into the target of the near field.

    It draws as the Cupola does: premultiplied cd/m2, with the same depth. Draw it first.
    """

    def __init__(
        self, ctx: moderngl.Context, clocking_deg: float = 0.0, eye: NearEye | None = None
    ) -> None:
        """Take the Cupola's clocking: the turn of its windows on the station.

        `eye` is the block of the eye, where another pass has it too.
        """
        self._ctx = ctx
        self._program = program(ctx, "station.vert", "station.frag")
        mesh = station_mesh()
        names = ("in_place", "in_turned", "in_normal", "in_uv", "in_surface", "in_turns")
        self._array = ctx.vertex_array(
            self._program,
            [(ctx.buffer(mesh.vertices.tobytes()), "3f 3f 3f 2f 4f1 1f", *names)],
            index_buffer=ctx.buffer(mesh.triangles),
        )
        self._clocking = cupola_from_body(clocking_deg) @ CUPOLA_FROM_BODY.T
        self._program["cupola_from_body_axes"] = columns(self._clocking)
        self._sun = once(self._sun_of)
        bind_block(self._program, "NearEye", near_eye.BINDING)
        bind_block(self._program, "StationLight", BINDING)
        self._near_eye = eye or NearEye(ctx)
        self._row = np.zeros(1, _LAYOUT)
        self._buffer = ctx.buffer(reserve=_LAYOUT.itemsize, dynamic=True)
        self._held: Hashable = None
        self._program["circle_fade"] = FADE
        self._program["earth_share"] = math.sin(math.pi / 2 + LIMB_ELEVATION) ** 2

    def picture(self, moment: Moment) -> Hashable:
        """Return a key: with an equal one, in equal light, `draw` draws the same."""
        return self._sun(moment)

    def draw(self, moment: Moment, view: View, *, inside: bool = False) -> None:
        """Draw into the framebuffer in use; leaves blending and depth tests off.

        Seen from `inside` the Cupola, the skin of the Node above it is left out.
        """
        self._light(moment)
        self._near_eye.use(view)
        assign(self._program, "way_up", _WAY_UP if inside else 0.0)
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._array.render(moderngl.TRIANGLES)
        self._ctx.enable_only(moderngl.NOTHING)

    def _light(self, moment: Moment) -> None:
        """Let the shader light the station as at a moment."""
        lights, sun = near_lights(moment), self._sun(moment)
        if self._held != (lights.code, sun):
            row = self._row[0]
            row["turned_axes"][:, :3] = array_axes(sun, leaning=False).T
            row["leaning_axes"][:, :3] = array_axes(sun, leaning=True).T
            row["key_direction"][:3] = lights.key.direction
            row["key_light"][:3] = lights.key.illuminance
            row["earth_luminance"][:3] = lights.earth
            self._buffer.write(self._row)
            self._held = lights.code, sun
        self._buffer.bind_to_uniform_block(BINDING)

    def _sun_of(self, moment: Moment) -> tuple[float, float, float]:
        """Return the Sun's direction (3,), in steps, in the frame of a Cupola without clocking."""
        toward = self._clocking.T @ (moment.cupola_from_gcrs @ moment.sun.direction)
        x, y, z = (round(part / _STEP) for part in toward.tolist())
        length = math.sqrt(x * x + y * y + z * z)
        return x / length, y / length, z / length
