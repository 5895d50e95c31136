"""What light a body gives along its track: flames, embers, the flash of staging, re-entry's glow.

The figures are those of `orbit.photometry`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from orbit.colorimetry import (
    GRID_NM,
    LUMINANCE_WEIGHTS,
    PHOTOPIC_EFFICACY,
    black_body,
    into_gamut,
    linear_srgb,
    matching_functions,
)
from orbit.photometry import Ablation, Flame, Glow, Staging, photometry
from orbit.reentry import STEFAN_BOLTZMANN

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Flash:
    """A stage of `mass_flow` kg/s is lit at `start` s; the body shows it until `end` s."""

    start: float
    end: float
    mass_flow: float


@dataclass(frozen=True)
class Ember:
    """An engine of `mass_flow` kg/s stops at `start` s; the body shows it until `end` s."""

    start: float
    end: float
    mass_flow: float
    flame: str


@dataclass(frozen=True)
class Lamp:
    """What of a body can shine beside its hot surface."""

    flames: tuple[str, ...] = ()
    """Names of the kinds, one for each column of flows."""
    flash: Flash | None = None
    embers: tuple[Ember, ...] = ()


@dataclass(frozen=True)
class Scene:
    """Where a lamp is: times s, altitudes m, heating W/m2, hot surface m2, flows kg/s (n, k).

    `speed` is that through the air in m/s, `drag_power` in W what the air takes from its motion.
    """

    t: Array
    altitude: Array
    heat: Array
    hot_area: Array
    flows: Array
    speed: Array
    drag_power: Array


_FLASH_TEMPERATURE = np.array([2800.0])
"""K: of soot, a little hotter than over the ground (E)."""


def shine(lamp: Lamp, scene: Scene) -> tuple[Array, Array]:
    """Return the light (n, 3) in cd, for `photometry.intensity`, and its colour (n, 3).

    The colour is that seen from aside, linear sRGB of luminance 1; white where there is no light.
    """
    figures = photometry()
    wall = _wall_temperature(figures.glow, scene.heat)
    parts = [
        _glow(figures.glow, scene.hot_area, wall),
        _ablation(figures.ablation, wall, scene.speed, scene.drag_power),
    ]
    for column, name in enumerate(lamp.flames):
        flame = figures.flames[name]
        parts.append(_flame(flame, scene.flows[:, column], scene.altitude))
    for ember in lamp.embers:
        flame = figures.flames[ember.flame]
        parts.append(_flame(flame, _ember_flow(flame, ember, scene.t), scene.altitude))
    if lamp.flash is not None:
        flash = _flash(figures.staging, lamp.flash, scene.t)
        parts.append((_evenly(flash), _black_body_colour(_FLASH_TEMPERATURE)))
    light = np.sum([each for each, _ in parts], axis=0)
    weighted = np.sum([each[:, :1] * colour for each, colour in parts], axis=0)
    total = light[:, :1]
    return light, np.where(total > 0, weighted / np.where(total > 0, total, 1.0), 1.0)


def _evenly(luminous_intensity: Array) -> Array:
    """Return the light (n, 3) of what shines alike to all sides."""
    nothing = np.zeros_like(luminous_intensity)
    return np.stack([luminous_intensity, nothing, nothing], axis=1)


def _ember_flow(flame: Flame, ember: Ember, t: Array) -> Array:
    """Return the flow in kg/s that would burn as brightly as what drips from a stopped engine."""
    after = t - ember.start
    fading = flame.ember_share * np.exp(-np.maximum(after, 0.0) / flame.ember_decay_s)
    return np.where((after >= 0.0) & (t <= ember.end), ember.mass_flow * fading, 0.0)


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


def _wall_temperature(glow: Glow, heat: Array) -> Array:
    """Return the temperature in K of a surface that radiates all its heating and does not melt."""
    warmth = glow.heated_fraction * heat / (glow.emissivity * STEFAN_BOLTZMANN)
    return np.asarray(warmth**0.25)


def _glow(glow: Glow, area: Array, wall: Array) -> tuple[Array, Array]:
    """Return the light of a hot surface."""
    temperature = np.minimum(wall, glow.hottest_k)
    surface = glow.emissivity * area * _black_body_luminance(temperature)
    return _evenly(surface), _black_body_colour(temperature)


def _ablation(
    ablation: Ablation, wall: Array, speed: Array, drag_power: Array
) -> tuple[Array, Array]:
    """Return the light of the air and vapour around a melting body."""
    efficiency = ablation.luminous_efficiency * speed / ablation.efficiency_speed_m_s
    melting = _eased(wall, ablation.melting_k) * _eased(speed, ablation.slowest_m_s)
    light = ablation.candela_per_watt * efficiency * melting * drag_power
    coolest, hottest = ablation.temperature_k
    return _evenly(light), _black_body_colour(coolest + melting * (hottest - coolest))


def _eased(value: Array, span: tuple[float, float]) -> Array:
    """Return 0 below a span, 1 above it, and a cubic between."""
    u = np.clip((value - span[0]) / (span[1] - span[0]), 0.0, 1.0)
    return np.asarray(u * u * (3.0 - 2.0 * u))


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
