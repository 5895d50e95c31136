"""Moon, Sun, planets and the launch: the lights that move among the stars."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.moment import Luminary, Moment
from orbit.timeline import Timeline
from render import path_air
from render.earth_maps import EarthMaps
from render.parts import Parts
from render.passes.disc import Disc
from render.passes.flares import Flares
from render.passes.ground_glow import GroundGlow
from render.passes.streaks import Streaks
from render.passes.trails import Trails
from render.path_air import transmission
from render.plumes import streak_rows

Array = NDArray[np.float64]

PLANET_COLOURS = {
    # B-V of the planets (Allen's Astrophysical Quantities, 4th ed., table 12.3) as linear sRGB.
    "mercury": (1.10, 0.98, 0.88),
    "venus": (1.08, 0.99, 0.89),
    "mars": (1.75, 0.85, 0.45),
    "jupiter": (1.08, 0.99, 0.91),
    "saturn": (1.18, 0.98, 0.79),
}


class SkyLights:
    """Draw them into the bound HDR target, adding; blocks `Frame` and `Eye` must be bound."""

    def __init__(
        self,
        ctx: moderngl.Context,
        air: moderngl.Texture,
        maps: EarthMaps,
        timeline: Timeline,
        parts: Parts,
    ) -> None:
        path_air.load()
        self._disc = parts.made("Moon and Sun", lambda: Disc(ctx, air))
        self._flares = parts.made("flames and planets", lambda: Flares(ctx, air))
        self._streaks = parts.made("streaks", lambda: Streaks(ctx))
        self._ground_glow = parts.made("glow on the ground", lambda: GroundGlow(ctx, air, maps))
        self._trails = parts.made("trails", lambda: Trails(ctx, air, timeline))

    def draw(self, moment: Moment, pixel_tangent: float) -> None:
        """Draw all of a moment; `pixel_tangent` is the tangent of one pixel of the target."""
        turn = moment.itrs_from_gcrs
        sun_from_moon = (
            moment.sun.direction * moment.sun.distance
            - moment.moon.direction * moment.moon.distance
        )
        sun_from_moon /= np.linalg.norm(sun_from_moon)
        discs = (
            (moment.moon, sun_from_moon, moment.moon_from_gcrs),
            (moment.sun, moment.sun.direction, None),
        )
        for body, sun, own_axes in discs:
            if _above_ground(moment, body):
                self._disc.do(Disc.draw, body, turn, sun, own_axes, pixel_tangent)
                self._wings(turn, body, body.angular_radius)
        if moment.planets:
            self._planets(turn, moment.planets)
        self._ground_glow.do(GroundGlow.draw, moment, pixel_tangent)
        self._trails.do(Trails.draw, moment)
        self._launch(moment)

    def _wings(self, turn: Array, body: Luminary, disc_radius: float) -> None:
        direction = (turn @ body.direction)[None]
        lux = np.full((1, 3), body.illuminance)
        self._flares.do(Flares.draw, direction, lux, True, disc_radius)

    def _planets(self, turn: Array, planets: tuple[Luminary, ...]) -> None:
        directions = np.array([each.direction for each in planets]) @ turn.T
        lux = [each.illuminance * np.array(PLANET_COLOURS[each.id]) for each in planets]
        self._flares.do(Flares.draw, directions, np.array(lux), True, 0.0)

    def _launch(self, moment: Moment) -> None:
        """Draw flames and hot bodies: a point each, and streaks for what of the light is spread."""
        bodies, turn = moment.bodies, moment.itrs_from_gcrs
        shining = bodies.visible & (bodies.intensity > 0)
        if not shining.any():
            return
        distance = np.linalg.norm(bodies.position, axis=1)
        lux = (bodies.intensity / distance**2)[:, None] * bodies.colour * transmission(moment)
        rows = streak_rows(moment)
        spread = np.bincount(rows.body, rows.share, len(distance))
        point = ((1.0 - spread)[:, None] * lux)[shining]
        directions = (bodies.position / distance[:, None])[shining] @ turn.T
        self._flares.do(Flares.draw, directions, point, False, 0.0)
        light = rows.share[:, None] * lux[rows.body]
        head, tail = rows.head @ turn.T, rows.tail @ turn.T
        self._streaks.do(Streaks.draw, head, tail, rows.shape, light)


def _above_ground(moment: Moment, body: Luminary) -> bool:
    """Return whether any of a body can be seen past the Earth (a bound; the shader is exact)."""
    eye = moment.eye_position
    distance = float(np.linalg.norm(eye))
    sine_dip = np.sqrt(max(1.0 - (6.35e6 / distance) ** 2, 0.0))
    return bool(float(body.direction @ eye) / distance > -sine_dip - 0.04)
