"""The air: U.S. Standard Atmosphere 1976 from the ground to 1000 km.

Below 86 km the seven layers of the standard in closed form (NOAA/NASA/USAF 1976, table 4 and
eqs. 23, 33a, 33b); above it the tables of `orbit.thermosphere`. Heights are geometric, in metres.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import cache

import numpy as np
from numpy.typing import NDArray

from orbit import thermosphere
from orbit.gravity import STANDARD_GRAVITY
from orbit.thermosphere import (
    BASE,
    EARTH_RADIUS,
    GAS_CONSTANT,
    MEAN_MOLAR_MASS,
    STEP,
    TOP,
)

Array = NDArray[np.float64]

SEA_LEVEL_PRESSURE = 101_325.0
_GAS = GAS_CONSTANT / MEAN_MOLAR_MASS
_GAMMA_GAS = 1.4 * _GAS
_HYDROSTATIC = STANDARD_GRAVITY / _GAS
"""K/m: g0 M0 / R*."""

_BASES = (0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3)
_LAPSES = (-6.5e-3, 0.0, 1.0e-3, 2.8e-3, 0.0, -2.8e-3, -2.0e-3)


def _layer_feet() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return temperature K and pressure Pa at the foot of each layer."""
    temperatures, pressures = [288.15], [SEA_LEVEL_PRESSURE]
    for index, top in enumerate(_BASES[1:]):
        temperature, pressure = _in_layer(
            top - _BASES[index], temperatures[index], pressures[index], _LAPSES[index]
        )
        temperatures.append(temperature)
        pressures.append(pressure)
    return tuple(temperatures), tuple(pressures)


def _in_layer(rise: float, foot: float, pressure: float, lapse: float) -> tuple[float, float]:
    """Return molecular temperature and pressure `rise` geopotential metres above a layer's foot."""
    if lapse == 0.0:
        return foot, pressure * math.exp(-_HYDROSTATIC * rise / foot)
    temperature = foot + lapse * rise
    return temperature, pressure * (foot / temperature) ** (_HYDROSTATIC / lapse)


_FEET, _PRESSURES = _layer_feet()


def air(height: float) -> tuple[float, float, float]:
    """Return density in kg/m3, pressure in Pa and speed of sound in m/s at a height in m.

    Below sea level the lowest layer goes on; above 1000 km the density fades at its last rate. The
    speed of sound is defined to 86 km only and keeps that value above.
    """
    if height < BASE:
        geopotential = EARTH_RADIUS * height / (EARTH_RADIUS + height)
        layer = max(0, bisect_right(_BASES, geopotential) - 1)
        temperature, pressure = _in_layer(
            geopotential - _BASES[layer], _FEET[layer], _PRESSURES[layer], _LAPSES[layer]
        )
        return pressure / (_GAS * temperature), pressure, math.sqrt(_GAMMA_GAS * temperature)
    densities, pressures = _upper_logs()
    place = (height - BASE) / STEP
    index = min(int(place), len(densities) - 2)
    part = place - index
    density = densities[index]
    pressure = pressures[index]
    return (
        math.exp(density + part * (densities[index + 1] - density)),
        math.exp(pressure + part * (pressures[index + 1] - pressure)),
        _SOUND_AT_86_KM,
    )


@cache
def _upper_logs() -> tuple[list[float], list[float]]:
    upper = thermosphere.profile()
    return np.log(upper.density).tolist(), np.log(upper.pressure).tolist()


_SOUND_AT_86_KM = air(BASE - 1e-6)[2]


def density(height: Array) -> Array:
    """Return the density in kg/m3 at geometric heights in m, of any shape."""
    return _both(height)[0]


def pressure(height: Array) -> Array:
    """Return the pressure in Pa at geometric heights in m, of any shape."""
    return _both(height)[1]


def temperature(height: Array) -> Array:
    """Return the kinetic temperature in K at geometric heights in m, up to 1000 km.

    Between 80 and 86 km the mean molar mass falls by 0.04 % (table 8 of the standard), which is
    left out here as in `air`; at 86 km it makes 0.08 K.
    """
    height = np.asarray(height, dtype=np.float64)
    geopotential = EARTH_RADIUS * height / (EARTH_RADIUS + height)
    top = EARTH_RADIUS * BASE / (EARTH_RADIUS + BASE)
    heights = (*_BASES, top)
    ends = (*_FEET, _FEET[-1] + _LAPSES[-1] * (top - _BASES[-1]))
    lower = np.interp(geopotential, heights, ends)
    return np.where(height < BASE, lower, thermosphere.temperature(np.clip(height, BASE, TOP)))


def _both(height: Array) -> tuple[Array, Array]:
    height = np.asarray(height, dtype=np.float64)
    geopotential = EARTH_RADIUS * height / (EARTH_RADIUS + height)
    layer = np.clip(np.searchsorted(_BASES, geopotential, side="right") - 1, 0, None)
    foot, lapse = np.take(_FEET, layer), np.take(_LAPSES, layer)
    rise = geopotential - np.take(_BASES, layer)
    warm = np.maximum(foot + lapse * rise, 1.0)
    sloped = np.where(lapse == 0.0, 1.0, lapse)
    power = (foot / warm) ** (_HYDROSTATIC / sloped)
    level = np.exp(-_HYDROSTATIC * np.where(lapse == 0.0, rise, 0.0) / foot)
    lower_pressure = np.take(_PRESSURES, layer) * np.where(lapse == 0.0, level, power)
    densities, pressures = _upper_logs()
    place = np.maximum(0.0, (height - BASE) / STEP)
    index = np.minimum(place.astype(np.int64), len(densities) - 2)
    part = place - index
    logs = np.array([densities, pressures])
    upper = np.exp(logs[:, index] + part * (logs[:, index + 1] - logs[:, index]))
    below = height < BASE
    return (
        np.where(below, lower_pressure / (_GAS * warm), upper[0]),
        np.where(below, lower_pressure, upper[1]),
    )
