"""The light that the air scatters toward the station, as one small table a light."""

from __future__ import annotations

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.air_optics import air_file
from orbit.air_store import air_tables
from orbit.bands import extinction, rgb_from_bands
from orbit.moment import Luminary, Moment
from render.passes.fullscreen import FullScreen

SIZE = (96, 144)
"""Columns and rows, as in glsl/sky_view.glsl."""
DARKNESS = -64.0
"""Logarithm of a luminance that stands for nothing."""
DARK = math.sin(math.radians(-45.0))
"""Sine of the elevation below which a light reaches no air in sight: 20 degrees on, 25 under."""


class SkyView:
    """Keep the tables of Moon and Sun for the mission time drawn; both change with `t` alone."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._screen = FullScreen(ctx, "sky_view.frag")
        tables = air_tables()
        self.skylight = _table(ctx, tables.log_sky[None])
        """The table of glsl/skylight.glsl."""
        self._inputs = {
            "air_profiles": _table(ctx, tables.log_profiles[None]),
            "air_columns": _table(ctx, tables.log_columns),
            "air_mean": _table(ctx, tables.log_mean),
        }
        aerosol = air_file().aerosol
        for unit, name in enumerate(self._inputs):
            self._screen.set(name, unit)
        self._screen.set("air_extinction", extinction())
        self._screen.set("rgb_from_bands", rgb_from_bands())
        self._screen.set("air_aerosol", (aerosol.single_scattering_albedo, aerosol.asymmetry))
        self.moon = _table(ctx, np.full((SIZE[1], SIZE[0], 4), DARKNESS))
        self.sun = _table(ctx, np.full((SIZE[1], SIZE[0], 4), DARKNESS))
        self._targets = {"moon": ctx.framebuffer([self.moon]), "sun": ctx.framebuffer([self.sun])}
        self._lit = {"moon": False, "sun": False}
        self._drawn: float | None = None

    def draw(self, moment: Moment) -> None:
        """Bring the tables to the moment; the block `Frame` must be bound. Changes the target."""
        if moment.t == self._drawn:
            return
        self._drawn = moment.t
        for unit, texture in enumerate(self._inputs.values()):
            texture.use(unit)
        self._fill("moon", moment.moon, moment)
        self._fill("sun", moment.sun, moment)

    def _fill(self, name: str, light: Luminary, moment: Moment) -> None:
        eye = moment.eye_position
        lit = float(light.direction @ eye) > DARK * float(np.linalg.norm(eye))
        target = self._targets[name]
        if lit:
            direction = moment.itrs_from_gcrs @ light.direction
            self._screen.set("light_source", (*direction.tolist(), light.illuminance))
            target.use()
            self._screen.draw()
        elif self._lit[name]:
            target.clear(DARKNESS, DARKNESS, DARKNESS)
        self._lit[name] = lit


def _table(ctx: moderngl.Context, rows: NDArray[np.float64]) -> moderngl.Texture:
    height, width, components = rows.shape
    texture = ctx.texture((width, height), components, rows.astype("f4").tobytes(), dtype="f4")
    texture.repeat_x = texture.repeat_y = False
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return texture
