"""The light that the air scatters toward the station, as small tables for each light.

They change slowly, with mission time alone, and cost much. So they are made for instants a step
apart, and what lies between is interpolated: a show in real time makes a new one now and then, and
each picture stays a function of its own mission time.
"""

from __future__ import annotations

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.air_optics import air_file
from orbit.air_store import air_tables
from orbit.bands import extinction, rgb_from_bands
from orbit.moment import Luminary, Moment
from orbit.timeline import Timeline
from render.passes.fullscreen import FullScreen

SIZE = (96, 144)
"""Columns and rows, as in glsl/sky_view.glsl."""
DARKNESS = -64.0
"""Logarithm of a luminance that stands for nothing."""
DARK = math.sin(math.radians(-45.0))
"""Sine of the elevation below which a light reaches no air in sight: 20 degrees on, 25 under."""


STEP = 0.5
"""s of mission time between two tables. Half-way between them the light differs from that of a
table of its own by less than 0.1 % in 999 of 1000 lit pixels, by night, twilight and day."""


class SkyView:
    """Keep the tables of Moon and Sun about the mission time drawn.

    `moon` and `sun` hold two tables each; a value at the time drawn is that of the first, and
    `share` of the way to that of the second.
    """

    def __init__(self, ctx: moderngl.Context, timeline: Timeline) -> None:
        self._timeline = timeline
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
        dark = np.full((SIZE[1], SIZE[0], 4), DARKNESS)
        self.moon = _table(ctx, dark), _table(ctx, dark)
        self.sun = _table(ctx, dark), _table(ctx, dark)
        self._targets = {
            name: [ctx.framebuffer([texture]) for texture in textures]
            for name, textures in (("moon", self.moon), ("sun", self.sun))
        }
        self._lit = {name: [False, False] for name in self._targets}
        self._drawn = [math.nan, math.nan]
        self.share = 0.0

    def draw(self, t: float) -> None:
        """Bring the tables to mission time `t`; may change the target."""
        number = math.floor(t / STEP)
        low, high = self._timeline.span
        first, second = (min(max(k * STEP, low), high) for k in (number, number + 1))
        even = number % 2
        times = (first, second) if even == 0 else (second, first)
        for slot, time in enumerate(times):
            if self._drawn[slot] != time:
                self._drawn[slot] = time
                self._make(slot, self._timeline.at(time))
        passed = (t - first) / (second - first) if second > first else 0.0
        self.share = passed if even == 0 else 1.0 - passed

    def _make(self, slot: int, moment: Moment) -> None:
        for unit, texture in enumerate(self._inputs.values()):
            texture.use(unit)
        eye = moment.itrs_from_gcrs @ moment.eye_position
        self._screen.set("table_eye", tuple(eye.tolist()))
        self._fill("moon", slot, moment.moon, moment)
        self._fill("sun", slot, moment.sun, moment)

    def _fill(self, name: str, slot: int, light: Luminary, moment: Moment) -> None:
        eye = moment.eye_position
        lit = float(light.direction @ eye) > DARK * float(np.linalg.norm(eye))
        target = self._targets[name][slot]
        if lit:
            direction = moment.itrs_from_gcrs @ light.direction
            self._screen.set("light_source", (*direction.tolist(), light.illuminance))
            target.use()
            self._screen.draw()
        elif self._lit[name][slot]:
            target.clear(DARKNESS, DARKNESS, DARKNESS)
        self._lit[name][slot] = lit


def _table(ctx: moderngl.Context, rows: NDArray[np.float64]) -> moderngl.Texture:
    height, width, components = rows.shape
    texture = ctx.texture((width, height), components, rows.astype("f4").tobytes(), dtype="f4")
    texture.repeat_x = texture.repeat_y = False
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return texture
