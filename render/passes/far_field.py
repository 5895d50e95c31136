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

from assets.images import MILKY_WAY_LUMINANCE
from orbit.airglow import AirglowTables
from orbit.earth import EQUATORIAL_RADIUS
from orbit.moment import Moment
from render.earth_maps import EarthMaps
from render.frustum import projection
from render.passes.sky_view import SkyView
from render.passes.veil import Airglow, Veil
from render.shaders import assign, program
from render.targets import FarTargets
from render.uniforms import bind_blocks
from render.view import View

Array = NDArray[np.float64]

GALACTIC_FROM_GCRS = np.array(
    [
        [-0.0548755604, -0.8734370902, -0.4838350155],
        [0.4941094279, -0.4448296300, 0.7469822445],
        [-0.8676661490, -0.1980763734, 0.4559837762],
    ]
)
"""ESA 1997, The Hipparcos and Tycho Catalogues, volume 1, section 1.5.3."""

HORIZON_RADIUS = 6.345e6
"""m: a sphere inside the ellipsoid; rays that pierce it surely end on the ground."""
SKY_RADIUS = EQUATORIAL_RADIUS + 130e3
"""m: rays that stay above this see no air and no mesopause layer."""
SLACK = math.radians(0.3)
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
        if max(abs(inner - self._cuts[0]), abs(outer - self._cuts[1])) > 1e-4:
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
        airglow = Airglow(ctx, tables)
        self._veil = Veil(ctx, maps.noise, air, sky_view, airglow)
        textures: dict[str, moderngl.Texture | moderngl.Texture3D] = {
            **maps.of_ground,
            "milky_way": maps.milky_way,
            "noise_volume": maps.noise,
            "airglow_table": airglow.texture,
            "air_table": air,
            "skylight_table": sky_view.skylight,
            "veil": self._veil.texture,
        }
        self._ground = _Ring(ctx, "ground.frag", textures, ("VEILED",))
        self._horizon = _Ring(ctx, "ground.frag", textures)
        self._sky = _Ring(ctx, "sky.frag", textures)
        self._limb = _Ring(ctx, "limb.frag", textures)
        for part in (self._sky, self._limb):
            airglow.set(part.program)
            assign(part.program, "milky_way_luminance", MILKY_WAY_LUMINANCE)

    def forget(self) -> None:
        """Place everything anew at the next picture."""
        for part in (self._ground, self._horizon, self._sky, self._limb):
            part.forget()

    def draw_veil(self, moment: Moment, far: View, waves: bool) -> None:
        """Bring the light before everything up to the moment, as `Veil.draw`."""
        self._veil.draw(moment, far, waves)

    def draw_coarse(self, moment: Moment, coarse: View, targets: FarTargets) -> None:
        """Draw ground and sky for `coarse`, the view that the block `Frame` was written for."""
        self._place_rings(float(np.linalg.norm(moment.eye_position)), coarse)
        clip = projection(coarse)
        targets.ground.framebuffer.use()
        self._horizon.draw(clip)
        targets.coarse.framebuffer.use()
        targets.coarse.framebuffer.clear(alpha=1.0)
        self._ground.draw(clip)
        galactic = GALACTIC_FROM_GCRS @ moment.itrs_from_gcrs.T
        for part in (self._sky, self._limb):
            assign(part.program, "galactic_from_itrs", galactic)
        self._sky.draw(clip)

    def draw_limb(self, far: View, eye: View, targets: FarTargets) -> None:
        """Draw the limb into the target in use, `eye`'s, for which the block `Eye` was written."""
        eye_from_far = np.eye(4)
        eye_from_far[:3, :3] = eye.cupola_from_eye.T @ far.cupola_from_eye
        self._limb.draw(projection(eye) @ eye_from_far, ground=targets.ground.texture)

    def _place_rings(self, distance: float, coarse: View) -> None:
        """Cut the rings for an eye at that distance from the geocentre, m."""
        _, _, down, up = coarse.tangents
        margin = MARGIN_PIXELS * (up - down) / coarse.size[1]
        ground = math.asin(HORIZON_RADIUS / distance) - SLACK
        sky = math.asin(min(SKY_RADIUS / distance, 1.0)) + SLACK
        self._ground.place(0.0, ground)
        self._limb.place(max(ground - margin, 0.0), min(sky + margin, math.pi))
        self._horizon.place(max(ground - 2 * margin, 0.0), min(sky + 2 * margin, math.pi))
        self._sky.place(sky, math.pi)
