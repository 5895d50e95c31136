"""The Moon and the Sun as discs."""

from __future__ import annotations

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.images import image
from orbit.moment import Luminary
from render.shaders import assign, program
from render.uniforms import bind_blocks

GRID = 12  # squares a side; enough for the limb's refraction to bend the disc smoothly
BRIGHTEST = 6e4  # cd/m2, what a half float can hold


class Disc:
    """Draw one disc into the bound HDR target, adding."""

    def __init__(self, ctx: moderngl.Context, air: moderngl.Texture) -> None:
        self._air = air
        self._program = bind_blocks(program(ctx, "disc.vert", "disc.frag"))
        pixels = image("moon")
        grey = np.ascontiguousarray(pixels if pixels.ndim == 2 else pixels[..., 0])
        self._surface = ctx.texture((grey.shape[1], grey.shape[0]), 1, grey, alignment=1)
        self._surface.repeat_y = False
        self._surface.build_mipmaps()
        self._surface.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        line = np.linspace(-1, 1, GRID + 1)
        corners = np.array(
            [
                [
                    (line[i + a], line[j + b])
                    for a, b in ((0, 0), (1, 0), (0, 1), (1, 0), (1, 1), (0, 1))
                ]
                for i in range(GRID)
                for j in range(GRID)
            ],
            "f4",
        )
        self._array = ctx.vertex_array(self._program, [(ctx.buffer(corners), "2f", "in_corner")])

    def draw(
        self,
        body: Luminary,
        itrs_from_gcrs: NDArray[np.float64],
        sun_direction: NDArray[np.float64],
        map_from_gcrs: NDArray[np.float64] | None,
        pixel_tangent: float,
    ) -> None:
        """Draw a body.

        `sun_direction`: unit vector in GCRS from the body to the Sun. `map_from_gcrs` turns
        GCRS axes into the Moon's own (x toward the mean Earth, z north); None for the Sun.
        """
        gcrs_from_disc = _disc_axes(body.direction)
        shines = map_from_gcrs is None
        area = math.pi * math.sin(body.angular_radius) ** 2
        mean = min(body.illuminance / (area * max(body.phase_fraction, 0.02)), BRIGHTEST)
        p = self._program
        assign(p, "itrs_from_disc", itrs_from_gcrs @ gcrs_from_disc)
        assign(p, "radius", math.tan(body.angular_radius))
        # The disc's third axis points away from the eye; the visible side faces back along it.
        sun_in_disc = gcrs_from_disc.T @ sun_direction
        across, north, away = sun_in_disc.tolist()
        assign(p, "sun_in_disc", (across, north, -away))
        facing = gcrs_from_disc * np.array([1.0, 1.0, -1.0])
        on_map = np.eye(3) if map_from_gcrs is None else map_from_gcrs @ facing
        assign(p, "map_from_disc", on_map)
        assign(p, "shines", shines)
        assign(p, "mean_luminance", (mean, mean, mean))
        assign(p, "edge", min(1.0, pixel_tangent / math.tan(body.angular_radius)))
        self._surface.use(0)
        self._air.use(1)
        assign(p, "surface", 0)
        assign(p, "air_table", 1)
        self._array.render(moderngl.TRIANGLES)


def _disc_axes(direction: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return GCRS from disc axes: columns right, north (as seen from here), toward the body."""
    x, y, z = direction.tolist()
    level = math.hypot(x, y)
    return np.array(
        [[y / level, -x * z / level, x], [-x / level, -y * z / level, y], [0.0, level, z]]
    )
