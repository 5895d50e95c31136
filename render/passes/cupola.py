"""Draws the Cupola: its solids, lit by Moon or Sun, Earth and dim lamps; its panes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.cupola import CupolaData, cupola
from orbit.moment import Moment
from render import near_eye
from render.cupola_marks import marks_mesh, picture
from render.cupola_mesh import CupolaMesh, Part
from render.cupola_store import kept_mesh
from render.cupola_tablet import pilot_places, screen_axes
from render.finer import finer_mesh
from render.grain import EXTENT, grain
from render.held import BareHand, Held
from render.near import clip_from_cupola, columns, in_view
from render.near_eye import NearEye, bind_block
from render.near_lights import near_lights
from render.once import once
from render.passes import lighting
from render.passes.hands import Hands
from render.passes.lighting import Lighting
from render.passes.shadow import PENUMBRA
from render.shaders import program
from render.view import View
from render.viewing_circle import FADE

Array = NDArray[np.float64]

BRIDGED = 700
"""Triangles out of sight between two runs that cost less to throw away than another call."""


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
        self._solids = program(ctx, "cupola.vert", "cupola.frag")
        self._glass = program(ctx, "cupola_glass.vert", "cupola_glass.frag")
        self._marks = program(ctx, "cupola.vert", "cupola_marks.frag")
        for each in (self._solids, self._glass, self._marks):
            bind_block(each, "NearEye", near_eye.BINDING)
            bind_block(each, "CupolaLight", lighting.BINDING)
        self._near_eye = eye or NearEye(ctx)
        self._lighting = Lighting(ctx, self._data)
        self._shape = _Shape.of(ctx, self._solids, self._glass, kept_mesh())
        self._finer_shape: _Shape | None = None
        self._grain = _grain_texture(ctx)
        self._lettering = _lettering_texture(ctx)
        self._written = _written(ctx, self._marks)
        self._hands = Hands(ctx, self._solids)
        self._set_constants(self._data)

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
        """Draw into the framebuffer in use; leaves blending and depth tests off."""
        self._lighting.use(moment, self.glow)
        self._near_eye.use(view)
        shape = self._shape if view.circle is None else self._finer()
        self._grain.use(0)
        self._lighting.shadow_map.use(1)
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        for first, count in shape.in_view(view):
            shape.solids.render(moderngl.TRIANGLES, vertices=3 * count, first=3 * first)
        self._hands.draw()
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE | moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._lettering.use(0)
        self._written.render(moderngl.TRIANGLES)
        shape.glass.render(moderngl.TRIANGLES)
        self._ctx.enable_only(moderngl.NOTHING)

    def _set_constants(self, data: CupolaData) -> None:
        half = data.hatch.opening / 2
        hatch = (data.envelope.hatch_height, half, (2 * half) ** 2 / np.pi)
        for each in (self._solids, self._marks, self._glass):
            each["hatch"] = hatch
            each["circle_fade"] = FADE
            each["screen_place"] = data.light.screen_place
        for each in (self._solids, self._marks):
            each["shadow_map"] = 1
            each["penumbra"] = PENUMBRA
        self._solids["grain_scale"] = 1 / EXTENT
        self._solids["grain"] = 0
        self._marks["marks"] = 0
        self._set_lamps(data)
        self._glass["transmittance"] = data.panes.transmittance
        self._glass["reflectance"] = data.panes.reflectance

    def _set_lamps(self, data: CupolaData) -> None:
        light, panes = data.light, data.panes
        first = panes.scratch[0]
        self._glass["sheets"] = (0.0, panes.pressure[0][0] - first, panes.debris[0] - first)
        self._glass["screen_axes"] = columns(screen_axes().T)
        self._glass["screen_half"] = tuple(side / 2 for side in light.screen_size)
        lamps = np.zeros((4, 4))
        lamps[: len(light.pilots), :3] = pilot_places()
        lamps[: len(light.pilots), 3] = light.pilot_radius
        self._glass["pilots"] = [tuple(lamp) for lamp in lamps.tolist()]

    def _finer(self) -> _Shape:
        if self._finer_shape is None:
            mesh = finer_mesh(kept_mesh())
            self._finer_shape = _Shape.of(self._ctx, self._solids, self._glass, mesh)
        return self._finer_shape


@dataclass(frozen=True, slots=True)
class _Shape:
    """A mesh on the graphics card; `in_view` gives the runs (first, count) of triangles to draw."""

    in_view: Callable[[View], list[tuple[int, int]]]
    solids: moderngl.VertexArray
    glass: moderngl.VertexArray

    @staticmethod
    def of(
        ctx: moderngl.Context, solids: moderngl.Program, glass: moderngl.Program, mesh: CupolaMesh
    ) -> _Shape:
        vertices = ctx.buffer(np.ascontiguousarray(mesh.vertices))
        panes = ctx.buffer(np.ascontiguousarray(mesh.pane_vertices))
        names = ("in_position", "in_normal", "in_uv", "in_surface", "in_light")
        return _Shape(
            once(_chooser(mesh.parts)),
            ctx.vertex_array(
                solids,
                [(vertices, "3f 3f 2f 4f1 2f", *names)],
                index_buffer=ctx.buffer(mesh.triangles),
            ),
            ctx.vertex_array(
                glass,
                [(panes, "3f 3f", "in_position", "in_normal")],
                index_buffer=ctx.buffer(mesh.pane_triangles),
            ),
        )


def _chooser(parts: Sequence[Part]) -> Callable[[View], list[tuple[int, int]]]:
    """Return what finds the parts that a view may see, as few runs of triangles."""
    corners = np.stack([part.corners for part in parts])

    def runs(view: View) -> list[tuple[int, int]]:
        slack = 0.0 if view.circle is None else abs(view.circle.radius)
        seen = in_view(clip_from_cupola(view), corners, slack).tolist()
        found: list[tuple[int, int]] = []
        end = -BRIDGED - 1
        for is_seen, part in zip(seen, parts, strict=True):
            if is_seen and part.first - end <= BRIDGED:
                first, _ = found[-1]
                found[-1] = first, part.first + part.count - first
            elif is_seen:
                found.append((part.first, part.count))
            if is_seen:
                end = part.first + part.count
        return found

    return runs


def _grain_texture(ctx: moderngl.Context) -> moderngl.Texture:
    pixels = grain()
    texture = ctx.texture((pixels.shape[1], pixels.shape[0]), 2, pixels.tobytes())
    texture.build_mipmaps()
    texture.filter = moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR
    return texture


def _lettering_texture(ctx: moderngl.Context) -> moderngl.Texture:
    pixels, _ = picture()
    texture = ctx.texture((pixels.shape[1], pixels.shape[0]), 1, pixels.tobytes())
    texture.build_mipmaps()
    texture.filter = moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR
    return texture


def _written(ctx: moderngl.Context, shader: moderngl.Program) -> moderngl.VertexArray:
    vertices, triangles = marks_mesh()
    names = ("in_position", "in_normal", "in_uv", "in_surface", "in_light")
    return ctx.vertex_array(
        shader,
        [(ctx.buffer(vertices.tobytes()), "3f 3f 2f 4f1 2f", *names)],
        index_buffer=ctx.buffer(triangles),
    )


def _rounded(pose: Array) -> Array:
    """Return a pose less what is far below a pixel: 1e-6 rad, 1e-6 m."""
    rounded: Array = np.round(pose, 6) + 0.0
    return rounded
