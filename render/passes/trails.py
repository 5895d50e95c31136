"""The exhaust trail: segments that stand in the air, lit by the Moon and by the flame near by."""

from __future__ import annotations

import moderngl
import numpy as np

from orbit.moment import Moment
from orbit.timeline import Timeline
from render import exhaust
from render.shaders import assign, program
from render.uniforms import bind_blocks

_CORNERS = np.array([[0, -1], [1, -1], [0, 1], [1, 1]], "<f4")


class Trails:
    """Draw the trail of a timeline's launch into the bound HDR target, adding."""

    def __init__(self, ctx: moderngl.Context, air: moderngl.Texture, timeline: Timeline) -> None:
        trail = exhaust.trail(timeline)
        self._air = air
        self._nodes = trail.t
        if len(trail.t) < 2:
            return
        self._program = bind_blocks(program(ctx, "trails.vert", "trails.frag"))
        self._program["air_table"] = 0
        self._program["ice_lasts"] = exhaust.ICE_LASTS
        self._program["spreading"] = exhaust.SPREADING
        self._program["lasts"] = exhaust.LASTS
        node = np.column_stack([trail.position, trail.t, trail.soot, trail.ice, trail.width])
        rows = np.hstack([node[:-1], node[1:]]).astype("<f4")
        names = ("in_place", "in_matter", "in_next", "in_next_matter")
        self._array = ctx.vertex_array(
            self._program,
            [
                (ctx.buffer(_CORNERS), "2f", "in_corner"),
                (ctx.buffer(rows.tobytes()), "4f 3f 4f 3f/i", *names),
            ],
        )

    def draw(self, moment: Moment) -> None:
        """Draw what of the trail is there at a moment."""
        age = moment.t - self._nodes
        if len(age) < 2 or age[0] <= 0 or age[-1] >= exhaust.LASTS:
            return
        count = min(int(np.searchsorted(-age, 0.0)), len(age) - 1)
        bodies = moment.bodies
        burning = bodies.light[:, 0] * (bodies.mass_flow > 0)
        flame = int(np.argmax(burning))
        turn = moment.itrs_from_gcrs
        light = burning[flame] * bodies.colour[flame]
        assign(self._program, "flame", tuple((turn @ bodies.position[flame]).tolist()))
        assign(self._program, "flame_light", tuple(light.tolist()))
        self._air.use(0)
        self._array.render(moderngl.TRIANGLE_STRIP, instances=count)
