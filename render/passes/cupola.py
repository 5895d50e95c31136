"""Draws the Cupola: its solids, lit by Moon or Sun, Earth and dim lamps; its panes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.cupola import CupolaData, cupola
from orbit.moment import Moment
from render.cupola_light import earth_share_outside, window_areas
from render.cupola_marks import marks_mesh, picture
from render.cupola_mesh import CupolaMesh, Part, shadow_casters
from render.cupola_store import kept_mesh
from render.cupola_tablet import pilot_places, screen_axes
from render.earth_light import earth_luminance
from render.finer import finer_mesh
from render.grain import EXTENT, grain
from render.held import BareHand, Held
from render.key_light import KeyLight, key_light
from render.near import clip_from_cupola, clip_from_eye, columns, in_view
from render.passes.hands import Hands
from render.passes.shadow import PENUMBRA, Shadow
from render.shaders import program
from render.view import View
from render.viewing_circle import FADE, ViewingCircle

Array = NDArray[np.float64]

_PLAIN_EYE = ViewingCircle(0.0, (0.0, 1.0, 0.0))


class Cupola:
    """The pass of the near field. It draws into a multisampled linear target with a depth buffer.

    The target holds premultiplied colour in cd/m2 and coverage; clear it to 0 and depth to 1 first.
    `glow` scales the Cupola's own dim lamps, 0 for none.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self.glow = 1.0
        self._ctx = ctx
        self._data = cupola()
        self._openings = window_areas()
        self._solids = program(ctx, "cupola.vert", "cupola.frag")
        self._glass = program(ctx, "cupola_glass.vert", "cupola_glass.frag")
        self._marks = program(ctx, "cupola.vert", "cupola_marks.frag")
        self._shadow = Shadow(ctx, *shadow_casters())
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
        key = key_light(moment)
        lights = (key.direction, key.illuminance, earth_luminance(moment))
        pose = (_rounded(view.cupola_from_eye), _rounded(view.position))
        return (
            *(values.tobytes() for values in (*lights, *pose)),
            view.tangents,
            view.size,
            view.circle,
            self.glow,
            self._hands.version,
        )

    def draw(self, moment: Moment, view: View) -> None:
        """Draw into the framebuffer in use; leaves blending and depth tests off."""
        key = key_light(moment)
        shadow_from_cupola = self._shadow.cast(key.direction)
        earth = earth_luminance(moment)
        ambient = self._ambient(key, earth)
        clip = columns(clip_from_eye(view))
        circle = view.circle or _PLAIN_EYE
        shape = self._shape if view.circle is None else self._finer()
        hatch = self.glow * np.array(self._data.light.hatch_luminance)
        for each in (self._solids, self._marks, self._glass):
            each["clip_from_eye"] = clip
            each["eye"] = tuple(view.position)
            each["viewing_circle"] = (*circle.axis, circle.radius)
            each["hatch_luminance"] = tuple(hatch)
        intensity = self.glow * np.array(self._data.light.screen_intensity)
        for each in (self._solids, self._marks):
            each["shadow_from_cupola"] = columns(shadow_from_cupola)
            each["earth_luminance"] = tuple(earth)
            each["ambient"] = tuple(ambient)
            each["screen_intensity"] = tuple(intensity)
            each["key_direction"] = tuple(key.direction)
            each["key_light"] = tuple(key.illuminance * self._data.panes.transmittance)
        self._glass["lining"] = tuple(self._data.light.inner_albedo / np.pi * ambient)
        self._set_shine()

        self._grain.use(0)
        self._shadow.map.use(1)
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        seen = in_view(clip_from_cupola(view), shape.corners, abs(circle.radius))
        for is_seen, part in zip(seen, shape.parts, strict=True):
            if is_seen:
                shape.solids.render(
                    moderngl.TRIANGLES, vertices=3 * part.count, first=3 * part.first
                )
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

    def _set_shine(self) -> None:
        """Let screen and pilot lamps shine as `glow` asks."""
        light = self._data.light
        screen = tuple(self.glow * np.array(light.screen_luminance))
        lamps = np.zeros((4, 3))
        lamps[: len(light.pilots)] = [pilot.luminance for pilot in light.pilots]
        self._glass["screen_luminance"] = screen
        self._glass["pilot_luminance"] = [tuple(lamp) for lamp in (self.glow * lamps).tolist()]
        self._marks["screen_luminance"] = screen
        self._marks["pilot_luminance"] = self.glow * lamps.max()

    def _finer(self) -> _Shape:
        if self._finer_shape is None:
            mesh = finer_mesh(kept_mesh())
            self._finer_shape = _Shape.of(self._ctx, self._solids, self._glass, mesh)
        return self._finer_shape

    def _ambient(self, key: KeyLight, earth: Array) -> Array:
        """Return the irradiance in lux (linear sRGB) of light that went round the walls.

        An integrating sphere: what enters, times albedo / (area (1 - albedo)).
        """
        light = self._data.light
        entering = np.zeros(3)
        for window, area in self._openings:
            outward = window.axes[2]
            facing = max(float(outward @ key.direction), 0.0)
            share = float(earth_share_outside(outward[None])[0])
            entering += area * (facing * key.illuminance + np.pi * share * earth)
        entering *= self._data.panes.transmittance
        spread: Array = (
            entering * light.inner_albedo / (light.inner_area * (1 - light.inner_albedo))
        )
        return spread


@dataclass(frozen=True, slots=True)
class _Shape:
    """A mesh on the graphics card."""

    parts: tuple[Part, ...]
    corners: Array
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
            mesh.parts,
            np.stack([part.corners for part in mesh.parts]),
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
