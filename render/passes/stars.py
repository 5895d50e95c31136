"""Stars as points: placed, coloured and dimmed on the graphics card, one draw for all."""

from __future__ import annotations

import math
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.earth import POLAR_RADIUS
from orbit.luminaries import MAGNITUDE_OF_A_LUX
from orbit.moment import Moment
from render.passes.points import Field, PreparedPoints
from render.shaders import assign

ZERO_MAGNITUDE_LUX = 10 ** (0.4 * MAGNITUDE_OF_A_LUX)
"""Illuminance of V = 0 in lux: m = -13.99 - 2.5 log10(E) (Allen's Astrophysical Quantities)."""


REACH = 3.6
"""Sigmas of a sprite; what lies outside is 0.15 %."""


HIDDEN_RADIUS = POLAR_RADIUS - 60e3
"""m: a star whose line passes this near the geocentre stands behind the Earth, however its light
is bent; glsl/limb.glsl shows none whose line passes 50 km under the ground."""
_TURN = math.radians(5.0)
"""How far the view may turn before stars are selected again."""
_DRIFT = math.radians(0.25)
"""The same for the nadir: 3.8 s of the station's way."""
_ABERRATION = math.radians(0.01)


def illuminance(magnitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the illuminance in lux of stars of apparent V `magnitude`."""
    lux: NDArray[np.float64] = ZERO_MAGNITUDE_LUX * 10 ** (-0.4 * magnitude)
    return lux


@dataclass(frozen=True, slots=True)
class _Selection:
    """What stars are selected by: the field's `axis` and the `nadir` (3,) in GCRS.

    `cosine` is that of the field's half angle, `distance` the eye's from the geocentre in m.
    """

    axis: NDArray[np.float64]
    cosine: float
    nadir: NDArray[np.float64]
    distance: float

    @staticmethod
    def of(moment: Moment, field: Field) -> _Selection:
        """Return what to select by at a moment."""
        distance = float(np.linalg.norm(moment.eye_position))
        axis = moment.itrs_from_gcrs.T @ field.axis
        return _Selection(axis, field.cosine, -moment.eye_position / distance, distance)

    @property
    def least_cosine(self) -> float:
        """Return the cosine of the widest angle from the axis, with room for the view to turn."""
        return math.cos(min(math.acos(self.cosine) + _TURN + _ABERRATION, math.pi))

    @property
    def hidden_cosine(self) -> float:
        """Return the cosine of the angle from the nadir within which the Earth hides all."""
        return math.cos(math.asin(HIDDEN_RADIUS / self.distance) - _DRIFT - _ABERRATION)

    def serves(self, wanted: _Selection) -> bool:
        """Return whether a selection made by this still holds all that is wanted."""
        turned = float(self.axis @ wanted.axis) < math.cos(_TURN)
        drifted = float(self.nadir @ wanted.nadir) < math.cos(_DRIFT)
        return not (turned or drifted or wanted.cosine < self.cosine - 1e-6)


class Stars:
    """Draw n stars into the bound HDR target, adding."""

    def __init__(
        self,
        ctx: moderngl.Context,
        directions: NDArray[np.float64],
        magnitudes: NDArray[np.float64],
        colours: NDArray[np.float64],
        air: moderngl.Texture,
    ) -> None:
        """Take (n, 3) unit vectors in GCRS with proper motion, (n,) V, (n, 3) linear sRGB.

        The brightest come first.
        """
        self._air = air
        self._magnitudes = magnitudes
        self._count = len(directions)
        self._points = PreparedPoints(ctx, "stars.vert", REACH, self._count)
        rows = np.concatenate(
            [directions, illuminance(magnitudes)[:, None], colours], axis=1
        ).astype("f4")
        names = ("in_direction", "in_illuminance", "in_colour")
        self._directions = directions.astype("f4")
        self._indices = ctx.buffer(reserve=4 * max(self._count, 1), dynamic=True)
        self._source = ctx.vertex_array(
            self._points.preparing,
            [(ctx.buffer(rows), "3f 1f 3f", *names)],
            index_buffer=self._indices,
            index_element_size=4,
        )
        self._selected: _Selection | None = None
        self._selected_count = 0

    def show_down_to(self, magnitude: float) -> None:
        """Draw from now on the stars up to that V alone."""
        self._count = int(np.searchsorted(self._magnitudes, magnitude, side="right"))
        self.forget()

    def forget(self) -> None:
        """Select stars anew at the next picture."""
        self._selected = None

    def prepare(self, moment: Moment, field: Field) -> None:
        """Work out what the eyes will see; the block `Frame` must be bound."""
        self._air.use(0)
        assign(self._points.preparing, "air_table", 0)
        assign(self._points.preparing, "itrs_from_gcrs", moment.itrs_from_gcrs)
        wanted = _Selection.of(moment, field)
        if self._selected is None or not self._selected.serves(wanted):
            self._select(wanted)
        self._points.prepare(self._source, self._selected_count, field)

    def _select(self, wanted: _Selection) -> None:
        """List the stars that may be seen until the next selection, in the index buffer."""
        near = self._directions[: self._count] @ wanted.axis.astype("f4") > wanted.least_cosine
        clear = self._directions[: self._count] @ wanted.nadir.astype("f4") < wanted.hidden_cosine
        indices = np.flatnonzero(near & clear).astype("<u4")
        self._indices.write(indices)
        self._selected, self._selected_count = wanted, len(indices)

    def draw(self) -> None:
        """Draw all; blocks `Frame` and `Eye` must be bound, blending set to add."""
        self._points.draw()
