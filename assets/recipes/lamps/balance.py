"""Scale lights so that, seen as coarsely as the satellite's picture, they give its light.

The picture spreads a town's light over the pixels beside it (blooming, and its reduction in size).
So the lights are not scaled pixel by pixel, which would show as steps across a city and leave light
over for empty pixels; the picture is deconvolved onto the lights with the update of Richardson
(1972, JOSA 62, 55) and Lucy (1974, AJ 79, 745), which keeps every light positive.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from assets.recipes.lamps.budget import Budget

Array = NDArray[np.float64]

NEAR_SHARE, FAR_SIGMA = 0.86, 1.6
"""Share of a light that stays within the pixels around it, and the reach in pixels of the rest:
the picture's blooming and reduction (estimate from isolated towns)."""
ROUNDS = 25
LEAST, MOST = 0.02, 30.0
"""Limits of what a light may be scaled by in all."""

QUIET = 500.0
"""cd of a pixel that are neither here nor there."""


class Sky:
    """The picture's pixels as seen from n lights at fixed places (degrees)."""

    def __init__(self, lat: Array, lon: Array, shape: tuple[int, int]) -> None:
        """Find for each light the four pixels whose middles are around it, and their shares."""
        self.shape = h, w = shape
        y = (90 - lat) / 180 * h - 0.5
        x = (lon + 180) / 360 * w - 0.5
        row, column = np.floor(y).astype(np.int64), np.floor(x).astype(np.int64)
        fy, fx = y - row, x - column
        self._corners = [
            (
                np.clip(row + dy, 0, h - 1) * w + (column + dx) % w,
                (fy if dy else 1 - fy) * (fx if dx else 1 - fx),
            )
            for dy in (0, 1)
            for dx in (0, 1)
        ]

    def seen(self, intensity: Array) -> Array:
        """Return the lights (cd) as the picture would show them: cd a pixel, blurred."""
        size = self.shape[0] * self.shape[1]
        grid = sum(np.bincount(at, intensity * part, minlength=size) for at, part in self._corners)
        return _bloomed(np.asarray(grid).reshape(self.shape))

    def at_lights(self, grid: Array) -> Array:
        """Return a grid's values at the lights, without steps between pixels."""
        flat = _bloomed(grid).ravel()
        return np.asarray(sum(flat[at] * part for at, part in self._corners))

    def balanced(self, intensity: Array, budget: Budget) -> Array:
        """Return the lights' intensities (cd) scaled to the budget."""
        wanted = budget.intensity
        factor = np.ones_like(intensity)
        for _ in range(ROUNDS):
            shown = self.seen(intensity * factor)
            # Where next to nothing is shown and wanted there is nothing to correct.
            ratio = (wanted + QUIET) / (shown + QUIET)
            factor = np.clip(factor * self.at_lights(ratio), LEAST, MOST)
        return intensity * factor


def _bloomed(grid: Array) -> Array:
    far = ndimage.gaussian_filter(grid, FAR_SIGMA, mode=("nearest", "wrap"))
    result: Array = NEAR_SHARE * grid + (1 - NEAR_SHARE) * far
    return result
