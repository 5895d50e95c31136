"""Draws the Cupola: its solids, lit by Moon or Sun, Earth and dim lamps; its panes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.cupola import cupola
from orbit.moment import Moment
from render import near_eye
from render.cupola_marks import marks_mesh, picture
from render.cupola_mesh import LAYOUT, NAMES, CupolaMesh
from render.cupola_store import kept_mesh
from render.finer import finer_mesh
from render.grain import EXTENT, grain
from render.held import BareHand, Held
from render.near_eye import NearEye, bind_block
from render.near_lights import near_lights
from render.passes import lighting
from render.passes.cupola_glass import Glass, Panes
from render.passes.cupola_solids import Solids
from render.passes.hands import Hands
from render.passes.lighting import Lighting
from render.passes.shadow import PENUMBRA
from render.shaders import assign, program
from render.view import View
from render.viewing_circle import FADE

Array = NDArray[np.float64]

_FINE = moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR
_QUICK = moderngl.NEAREST_MIPMAP_NEAREST, moderngl.NEAREST


class Cupola:
    """The pass of the near field. It draws into a multisampled linear target with a depth buffer.

    The target holds premultiplied colour in cd/m2 and coverage; clear it to 0 and depth to 1 first.
    `glow` scales the Cupola's own dim lamps, 0 for none.
    """

    def __init__(self, ctx: moderngl.Context, eye: NearEye | None = None) -> None:
        """Load everything; `eye` is the block of the eye, where another pass has it too."""
        self.glow = 1.0
        self._ctx = ctx
        self._data = cupola()
        self._plain = program(ctx, "cupola.vert", "cupola.frag")
        self._keyed = program(ctx, "cupola.vert", "cupola.frag", ("KEYED",))
        self._marks = program(ctx, "cupola.vert", "cupola_marks.frag", ("KEYED",))
        self._glass = Glass(ctx, self._data)
        self._programs = (self._plain, self._keyed, self._marks, *self._glass.programs)
        for each in self._programs:
            bind_block(each, "NearEye", near_eye.BINDING)
            bind_block(each, "CupolaLight", lighting.BINDING)
        self._near_eye = eye or NearEye(ctx)
        self._lighting = Lighting(ctx, self._data)
        self._shape = self._of(kept_mesh())
        self._finer_shape: _Shape | None = None
        self._grain = _grain_texture(ctx)
        self._lettering = _lettering_texture(ctx)
        self._written = _written(ctx, self._marks)
        self._hands = Hands(ctx, self._keyed)
        self._set_constants()

    def hold(self, things: Sequence[Held | BareHand]) -> None:
        """Draw from now on what hands hold, lit as the Cupola is."""
        self._hands.hold(things)

    def picture(self, moment: Moment, view: View) -> Hashable:
        """Return a key: with an equal one `draw` makes the same picture, which may then be kept."""
        return (
            near_lights(moment).code,
            _rounded(view.cupola_from_eye).tobytes(),
            _rounded(view.position).tobytes(),
            view.tangents,
            view.size,
            view.circle,
            self.glow,
            self._hands.version,
        )

    def draw(self, moment: Moment, view: View) -> None:
        """Draw all of it into the framebuffer in use; leaves blending and depth tests off."""
        self.draw_solids(moment, view)
        self.draw_panes(moment, view)

    def draw_solids(self, moment: Moment, view: View, *, fine: bool = True) -> None:
        """Draw all but the panes, which go over what else is seen through them.

        Where it need not be `fine`, paint is as worn, but its grain is taken texel for texel.
        """
        self._use(moment, view)
        wanted = _FINE if fine else _QUICK
        if self._grain.filter != wanted:
            self._grain.filter = wanted
        self._grain.use(0)
        self._lighting.shadow_map.use(1)
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._shape_for(view).solids.draw(view, near_lights(moment).key)
        self._hands.draw()
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE | moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._lettering.use(0)
        self._written.render(moderngl.TRIANGLES)
        self._ctx.enable_only(moderngl.NOTHING)

    def draw_panes(self, moment: Moment, view: View) -> None:
        """Draw the panes over what is seen through them."""
        self._use(moment, view)
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE | moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._glass.draw(self._shape_for(view).panes, lamps=self.glow > 0.0)
        self._ctx.enable_only(moderngl.NOTHING)

    def _use(self, moment: Moment, view: View) -> None:
        self._lighting.use(moment, self.glow)
        self._near_eye.use(view)

    def _set_constants(self) -> None:
        data = self._data
        half = data.hatch.opening / 2
        values = {
            "hatch": (data.envelope.hatch_height, half, (2 * half) ** 2 / np.pi),
            "circle_fade": FADE,
            "screen_place": data.light.screen_place,
            "shadow_map": 1,
            "penumbra": PENUMBRA,
            "grain_scale": 1 / EXTENT,
            "grain": 0,
            "marks": 0,
        }
        for each in self._programs:
            for name, value in values.items():
                assign(each, name, value)

    def _shape_for(self, view: View) -> _Shape:
        if view.circle is None:
            return self._shape
        if self._finer_shape is None:
            self._finer_shape = self._of(finer_mesh(kept_mesh()))
        return self._finer_shape

    def _of(self, mesh: CupolaMesh) -> _Shape:
        return _Shape(
            Solids(self._ctx, self._plain, self._keyed, mesh), Panes(self._ctx, self._glass, mesh)
        )


@dataclass(frozen=True, slots=True)
class _Shape:
    """A mesh on the graphics card."""

    solids: Solids
    panes: Panes


def _grain_texture(ctx: moderngl.Context) -> moderngl.Texture:
    pixels = grain()
    texture = ctx.texture((pixels.shape[1], pixels.shape[0]), 2, pixels.tobytes())
    texture.build_mipmaps()
    texture.filter = _FINE
    return texture


def _lettering_texture(ctx: moderngl.Context) -> moderngl.Texture:
    pixels, _ = picture()
    texture = ctx.texture((pixels.shape[1], pixels.shape[0]), 1, pixels.tobytes())
    texture.build_mipmaps()
    texture.filter = moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR
    return texture


def _written(ctx: moderngl.Context, shader: moderngl.Program) -> moderngl.VertexArray:
    vertices, triangles = marks_mesh()
    return ctx.vertex_array(
        shader,
        [(ctx.buffer(vertices.tobytes()), LAYOUT, *NAMES)],
        index_buffer=ctx.buffer(triangles),
    )


def _rounded(pose: Array) -> Array:
    """Return a pose less what is far below a pixel: 1e-6 rad, 1e-6 m."""
    rounded: Array = np.round(pose, 6) + 0.0
    return rounded
