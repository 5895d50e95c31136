"""Columns of a thin spherical layer along straight rays, from any height and in any direction.

A ray from the observer is told by one number, its signed distance to its perigee (the point of
the whole straight line nearest to the Earth's centre): positive when the perigee lies ahead, so
that the ray goes down; negative when it lies behind, so that the ray goes up. Straight up is -r,
straight down is +r, for an observer at r from the centre. Three columns serve every ray:

near    from the perigee to the observer (for a ray that hits the ground: from there to him)
far     from the perigee outward to infinity, beyond it
above   from the observer outward to infinity, for a ray that goes up

A ray past the limb crosses near + far, one to the ground near, one that goes up above. The perigee
of a ray that goes up lies behind the observer: what surrounds it is not on the ray.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import NDArray

Array = NDArray[np.float64]

REACH = 7.0
"""Standard deviations from a layer's peak beyond which it is empty (2e-11 of the peak)."""
_NODES, _WEIGHTS = leggauss(64)


@dataclass(frozen=True, slots=True)
class Columns:
    """Airmass of a layer: column along the ray over the vertical column of the whole layer."""

    near: Array
    far: Array
    above: Array


def _along(perigee: Array, start: Array, end: Array, peak: float, sigma: float) -> Array:
    """Integrate a Gaussian of unit vertical column from `start` to `end`, m from the perigee."""
    inner = np.sqrt(np.maximum((peak - REACH * sigma) ** 2 - perigee**2, 0.0))
    outer = np.sqrt(np.maximum((peak + REACH * sigma) ** 2 - perigee**2, 0.0))
    low, high = np.clip(start, inner, outer), np.clip(end, inner, outer)
    half = (high - low)[..., None] / 2
    path = low[..., None] + half * (_NODES + 1)
    height = np.hypot(perigee[..., None], path) - peak
    density = np.exp(-0.5 * (height / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    return np.asarray((half * density) @ _WEIGHTS)


def gaussian_columns(
    perigee_distance: Array, observer: float, ground: float, peak: float, sigma: float
) -> Columns:
    """Return the exact columns through one layer whose emission is a Gaussian of height.

    `perigee_distance` (...,) in m, its sign as above and taken as given for `above`, its size for
    `near` and `far`. `observer`, `ground` and `peak` are distances from the Earth's centre in m,
    `sigma` the layer's standard deviation in m. Gauss-Legendre with 64 points over the part of
    the path within 7 sigma: good to 1e-6.
    """
    distance = np.minimum(np.abs(np.asarray(perigee_distance, dtype=np.float64)), observer)
    perigee = np.sqrt((observer - distance) * (observer + distance))
    zero, endless = np.zeros_like(distance), np.full_like(distance, np.inf)
    surface = np.sqrt(np.maximum(ground**2 - perigee**2, 0.0))
    return Columns(
        near=_along(perigee, surface, distance, peak, sigma),
        far=_along(perigee, zero, endless, peak, sigma),
        above=_along(perigee, distance, endless, peak, sigma),
    )
