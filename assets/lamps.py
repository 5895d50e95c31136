"""The lamps of the world's towns, villages and gas flares, in cells of about 110 km.

Made from vectors by `assets.recipes.lamps`; each lamp stands for the street lights around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.manifest import path

Array = NDArray[np.float64]

LAMP = np.dtype([("lat", "<u2"), ("lon", "<u2"), ("level", "u1"), ("colour", "u1")])
"""One row of lamps.npy: place in its cell in 65536ths, level of intensity, class of colour."""
CELL = np.dtype([("band", "<u2"), ("column", "<u2"), ("count", "<u4")])
"""One row of lamp_cells.npy: the cells that hold lamps, in the order of their lamps."""

BANDS = 180
"""Bands of latitude, 1 degree each, from the south pole."""
FAINTEST_CD, DECADES = 3.0, 6.5
"""Intensity in cd is FAINTEST_CD * 10^(DECADES * level / 255): steps of 6 %."""

COLOUR_CLASSES = ("sodium", "warm_sodium", "warm_led", "led", "metal_halide", "flare", "floodlight")
_CHROMATICITY = (
    (0.533, 0.415),  # high-pressure sodium, CIE 015:2018 illuminant HP1
    (0.502, 0.415),  # sodium with improved colour, about 2200 K
    (0.437, 0.404),  # white at 3000 K
    (0.381, 0.377),  # white LED at 4000 K
    (0.345, 0.370),  # metal halide and mercury, greenish white
    (0.561, 0.403),  # burning gas, about 1700 K
    (0.330, 0.340),  # xenon and daylight floodlights, about 5600 K
)


def _linear_srgb() -> Array:
    """Linear sRGB of luminance 1 by chromaticity (IEC 61966-2-1), out-of-gamut parts cut."""
    xyz = np.array([(x / y, 1.0, (1 - x - y) / y) for x, y in _CHROMATICITY])
    rgb_from_xyz = np.array(
        [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
    )
    rgb = np.clip(xyz @ rgb_from_xyz.T, 0, None)
    result: Array = rgb / (rgb @ (0.2126, 0.7152, 0.0722))[:, None]
    return result


COLOURS = _linear_srgb()
"""(classes, 3) linear sRGB, luminance 1, by class of colour."""


@dataclass(frozen=True, slots=True)
class Lamps:
    """n lamps in m cells; those of cell k are rows cell_start[k] to cell_start[k + 1].

    Inside a cell they are in an order such that the first fraction f of them, each scaled by 1/f,
    stands for the whole: spread over the cell and over its brightness. Frame: ITRS, on the WGS 84
    ellipsoid. Intensities are toward the zenith at the ground, before the air takes its share.
    """

    cell_start: NDArray[np.int64]
    """(m + 1,)"""
    cell_centre_itrs: Array
    """(m, 3) m."""
    cell_radius: Array
    """(m,) m, from the centre to the furthest lamp."""
    cell_intensity: Array
    """(m,) cd, the sum over the cell's lamps."""
    position_itrs: NDArray[np.float32]
    """(n, 3) m, relative to the centre of the lamp's cell."""
    intensity_cd: NDArray[np.float32]
    """(n,) cd."""
    colour_class: NDArray[np.uint8]
    """(n,) row of COLOURS."""


def columns_of_band(band: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return into how many cells each band of latitude is cut, so that they are about square."""
    middle = np.radians(band + 0.5 - 90)
    columns: NDArray[np.int64] = np.maximum(np.round(360 * np.cos(middle)), 1).astype(np.int64)
    return columns


def itrs(lat: Array, lon: Array) -> Array:
    """Return ITRS positions (n, 3) in m on the WGS 84 ellipsoid; geodetic, rad."""
    axis, square = 6_378_137.0, 6.694_379_990_141e-3
    sin_lat = np.sin(lat)
    prime_vertical = axis / np.sqrt(1 - square * sin_lat**2)
    across = prime_vertical * np.cos(lat)
    out = np.empty((len(lat), 3))
    out[:, 0] = across * np.cos(lon)
    out[:, 1] = across * np.sin(lon)
    out[:, 2] = prime_vertical * (1 - square) * sin_lat
    return out


def geodetic(cells: NDArray[np.void], rows: NDArray[np.void]) -> tuple[Array, Array]:
    """Return latitude and longitude in rad of lamps as they are stored."""
    count = cells["count"]
    width = 360 / columns_of_band(cells["band"].astype(np.int64))
    lat = np.repeat(cells["band"] - 90.0, count) + rows["lat"] * (1 / 65536) + 0.5 / 65536
    lon = np.repeat(cells["column"] * width - 180, count)
    lon += np.repeat(width / 65536, count) * (rows["lon"] + 0.5)
    return np.radians(lat), np.radians(lon)


@cache
def lamps() -> Lamps:
    """Return all lamps (read once a process); raise MachineError if a file is damaged."""
    cells = np.load(path("lamp_cells.npy"))
    rows = np.load(path("lamps.npy"))
    count = cells["count"].astype(np.int64)
    start = np.concatenate([[0], np.cumsum(count)])
    band = cells["band"].astype(np.int64)
    width = 360 / columns_of_band(band)
    centre = itrs(np.radians(band - 89.5), np.radians((cells["column"] + 0.5) * width - 180))
    place = itrs(*geodetic(cells, rows))
    place -= np.repeat(centre, count, axis=0)
    position = place.astype(np.float32)
    levels = FAINTEST_CD * 10 ** (DECADES / 255 * np.arange(256))
    intensity = levels.astype(np.float32)[rows["level"]]
    square = np.einsum("ij,ij->i", position, position)
    return Lamps(
        cell_start=start,
        cell_centre_itrs=centre,
        cell_radius=np.sqrt(np.maximum.reduceat(square, start[:-1])).astype(np.float64),
        cell_intensity=np.add.reduceat(intensity.astype(np.float64), start[:-1]),
        position_itrs=position,
        intensity_cd=intensity,
        colour_class=np.ascontiguousarray(rows["colour"]),
    )


def lamp_positions(lamps: Lamps) -> Array:
    """Return (n, 3) m, ITRS, geocentric."""
    each = np.repeat(lamps.cell_centre_itrs, np.diff(lamps.cell_start), axis=0)
    return np.asarray(each + lamps.position_itrs)
