"""One eye's picture: where it looks from and what it covers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.viewing_circle import ViewingCircle

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class View:
    """A pinhole view in the Cupola's frame.

    `cupola_from_eye` (3, 3) turns eye axes (x right, y up, -z the way it looks; as OpenXR) into the
    Cupola's; `position` (3,) is the eye in the Cupola's frame in m. `tangents` are those of the
    angles left, right, down, up from the axis, with signs (left and down negative), as an OpenXR
    field of view gives them. `size` is (width, height) in pixels. With a `circle` near things are
    drawn as an eye sees them that goes round on it; `position` is then its middle.
    """

    cupola_from_eye: Array
    position: Array
    tangents: tuple[float, float, float, float]
    size: tuple[int, int]
    circle: ViewingCircle | None = None

    @staticmethod
    def symmetric(
        cupola_from_eye: Array,
        size: tuple[int, int],
        vertical_fov: float,
        position: Array | None = None,
    ) -> View:
        """Return a rectilinear view with its axis in the middle; `vertical_fov` in rad."""
        up = math.tan(vertical_fov / 2)
        right = up * size[0] / size[1]
        here = np.zeros(3) if position is None else position
        return View(cupola_from_eye, here, (-right, right, -up, up), size)
