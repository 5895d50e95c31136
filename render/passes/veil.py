"""The light from before the ground or past it: scattered by the air, airglow, the Milky Way.

All of it is smooth, so it is worked out once a frame for a table of lines of sight
(`glsl/veil.glsl`), as much of it as the view can see, and read by the pixels.
"""

from __future__ import annotations

import math
from functools import lru_cache

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.airglow import AirglowTables
from orbit.earth import EQUATORIAL_RADIUS, POLAR_RADIUS
from orbit.moment import Moment
from render.passes.fullscreen import FullScreen
from render.passes.milky_way import MilkyWay, galactic_from_itrs
from render.passes.sky_view import SkyView
from render.refresh import WHOLE, Strip
from render.shaders import assign
from render.turns import eye_itrs, itrs_from_cupola
from render.view import View

Array = NDArray[np.float64]

COLUMNS, GROUND_ROWS, LIMB_ROWS = 512, 96, 320
TOP = 250e3  # m
"""As in glsl/veil.glsl."""
_SAMPLES = 17
_MARGIN = 3
"""Texels that are drawn beyond those that the samples of a view reach."""


class Airglow:
    """The tables of `orbit.airglow` as a texture and uniforms; see glsl/airglow_table.glsl."""

    def __init__(self, ctx: moderngl.Context, tables: AirglowTables) -> None:
        rows = tables.texture()
        self.texture = ctx.texture((rows.shape[1], 3), 4, rows, dtype="f4")
        self.texture.repeat_x = self.texture.repeat_y = False
        self.texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        zenith = np.zeros((4, 3))
        zenith[: len(tables.layers)] = tables.zenith_rgb
        height = np.zeros(4)
        height[: len(tables.layers)] = tables.peak_height
        mapping = (tables.knee, tables.width, tables.observer, tables.earth_radius)
        self._values: dict[str, object] = {
            "airglow_zenith": [tuple(row) for row in zenith],
            "airglow_height": tuple(height),
            "airglow_mapping": mapping,
        }

    def set(self, program: moderngl.Program) -> None:
        """Set the constants of a program that reads the tables."""
        for name, value in self._values.items():
            assign(program, name, value)


class Veil:
    """Keep the table `texture` for the view drawn."""

    def __init__(
        self,
        ctx: moderngl.Context,
        noise: moderngl.Texture3D,
        air: moderngl.Texture,
        sky_view: SkyView,
        airglow: Airglow,
        milky_way: MilkyWay,
    ) -> None:
        self._sky_view = sky_view
        self._screen = FullScreen(ctx, "veil.frag")
        self._textures: dict[str, moderngl.Texture | moderngl.Texture3D] = {
            "noise_volume": noise,
            "air_table": air,
            "milky_way": milky_way.texture,
            "airglow_table": airglow.texture,
            "sky_view_moon": sky_view.moon[0],
            "sky_view_moon_other": sky_view.moon[1],
            "sky_view_sun": sky_view.sun[0],
            "sky_view_sun_other": sky_view.sun[1],
        }
        for unit, name in enumerate(self._textures):
            self._screen.set(name, unit)
        airglow.set(self._screen.program)
        milky_way.set(self._screen.program)
        size = (COLUMNS, GROUND_ROWS + LIMB_ROWS)
        self.texture = ctx.texture(size, 4, dtype="f4")
        self.texture.repeat_y = False
        self.texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._target = ctx.framebuffer([self.texture])

    def draw(
        self, moment: Moment, view: View, highest: float, waves: bool, strip: Strip = WHOLE
    ) -> None:
        """Bring what `view` sees up to the moment, or a strip; the block `Frame` must be bound.

        Lines of sight that pass higher than `highest` m are not looked up. Without `waves` the
        airglow's layers are even, as in the tables.
        """
        columns, rows = in_sight(moment, view, highest)
        if not columns:
            return
        for unit, texture in enumerate(self._textures.values()):
            texture.use(unit)
        self._screen.set("sky_view_share", self._sky_view.share)
        self._screen.set("waviness", float(waves))
        self._screen.set("galactic_from_itrs", galactic_from_itrs(moment))
        self._target.use()
        for first, last in (strip.of(*each) for each in columns):
            self._target.viewport = (first, rows[0], last - first, rows[1] - rows[0])
            self._screen.draw()


def in_sight(
    moment: Moment, view: View, highest: float
) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """Return the ranges of columns, one or two where the azimuth wraps, and of rows of a view.

    No columns where the view sees the sky alone, above `highest` m.
    """
    axes = nadir_axes(moment)
    itrs_from_eye = itrs_from_cupola(moment) @ view.cupola_from_eye
    rays = _rays(view.tangents) @ (axes.T @ itrs_from_eye).T
    distance = math.dist(_scaled(moment), (0.0, 0.0, 0.0))
    sine = np.hypot(rays[:, 1], rays[:, 2])
    low = (rays[:, 0] > 0) & (sine * distance < 1.01 + highest / EQUATORIAL_RADIUS)
    nadir_inside = _sees(view, itrs_from_eye.T @ axes[:, 0])
    if not low.any() and not nadir_inside:
        return [], (0, 0)
    nearest = 0.0 if nadir_inside else float(sine[low].min()) * distance
    depth = max(1.0 - nearest, 0.0) ** (1 / 3)
    past_limb = bool((rays[:, 0] < 0).any() or float(sine.max()) * distance > 0.99)
    first = max(math.floor((1.0 - depth) * GROUND_ROWS) - _MARGIN, 0)
    limb_rows = math.ceil(math.sqrt(min(highest / TOP, 1.0)) * LIMB_ROWS)
    rows = (first, GROUND_ROWS + (limb_rows if past_limb else 0))
    if nadir_inside:
        return [(0, COLUMNS)], rows
    return _columns(np.arctan2(rays[low, 2], rays[low, 1])), rows


def nadir_axes(moment: Moment) -> Array:
    """Return (3, 3) ITRS axes from which azimuths count, as columns; as in glsl/veil.glsl."""
    scaled = _scaled(moment)
    distance = math.dist(scaled, (0.0, 0.0, 0.0))
    x, y, z = (-part / distance for part in scaled)
    level = math.hypot(x, y)
    return np.array(
        [[x, y / level, x * z / level], [y, -x / level, y * z / level], [z, 0.0, -level]]
    )


def _scaled(moment: Moment) -> tuple[float, float, float]:
    x, y, z = eye_itrs(moment).tolist()
    return x / EQUATORIAL_RADIUS, y / EQUATORIAL_RADIUS, z / POLAR_RADIUS


@lru_cache(maxsize=8)
def _rays(tangents: tuple[float, float, float, float]) -> Array:
    """Return (n, 3) unit vectors, eye axes, spread over a view up to its edges."""
    left, right, down, up = tangents
    x, y = np.meshgrid(np.linspace(left, right, _SAMPLES), np.linspace(down, up, _SAMPLES))
    rays = np.stack([x.ravel(), y.ravel(), -np.ones(x.size)], axis=1)
    unit: Array = rays / np.linalg.norm(rays, axis=1)[:, None]
    return unit


def _sees(view: View, direction: Array) -> bool:
    left, right, down, up = view.tangents
    ahead = -float(direction[2])
    if ahead <= 0:
        return False
    x, y = float(direction[0]) / ahead, float(direction[1]) / ahead
    return left <= x <= right and down <= y <= up


def _columns(azimuths: Array) -> list[tuple[int, int]]:
    middle = np.angle(np.exp(1j * azimuths).mean())
    off = np.angle(np.exp(1j * (azimuths - middle)))
    first = math.floor((middle + off.min()) / (2 * math.pi) * COLUMNS) - _MARGIN
    last = math.ceil((middle + off.max()) / (2 * math.pi) * COLUMNS) + _MARGIN
    if last - first >= COLUMNS:
        return [(0, COLUMNS)]
    first, last = first % COLUMNS, first % COLUMNS + last - first
    if last <= COLUMNS:
        return [(first, last)]
    return [(first, COLUMNS), (0, last - COLUMNS)]
