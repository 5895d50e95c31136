"""The air's own light, lit by the Sun or the Moon, as a small map of directions for the far field.

Seen from one place under one light, the light of a spherical air depends on two numbers: how deep
the ray goes and its azimuth from the light. So it is summed along the ray once for each texel of a
small map (glsl/scattering.glsl), and the far field looks it up (glsl/air_light.glsl). The map holds
logarithms: interpolated, they follow twilight over thirty powers of ten without steps at any
exposure.
"""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.air_optics import TOP, air_file
from orbit.air_store import air_tables
from orbit.bands import extinction, rgb_from_bands
from orbit.earth import EQUATORIAL_RADIUS, POLAR_RADIUS
from render.passes.fullscreen import FullScreen

Array = NDArray[np.float64]

AZIMUTHS = 160
LIMB_ROWS = 64
GROUND_ROWS = 48
LIMB_TOP = 118e3
"""m, perigee height of the last row of the limb; what lies above is lost in the dark."""
STALE_RAD = 2e-4
"""How far a light may turn before its map is drawn again: 0.01 degrees, 1.5 % in deep twilight."""
DARK_RAD = np.radians(27.0)
"""A light further than this below a place's horizon lights no air over it."""


def scaled(vector: Array) -> Array:
    """Return an ITRS vector in the space where the ellipsoid is the unit sphere."""
    return np.asarray(vector / np.array([EQUATORIAL_RADIUS, EQUATORIAL_RADIUS, POLAR_RADIUS]))


def scaled_light(direction: Array) -> Array:
    """Return the unit vector in scaled space along a light's ITRS direction."""
    turned = scaled(direction)
    return np.asarray(turned / np.linalg.norm(turned))


class AirTextures:
    """The tables of `orbit.air_tables` as textures, shared by all maps."""

    def __init__(self, ctx: moderngl.Context) -> None:
        tables = air_tables()
        self.profiles = _texture(ctx, tables.log_profiles[None])
        self.columns = _texture(ctx, tables.log_columns)
        self.mean = _texture(ctx, tables.log_mean)
        self.sky = _texture(ctx, tables.log_sky[None])
        """lights x 1: logarithm of the sky's illuminance on level ground over that of its light."""


def _texture(ctx: moderngl.Context, rows: Array) -> moderngl.Texture:
    texture = ctx.texture(
        (rows.shape[1], rows.shape[0]), rows.shape[2], rows.astype("f4").tobytes(), dtype="f4"
    )
    texture.repeat_x = texture.repeat_y = False
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return texture


class AirLightMap:
    """The map of one light; `update` it, then let the far field read `texture` and `side`."""

    def __init__(self, ctx: moderngl.Context, air: AirTextures) -> None:
        size = (AZIMUTHS, LIMB_ROWS + GROUND_ROWS)
        self.texture = ctx.texture(size, 4, dtype="f4")
        self.texture.repeat_x = self.texture.repeat_y = False
        self.texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self.side = np.array([1.0, 0.0, 0.0])
        """Scaled unit vector, level at the eye, toward the light."""
        self.lit = False
        """Whether any air in sight is lit; if not, the texture must not be read."""
        self._ctx = ctx
        self._air = air
        self._target = ctx.framebuffer([self.texture])
        self._drawn = (0.0, -2.0)
        self._screen = FullScreen(ctx, "air_light.frag")
        aerosol = air_file().aerosol
        constants = {
            "air_profiles": 0,
            "air_columns": 1,
            "air_mean": 2,
            "air_extinction": extinction(),
            "rgb_from_bands": rgb_from_bands(),
            "air_aerosol": (aerosol.single_scattering_albedo, aerosol.asymmetry),
            "limb_rows": float(LIMB_ROWS),
            "limb_top": LIMB_TOP,
            "map_size": tuple(float(side) for side in size),
        }
        for name, value in constants.items():
            self._screen.set(name, value)

    def update(self, eye_itrs: Array, direction_itrs: Array) -> None:
        """Bring the map up to date for an eye (m, ITRS) and a light's direction (unit, ITRS).

        Draws only where the light has turned by more than `STALE_RAD` or the eye has climbed by
        more than 300 m, and not at all where the light is under every horizon in sight.
        """
        eye, light = scaled(eye_itrs), scaled_light(direction_itrs)
        radius = float(np.linalg.norm(eye))
        up = eye / radius
        sine = float(np.clip(up @ light, -1.0, 1.0))
        level = light - sine * up
        length = float(np.linalg.norm(level))
        self.side = level / length if length > 1e-9 else np.roll(up, 1) - up * (np.roll(up, 1) @ up)
        reach = 2 * np.arccos(min(1.0, 1.0 / radius)) + np.arccos(1 / (1 + TOP / EQUATORIAL_RADIUS))
        self.lit = bool(np.arcsin(sine) > -(reach + DARK_RAD))
        moved = abs(radius - self._drawn[0]) * EQUATORIAL_RADIUS > 300.0
        turned = abs(np.arcsin(sine) - np.arcsin(np.clip(self._drawn[1], -1, 1))) > STALE_RAD
        if self.lit and (moved or turned):
            self._draw(radius, sine)

    def _draw(self, radius: float, sine: float) -> None:
        self._drawn = (radius, sine)
        for unit, texture in enumerate((self._air.profiles, self._air.columns, self._air.mean)):
            texture.use(unit)
        self._screen.set("eye_radius", radius)
        self._screen.set("light_sine", sine)
        self._target.use()
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._screen.draw()
