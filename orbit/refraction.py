"""The limb bends starlight: rays through the standard atmosphere, by the height where they graze.

In air that is layered in spheres a ray keeps n r sin(z) (Bouguer's rule), so that its straight
part in space has its perigee at a = n r of the point where the bent ray grazes. Three heights name
a ray:

true       where the bent ray really grazes, r - R
apparent   a - R = n r - R: the perigee of the direction in which it is seen
geometric  perigee of the straight line toward where the star would be seen without air; it is
           below ground for stars that only refraction still shows

Source of the integrals: Born & Wolf, Principles of Optics, section 3.2; the total bending of a ray
through the whole atmosphere is twice that from its perigee outward.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import ArrayLike, NDArray

from orbit import atmosphere
from orbit.air_optics import SEA_LEVEL_DENSITY, TOP, profiles, refractivity
from orbit.earth import EQUATORIAL_RADIUS

Array = NDArray[np.float64]

YELLOW_NM = 550.0
"""Wavelength at which rays are traced; from 450 to 650 nm the bending differs by 1.5 %."""
_PANELS = 12
_GRADIENT_STEP = 2.0


def _panel_nodes() -> tuple[Array, Array]:
    """Return nodes in 0..1 and weights of Gauss-Legendre with 16 points in each panel."""
    nodes, weights = leggauss(16)
    starts = np.arange(_PANELS)[:, None]
    return ((starts + (nodes + 1) / 2) / _PANELS).ravel(), np.tile(weights / 2 / _PANELS, _PANELS)


_NODES, _WEIGHTS = _panel_nodes()


@dataclass(frozen=True, slots=True)
class Rays:
    """Rays that graze the Earth: n of them, by true tangent height; whole path, both sides."""

    true_height: Array
    """(n,) m."""
    apparent_height: Array
    """(n,) m."""
    bending: Array
    """(n,) rad, toward the Earth: the star is this much lower than it looks."""
    columns: Array
    """(n, 3) of molecules, ozone and aerosol along the bent path, as in `orbit.air_optics`."""


def _refractivity(height: Array, wavelength_nm: float) -> Array:
    scale = float(refractivity(wavelength_nm)) / SEA_LEVEL_DENSITY
    return scale * atmosphere.density(height)


def outward_rays(
    height: ArrayLike,
    sine: ArrayLike,
    earth_radius: float = EQUATORIAL_RADIUS,
    wavelength_nm: float = YELLOW_NM,
) -> tuple[Array, Array]:
    """Return bending in rad (...) and columns (..., 3) of rays from a height in m out of the air.

    `sine` (...) is that of the ray's elevation where it starts, 0 to 1. The integrals run over x
    with r = r_start + x^2, which takes the singularity of a level start away: good to 1e-3 in the
    bending, where the standard's corners of temperature limit it, and to 1e-5 in the columns.
    """
    height, sine = np.broadcast_arrays(
        np.asarray(height, dtype=np.float64), np.asarray(sine, dtype=np.float64)
    )
    start = (1 + _refractivity(height, wavelength_nm)) * (earth_radius + height)
    reach = np.sqrt(np.maximum(TOP - height, 0.0))[..., None]
    x = reach * _NODES
    above = height[..., None] + x**2
    optical = (1 + _refractivity(above, wavelength_nm)) * (earth_radius + above)
    gained = (optical - start[..., None]) * (optical + start[..., None])
    root = np.sqrt(np.maximum(gained + (start * sine)[..., None] ** 2, 1e-12))
    step = 2 * x * reach * _WEIGHTS / root
    denser = _refractivity(above - _GRADIENT_STEP, wavelength_nm)
    thinner = _refractivity(above + _GRADIENT_STEP, wavelength_nm)
    gradient = (denser - thinner) / (2 * _GRADIENT_STEP)
    level = start * np.sqrt(np.maximum(1 - sine**2, 0.0))
    bending = level * np.sum(gradient * (earth_radius + above) / optical * step, axis=-1)
    columns = np.einsum("...j,...jk->...k", optical * step, profiles(above))
    return bending, columns


def grazing_rays(
    true_height: ArrayLike,
    earth_radius: float = EQUATORIAL_RADIUS,
    wavelength_nm: float = YELLOW_NM,
) -> Rays:
    """Return rays through the whole air by their true tangent height (n,) in m, below 120 km."""
    height = np.asarray(true_height, dtype=np.float64)
    bending, columns = outward_rays(height, 0.0, earth_radius, wavelength_nm)
    apparent = height + _refractivity(height, wavelength_nm) * (earth_radius + height)
    return Rays(height, apparent, 2 * bending, 2 * columns)
