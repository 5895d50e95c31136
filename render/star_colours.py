"""The colours of stars from their B-V."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from orbit import colorimetry

Array = NDArray[np.float64]


def temperature(b_v: Array) -> Array:
    """Return the effective temperature in K of stars of colour index B-V.

    Ballesteros 2012, EPL 97, 34008, equation 14; clipped to -0.4 .. 2.0, where it was made.
    """
    colour = 0.92 * np.clip(b_v, -0.4, 2.0)
    kelvin: Array = 4600.0 * (1.0 / (colour + 1.7) + 1.0 / (colour + 0.62))
    return kelvin


def star_rgb(b_v: Array) -> Array:
    """Return (n, 3) linear sRGB of luminance 1: a black body of the star's temperature."""
    grid = np.linspace(-0.4, 2.0, 121)
    table = np.array([_black_body_rgb(kelvin) for kelvin in temperature(grid)])
    clipped = np.clip(b_v, grid[0], grid[-1])
    return np.stack([np.interp(clipped, grid, table[:, i]) for i in range(3)], axis=1)


def _black_body_rgb(kelvin: float) -> Array:
    """Return (3,) linear sRGB of luminance 1, brought into gamut."""
    spectrum = colorimetry.black_body(colorimetry.GRID_NM, kelvin)
    xyz = spectrum @ colorimetry.matching_functions(colorimetry.GRID_NM)
    rgb = colorimetry.into_gamut(colorimetry.linear_srgb(xyz / xyz[1]))
    return np.asarray(rgb)
