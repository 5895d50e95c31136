"""The far field over its view: Earth, cloud, air, airglow and the Milky Way.

Ground and sky are drawn once for all eyes, at the resolution of what they show. At the limb the
horizon is sharp and the airglow changes fast: it is drawn for each eye, in that eye's own pixels.
The sphere of directions is cut into rings around the nadir: ground, limb and sky, each with a
shader that leaves out what cannot occur there.
"""

from __future__ import annotations

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.airglow import AirglowTables
from orbit.earth import EQUATORIAL_RADIUS, POLAR_RADIUS
from orbit.moment import Moment
from render.earth_maps import EarthMaps
from render.frustum import projection
from render.passes.milky_way import MilkyWay, galactic_from_itrs
from render.passes.sky_view import SkyView
from render.passes.veil import Airglow, Veil
from render.refresh import WHOLE, Strip
from render.shaders import assign, program
from render.targets import FarTargets
from render.uniforms import bind_blocks
from render.view import View

Array = NDArray[np.float64]

GROUND_RADIUS = 6.356e6
"""m: a sphere inside the ellipsoid; rays that pierce it surely end on the ground."""
HORIZON_RADIUS = EQUATORIAL_RADIUS + 1e3
"""m: a sphere around the ellipsoid; rays that stay above it surely do not."""
SKY_RADIUS = EQUATORIAL_RADIUS + 130e3
"""m: rays that stay above this see no air and no mesopause layer."""
SLACK = math.radians(0.1)
"""Beyond these, for the rings are polygons."""
MARGIN_PIXELS = 1.5
"""Of the coarse picture, by which the limb's ring is wider, and twice as much in the ground's, so
that nothing read between two pixels comes from outside it."""
SECTORS = 96
RINGS = 8


def ring(inner: float, outer: float) -> NDArray[np.float32]:
    """Return triangles (n, 2) of angle from the nadir and azimuth, rad, between two angles.

    Narrow near the nadir, where the azimuth turns fast.
    """
    angle = inner + (outer - inner) * np.linspace(0.0, 1.0, RINGS + 1) ** 2
    turn = np.linspace(0.0, 2 * math.pi, SECTORS + 1)
    corners = [
        (angle[i + a], turn[j + b])
        for i in range(RINGS)
        for j in range(SECTORS)
        for a, b in ((0, 0), (1, 0), (0, 1), (1, 0), (1, 1), (0, 1))
    ]
    return np.array(corners, "f4")


class _Ring:
    """A ring of directions with its shader and the textures that this reads."""

    def __init__(
        self,
        ctx: moderngl.Context,
        fragment: str,
        textures: dict[str, moderngl.Texture | moderngl.Texture3D],
        defines: tuple[str, ...] = (),
    ) -> None:
        self.program = bind_blocks(program(ctx, "far_field.vert", fragment, defines))
        self._textures = {n: t for n, t in textures.items() if self.program.get(n, None)}
        for unit, name in enumerate(self._textures):
            assign(self.program, name, unit)
        self._buffer = ctx.buffer(reserve=len(ring(0, 1)) * 8, dynamic=True)
        self._array = ctx.vertex_array(self.program, [(self._buffer, "2f", "in_angles")])
        self._cuts = (0.0, 0.0)

    def place(self, inner: float, outer: float) -> None:
        """Cut the ring anew where its bounds, rad from the nadir, have moved."""
        if (inner, outer) != self._cuts:
            self._cuts = (inner, outer)
            self._buffer.write(ring(inner, outer))

    def forget(self) -> None:
        """Cut the ring anew when it is placed."""
        self._cuts = (0.0, 0.0)

    def draw(self, clip: Array, **more: moderngl.Texture) -> None:
        """Draw into the target in use; `more` are textures that change from frame to frame."""
        for unit, texture in enumerate(self._textures.values()):
            texture.use(unit)
        for unit, (name, texture) in enumerate(more.items(), len(self._textures)):
            texture.use(unit)
            assign(self.program, name, unit)
        assign(self.program, "clip_from_far", clip)
        self._array.render(moderngl.TRIANGLES)


class FarField:
    """Draw the far field of a moment."""

    def __init__(
        self,
        ctx: moderngl.Context,
        maps: EarthMaps,
        air: moderngl.Texture,
        sky_view: SkyView,
        tables: AirglowTables,
    ) -> None:
        airglow, milky_way = Airglow(ctx, tables), MilkyWay(maps.milky_way)
        self._veil = Veil(ctx, maps.noise, air, sky_view, airglow, milky_way)
        textures: dict[str, moderngl.Texture | moderngl.Texture3D] = {
            **maps.of_ground,
            "milky_way": milky_way.texture,
            "airglow_table": airglow.texture,
            "air_table": air,
            "skylight_table": sky_view.skylight,
            "veil": self._veil.texture,
        }
        self._ground = _Ring(ctx, "ground.frag", textures, ("VEILED",))
        self._brink = _Ring(ctx, "ground.frag", textures)
        self._sky = _Ring(ctx, "sky.frag", textures)
        self._horizon = _Ring(ctx, "limb.frag", textures, ("HORIZON",))
        self._limb = _Ring(ctx, "limb.frag", textures)
        airglow.set(self._sky.program)
        milky_way.set(self._sky.program)
        self._highest = 0.0

    def forget(self) -> None:
        """Place everything anew at the next picture."""
        for part in (self._ground, self._brink, self._sky, self._horizon, self._limb):
            part.forget()

    def draw_veil(self, moment: Moment, coarse: View, waves: bool, strip: Strip = WHOLE) -> None:
        """Bring the light before everything up to the moment, as `Veil.draw`.

        `coarse` is the view of `draw_coarse`.
        """
        self._place_rings(float(np.linalg.norm(moment.eye_position)), coarse)
        self._veil.draw(moment, coarse, self._highest, waves, strip)

    def draw_coarse(
        self, moment: Moment, coarse: View, targets: FarTargets, strip: Strip = WHOLE
    ) -> None:
        """Draw ground and sky for `coarse`, the view that the block `Frame` was written for.

        Of a strip the other parts stay as they were.
        """
        clip = projection(coarse)
        width, height = coarse.size
        first, last = strip.of(0, width)
        for each in (targets.ground, targets.coarse):
            each.framebuffer.scissor = (first, 0, last - first, height)
        targets.ground.framebuffer.use()
        self._brink.draw(clip)
        targets.coarse.framebuffer.use()
        if strip == WHOLE:
            targets.coarse.framebuffer.clear()
        self._ground.draw(clip)
        assign(self._sky.program, "galactic_from_itrs", galactic_from_itrs(moment))
        self._sky.draw(clip)

    def draw_limb(self, far: View, eye: View, targets: FarTargets) -> None:
        """Draw the limb into the target in use, `eye`'s, for which the block `Eye` was written."""
        eye_from_far = np.eye(4)
        eye_from_far[:3, :3] = eye.cupola_from_eye.T @ far.cupola_from_eye
        clip = projection(eye) @ eye_from_far
        self._horizon.draw(clip, ground=targets.ground.texture)
        self._limb.draw(clip)

    def _place_rings(self, distance: float, coarse: View) -> None:
        """Cut the rings for an eye at that distance from the geocentre, m."""
        _, _, down, up = coarse.tangents
        margin = MARGIN_PIXELS * (up - down) / coarse.size[1]
        ground = _in_steps(math.asin(GROUND_RADIUS / distance) - SLACK)
        horizon = _in_steps(math.asin(HORIZON_RADIUS / distance) + SLACK)
        sky = _in_steps(math.asin(min(SKY_RADIUS / distance, 1.0)) + SLACK)
        inner, outer = max(ground - margin, 0.0), min(sky + margin, math.pi)
        self._ground.place(0.0, ground)
        self._brink.place(max(ground - 2 * margin, 0.0), min(horizon + margin, math.pi))
        self._sky.place(sky, math.pi)
        self._horizon.place(inner, horizon)
        self._limb.place(horizon, outer)
        self._highest = distance * math.sin(min(outer + SLACK, math.pi / 2)) - POLAR_RADIUS


def _in_steps(angle: float) -> float:
    """Return an angle in steps of 1e-4 rad, so that rings are seldom cut anew, and all at once."""
    return round(angle * 1e4) / 1e4
