"""Draws the station outside the Cupola, as simple shapes lit by Moon or Sun and the Earth."""

from __future__ import annotations

import math
from collections.abc import Hashable

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.attitude import CUPOLA_FROM_BODY, cupola_from_body
from orbit.moment import Moment
from render.cupola_light import LIMB_ELEVATION
from render.earth_light import earth_luminance
from render.key_light import key_light
from render.near import clip_from_eye, columns
from render.shaders import program
from render.station_mesh import array_axes, station_mesh
from render.view import View
from render.viewing_circle import FADE, ViewingCircle

Array = NDArray[np.float64]

_STEP = math.radians(0.5)
"""The arrays follow the Sun in such steps, every 8 s of mission time, so that a picture holds."""

_WAY_UP = 2.35
"""m about the Cupola's axis: the Node's room lies within, and no window shows anything there."""


class Station:
    """The pass of what stands farther out than the Cupola, into the target of the near field.

    It draws as the Cupola does: premultiplied cd/m2, with the same depth. Draw it first.
    """

    def __init__(self, ctx: moderngl.Context, clocking_deg: float = 0.0) -> None:
        """Take the Cupola's clocking: the turn of its windows on the station."""
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
        self._program["circle_fade"] = FADE
        self._program["earth_share"] = math.sin(math.pi / 2 + LIMB_ELEVATION) ** 2

    def picture(self, moment: Moment) -> Hashable:
        """Return a key: with an equal one, in equal light, `draw` draws the same."""
        return tuple(self._sun(moment))

    def draw(self, moment: Moment, view: View, *, inside: bool = False) -> None:
        """Draw into the framebuffer in use; leaves blending and depth tests off.

        Seen from `inside` the Cupola, the skin of the Node above it is left out.
        """
        key, circle = key_light(moment), view.circle or ViewingCircle(0.0, (0.0, 1.0, 0.0))
        sun = self._sun(moment)
        shader = self._program
        shader["clip_from_eye"] = columns(clip_from_eye(view))
        shader["eye"] = tuple(view.position)
        shader["viewing_circle"] = (*circle.axis, circle.radius)
        shader["turned_axes"] = columns(array_axes(sun, leaning=False))
        shader["leaning_axes"] = columns(array_axes(sun, leaning=True))
        shader["way_up"] = _WAY_UP if inside else 0.0
        shader["key_direction"] = tuple(key.direction)
        shader["key_light"] = tuple(key.illuminance)
        shader["earth_luminance"] = tuple(earth_luminance(moment))
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._array.render(moderngl.TRIANGLES)
        self._ctx.enable_only(moderngl.NOTHING)

    def _sun(self, moment: Moment) -> Array:
        """Return the Sun's direction (3,), in steps, in the frame of a Cupola without clocking."""
        toward = self._clocking.T @ moment.cupola_from_gcrs @ moment.sun.direction
        steps = np.round(toward / _STEP) * _STEP
        sun: Array = steps / np.linalg.norm(steps)
        return sun
