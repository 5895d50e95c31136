"""Make cloud_detail.webp: a tile of cloud, what clouds look like below the map's 10 km.

Seamless both ways, synthetic. Heaped cloud is cells in cells, as convection makes them (cellular
noise: Worley 1996, SIGGRAPH 96, 291), over rolling larger shapes. The fibres of high cloud are
noise drawn out along a flow (line integral convolution: Cabral and Leedom 1993, SIGGRAPH 93, 263).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import fft, ndimage
from scipy.spatial import cKDTree

from assets.manifest import DATA
from assets.recipes._packages import describe, record

Field = NDArray[np.float64]

SIZE = 1024
SEED = 20181116
FILE = "cloud_detail.webp"


def main() -> None:
    """Make the tile and write it."""
    rng = np.random.default_rng(SEED)
    heap, fibres = _even(_heap(rng)), _even(_fibres(rng))
    codes = np.round(np.stack([heap, fibres, heap], axis=-1) * 255).astype(np.uint8)
    Image.fromarray(codes).save(DATA / FILE, lossless=True, quality=100, method=6)
    record(
        describe(
            FILE,
            "a seamless tile of synthetic cloud, 1024 x 1024: heaps and fibres",
            sources=("this project: synthetic, nothing taken from elsewhere",),
            licence="MIT",
            credit="the Cupola project",
            recipe="assets.recipes.cloud_detail",
        )
    )


def _heap(rng: np.random.Generator) -> Field:
    """Return heaped cloud: cells of four sizes over rolling ground, their walls bent."""
    warp = [_spectral(rng, 2.2) * SIZE * 0.010 for _ in range(2)]
    heap = 0.62 * _spectral(rng, 1.75)
    for across, weight in ((18, 0.34), (41, 0.36), (89, 0.32), (190, 0.24)):
        heap = heap + weight * _cells(rng, across, warp)
    return heap + 0.10 * _spectral(rng, 1.0)


def _cells(rng: np.random.Generator, across: int, warp: list[Field]) -> Field:
    """Return the upper hull of domes about points, `across` of them a side; deviation 1."""
    corner = np.stack(np.meshgrid(np.arange(across), np.arange(across)), axis=-1).reshape(-1, 2)
    points = (corner + rng.uniform(0.0, 1.0, corner.shape)) / across % 1
    y, x = np.mgrid[0:SIZE, 0:SIZE] + 0.5
    bent = np.stack([(x + warp[0]) / SIZE % 1, (y + warp[1]) / SIZE % 1], axis=-1)
    tree = cKDTree(points, boxsize=1.0)
    away, nearest = tree.query(bent.reshape(-1, 2), k=6, workers=-1)
    tall = rng.normal(1.0, 0.25, len(points))
    dome = (tall[nearest] - (away * across * 1.15) ** 2).max(axis=1).reshape(SIZE, SIZE)
    return np.asarray((dome - dome.mean()) / dome.std())


def _fibres(rng: np.random.Generator) -> Field:
    """Return noise drawn out along a meandering flow, in bundles with gaps."""
    angle = 0.35 + 0.22 * _spectral(rng, 3.0)
    step = np.stack([np.sin(angle), np.cos(angle)]) * 1.5
    grain = _spectral(rng, 0.9)
    total = np.zeros((SIZE, SIZE))
    for sign in (-1.0, 1.0):
        place = np.mgrid[0:SIZE, 0:SIZE].astype(float)
        for k in range(24):
            weight = np.cos(np.pi / 2 * k / 24)
            total += weight * ndimage.map_coordinates(grain, place, order=1, mode="grid-wrap")
            moved = [
                ndimage.map_coordinates(each, place, order=1, mode="grid-wrap") for each in step
            ]
            place += sign * np.stack(moved)
    return np.asarray(total / total.std() + 1.1 * _spectral(rng, 2.0) + 0.35 * _spectral(rng, 1.0))


def _spectral(rng: np.random.Generator, slope: float) -> Field:
    """Return random phases under a power law k^-slope: periodic, mean 0, deviation 1."""
    k = fft.fftfreq(SIZE, 1 / SIZE)
    radius = np.hypot(k[:, None], fft.rfftfreq(SIZE, 1 / SIZE)[None])
    radius[0, 0] = 1.0
    amplitude = np.where((radius >= 2) & (radius < SIZE / 3), radius**-slope, 0.0)
    turn = rng.uniform(0, 2 * np.pi, radius.shape)
    field: Field = fft.irfft2(amplitude * np.exp(1j * turn), s=(SIZE, SIZE))
    field /= field.std()
    return field


def _even(field: Field) -> Field:
    """Return the rank of every value, 0 to 1: cover then follows from a threshold alone."""
    rank: Field = np.empty(field.size)
    rank[np.argsort(field, axis=None)] = np.linspace(0, 1, field.size)
    result: Field = rank.reshape(field.shape)
    return result


if __name__ == "__main__":
    main()
