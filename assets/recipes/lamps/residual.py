"""Hamlets and gas flares: light that no town or village of the gazetteer explains."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from assets.lamps import COLOUR_CLASSES
from assets.recipes.lamps.balance import Sky
from assets.recipes.lamps.budget import Budget
from assets.recipes.lamps.by_hand import in_flare_field
from assets.recipes.lamps.villages import SEED, Points, moved

Array = NDArray[np.float64]

HAMLET = 40_000.0
"""cd of a hamlet."""
FLARE = 6.0e4
"""cd of one gas flare: Tengiz, 1.2e3 nW/cm2/sr km2, is some 70 of them."""
HALO = 0.12
"""Part of the brightest pixel within two, under which light without a place is only its halo."""
SPOTS, LAMPS = 3, 2
"""Most spots in a pixel, and lamps in a spot."""


def residual(points: Points, budget: Budget) -> tuple[Points, NDArray[np.uint8]]:
    """Return what must be added to the points to give the budget, and its classes of colour."""
    rng = np.random.default_rng(SEED + 3)
    h, w = budget.radiance.shape
    sky = Sky(points.lat, points.lon, (h, w))
    wanted = budget.intensity
    left = wanted - sky.seen(sky.balanced(points.intensity, budget))
    peak = ndimage.maximum_filter(wanted, 5, mode=("nearest", "wrap"))
    rows, columns = np.nonzero((left > 0.5 * wanted) & (left > HAMLET / 2) & (left > HALO * peak))
    lat = 90 - (rows + 0.5) / h * 180
    lon = (columns + 0.5) / w * 360 - 180
    amount = left[rows, columns]
    flaring = in_flare_field(lat, lon) & (amount > FLARE)
    spots = np.clip(np.round(amount / np.where(flaring, FLARE, HAMLET)), 1, SPOTS).astype(int)
    pixel = np.repeat(np.arange(len(lat)), spots)
    # A hamlet has a few lamps close together, a flare is one.
    lamps = np.where(flaring[pixel], 1, rng.integers(1, LAMPS + 1, len(pixel)))
    spot_lat = lat[pixel] + rng.uniform(-0.5, 0.5, len(pixel)) * 180 / h
    spot_lon = lon[pixel] + rng.uniform(-0.5, 0.5, len(pixel)) * 360 / w
    spot = np.repeat(np.arange(len(pixel)), lamps)
    x, y = rng.normal(0, 0.35, (2, len(spot)))
    share = (amount / spots)[pixel[spot]] / lamps[spot] * rng.lognormal(0, 0.5, len(spot))
    kind = np.where(flaring[pixel[spot]], COLOUR_CLASSES.index("flare"), 0).astype(np.uint8)
    return Points(*moved(spot_lat[spot], spot_lon[spot], x, y), share), kind
