"""How much light each cell of the satellite picture sends up: VIIRS 2012 as an 8-bit picture.

The picture is NASA's "Black Marble" of 2012 reduced to 2048 x 1024: city light in gold over a dark
blue Earth. Its tone curve is not published, so the way back to radiance is an ESTIMATE: the ground
is subtracted by the blue it leaves in unlit pixels, and a curve is laid through towns whose sum of
lights in the VIIRS annual composites is of a known order (Kyzylorda 600, Baikonur 250, Tashkent
8000, Almaty 7500 nW/cm2/sr km2). Small shares of light are averages of the full-size picture's
saturated town pixels, hence nearly linear; toward white the curve rises steeply. Where it is white
in the middle of large cities, the population of the pixel tells how much more there was.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Grid = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0
SLOPE, WHITE, STEEPNESS = 1.0, 1.015, 0.8
"""nW/cm2/sr = SLOPE c / (WHITE - c)^STEEPNESS for a share c of full light (estimate)."""
NOISE = 0.018
"""Share of full light below which a pixel is taken as dark."""
FILLING, FULL = 0.75, 0.98
"""Shares of full light between which a pixel passes from measured to saturated."""
CROWD_PER_KM2 = 800.0
"""Population density at which a saturated pixel has just its curve's radiance."""
CD_PER_KM2 = 2800.0
"""cd/km2 toward zenith of 1 nW/cm2/sr: 10 W/sr/km2 at 280 lm/W in the band 500 to 900 nm, the mean
of high-pressure sodium and white light (estimate)."""
ZENITH_TRANSMITTANCE = 0.75
"""Share of light that gets up through the air, which the satellite's radiance has been through."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Light of each pixel of the picture, rows from the north, columns from longitude -180."""

    radiance: Grid
    """(h, w) nW/cm2/sr above the air."""
    area_km2: Grid
    """(h, 1)."""

    @property
    def intensity(self) -> Grid:
        """(h, w) cd toward zenith at the ground, before the air takes its share."""
        return self.radiance * self.area_km2 * (CD_PER_KM2 / ZENITH_TRANSMITTANCE)

    def without(self, seen: Grid) -> Budget:
        """Return what is left when lights that the picture shows as `seen` (cd) are known."""
        whole = np.maximum(self.intensity, 1e-9)
        return Budget(self.radiance * np.clip(1 - seen / whole, 0, 1), self.area_km2)

    def pixel(self, lat: Grid, lon: Grid) -> NDArray[np.int64]:
        """Return the flat index of the pixel at latitude and longitude in degrees."""
        h, w = self.radiance.shape
        row = np.clip(((90 - lat) / 180 * h).astype(np.int64), 0, h - 1)
        column = ((lon + 180) / 360 * w).astype(np.int64) % w
        index: NDArray[np.int64] = row * w + column
        return index


def read_budget(picture: Path, lat: Grid, lon: Grid, population: Grid) -> Budget:
    """Return the budget; the populated places (degrees, heads) mend what the picture saturated."""
    codes = np.asarray(Image.open(picture).convert("RGB")).astype(float)
    h, w = codes.shape[:2]
    # Unlit ground of any kind, from ocean to ice, has R = 0.28 (B - 30) within 3 codes; the light
    # adds half as much blue as red.
    red, blue = codes[..., 0], codes[..., 2]
    ground = 0.28 * np.maximum(blue - 0.5 * red - 30, 0)
    share = np.clip((red - ground) / (255 - ground), 0, 1)
    share[share < NOISE] = 0
    radiance = SLOPE * share / (WHITE - share) ** STEEPNESS
    edges = np.radians(90 - np.arange(h + 1) / h * 180)
    area = (np.sin(edges[:-1]) - np.sin(edges[1:]))[:, None] * EARTH_RADIUS_KM**2 * 2 * np.pi / w
    budget = Budget(radiance, area)
    heads = np.bincount(budget.pixel(lat, lon), population, minlength=h * w).astype(float)
    crowd = np.clip(_spread(heads.reshape(h, w)) / area / CROWD_PER_KM2, 0.6, 4)
    saturation = np.clip((share - FILLING) / (FULL - FILLING), 0, 1)
    return Budget(radiance * crowd ** (0.55 * saturation), area)


def _spread(heads: Grid) -> Grid:
    # A large city is one point in the gazetteer; its people live in the pixels around it too.
    result: Grid = ndimage.gaussian_filter(heads, 1.8, mode=("nearest", "wrap"))
    return result
