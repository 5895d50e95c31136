"""What clear air does to light: how it bends, scatters and absorbs, by wavelength and height.

Three kinds of matter attenuate: the molecules (Rayleigh), ozone and aerosol. Each is a profile of
height times a spectrum, so that a path needs one column for each. A column here is in m of path at
the density of the profile's reference: molecules at sea level, ozone and aerosol as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BaseModel, ConfigDict, Field

from assets.toml import load
from orbit import atmosphere

Array = NDArray[np.float64]

SEA_LEVEL_DENSITY = 1.225
"""kg/m3, U.S. Standard Atmosphere 1976, table 2."""
MOLAR_MASS = 28.9644e-3
"""kg/mol, the same."""
AVOGADRO = 6.02214076e23
DOBSON = 2.687e20
"""Molecules per m2 of one Dobson unit."""
TOP = 120e3
"""m, above which the air is taken for nothing: 2e-8 of its density at sea level."""
SPECIES = ("molecules", "ozone", "aerosol")


class OzoneFile(BaseModel):
    """The `[ozone]` table."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    column_du: float = Field(ge=0)
    peak_km: float
    sigma_km: float = Field(gt=0)
    first_bin_nm: float = Field(gt=0)
    bin_nm: float = Field(gt=0)
    cross_section_m2: tuple[float, ...] = Field(min_length=2)


class AerosolFile(BaseModel):
    """The `[aerosol]` table."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    angstrom: float
    single_scattering_albedo: float = Field(gt=0, le=1)
    asymmetry: float = Field(gt=-1, lt=1)
    optical_depth: float = Field(ge=0)
    scale_height_km: float = Field(gt=0)
    stratosphere_per_km: float = Field(ge=0)
    stratosphere_top_km: float = Field(gt=0)
    stratosphere_scale_height_km: float = Field(gt=0)


class AirFile(BaseModel):
    """The whole of `assets/air.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    ozone: OzoneFile
    aerosol: AerosolFile


@cache
def air_file(path: Path | None = None) -> AirFile:
    """Return the file of the air's optics; raise InputError with its line where it is wrong."""
    return load(path or Path(str(files("assets").joinpath("air.toml"))), AirFile)


def refractivity(wavelength_nm: ArrayLike) -> Array:
    """Return n - 1 of dry air at 15 C and 101 325 Pa, 450 ppm CO2.

    Ciddor, Appl. Opt. 35, 1566 (1996), eq. 1. Elsewhere it goes with density.
    """
    wavenumber = 1e3 / np.asarray(wavelength_nm, dtype=np.float64)
    square = wavenumber**2
    return np.asarray((5_792_105 / (238.0185 - square) + 167_917 / (57.362 - square)) * 1e-8)


def rayleigh_cross_section(wavelength_nm: ArrayLike) -> Array:
    """Return the scattering cross section in m2 of one molecule of air.

    Bodhaine et al., J. Atmos. Oceanic Technol. 16, 1854 (1999), eq. 29; 360 ppm CO2.
    """
    square = (np.asarray(wavelength_nm, dtype=np.float64) * 1e-3) ** 2
    above = 1.0455996 - 341.29061 / square - 0.90230850 * square
    below = 1 + 0.0027059889 / square - 85.968563 * square
    return np.asarray(above / below * 1e-32)


def ozone_cross_section(wavelength_nm: ArrayLike) -> Array:
    """Return the absorption cross section in m2 of one molecule of ozone, linear between bins."""
    ozone = air_file().ozone
    bins = ozone.first_bin_nm + ozone.bin_nm * np.arange(len(ozone.cross_section_m2))
    return np.interp(np.asarray(wavelength_nm, dtype=np.float64), bins, ozone.cross_section_m2)


@dataclass(frozen=True, slots=True)
class Spectra:
    """Extinction in 1/m of each kind of matter where its profile is 1, by wavelength: (n, 3)."""

    wavelength_nm: Array
    extinction: Array


def spectra(wavelength_nm: ArrayLike) -> Spectra:
    """Return the extinction (n, 3) of molecules, ozone and aerosol at wavelengths (n,)."""
    wave = np.asarray(wavelength_nm, dtype=np.float64)
    aerosol = (wave / 550.0) ** -air_file().aerosol.angstrom
    molecules = SEA_LEVEL_DENSITY / MOLAR_MASS * AVOGADRO * rayleigh_cross_section(wave)
    return Spectra(wave, np.stack([molecules, ozone_cross_section(wave), aerosol], axis=-1))


def profiles(height: ArrayLike) -> Array:
    """Return the profiles (..., 3) at heights in m.

    Molecules: density over that at sea level. Ozone: molecules per m3. Aerosol: extinction at
    550 nm in 1/m. Below sea level each keeps its value there; above `TOP` there is nothing.
    """
    above: Array = np.asarray(height, dtype=np.float64)
    high: Array = np.maximum(above, 0.0)
    data = air_file()
    ozone, dust = data.ozone, data.aerosol
    sigma = ozone.sigma_km * 1e3
    layer = np.exp(-0.5 * ((high - ozone.peak_km * 1e3) / sigma) ** 2)
    ozone_density = ozone.column_du * DOBSON / (sigma * np.sqrt(2 * np.pi)) * layer
    scale = dust.scale_height_km * 1e3
    ground = dust.optical_depth / scale * np.exp(-high / scale)
    fade = np.maximum(high - dust.stratosphere_top_km * 1e3, 0.0)
    plateau = np.exp(-fade / (dust.stratosphere_scale_height_km * 1e3))
    plateau *= dust.stratosphere_per_km * 1e-3
    molecules = atmosphere.density(high) / SEA_LEVEL_DENSITY
    stacked = np.stack([molecules, ozone_density, ground + plateau], axis=-1)
    return np.where((above < TOP)[..., None], stacked, 0.0)
