"""Make the pictures of the sky: the Moon with its gaps filled, the Milky Way without stars."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from assets.manifest import DATA
from assets.recipes._packages import MARBLE_DATA, SPACEKIT, describe, record, unpacked

MOON = "usr/share/marble/data/maps/moon/clementine/clementine.jpg"
MILKY_WAY = "package/src/assets/skybox/eso_milkyway.jpg"
MODULE = "assets.recipes.sky_images"

GAP = 24
"""Codes below this are gaps between Clementine's tracks, not dark ground."""
STAR_DEG = 0.95
"""Width of the median window that takes stars out of the Milky Way."""
SPOT_DEG = 7.0
"""Width of the median window that tells what is left of planets and bright stars."""
BAND_DEG = 13.0
"""Galactic latitude up to which every bright patch belongs to the Milky Way."""
GALAXIES = ((280.5, -32.9, 6.5), (302.8, -44.3, 4.0), (121.2, -21.6, 2.5))
"""Longitude, latitude, radius in degrees of what is kept beyond: both Magellanic Clouds, M31."""
BRIGHTEST = 0.9
"""Linear value, 0 to 1, given to the 99.99th percentile of the Milky Way."""


def main() -> None:
    """Unpack, convert and write both pictures."""
    with unpacked(MARBLE_DATA, MOON) as folder:
        face = np.asarray(Image.open(folder / MOON).convert("L"))
    moon = Image.fromarray(fill_gaps(face)).resize((1024, 512), Image.Resampling.LANCZOS)
    moon.save(DATA / "moon.webp", quality=90, method=6)
    record(
        describe(
            "moon.webp",
            "the Moon's face at 750 nm, 1024 x 512, gaps filled from their rims",
            sources=(MARBLE_DATA.source(MOON),),
            licence="public domain",
            credit="Clementine mosaic, NASA/USGS; from KDE Marble",
            recipe=MODULE,
        )
    )
    with unpacked(SPACEKIT, MILKY_WAY) as folder:
        panorama = np.asarray(Image.open(folder / MILKY_WAY).convert("RGB"))
    glow = Image.fromarray(without_stars(panorama))
    glow.save(DATA / "milky_way.webp", quality=92, method=6)
    record(
        describe(
            "milky_way.webp",
            "the Milky Way with its stars taken out, 2048 x 1024, galactic coordinates",
            sources=(SPACEKIT.source(MILKY_WAY),),
            licence="CC BY 4.0 (inferred: ESO's terms; the package says MIT)",
            credit="ESO/S. Brunier; stars removed by the Cupola project",
            recipe=MODULE,
        )
    )


def fill_gaps(face: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the picture with its black gaps filled by the mean of their surroundings."""
    hole = ndimage.binary_dilation(
        ndimage.binary_opening(face < GAP, np.ones((3, 2))), iterations=5
    )
    weight = np.where(hole, 0.0, 1.0)
    filled = face.astype(float) * weight
    total, known = filled, weight
    for sigma in (4.0, 8.0, 16.0, 32.0, 64.0):
        near = ndimage.gaussian_filter(weight, sigma, mode=("nearest", "wrap"))
        mean = ndimage.gaussian_filter(face * weight, sigma, mode=("nearest", "wrap"))
        use = (known == 0) & (near > 0.05)
        total = np.where(use, mean / np.maximum(near, 1e-6), total)
        known = np.where(use, 1.0, known)
    codes: NDArray[np.uint8] = np.clip(total, 0, 255).astype(np.uint8)
    return codes


def without_stars(panorama: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the diffuse light of an equirectangular picture at half its size, sRGB-encoded.

    The median's window is wider than all but the brightest stars, and the result is scaled so
    that its brightest parts reach `BRIGHTEST`.
    """
    height, width = panorama.shape[:2]
    window = round(STAR_DEG / 360 * width) | 1
    calm = ndimage.median_filter(panorama, size=(window, window, 1), mode="wrap")
    half = _linear(calm).reshape(height // 2, 2, width // 2, 2, 3).mean(axis=(1, 3))
    half = ndimage.gaussian_filter(half, (2, 2, 0), mode=("nearest", "wrap", "nearest"))
    half = _without_spots(half)
    half *= BRIGHTEST / np.percentile(half.max(axis=-1), 99.99)
    return _encoded(half)


def _without_spots(light: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = light.shape[:2]
    coarse = light[::4, ::4]
    window = round(SPOT_DEG / 360 * width / 4) | 1
    calm = ndimage.median_filter(coarse, size=(window, window, 1), mode="wrap")
    ground = ndimage.zoom(calm, (4, 4, 1), order=1, mode="grid-wrap", grid_mode=True)
    lat = 90 - (np.arange(height) + 0.5) / height * 180
    lon = 180 - (np.arange(width) + 0.5) / width * 360
    spot = (light - ground).max(axis=-1) > 0.12 * ground.mean(axis=-1)
    spot &= np.abs(lat)[:, None] > BAND_DEG
    for l_deg, b_deg, radius in GALAXIES:
        along = (lon - l_deg + 180) % 360 - 180
        away = np.hypot(along * np.cos(np.radians(b_deg)), (lat - b_deg)[:, None])
        spot &= away > radius
    share = ndimage.gaussian_filter(ndimage.binary_dilation(spot, iterations=4).astype(float), 3)
    calmed: NDArray[np.float32] = light + (ground - light) * share[..., None]
    return calmed


def _linear(codes: NDArray[np.uint8]) -> NDArray[np.float32]:
    value = np.arange(256) / 255
    table = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return table.astype(np.float32)[codes]


def _encoded(linear: NDArray[np.float32]) -> NDArray[np.uint8]:
    value = np.clip(linear, 0, 1)
    coded = np.where(value <= 0.0031308, value * 12.92, 1.055 * value ** (1 / 2.4) - 0.055)
    return np.round(coded * 255).astype(np.uint8)


if __name__ == "__main__":
    main()
