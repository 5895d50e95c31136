"""How brightly flames and hot bodies shine, and in which colour.

A documented model of estimates: its figures stand in `assets/photometry.toml`, each with its tag.
The light of a body is worked out once for the nodes of its track; a reader then needs only
`intensity`, which costs a multiplication or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

import assets
from assets.toml import fault, load
from orbit.colorimetry import (
    GRID_NM,
    LUMINANCE_WEIGHTS,
    PHOTOPIC_EFFICACY,
    black_body,
    into_gamut,
    linear_srgb,
    matching_functions,
)
from orbit.reentry import STEFAN_BOLTZMANN

Array = NDArray[np.float64]

FILE = Path(assets.__file__).parent / "photometry.toml"

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Flame(_Table):
    """How one kind of propellant shines; all lists have one entry for each altitude."""

    efficacy_cd_s_kg: Positive
    """Luminous intensity seen from aside on the ground, for each kg/s of exhaust."""
    altitude_km: Annotated[tuple[float, ...], Field(min_length=2)]
    relative: tuple[Positive, ...]
    """Intensity from aside, over that on the ground."""
    ahead: tuple[Share, ...]
    """Seen from ahead of the vehicle, over from aside."""
    astern: tuple[Positive, ...]
    """Seen into the nozzles, over from aside."""
    soot: tuple[Share, ...]
    """The part of the light that hot soot gives; the rest is the bands of the gas."""
    soot_temperature_k: tuple[Positive, ...]
    gas_chromaticity: tuple[Positive, Positive]
    """CIE 1931 x, y of the bands."""

    @model_validator(mode="after")
    def _has_an_entry_for_each_altitude(self) -> Self:
        if list(self.altitude_km) != sorted(set(self.altitude_km)):
            raise fault("altitude_km", "must rise")
        for key in ("relative", "ahead", "astern", "soot", "soot_temperature_k"):
            if len(getattr(self, key)) != len(self.altitude_km):
                raise fault(key, f"needs {len(self.altitude_km)} entries, one for each altitude")
        return self


class Staging(_Table):
    """The flash when a stage is lit while the one below is still there."""

    intensity_cd_s_kg: Positive
    """Added at the peak, for each kg/s of the stage that is lit."""
    rise_s: Positive
    decay_s: Positive


class Glow(_Table):
    """What a body shines as the air heats it."""

    emissivity: Share
    heated_fraction: Share
    """Mean heating of the glowing surface over that at the stagnation point."""
    hottest_k: Positive
    """Melting holds the surface at this temperature."""
    shock_fraction: Positive
    """Light of the hot air and the vapour over that of the surface, at `hottest_k`."""
    shock_temperature_k: Positive


class Photometry(_Table):
    """All figures of the model."""

    flames: dict[str, Flame]
    staging: Staging
    glow: Glow


@dataclass(frozen=True)
class Flash:
    """A stage of `mass_flow` kg/s is lit at `start` s; the body shows it until `end` s."""

    start: float
    end: float
    mass_flow: float


@dataclass(frozen=True)
class Lamp:
    """What of a body can shine: flames (k) by their names, the hot surface in m2, a flash."""

    nose_radius: float
    glow_area: float
    flames: tuple[str, ...] = ()
    flash: Flash | None = None


@cache
def photometry() -> Photometry:
    """Return the figures of `assets/photometry.toml`."""
    return load(FILE, Photometry)


def intensity(light: Array, view_cosine: Array) -> Array:
    """Return luminous intensity in cd toward a viewer.

    `light` (n, 3) from a track, `view_cosine` (n,) the cosine between the body's axis and the
    direction to the viewer: 1 from ahead, -1 into the nozzles.
    """
    return np.maximum(light[:, 0] + view_cosine * (light[:, 1] + view_cosine * light[:, 2]), 0.0)


def magnitude(luminous_intensity: Array, distance: Array) -> Array:
    """Return the apparent magnitude, V band, of cd at m without air; infinite for no light.

    m = -13.99 - 2.5 log10(E) with E in lux (Allen 1976, section 96: 2.54e-6 lux is V = 0).
    """
    with np.errstate(divide="ignore"):
        return np.asarray(-13.99 - 2.5 * np.log10(luminous_intensity / distance**2))


def shine(lamp: Lamp, t: Array, flows: Array, altitude: Array, heat: Array) -> tuple[Array, Array]:
    """Return the light (n, 3) in cd, for `intensity`, and its colour (n, 3) seen from aside.

    `t` (n,) s, `flows` (n, k) kg/s, `altitude` (n,) m, `heat` (n,) W/m2.
    """
    figures = photometry()
    light, colour = _glow(figures.glow, lamp.glow_area, heat)
    weighted = light[:, :1] * colour
    for index, name in enumerate(lamp.flames):
        flame = figures.flames[name]
        mine, tint = _flame(flame, flows[:, index], altitude)
        light = light + mine
        weighted = weighted + mine[:, :1] * tint
    if lamp.flash is not None:
        flash = _flash(figures.staging, lamp.flash, t)
        light[:, 0] += flash
        weighted = weighted + flash[:, None] * _black_body_colour(np.array([2400.0]))
    total = light[:, :1]
    return light, np.where(total > 0, weighted / np.where(total > 0, total, 1.0), 1.0)


def _flame(flame: Flame, flow: Array, altitude: Array) -> tuple[Array, Array]:
    km = altitude / 1e3
    relative = np.exp(np.interp(km, flame.altitude_km, np.log(flame.relative)))
    side = flame.efficacy_cd_s_kg * flow * relative
    ahead = np.interp(km, flame.altitude_km, flame.ahead)
    astern = np.interp(km, flame.altitude_km, flame.astern)
    light = side[:, None] * np.stack(
        [np.ones_like(side), 0.5 * (ahead - astern), 0.5 * (ahead + astern) - 1.0], axis=1
    )
    soot = np.interp(km, flame.altitude_km, flame.soot)[:, None]
    warm = _black_body_colour(np.interp(km, flame.altitude_km, flame.soot_temperature_k))
    x, y = flame.gas_chromaticity
    gas = into_gamut(linear_srgb(np.array([x / y, 1.0, (1.0 - x - y) / y])))
    return light, soot * warm + (1.0 - soot) * gas


def _flash(staging: Staging, flash: Flash, t: Array) -> Array:
    after = np.maximum(t - flash.start, 0.0)
    rise = 1.0 - np.exp(-after / staging.rise_s)
    peak = np.where(t <= flash.end, staging.intensity_cd_s_kg * flash.mass_flow, 0.0)
    return np.asarray(peak * rise * np.exp(-after / staging.decay_s))


def _glow(glow: Glow, area: float, heat: Array) -> tuple[Array, Array]:
    warmth = glow.heated_fraction * heat / (glow.emissivity * STEFAN_BOLTZMANN)
    temperature = np.minimum(warmth**0.25, glow.hottest_k)
    surface = glow.emissivity * area * _black_body_luminance(temperature)
    shock = glow.shock_fraction * surface * (temperature / glow.hottest_k) ** 4
    total = surface + shock
    light = np.zeros((len(heat), 3))
    light[:, 0] = total
    part = np.where(total > 0, shock / np.where(total > 0, total, 1.0), 0.0)[:, None]
    hot = _black_body_colour(np.array([glow.shock_temperature_k]))
    return light, (1.0 - part) * _black_body_colour(temperature) + part * hot


_TEMPERATURES = np.linspace(500.0, 7000.0, 651)


@cache
def _black_body_table() -> tuple[Array, Array]:
    """Return log luminance (cd/m2) and linear sRGB of luminance 1 of black bodies."""
    seen = matching_functions(GRID_NM)
    step = GRID_NM[1] - GRID_NM[0]
    spectra = np.stack([black_body(GRID_NM, float(t)) for t in _TEMPERATURES])
    xyz = PHOTOPIC_EFFICACY * step * spectra @ seen
    colour = into_gamut(linear_srgb(xyz))
    return np.log(xyz[:, 1]), colour / (colour @ LUMINANCE_WEIGHTS)[:, None]


def _black_body_luminance(temperature: Array) -> Array:
    """Return the luminance in cd/m2 of black bodies; none below 500 K."""
    shown = np.exp(np.interp(temperature, _TEMPERATURES, _black_body_table()[0]))
    return np.where(temperature >= _TEMPERATURES[0], shown, 0.0)


def _black_body_colour(temperature: Array) -> Array:
    table = _black_body_table()[1]
    return np.stack([np.interp(temperature, _TEMPERATURES, table[:, k]) for k in range(3)], axis=-1)
