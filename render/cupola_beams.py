"""Which triangles of the Cupola a distant light may reach through its windows.

Only these need shadows and a sharp highlight for every pixel (`render/passes/cupola.frag`).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from render.windows import Window, windows

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

STEP = math.radians(1.5)
"""Lights are told apart by so much, so that triangles are seldom sorted anew."""
_SLACK = 1.0 * STEP
"""rad: how far a light may be from the one that it is taken for: 0.87 steps, and some more."""
_SOFT = 0.02
"""m that a beam is taken wider than its window, for its edges are soft."""
_FARTHEST = 2.5
"""m from a window to anything that it lights."""
_MARGIN = _SOFT + _FARTHEST * _SLACK
_GRAZING = 0.02
"""Sine above a window below which light gets no farther in than its outer lip."""


def coarse(direction: Array) -> Array:
    """Return a direction (3,) in steps, for `Beams.reached`."""
    rounded: Array = np.round(direction / STEP) * STEP
    return rounded


def holds(direction: Array, light: Array) -> bool:
    """Return whether what is reached from about a `direction` (3,) is so for a `light` (3,)."""
    both = float(np.linalg.norm(direction) * np.linalg.norm(light))
    return both > 0.0 and float(direction @ light) > both * math.cos(_SLACK)


class Beams:
    """Knows the triangles of one mesh."""

    def __init__(self, corners: Array, normals: Array) -> None:
        """Take places in m and unit normals of the triangles' corners (m, 3, 3)."""
        self._middle = corners.mean(axis=1)
        self._reach = np.linalg.norm(corners - self._middle[:, None], axis=-1).max(axis=-1)
        self._normals = normals

    def reached(self, direction: Array, some: slice = slice(None)) -> Flags:
        """Return (m,) whether light from about a `direction` (3,), see `coarse`, may reach any.

        `some` are the triangles asked about. It says so too often, never too seldom: of what faces
        the light, all that stands outside a window or whose ball meets a beam.
        """
        toward = direction / np.linalg.norm(direction)
        found = np.asarray(((self._normals[some] @ toward) > -_SLACK).any(axis=-1))
        which = np.flatnonzero(found)
        found[which] = self._in_beams(toward, self._middle[some][which], self._reach[some][which])
        return found

    def _in_beams(self, toward: Array, middle: Array, reach: Array) -> Flags:
        within = np.zeros(len(middle), dtype=bool)
        for window in windows():
            depth = middle @ window.axes[2] - window.distance - window.thickness
            # Shutters stand outside, where nothing but the hull keeps light from them.
            within |= depth > -reach
            outward = float(window.axes[2] @ toward)
            if outward > _GRAZING:
                within |= _beyond(window, toward, middle) < reach + _MARGIN
        return within


def _beyond(window: Window, toward: Array, middle: Array) -> Array:
    """Return how far outside a window's beam places (n, 3) lie, in m across it; 0 or less within.

    The beam through a convex outline is bounded by planes that hold a side and the light.
    """
    u, v, n = window.axes
    outline = window.outer
    if len(outline.normals) == 0:
        angles = np.linspace(0.0, 2 * math.pi, 16, endpoint=False)
        sides = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        offsets = np.full(len(sides), outline.radius)
    else:
        sides, offsets = outline.normals, outline.offsets
    outward = float(n @ toward)
    furthest = np.full(len(middle), -np.inf)
    for (x, y), offset in zip(sides, offsets, strict=True):
        side = x * u + y * v
        # Normal to the side's plane: square to the side in the window, and to the light.
        square = side - n * (side @ toward) / outward
        out = middle @ square - offset - (window.distance + window.thickness) * (square @ n)
        np.maximum(furthest, out / np.linalg.norm(square), out=furthest)
    return furthest
