"""The light in the Cupola: the block `CupolaLight`, written when Moon, Sun, Earth or lamps change.

They change in steps (render/key_light.py), so most frames find it as it was.
"""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.cupola import CupolaData
from orbit.moment import Moment
from render.cupola_light import earth_share_outside, window_areas
from render.cupola_mesh import shadow_casters
from render.key_light import KeyLight
from render.near_lights import NearLights, near_lights
from render.passes.shadow import Shadow

Array = NDArray[np.float64]

BINDING = 3
_PILOTS = 4
_LAYOUT = np.dtype(
    [
        ("shadow_from_cupola", "f4", (4, 4)),
        ("key_direction", "f4", 4),
        ("key_light", "f4", 4),
        ("earth_luminance", "f4", 4),
        ("ambient", "f4", 4),
        ("lining", "f4", 4),
        ("hatch_luminance", "f4", 4),
        ("screen_intensity", "f4", 4),
        ("screen_luminance", "f4", 4),
        ("pilot_luminance", "f4", (_PILOTS, 4)),
        ("brightest_pilot", "f4", 4),
    ]
)
"""As in cupola_light.glsl, std140."""


class Lighting:
    """The buffer, and the shadow map that belongs to what is in it."""

    def __init__(self, ctx: moderngl.Context, data: CupolaData) -> None:
        self._data = data
        self._shadow = Shadow(ctx, *shadow_casters())
        openings = window_areas()
        self._outward = np.stack([window.axes[2] for window, _ in openings])
        self._areas = np.array([area for _, area in openings])
        self._earth_shares = earth_share_outside(self._outward)
        self._row = np.zeros(1, _LAYOUT)
        self._buffer = ctx.buffer(reserve=_LAYOUT.itemsize, dynamic=True)
        self._held: tuple[bytes, float] | None = None

    @property
    def shadow_map(self) -> moderngl.Texture:
        """Return the depth texture; it is drawn by `use`."""
        return self._shadow.map

    def use(self, moment: Moment, glow: float) -> None:
        """Let shaders light the Cupola as at a moment; `glow` scales its own lamps, 0 for none."""
        lights = near_lights(moment)
        if self._held != (lights.code, glow):
            self._fill(lights, glow)
            self._buffer.write(self._row)
            self._held = lights.code, glow
        self._buffer.bind_to_uniform_block(BINDING)

    def _fill(self, lights: NearLights, glow: float) -> None:
        row, light, panes = self._row[0], self._data.light, self._data.panes
        key = lights.key
        ambient = self._ambient(key, lights.earth)
        row["shadow_from_cupola"] = self._shadow.cast(key.direction).T
        values = {
            "key_direction": key.direction,
            "key_light": key.illuminance * panes.transmittance,
            "earth_luminance": lights.earth,
            "ambient": ambient,
            "lining": light.inner_albedo / np.pi * ambient,
            "hatch_luminance": glow * np.array(light.hatch_luminance),
            "screen_intensity": glow * np.array(light.screen_intensity),
            "screen_luminance": glow * np.array(light.screen_luminance),
        }
        for name, value in values.items():
            row[name][:3] = value
        lamps = np.array([pilot.luminance for pilot in light.pilots])
        row["pilot_luminance"][: len(lamps), :3] = glow * lamps
        row["brightest_pilot"] = glow * lamps.max()

    def _ambient(self, key: KeyLight, earth: Array) -> Array:
        """Return the irradiance in lux (linear sRGB) of light that went round the walls.

        An integrating sphere: what enters, times albedo / (area (1 - albedo)).
        """
        light = self._data.light
        facing = self._areas * np.maximum(self._outward @ key.direction, 0.0)
        below = np.pi * self._areas * self._earth_shares
        entering = facing.sum() * key.illuminance + below.sum() * earth
        spread: Array = (
            entering
            * self._data.panes.transmittance
            * light.inner_albedo
            / (light.inner_area * (1 - light.inner_albedo))
        )
        return spread
