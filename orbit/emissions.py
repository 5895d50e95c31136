"""What the night's air shines: the emissions of `assets/airglow.toml` as light at the zenith."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from assets.toml import fault, load
from orbit import colorimetry

Array = NDArray[np.float64]

SIGMA_PER_FWHM = 1 / np.sqrt(8 * np.log(2))
"""Standard deviation of a Gaussian over its full width at half maximum."""


class EmissionEntry(BaseModel):
    """One `[[emission]]` of the file: how much, where in height, and its spectrum."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    layer: str
    spectrum: str = Field(pattern="^(lines|continuum)$")
    peak_km: float = Field(gt=0)
    fwhm_km: float = Field(gt=0)
    rayleigh: float | None = Field(default=None, ge=0)
    luminance_share: float | None = Field(default=None, ge=0, le=1)
    solar_slope_per_sfu: float
    wavelength_nm: tuple[float, ...] = Field(min_length=1)
    weight: tuple[float, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if (self.rayleigh is None) == (self.luminance_share is None):
            raise fault("id", "give either rayleigh or luminance_share, not both and not neither")
        if len(self.wavelength_nm) != len(self.weight):
            raise fault("weight", "must have as many entries as wavelength_nm; add or remove some")
        return self


class AirglowFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zenith_luminance: float = Field(gt=0)
    reference_flux_sfu: float = Field(gt=0)
    layers: tuple[str, ...] = Field(min_length=1, max_length=4)
    emission: tuple[EmissionEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _layers_known(self) -> Self:
        for number, entry in enumerate(self.emission):
            if entry.layer not in self.layers:
                known = ", ".join(self.layers)
                raise fault(f"emission.{number}.layer", f"is none of the layers {known}; name one")
        return self


@dataclass(frozen=True, slots=True)
class Emission:
    """One emission at the zenith as seen from below it, without the air's extinction.

    `peak` and `sigma` in m, of the Gaussian of volume emission by height; `xyz` (3,) with Y in
    cd/m2; `scotopic` in scotopic cd/m2; `rayleigh` of its visible photons (380 to 780 nm).
    """

    id: str
    name: str
    layer: str
    peak: float
    sigma: float
    xyz: Array
    scotopic: float
    rayleigh: float


@cache
def airglow_file(path: Path | None = None) -> AirglowFile:
    """Return the file of emissions; raise InputError with file and line where it is wrong."""
    return load(path or Path(str(files("assets").joinpath("airglow.toml"))), AirglowFile)


def _photons(entry: EmissionEntry) -> tuple[Array, Array]:
    """Return wavelengths in nm and relative photon numbers of an emission's lines or steps."""
    wave, weight = np.array(entry.wavelength_nm), np.array(entry.weight)
    if entry.spectrum == "lines":
        return wave, weight
    grid = np.arange(380.0, 781.0)
    return grid, np.interp(grid, wave, weight, left=0.0, right=0.0)


def _emission(entry: EmissionEntry, data: AirglowFile, f107: float) -> Emission:
    wave, photons = _photons(entry)
    power = photons * colorimetry.rayleigh_radiance(wave)  # of as many rayleigh as the weights
    xyz = colorimetry.lines_to_xyz(wave, power)
    if entry.rayleigh is not None:
        scale = entry.rayleigh / photons.sum()
    else:
        assert entry.luminance_share is not None
        scale = entry.luminance_share * data.zenith_luminance / xyz[1]
    scale *= max(0.0, 1 + entry.solar_slope_per_sfu * (f107 - data.reference_flux_sfu))
    return Emission(
        id=entry.id,
        name=entry.name,
        layer=entry.layer,
        peak=entry.peak_km * 1e3,
        sigma=entry.fwhm_km * 1e3 * float(SIGMA_PER_FWHM),
        xyz=scale * xyz,
        scotopic=scale * colorimetry.lines_to_scotopic(wave, power),
        rayleigh=float(scale * photons.sum()),
    )


def emissions(f107: float) -> tuple[Emission, ...]:
    """Return every emission at a solar radio flux `f107` in sfu, in the file's order.

    Intensities follow the flux linearly (Noll et al. 2025) and never fall below nothing.
    """
    data = airglow_file()
    return tuple(_emission(entry, data, f107) for entry in data.emission)
