"""Draws the Cupola's panes: what they mirror of the room, what they keep back, images of lamps."""

from __future__ import annotations

import moderngl
import numpy as np

from assets.cupola import CupolaData
from render.cupola_mesh import CupolaMesh
from render.cupola_tablet import pilot_places, screen_axes
from render.shaders import assign, program

_CLIP_DISTANCE0 = 0x3000
_PILOTS = 4


class Glass:
    """The shaders of the panes: their sheen, and the images of lamps in them."""

    def __init__(self, ctx: moderngl.Context, data: CupolaData) -> None:
        self._ctx = ctx
        self.programs = (
            program(ctx, "cupola_glass.vert", "cupola_glass.frag"),
            program(ctx, "cupola_glass.vert", "cupola_lamps.frag", ("LAMPS",)),
        )
        panes, light = data.panes, data.light
        first = panes.scratch[0]
        lamps = np.zeros((_PILOTS, 4))
        lamps[: len(light.pilots), :3] = pilot_places()
        lamps[: len(light.pilots), 3] = light.pilot_radius
        values = {
            "transmittance": panes.transmittance,
            "reflectance": panes.reflectance,
            "sheets": (0.0, panes.pressure[0][0] - first, panes.debris[0] - first),
            "screen_axes": screen_axes().T,
            "screen_half": tuple(side / 2 for side in light.screen_size),
            "pilots": [tuple(lamp) for lamp in lamps.tolist()],
        }
        for shader in self.programs:
            for name, value in values.items():
                assign(shader, name, value)

    def draw(self, panes: Panes, *, lamps: bool) -> None:
        """Draw over what is there, premultiplied; `lamps` says whether any shine."""
        panes.sheen.render(moderngl.TRIANGLES)
        if lamps:
            # They lie where the panes have just been drawn.
            self._ctx.depth_func = "<="
            self._ctx.enable_direct(_CLIP_DISTANCE0)
            panes.lamps.render(moderngl.TRIANGLES)
            self._ctx.disable_direct(_CLIP_DISTANCE0)
            self._ctx.depth_func = "<"


class Panes:
    """One mesh's panes on the graphics card, as each shader reads them."""

    def __init__(self, ctx: moderngl.Context, glass: Glass, mesh: CupolaMesh) -> None:
        vertices = ctx.buffer(np.ascontiguousarray(mesh.pane_vertices))
        triangles = ctx.buffer(mesh.pane_triangles)
        self.sheen, self.lamps = (
            ctx.vertex_array(
                shader,
                [(vertices, "3f 3f", "in_position", "in_normal")],
                index_buffer=triangles,
            )
            for shader in glass.programs
        )
