"""The far field over its view: Earth, cloud, air, airglow and the Milky Way.

The sphere of directions is cut into three rings around the nadir, each with its own variant of the
shader: rays that surely end on the ground, rays near the limb, rays that surely see the sky.
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
from render.shaders import assign, program
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
SECTORS = 96
RINGS = 6


def ring(inner: float, outer: float) -> NDArray[np.float32]:
    """Return triangles (n, 2) of angle from the nadir and azimuth, rad, between two angles."""
    angle = np.linspace(inner, outer, RINGS + 1)
    turn = np.linspace(0.0, 2 * math.pi, SECTORS + 1)
    corners = [
        (angle[i + a], turn[j + b])
        for i in range(RINGS)
        for j in range(SECTORS)
        for a, b in ((0, 0), (1, 0), (0, 1), (1, 0), (1, 1), (0, 1))
    ]
    return np.array(corners, "f4")


class FarField:
    """Draw the far field of a moment into the bound HDR target."""

    def __init__(
        self,
        ctx: moderngl.Context,
        maps: EarthMaps,
        air: moderngl.Texture,
        sky_view: SkyView,
        airglow: AirglowTables,
    ) -> None:
        rows = airglow.texture()
        table = ctx.texture((rows.shape[1], 3), 4, rows, dtype="f4")
        table.repeat_x = table.repeat_y = False
        table.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._textures: dict[str, moderngl.Texture | moderngl.Texture3D] = {
            "day_colour": maps.day_colour,
            "water_map": maps.water,
            "cloud_map": maps.clouds,
            "glow_map": maps.glow,
            "milky_way": maps.milky_way,
            "noise_volume": maps.noise,
            "airglow_table": table,
            "air_table": air,
            "skylight_table": sky_view.skylight,
            "sky_view_moon": sky_view.moon,
            "sky_view_sun": sky_view.sun,
        }
        self._buffers = [ctx.buffer(reserve=len(ring(0, 1)) * 8, dynamic=True) for _ in range(3)]
        self._arrays = []
        for buffer, region in zip(self._buffers, ("GROUND", "LIMB", "SKY"), strict=True):
            shader = bind_blocks(program(ctx, "far_field.vert", "far_field.frag", (region,)))
            self._set_constants(shader, airglow)
            self._arrays.append(ctx.vertex_array(shader, [(buffer, "2f", "in_angles")]))
        self._height = math.nan

    def _set_constants(self, shader: moderngl.Program, airglow: AirglowTables) -> None:
        zenith = np.zeros((4, 3))
        zenith[: len(airglow.layers)] = airglow.zenith_rgb
        height = np.zeros(4)
        height[: len(airglow.layers)] = airglow.peak_height
        mapping = (airglow.knee, airglow.width, airglow.observer, airglow.earth_radius)
        values: dict[str, object] = {
            "airglow_zenith": [tuple(row) for row in zenith],
            "airglow_height": tuple(height),
            "airglow_mapping": mapping,
            "milky_way_luminance": MILKY_WAY_LUMINANCE,
        }
        values |= {name: unit for unit, name in enumerate(self._textures)}
        for name, value in values.items():
            assign(shader, name, value)

    def draw(self, moment: Moment, far: View) -> None:
        """Draw `far`, the view that the block `Frame` was written for; the block must be bound."""
        self._place_rings(float(np.linalg.norm(moment.eye_position)))
        for unit, texture in enumerate(self._textures.values()):
            texture.use(unit)
        galactic = GALACTIC_FROM_GCRS @ moment.itrs_from_gcrs.T
        clip = projection(far)
        for array in self._arrays:
            assign(array.program, "clip_from_far", clip)
            assign(array.program, "galactic_from_itrs", galactic)
            array.render(moderngl.TRIANGLES)

    def _place_rings(self, distance: float) -> None:
        """Cut the rings for an eye at that distance from the geocentre, m, when it has moved."""
        if abs(distance - self._height) < 500.0:
            return
        self._height = distance
        slack = math.radians(0.3)
        ground = math.asin(HORIZON_RADIUS / distance) - slack
        sky = math.asin(min(SKY_RADIUS / distance, 1.0)) + slack
        cuts = (0.0, ground, sky, math.pi)
        for buffer, inner, outer in zip(self._buffers, cuts[:-1], cuts[1:], strict=True):
            buffer.write(ring(inner, outer))
