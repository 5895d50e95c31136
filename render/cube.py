"""The six pinhole views round a point that a picture of all directions is put together from."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FEATHER = 0.05
"""Neighbours pass into each other where the tangent from a face's axis is within exp(+-FEATHER) of
1, 1.4 degrees to each side of the cube's edge. What lies at infinity is the same in both; the soft
passage is for glare, whose shape depends on the place in a pinhole picture."""
OVERSAMPLING = 1.25
"""Pixels of a face's middle per pixel of the horizon: a point's Gaussian of 0.65 pixels, drawn that
much finer and then averaged over the panorama's pixels, is as sharp as one drawn directly."""
_GUARD = 6.0
"""px beyond the feather. A point whose centre is outside a picture is not drawn, so that one just
outside the feather would lack its rim."""
_CORE_REACH = 3.6 * 3.5e-4
"""rad, how far a point's light reaches when it is wider than pixels (glsl points.glsl)."""


@dataclass(frozen=True, slots=True)
class Face:
    """One view: `centre_from_face` (3, 3) turns its eye axes into those of the picture's centre.

    `columns` and `rows` are the parts of the panorama where it is seen, each 0 to 1 from the left
    and from the bottom; a face across the picture's back has two pairs of columns.
    """

    centre_from_face: Array
    columns: tuple[tuple[float, float], ...]
    rows: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Raster:
    """The square raster of every face: `pixels` a side, `tangent` at its edges."""

    pixels: int
    tangent: float


def raster(width: int) -> Raster:
    """Return the faces' raster for a panorama that many pixels wide."""
    pitch = 2 * math.pi / width / OVERSAMPLING
    wanted = math.exp(FEATHER) + max(_GUARD * pitch, _CORE_REACH)
    pixels = 2 * math.ceil(wanted / pitch)
    return Raster(pixels, pixels * pitch / 2)


def faces() -> tuple[Face, ...]:
    """Return ahead, right, back, left, up and down, each with where it is seen."""
    edge = math.atan(math.exp(FEATHER)) / (2 * math.pi)  # in parts of the picture's width
    # A level face reaches highest amid its upper edge, the steep ones lowest at their corners.
    level = (0.5 - 2 * edge, 0.5 + 2 * edge)
    steep = math.atan(math.exp(-FEATHER) / math.sqrt(2.0)) / math.pi
    around = [Face(_turned(turn), _columns(0.5 + turn / 4, edge), level) for turn in range(4)]
    whole = ((0.0, 1.0),)
    up = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    down = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
    return (*around, Face(up, whole, (0.5 + steep, 1.0)), Face(down, whole, (0.0, 0.5 - steep)))


def _turned(quarters: int) -> Array:
    """Return the axes of a face that many quarter turns to the right of the centre."""
    sine, cosine = ((0, 1), (1, 0), (0, -1), (-1, 0))[quarters]
    return np.array([[cosine, 0.0, -sine], [0.0, 1.0, 0.0], [sine, 0.0, cosine]], dtype=np.float64)


def _columns(middle: float, half: float) -> tuple[tuple[float, float], ...]:
    low, high = middle - half, middle + half
    if high <= 1.0:
        return ((low, high),)
    if low >= 1.0:
        return ((low - 1.0, high - 1.0),)
    return ((low, 1.0), (0.0, high - 1.0))
