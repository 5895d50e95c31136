"""Sort lamps into cells, give each cell an order that thins evenly, and quantise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assets.lamps import CELL, DECADES, FAINTEST_CD, LAMP, columns_of_band

Array = NDArray[np.float64]

SEED = 20181116


def packed(
    lat: Array, lon: Array, intensity: Array, colour: NDArray[np.uint8]
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Return the tables of cells (CELL) and of lamps (LAMP); degrees, cd, classes."""
    rng = np.random.default_rng(SEED)
    band = np.clip(np.floor(lat + 90), 0, 179).astype(np.int64)
    columns = columns_of_band(band)
    column = np.clip(np.floor((lon + 180) / 360 * columns), 0, columns - 1).astype(np.int64)
    u = (lon + 180) / 360 * columns - column
    v = lat + 90 - band
    cell = band * 1000 + column
    order = _thinning_order(cell, u, v, rng)
    cell = cell[order]
    keys, count = np.unique(cell, return_counts=True)
    cells = np.empty(len(keys), CELL)
    cells["band"], cells["column"], cells["count"] = keys // 1000, keys % 1000, count
    rows = np.empty(len(order), LAMP)
    rows["lat"] = np.clip(np.floor(v[order] * 65536), 0, 65535)
    rows["lon"] = np.clip(np.floor(u[order] * 65536), 0, 65535)
    # Rounded up or down by chance, so that sums are not shifted by the coarse steps.
    level = np.log10(intensity[order] / FAINTEST_CD) / DECADES * 255
    rows["level"] = np.clip(np.floor(level + rng.random(len(order))), 0, 255)
    rows["colour"] = colour[order]
    return cells, rows


def _thinning_order(
    cell: NDArray[np.int64], u: Array, v: Array, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Order by cell, and inside one so that any first part is spread evenly over its ground.

    Lamps are laid on a Z-order curve through the cell and taken in the bit-reversed order of their
    rank on it (van der Corput's sequence), begun at a random place: the first eighth is every
    eighth lamp along the curve.
    """
    along = np.lexsort((_z_order(u, v), cell))
    sorted_cell = cell[along]
    starts = np.flatnonzero(np.r_[True, sorted_cell[1:] != sorted_cell[:-1]])
    count = np.diff(np.r_[starts, len(cell)])
    rank = np.arange(len(cell)) - np.repeat(starts, count)
    turn = np.floor(rng.random(len(starts)) * count).astype(np.int64)
    turned = _bit_reversed((rank + np.repeat(turn, count)) % np.repeat(count, count))
    return along[np.lexsort((turned, sorted_cell))]


def _z_order(u: Array, v: Array) -> NDArray[np.uint32]:
    x = np.clip(u * 4096, 0, 4095).astype(np.uint32)
    y = np.clip(v * 4096, 0, 4095).astype(np.uint32)
    code = np.zeros(len(x), np.uint32)
    for bit in range(12):
        code |= ((x >> bit) & 1) << (2 * bit) | ((y >> bit) & 1) << (2 * bit + 1)
    return code


def _bit_reversed(value: NDArray[np.int64]) -> NDArray[np.int64]:
    out = np.zeros_like(value)
    for bit in range(20):
        out |= ((value >> bit) & 1) << (19 - bit)
    return out
