"""Light to colour: CIE 1931 tristimulus values, linear sRGB, and the dark-adapted eye's luminance.

Luminance is in cd/m2 throughout. Linear sRGB triples are scaled so that their luminance (the Y of
their XYZ, `LUMINANCE_WEIGHTS @ rgb`) is in cd/m2 too.

Sources: CIE 015:2018 (1931 2-degree observer), CIE 018:2019 (scotopic V' of 1951, K'm = 1700 lm/W),
IEC 61966-2-1:1999 (sRGB primaries and its D65 white), CODATA 2018 (h, c, k).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets import manifest
from orbit.spline import Spline, spline

Array = NDArray[np.float64]

PLANCK = 6.62607015e-34
LIGHT_SPEED = 299_792_458.0
BOLTZMANN = 1.380649e-23
PHOTOPIC_EFFICACY = 683.0
"""lm/W at the peak of V (SI; 683.002 with the CIE's correction for air)."""
SCOTOPIC_EFFICACY = 1700.0
"""lm/W at the peak of V'."""

SRGB_FROM_XYZ: Array = np.array(
    [
        [3.2404542, -1.5371385, -0.4985314],
        [-0.9692660, 1.8760108, 0.0415560],
        [0.0556434, -0.2040259, 1.0572252],
    ]
)
LUMINANCE_WEIGHTS: Array = np.linalg.inv(SRGB_FROM_XYZ)[1]
"""Luminance of linear sRGB's red, green and blue at full: 0.2126, 0.7152, 0.0722."""

GRID_NM: Array = np.arange(380.0, 781.0, 5.0)
"""Wavelengths on which spectra are summed; outside them the eye sees next to nothing."""


@cache
def _table() -> Array:
    return np.loadtxt(manifest.path("cie_observers.csv"), delimiter=",", skiprows=1)


@cache
def _matching() -> Spline:
    return spline(_table()[:, 0], _table()[:, 1:4])


@cache
def _log_scotopic() -> Spline:
    return spline(_table()[:, 0], np.log(_table()[:, 4:]))


def _clamped(wavelength_nm: ArrayLike) -> tuple[Array, NDArray[np.bool_]]:
    wave = np.asarray(wavelength_nm, dtype=np.float64)
    return np.clip(wave, GRID_NM[0], GRID_NM[-1]), (wave >= GRID_NM[0]) & (wave <= GRID_NM[-1])


def matching_functions(wavelength_nm: ArrayLike) -> Array:
    """Return the CIE 1931 2-degree x, y, z at wavelengths; zero outside 380 to 780 nm.

    Shape (..., 3). The 5 nm table is joined by a cubic spline.
    """
    wave, seen = _clamped(wavelength_nm)
    values: Array = np.maximum(_matching()(wave), 0.0)
    return np.where(seen[..., None], values, 0.0)


def scotopic_efficiency(wavelength_nm: ArrayLike) -> Array:
    """Return the CIE 1951 V' at wavelengths, joined in the logarithm; zero outside the table."""
    wave, seen = _clamped(wavelength_nm)
    return np.where(seen, np.exp(_log_scotopic()(wave)[..., 0]), 0.0)


def photon_energy(wavelength_nm: ArrayLike) -> Array:
    """Return the energy of one photon in J."""
    return PLANCK * LIGHT_SPEED / (np.asarray(wavelength_nm, dtype=np.float64) * 1e-9)


def rayleigh_radiance(wavelength_nm: ArrayLike) -> Array:
    """Return the radiance in W/m2/sr of one rayleigh: 1e10/(4 pi) photons/s/m2/sr (Hunten 1956)."""
    return 1e10 / (4 * np.pi) * photon_energy(wavelength_nm)


def lines_to_xyz(wavelength_nm: ArrayLike, radiance: ArrayLike) -> Array:
    """Return XYZ (Y in cd/m2) of spectral lines; radiance (n,) in W/m2/sr at wavelengths (n,)."""
    power = np.asarray(radiance, dtype=np.float64)
    return PHOTOPIC_EFFICACY * power @ matching_functions(wavelength_nm)


def lines_to_scotopic(wavelength_nm: ArrayLike, radiance: ArrayLike) -> float:
    """Return the scotopic luminance in scotopic cd/m2 of lines of `radiance` (n,) in W/m2/sr."""
    power = np.asarray(radiance, dtype=np.float64)
    return float(SCOTOPIC_EFFICACY * power @ scotopic_efficiency(wavelength_nm))


def black_body(wavelength_nm: ArrayLike, temperature: float) -> Array:
    """Return Planck's spectral radiance in W/m2/sr/nm at a temperature in K."""
    wave = np.asarray(wavelength_nm, dtype=np.float64) * 1e-9
    exponent = PLANCK * LIGHT_SPEED / (wave * BOLTZMANN * temperature)
    radiance: Array = 2e-9 * PLANCK * LIGHT_SPEED**2 / wave**5 / np.expm1(exponent)
    return radiance


def linear_srgb(xyz: ArrayLike) -> Array:
    """Return linear sRGB of XYZ (..., 3); components are negative outside the gamut."""
    return np.asarray(xyz, dtype=np.float64) @ SRGB_FROM_XYZ.T


def luminance(rgb: ArrayLike) -> Array:
    """Return the luminance of linear sRGB (..., 3)."""
    return np.asarray(np.asarray(rgb, dtype=np.float64) @ LUMINANCE_WEIGHTS)


def into_gamut(rgb: ArrayLike) -> Array:
    """Return linear sRGB (..., 3) with no negative component and the same luminance.

    A colour outside the gamut is mixed with the white of equal luminance, just enough for its
    lowest component to become zero: hue is nearly kept, saturation is what the display can give.
    """
    colour = np.asarray(rgb, dtype=np.float64)
    white = luminance(colour)[..., None] / LUMINANCE_WEIGHTS.sum()
    lowest = colour.min(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(lowest < 0, white / (white - lowest), 1.0)
    return np.asarray(np.maximum(white + share * (colour - white), 0.0))
