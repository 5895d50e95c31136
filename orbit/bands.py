"""Four wavelengths that stand for the visible spectrum where light goes through air.

Scattering is reckoned at four wavelengths, one vector in a shader, and brought to linear sRGB by a
matrix. Wavelengths and matrix are fitted so that sunlight that was scattered by molecules or
aerosol, after any column of molecules, ozone and aerosol, gets the luminance and the colour that
the whole spectrum on a 5 nm grid gives it: in nine cases of ten to 0.5 % in luminance and to 2 % of
it in each component.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from orbit import colorimetry
from orbit.air_optics import spectra

Array = NDArray[np.float64]

WAVELENGTHS_NM: Array = np.array([440.0, 510.0, 570.0, 630.0])
"""The best of all sets from 420 to 660 nm in steps of 10 nm."""
SUN_TEMPERATURE = 5778.0
"""K, of a black body with the Sun's total (IAU 2015 B3)."""


@cache
def extinction() -> Array:
    """Return the extinction (4, 3) of molecules, ozone and aerosol; see `orbit.air_optics`."""
    return spectra(WAVELENGTHS_NM).extinction


def _cases() -> Array:
    """Return spectra (k, m) of what air leaves of an even spectrum, over all that occurs."""
    matter = spectra(colorimetry.GRID_NM).extinction
    molecules = np.concatenate([[0.0], np.geomspace(1e3, 2.5e5, 8)])
    ozone = np.concatenate([[0.0], 8.7e22 * np.geomspace(0.3, 45, 6)])
    aerosol = np.concatenate([[0.0], np.geomspace(0.03, 3, 5)])
    mixed = np.stack(np.meshgrid(molecules, ozone, aerosol, indexing="ij"), -1).reshape(-1, 3)
    passed = np.exp(-mixed @ matter.T)
    scattered = matter / matter[len(matter) // 2]
    return np.concatenate([passed, passed * scattered[:, 0], passed * scattered[:, 2]])


@cache
def rgb_from_bands() -> Array:
    """Return the matrix (3, 4) to linear sRGB from what is left of sunlight at each wavelength.

    Sunlight whole, (1, 1, 1, 1), becomes the colour of the Sun with a luminance of 1.
    """
    grid = colorimetry.GRID_NM
    sun = colorimetry.black_body(grid, SUN_TEMPERATURE)
    weights = colorimetry.linear_srgb(sun[:, None] * colorimetry.matching_functions(grid))
    weights = weights / colorimetry.luminance(weights.sum(axis=0))
    cases = _cases()
    colours = cases @ weights
    light = colorimetry.luminance(colours)
    seen = light > 1e-5
    nearest = np.searchsorted(grid, WAVELENGTHS_NM)
    known = cases[seen][:, nearest] / light[seen, None]
    matrix, *_ = np.linalg.lstsq(known, colours[seen] / light[seen, None], rcond=None)
    return np.asarray(matrix.T)
