"""How bright each part of a town's ground is beside the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from assets.recipes.lamps.towns import Town

Array = NDArray[np.float64]

MOST_CENTRES = 60
"""The largest of a town's centres that show."""
DARK = -1.25
"""Standard deviations of the noise below which the ground is a park, a rail yard or a field."""


def glow_of(town: Town, rng: np.random.Generator) -> Array:
    """Return the town's raster of brightness, 1 in its brightest places, 0 off its ground.

    It falls from the centres, faster from small ones, and toward the edge, with patches brighter
    and darker than their surroundings at two scales, half a kilometre and one and a half.
    """
    rows, columns = town.ground.shape
    x = town.corner[0] + (np.arange(columns) + 0.5) * town.step
    y = town.corner[1] + (np.arange(rows) + 0.5) * town.step
    peak = np.zeros((rows, columns))
    largest = town.centres[:, 2].max()
    for cx, cy, heads in town.centres[np.argsort(-town.centres[:, 2])[:MOST_CENTRES]]:
        radius = 0.5 + 0.5 * np.sqrt(heads / 5000 / np.pi)
        away = np.hypot((x - cx)[None, :], (y - cy)[:, None])
        peak = np.maximum(peak, (heads / largest) ** 0.22 * np.exp(-away / radius))
    fine = _noise(rng, (rows, columns), 0.5 / town.step)
    broad = _noise(rng, (rows, columns), 1.6 / town.step)
    patches = np.exp(0.35 * fine + 0.45 * broad)
    patches = np.where(broad + 0.5 * fine < DARK, 0.12 * patches, patches)
    depth = ndimage.distance_transform_edt(town.ground) * town.step
    edge = np.clip(depth / 1.4, 0.2, 1)
    glow: Array = np.clip((0.84 * peak + 0.16) * edge * patches, 0, 1)
    return glow


def _noise(rng: np.random.Generator, shape: tuple[int, int], sigma: float) -> Array:
    """Return noise of that many cells' width, with a standard deviation of 1."""
    field: Array = ndimage.gaussian_filter(rng.standard_normal(shape), sigma, mode="reflect")
    spread = float(field.std())
    return field / spread if spread > 0 else field
