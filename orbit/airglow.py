"""Airglow as tables that a shader can read: what each layer shines along any ray.

The light along a ray is the sum over the layers of zenith colour times airmass, where the airmass
of a layer comes from its columns (see `orbit.columns`): near + far for a ray past the limb, near
for one that ends on the ground, above for one that goes up. Near and far are the two places where
the ray pierces the layer, so that a picture can modulate each by its own waves.

The tables run over the distance to the perigee, t = -dot(observer, direction), with the observer
from the Earth's centre and a unit direction, by

    u = asinh((|t| - knee) / width),   x = (u - u(0)) / (u(observer) - u(0)),  0 <= x <= 1

which is dense where rays graze the mesopause layers. A texture of n texels is read at
(x (n - 1) + 0.5) / n. Where the observer has moved a little from the height of the tables, read
them with t' = sign(t) sqrt(t^2 + table_observer^2 - observer^2): the perigee stays the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orbit import colorimetry
from orbit.columns import Columns, gaussian_columns
from orbit.emissions import SIGMA_PER_FWHM, Emission, airglow_file, emissions

Array = NDArray[np.float64]

EARTH_RADIUS = 6_378_137.0
"""m, WGS 84 equatorial: the sphere that the ellipsoid becomes when stretched along its axis."""
SAMPLES = 512
DENSE_HEIGHT = 99e3
"""m, where the tables are densest: the upper edge of the mesopause layers, their steepest part."""
DENSE_WIDTH = 25e3
"""m along the ray over which the samples stay dense: steps of about 0.2 km of perigee height."""


@dataclass(frozen=True, slots=True)
class AirglowTables:
    """Colour and columns of the layers, for one solar flux and one height of the observer.

    k layers (at most four, one texture's channels), n samples.
    """

    layers: tuple[str, ...]
    peak_height: Array
    """(k,) m, mean height of the layer by luminance."""
    fwhm: Array
    """(k,) m, full width at half maximum of a Gaussian as broad as the layer."""
    zenith_rgb: Array
    """(k, 3) cd/m2, linear sRGB brought into gamut at equal luminance; vertical column, no air."""
    zenith_scotopic: Array
    """(k,) scotopic cd/m2, of the same."""
    observer: float
    """m from the Earth's centre."""
    earth_radius: float
    knee: float
    """m, the perigee distance at which the table is densest."""
    width: float
    perigee_distance: Array
    """(n,) m, from 0 (horizontal) to `observer` (straight down or up)."""
    near: Array
    """(n, k) airmass from the perigee, or the ground, to the observer."""
    far: Array
    """(n, k) airmass from the perigee outward."""
    above: Array
    """(n, k) airmass from the observer outward, going up at that perigee distance."""

    def coordinate(self, perigee_distance: ArrayLike) -> Array:
        """Return the place 0..1 in the tables of perigee distances in m; the sign is dropped."""
        distance = np.abs(np.asarray(perigee_distance, dtype=np.float64))
        first = np.arcsinh(-self.knee / self.width)
        last = np.arcsinh((self.observer - self.knee) / self.width)
        mapped = (np.arcsinh((distance - self.knee) / self.width) - first) / (last - first)
        return np.asarray(np.clip(mapped, 0.0, 1.0))

    def lookup(self, perigee_distance: ArrayLike) -> Columns:
        """Return near, far and above (..., k) by linear interpolation, as the shader does."""
        place = self.coordinate(perigee_distance) * (len(self.perigee_distance) - 1)
        index = np.minimum(place.astype(np.int64), len(self.perigee_distance) - 2)
        part = (place - index)[..., None]

        def between(table: Array) -> Array:
            return np.asarray(table[index] * (1 - part) + table[index + 1] * part)

        return Columns(between(self.near), between(self.far), between(self.above))

    def airmass(self, perigee_distance: ArrayLike, hits_ground: ArrayLike) -> Array:
        """Return the airmass (..., k) of every layer along whole rays, signed as in `columns`."""
        signed = np.asarray(perigee_distance, dtype=np.float64)[..., None]
        column = self.lookup(perigee_distance)
        beyond = np.where(np.asarray(hits_ground)[..., None], 0.0, column.far)
        return np.where(signed < 0, column.above, column.near + beyond)

    def radiance(self, perigee_distance: ArrayLike, hits_ground: ArrayLike) -> Array:
        """Return linear sRGB (..., 3) in cd/m2 along whole rays, without the air's extinction."""
        return self.airmass(perigee_distance, hits_ground) @ self.zenith_rgb

    def texture(self) -> NDArray[np.float32]:
        """Return float32 (3, n, 4): rows near, far, above; a channel for each layer."""
        stacked = np.zeros((3, len(self.perigee_distance), 4), dtype=np.float32)
        stacked[..., : len(self.layers)] = np.stack([self.near, self.far, self.above])
        return stacked


def perigee_distances(observer: float, knee: float, width: float, samples: int) -> Array:
    """Return the places of the samples, m: equal steps of asinh from 0 to `observer`."""
    first, last = np.arcsinh(-knee / width), np.arcsinh((observer - knee) / width)
    distance: Array = knee + width * np.sinh(np.linspace(first, last, samples))
    distance[0], distance[-1] = 0.0, observer
    return distance


def layer_columns(
    members: tuple[Emission, ...], perigee_distance: Array, observer: float, ground: float
) -> Columns:
    """Return the exact columns of emissions mixed by their luminance."""
    share = np.array([member.xyz[1] for member in members])
    share = share / share.sum()
    each = [
        gaussian_columns(perigee_distance, observer, ground, ground + member.peak, member.sigma)
        for member in members
    ]
    return Columns(
        near=np.asarray(sum(part * one.near for part, one in zip(share, each, strict=True))),
        far=np.asarray(sum(part * one.far for part, one in zip(share, each, strict=True))),
        above=np.asarray(sum(part * one.above for part, one in zip(share, each, strict=True))),
    )


def _shape(members: tuple[Emission, ...]) -> tuple[float, float]:
    """Return mean height and full width at half maximum of emissions mixed by luminance, in m."""
    share = np.array([member.xyz[1] for member in members])
    peak = np.array([member.peak for member in members])
    sigma = np.array([member.sigma for member in members])
    mean = np.average(peak, weights=share)
    variance = np.average(sigma**2 + (peak - mean) ** 2, weights=share)
    return float(mean), float(np.sqrt(variance) / SIGMA_PER_FWHM)


def airglow_tables(
    f107: float,
    observer_height: float = 407e3,
    earth_radius: float = EARTH_RADIUS,
    samples: int = SAMPLES,
) -> AirglowTables:
    """Return the tables for a solar radio flux in sfu and an observer's height in m.

    The colour of a layer is that of its emissions together. Linear interpolation stays within
    0.5 % of the exact integral. The height may be anything from the ground upward.
    """
    observer = earth_radius + observer_height
    knee = float(np.sqrt(max(observer**2 - (earth_radius + DENSE_HEIGHT) ** 2, 0.0)))
    distance = perigee_distances(observer, knee, DENSE_WIDTH, samples)
    everything = emissions(f107)
    names = airglow_file().layers
    groups = [tuple(one for one in everything if one.layer == name) for name in names]
    columns = [layer_columns(group, distance, observer, earth_radius) for group in groups]
    shapes = np.array([_shape(group) for group in groups])
    xyz = np.array([np.sum([one.xyz for one in group], axis=0) for group in groups])
    return AirglowTables(
        layers=names,
        peak_height=shapes[:, 0],
        fwhm=shapes[:, 1],
        zenith_rgb=colorimetry.into_gamut(colorimetry.linear_srgb(xyz)),
        zenith_scotopic=np.array([sum(one.scotopic for one in group) for group in groups]),
        observer=observer,
        earth_radius=earth_radius,
        knee=knee,
        width=DENSE_WIDTH,
        perigee_distance=distance,
        near=np.stack([column.near for column in columns], axis=1),
        far=np.stack([column.far for column in columns], axis=1),
        above=np.stack([column.above for column in columns], axis=1),
    )
