"""Tables of the air that scattering reads, the same for NumPy and for the shader.

Four tables, kept as natural logarithms and joined linearly, over heights from 0 to 120 km:

profiles  the three kinds of matter by height                              place h / TOP
columns   of each, from a height out of the air, by the line's zenith      place (x, y)
mean      mean radiance of the sky around a point in all higher orders of  place (u, y)
          scattering, per unit of the light's irradiance, four wavelengths
sky       illuminance of level ground by the clear sky alone, linear sRGB,   place u
          over that of the light outside the air

    y = sqrt(h / TOP)
    x = sqrt((m - low) / (1 - low))   m cosine of the line's zenith distance, low its least value
                                      that clears the ground, -sqrt(h (2 R + h)) / (R + h)
    u = (arsinh((m + 0.1) / 0.15) - first) / (last - first)
                                      m cosine of the light's zenith distance, -0.45 to 1

A table of n samples is read at the texture coordinate (place (n - 1) + 0.5) / n.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import NDArray

from orbit.air_optics import TOP, profiles
from orbit.earth import EQUATORIAL_RADIUS

Array = NDArray[np.float64]

EARTH_RADIUS = EQUATORIAL_RADIUS
PROFILE_SAMPLES = 256
COLUMN_SHAPE = (64, 128)
"""Heights, directions."""
MEAN_SHAPE = (12, 64)
"""Heights, heights of the light."""
LIGHT_LOWEST = -0.45
"""Cosine of the zenith distance below which the light is forgotten: 27 degrees under."""
_LIGHT_CENTRE, _LIGHT_WIDTH = -0.1, 0.15
FAINTEST = 1e-30
"""What stands for nothing in a table of logarithms."""


def lowest_cosine(height: Array) -> Array:
    """Return the cosine of the zenith distance of the line that grazes the ground."""
    return -np.sqrt(height * (2 * EARTH_RADIUS + height)) / (EARTH_RADIUS + height)


def light_place(cosine: Array) -> Array:
    """Return u, the place 0..1 of the light's cosine of zenith distance; see above."""
    ends = np.arcsinh((np.array([LIGHT_LOWEST, 1.0]) - _LIGHT_CENTRE) / _LIGHT_WIDTH)
    place = (np.arcsinh((cosine - _LIGHT_CENTRE) / _LIGHT_WIDTH) - ends[0]) / (ends[1] - ends[0])
    return np.asarray(np.clip(place, 0.0, 1.0))


def light_cosine(place: Array) -> Array:
    """Return the cosine at a place; inverse of `light_place`."""
    ends = np.arcsinh((np.array([LIGHT_LOWEST, 1.0]) - _LIGHT_CENTRE) / _LIGHT_WIDTH)
    return np.asarray(_LIGHT_CENTRE + _LIGHT_WIDTH * np.sinh(ends[0] + place * (ends[1] - ends[0])))


@dataclass(frozen=True, slots=True)
class AirTables:
    """The tables as logarithms."""

    log_profiles: Array
    """(n, 3)."""
    log_columns: Array
    """(heights, directions, 3)."""
    log_mean: Array
    """(heights, lights, 4)."""
    log_sky: Array
    """(lights, 3)."""

    def profiles(self, height: Array) -> Array:
        """Return the three profiles (..., 3) at heights in m."""
        place = np.clip(height / TOP, 0.0, 1.0)
        return np.exp(_linear(self.log_profiles, place))

    def columns(self, height: Array, cosine: Array) -> Array:
        """Return the columns (..., 3) from heights in m along lines that clear the ground."""
        high = np.clip(height, 0.0, TOP)
        low = lowest_cosine(high)
        across = np.sqrt(np.clip((cosine - low) / (1 - low), 0.0, 1.0))
        return np.exp(_bilinear(self.log_columns, np.sqrt(high / TOP), across))

    def mean(self, height: Array, light_cosine: Array) -> Array:
        """Return the mean radiance (..., 4) of the multiply lit sky at heights in m."""
        up = np.sqrt(np.clip(height / TOP, 0.0, 1.0))
        return np.exp(_bilinear(self.log_mean, up, light_place(light_cosine)))

    def sky_illuminance(self, light_cosine: Array) -> Array:
        """Return the sky's light on level ground (..., 3), linear sRGB, over the light's lux."""
        return np.exp(_linear(self.log_sky, light_place(light_cosine)))


def _split(place: Array, samples: int) -> tuple[NDArray[np.int64], Array]:
    scaled = place * (samples - 1)
    index = np.minimum(scaled.astype(np.int64), samples - 2)
    return index, (scaled - index)[..., None]


def _linear(table: Array, place: Array) -> Array:
    i, part = _split(place, len(table))
    return np.asarray(table[i] * (1 - part) + table[i + 1] * part)


def _bilinear(table: Array, up: Array, across: Array) -> Array:
    i, a = _split(up, table.shape[0])
    j, b = _split(across, table.shape[1])
    lower = table[i, j] * (1 - b) + table[i, j + 1] * b
    upper = table[i + 1, j] * (1 - b) + table[i + 1, j + 1] * b
    return np.asarray(lower * (1 - a) + upper * a)


def logarithm(values: Array) -> Array:
    """Return natural logarithms; of nothing, that of `FAINTEST`."""
    return np.asarray(np.log(np.maximum(values, FAINTEST)))


def profile_rows() -> Array:
    """Return the logarithms (n, 3) of the profiles at equal steps of height."""
    return logarithm(profiles(np.linspace(0.0, TOP * (1 - 1e-9), PROFILE_SAMPLES)))


def column_rows() -> Array:
    """Return the logarithms (heights, directions, 3) of the columns along straight lines.

    A line that goes down first passes its perigee: twice the column from there, less the part
    behind the start.
    """
    height = TOP * np.linspace(0.0, 1.0, COLUMN_SHAPE[0])[:, None] ** 2
    low = lowest_cosine(height)
    cosine = low + (1 - low) * np.linspace(0.0, 1.0, COLUMN_SHAPE[1]) ** 2
    height = np.broadcast_to(height, cosine.shape)
    outward = _outward(height, np.abs(cosine))
    down = cosine < 0
    perigee = np.sqrt(1 - cosine[down] ** 2) * (EARTH_RADIUS + height[down]) - EARTH_RADIUS
    grazing = _outward(np.maximum(perigee, 0.0), np.zeros_like(perigee))
    outward[down] = np.maximum(2 * grazing - outward[down], outward[down])
    return logarithm(outward)


def _outward(height: Array, cosine: Array) -> Array:
    """Return the columns (..., 3) of straight lines that go level or up.

    Over x with h = h_start + x^2, by Gauss-Legendre in panels: good to 1e-3.
    """
    nodes, weights = leggauss(12)
    panels = np.arange(4)[:, None]
    share, weight = ((panels + (nodes + 1) / 2) / 4).ravel(), np.tile(weights / 8, 4)
    reach = np.sqrt(np.maximum(TOP - height, 0.0))[..., None]
    above = (reach * share) ** 2
    radius = EARTH_RADIUS + height[..., None]
    root = np.sqrt(above * (2 * radius + above) + (radius * cosine[..., None]) ** 2)
    path = 2 * reach**2 * share * weight * (radius + above) / np.maximum(root, 1e-9)
    at = height[..., None] + above
    grid = np.linspace(0.0, TOP * (1 - 1e-9), 1200)
    logs = np.log(np.maximum(profiles(grid), FAINTEST))
    each = [np.sum(path * np.exp(np.interp(at, grid, logs[:, k])), axis=-1) for k in range(3)]
    return np.stack(each, axis=-1)
