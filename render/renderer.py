"""A Moment and the eyes' views in, pictures out: the passes of a frame, in order.

Far field once for all eyes, limb and points too where the eyes' pixels lie on one grid; then for
each eye its Cupola and the tone pass.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import product

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.stars import stars
from assets.words import words
from orbit.airglow import airglow_tables
from orbit.moment import Moment
from orbit.timeline import Timeline
from render.air_table import air_table
from render.earth_maps import load_maps
from render.exposure import Exposure
from render.frustum import (
    covering,
    far_uv_from_eye_uv,
    first_pixel,
    on_its_grid,
    parallel,
    scaled,
)
from render.held import BareHand, Held
from render.labels import Label
from render.lamp_rows import lamp_rows
from render.layers import Layers
from render.looks import Look, daylight_factor
from render.naming import Naming
from render.near_field import NearField
from render.parts import Parts
from render.passes.far_field import FarField
from render.passes.labels import LabelsPass
from render.passes.lamps import LampPoints
from render.passes.points import Field
from render.passes.sky_lights import SkyLights
from render.passes.sky_view import SkyView
from render.passes.stars import Stars
from render.passes.tone import Tone, ToneOfSum
from render.quality import QUALITIES, Quality
from render.refresh import Refresh
from render.star_colours import star_rgb
from render.targets import Colour, Targets
from render.uniforms import Uniforms
from render.view import View

Lap = Callable[[str], None]
"""Called after each pass with its name; a bench waits for the GPU there and reads the time."""


def no_lap(_name: str) -> None:
    """Take no time."""


class Renderer:
    """Draws one scenario's timeline with one OpenGL context, which must stay current."""

    def __init__(
        self,
        ctx: moderngl.Context,
        timeline: Timeline,
        quality: Quality = QUALITIES["high"],
        depth: int = 8,
        parts: Parts | None = None,
        *,
        spread: bool = False,
    ) -> None:
        """Load and upload everything; raise MachineError for a damaged file or a refused shader.

        Pictures are dithered for numbers of `depth` bits. `parts` may be such as do without what
        breaks; by default nothing may. With `spread`, for shows, work on what changes slowly is
        spread over several frames (`render.refresh`), images are kept when a size changes, and the
        near field's edges are not smoothed for a head that turns quickly (`render.turning`).
        """
        self.ctx = ctx
        self.quality = quality
        parts = parts or Parts()
        maps = load_maps(ctx, parts, fine=quality.fine_maps)
        air = air_table(ctx)
        self._uniforms = Uniforms(ctx)
        self._refresh = Refresh(spread=spread)
        self._targets = Targets(ctx, in_part=spread)
        self._sky_view = SkyView(ctx, timeline)
        self._far_field = FarField(
            ctx, maps, air, self._sky_view, airglow_tables(timeline.scenario.f107_sfu)
        )
        self._stars = parts.made("stars", lambda: _stars(ctx, timeline, air, quality.faintest_star))
        self._lamps = parts.made(
            "town lamps",
            lambda: LampPoints(ctx, lamp_rows(), maps, air, quality.lamps_per_pixel),
        )
        self._sky_lights = SkyLights(ctx, air, maps, timeline, parts)
        self._near_field = NearField(ctx, timeline, parts, show=spread)
        self._labels = parts.made("names", lambda: LabelsPass(ctx))
        self._tone = {
            (near, hdr, turned): Tone(ctx, near, hdr, turned, depth)
            for near, hdr, turned in product((False, True), repeat=3)
        }
        self._tone_of_sum = ToneOfSum(ctx, depth)

    def draw(
        self,
        moment: Moment,
        views: Sequence[View],
        framebuffers: Sequence[moderngl.Framebuffer],
        look: Look,
        layers: Layers,
        lap: Lap = no_lap,
    ) -> None:
        """Draw each view into its framebuffer as sRGB-encoded bytes; nothing encodes them again."""
        self._draw_far(moment, views, layers, lap)
        self._far.soften(look.softens)
        self._prepare_points(moment, views, lap)
        names = self._names(moment, views, layers)
        lap("names")
        shared = all(on_its_grid(view, self._far_view) for view in views)
        if shared:
            self._draw_points(moment, 0, self._far_view, lap)
        smooth = self._near_field.rests(views[0]) and self.quality.smooth
        for index, (view, framebuffer) in enumerate(zip(views, framebuffers, strict=True)):
            if not shared:
                self._draw_points(moment, index, view, lap)
            if layers.near:
                near = self._targets.near(index, view.size)
                self._near_field.draw(near, moment, index, view, layers, smooth)
                lap("cupola")
            self._uniforms.write_eye(moment, view, self._coarse_view)
            framebuffer.use()
            self._compose(index, view, look, layers, daylight_factor(moment), shared)
            lap("tone")
            if layers.labels:
                self._labels.do(LabelsPass.draw, names, view)
                lap("labels")

    def draw_exposure(
        self,
        exposure: Exposure,
        view: View,
        framebuffer: moderngl.Framebuffer,
        look: Look,
        layers: Layers,
    ) -> None:
        """Draw what a shutter takes in while open: the mean of the light at several instants."""
        (total,) = self.linear(exposure, [view], look, layers)
        self.expose(exposure.middle, total.texture, look, framebuffer, exposure.instants)
        if layers.labels:
            names = self._names(exposure.middle, [view], layers)
            self._labels.do(LabelsPass.draw, names, view)

    def draw_at(self, quality: Quality) -> None:
        """Draw from now on at a quality no higher than that which all was loaded for."""
        self.quality = quality
        self._stars.do(Stars.show_down_to, quality.faintest_star)
        self._lamps.do(LampPoints.show, quality.lamps_per_pixel)

    def hold(self, things: Sequence[Held | BareHand]) -> None:
        """Show from now on what hands hold, where the Cupola is shown."""
        self._near_field.hold(things)

    def _names(self, moment: Moment, views: Sequence[View], layers: Layers) -> Sequence[Label]:
        if not layers.labels:
            return ()
        naming = Naming(words(layers.language))
        return self._labels.do(LabelsPass.choose, moment, views, layers.cupola, naming) or ()

    def forget(self) -> None:
        """Let what is drawn from now on owe nothing, not even rounding, to earlier pictures."""
        self._refresh.forget()
        self._near_field.forget()
        self._far_field.forget()
        self._lamps.do(LampPoints.forget)

    def hdr(self, moment: Moment, view: View, look: Look, layers: Layers) -> NDArray[np.float32]:
        """Return the image before exposure: (H, W, 3) cd/m2, linear sRGB, rows from the top."""
        (linear,) = self.linear(Exposure.sharp(moment), [view], look, layers)
        framebuffer = linear.framebuffer
        rows = np.frombuffer(framebuffer.read(components=3, dtype="f4"), "f4")
        return rows.reshape(view.size[1], view.size[0], 3)[::-1].copy()

    def linear(
        self,
        exposure: Exposure,
        views: Sequence[View],
        look: Look,
        layers: Layers,
        lap: Lap = no_lap,
    ) -> Iterator[Colour]:
        """Draw views that differ in their near field alone, and yield each one's linear picture.

        It is the sum over the exposure's instants, in cd/m2, and holds until the next is asked for.
        The far field is drawn once for each of the exposure's groups, points at every instant, and
        the Cupola once, since the camera stands in it.
        """
        for number, view in enumerate(views):
            if layers.near:
                near, smooth = self._targets.near(0, view.size), self.quality.smooth
                self._near_field.draw(near, exposure.middle, 0, view, layers, smooth)
                lap("cupola")
            total = self._targets.linear(view.size)
            total.framebuffer.clear()
            for group in exposure.groups:
                if number == 0 or len(exposure.groups) > 1:
                    self._draw_far(group[len(group) // 2], views[:1], layers, lap)
                for moment in group:
                    if number == 0 or exposure.instants > 1:
                        self._uniforms.write_frame(moment, self._coarse_view)
                        self._prepare_points(moment, views[:1], lap)
                        self._draw_points(moment, 0, view, lap)
                    total.framebuffer.use()
                    self.ctx.enable_only(moderngl.BLEND)
                    self.ctx.blend_func = moderngl.ONE, moderngl.ONE
                    self._compose(0, view, look, layers, None)
                    lap("tone")
            self.ctx.enable_only(moderngl.NOTHING)
            yield total

    def expose(
        self,
        moment: Moment,
        linear: moderngl.Texture,
        look: Look,
        target: moderngl.Framebuffer,
        instants: int = 1,
    ) -> None:
        """Draw a linear picture, cd/m2 summed over `instants`, as sRGB into a target like it."""
        target.use()
        self.ctx.enable_only(moderngl.NOTHING)
        self._tone_of_sum.draw(linear, look, daylight_factor(moment), instants)

    def _draw_far(self, moment: Moment, views: Sequence[View], layers: Layers, lap: Lap) -> None:
        self._far_view = far = covering(views)
        scale = self.quality.ground_scale
        plan = self._refresh.plan(moment.t, far, (scale, layers.waves))
        self._coarse_view = coarse = scaled(plan.view, scale)
        self._uniforms.write_frame(moment, coarse)
        self.ctx.enable_only(moderngl.NOTHING)
        self._sky_view.draw(moment.t)
        lap("sky_view")
        self._far_field.draw_veil(moment, coarse, layers.waves, plan.strip)
        lap("veil")
        self._far = self._targets.far(coarse.size)
        self._far_field.draw_coarse(moment, coarse, self._far, plan.strip)
        lap("ground")

    def _prepare_points(self, moment: Moment, views: Sequence[View], lap: Lap) -> None:
        """Work out stars and lamps for all views, as far as they do not differ for each."""
        pixel = min(_pixel_tangent(view) for view in views)
        field = Field.of(moment, self._far_view, pixel)
        self._stars.do(Stars.prepare, moment, field)
        self._lamps.do(LampPoints.prepare, moment, field)
        lap("points")

    def _draw_points(self, moment: Moment, index: int, view: View, lap: Lap) -> None:
        self._uniforms.write_eye(moment, view, self._coarse_view)
        points = self._targets.points(index, view.size)
        points.framebuffer.use()
        points.framebuffer.clear()
        self.ctx.enable_only(moderngl.NOTHING)
        self._far_field.draw_limb(self._coarse_view, view, self._far)
        lap("limb")
        self.ctx.enable_only(moderngl.BLEND | moderngl.PROGRAM_POINT_SIZE)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE
        self._stars.do(Stars.draw)
        lap("stars")
        self._lamps.do(LampPoints.draw)
        lap("lamps")
        self._sky_lights.draw(moment, _pixel_tangent(view))
        lap("sky_lights")
        self.ctx.enable_only(moderngl.NOTHING)

    def _compose(
        self,
        index: int,
        view: View,
        look: Look,
        layers: Layers,
        exposure_scale: float | None,
        shared: bool = False,
    ) -> None:
        """Put an eye's images together; without an exposure the result stays linear.

        `shared` where limb and points were drawn once, in the far field's own view.
        """
        near = self._targets.near(index, view.size).texture if layers.near else None
        light = self._targets.points(*((0, self._far_view.size) if shared else (index, view.size)))
        first = first_pixel(view, self._far_view) if shared else (0, 0)
        coarse = self._coarse_view
        uv = far_uv_from_eye_uv(view, coarse)
        turned = not parallel(view, coarse)
        self._tone[layers.near, exposure_scale is None, turned].draw(
            self._far,
            light.texture,
            first,
            view.size,
            near,
            look,
            exposure_scale or 1.0,
            (uv[0, 0] / uv[2, 2], uv[1, 1] / uv[2, 2], uv[0, 2] / uv[2, 2], uv[1, 2] / uv[2, 2]),
            0.5 * math.radians(1.0) / _pixel_tangent(coarse),
        )


def _pixel_tangent(view: View) -> float:
    _, _, down, up = view.tangents
    return (up - down) / view.size[1]


def _stars(
    ctx: moderngl.Context, timeline: Timeline, air: moderngl.Texture, faintest: float
) -> Stars:
    catalogue = stars()
    count = catalogue.brighter_than(faintest)
    directions = timeline.star_directions(catalogue)[:count]
    colours = star_rgb(catalogue.b_v[:count].astype(np.float64))
    return Stars(ctx, directions, catalogue.v_mag[:count].astype(np.float64), colours, air)
