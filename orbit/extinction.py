"""What the clear air takes from light on its way to an observer above it, as tables for shaders.

Three tables: for light seen along a line of sight that grazes the Earth (by apparent height), for
stars placed where they truly are (by geometric height; see `orbit.refraction` for the heights), and
for lamps on the ground (by the sine of the observer's elevation as seen from the lamp). All heights
run in equal steps, so that a texture of n texels is read at ((h - first) / (last - first) (n - 1) +
0.5) / n.

Colours are linear sRGB factors for light as white as the display's: exact for that, and close for
any lamp or star.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orbit import colorimetry
from orbit.air_optics import spectra
from orbit.earth import EQUATORIAL_RADIUS
from orbit.refraction import Rays, grazing_rays, outward_rays

Array = NDArray[np.float64]

WHITE_TEMPERATURE = 6504.0
"""K, of the black body nearest to sRGB's white."""
LIMB_TOP = 100e3
GEOMETRIC_BOTTOM = -50e3
"""m: lower than the geometric height of any star that refraction can show to a station."""
SAMPLES = 256


@dataclass(frozen=True, slots=True)
class LimbTable:
    """The limb by apparent height: n equal steps from 0 to 100 km. Through the whole air."""

    apparent_height: Array
    """(n,) m."""
    true_height: Array
    """(n,) m, where the ray grazes; 0 for rays that meet the ground."""
    bending: Array
    """(n,) rad."""
    transmission: Array
    """(n, 3), linear sRGB; 0 for rays that meet the ground."""
    squash: Array
    """(n,) how much flatter a disc looks there, which is how much fainter a star becomes."""

    def texture(self) -> NDArray[np.float32]:
        """Return float32 (n, 4): transmission in red, green, blue and the bending in rad."""
        return np.column_stack([self.transmission, self.bending]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class StarTable:
    """What the limb does to a star by its geometric height: n equal steps, -50 to 100 km."""

    geometric_height: Array
    """(n,) m."""
    lift: Array
    """(n,) rad, how much higher it looks."""
    flux: Array
    """(n, 3) factor of its light, spreading included, linear sRGB; 0 when it has set."""
    squash: Array
    """(n,) the part of `flux` that spreading makes."""

    def lookup(self, geometric_height: ArrayLike) -> tuple[Array, Array]:
        """Return lift (...) and flux (..., 3) by linear interpolation.

        Above 100 km, and for lines of sight that go up, there is no air: lift 0 and flux 1.
        """
        height = np.asarray(geometric_height, dtype=np.float64)
        free = height > self.geometric_height[-1]
        lift = np.where(free, 0.0, np.interp(height, self.geometric_height, self.lift))
        columns = [np.interp(height, self.geometric_height, self.flux[:, k]) for k in range(3)]
        return lift, np.where(free[..., None], 1.0, np.stack(columns, axis=-1))

    def texture(self) -> NDArray[np.float32]:
        """Return float32 (n, 4): flux in red, green, blue and the lift in rad."""
        return np.column_stack([self.flux, self.lift]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class LampTable:
    """What is left of a lamp's light in space: n equal steps of sin(elevation) from 0 to 1."""

    sine: Array
    transmission: Array
    """(n, 3), linear sRGB."""

    def lookup(self, sine: ArrayLike) -> Array:
        """Return the transmission (..., 3) by linear interpolation; 0 below the horizon."""
        place = np.asarray(sine, dtype=np.float64)
        columns = [np.interp(place, self.sine, self.transmission[:, k]) for k in range(3)]
        return np.where((place < 0)[..., None], 0.0, np.stack(columns, axis=-1))

    def texture(self) -> NDArray[np.float32]:
        """Return float32 (n, 3)."""
        return self.transmission.astype(np.float32)


@cache
def _channels() -> tuple[Array, Array]:
    """Return the extinction spectra (m, 3) and each channel's weights (m, 3) of white light."""
    grid = colorimetry.GRID_NM
    white = colorimetry.black_body(grid, WHITE_TEMPERATURE)
    weights = colorimetry.linear_srgb(white[:, None] * colorimetry.matching_functions(grid))
    return spectra(grid).extinction, weights / weights.sum(axis=0)


def transmission(columns: Array) -> Array:
    """Return what of white light passes columns (..., 3) of matter, linear sRGB (..., 3).

    Light that is redder than the display can show loses its negative components.
    """
    extinction, weights = _channels()
    return np.maximum(np.exp(-columns @ extinction.T) @ weights, 0.0)


def loss_mag(columns: Array, wavelength_nm: ArrayLike, response: ArrayLike) -> Array:
    """Return the loss in magnitudes (...) in a band: response by photons at wavelengths (m,)."""
    wave = np.asarray(wavelength_nm, dtype=np.float64)
    weight = np.asarray(response) * wave * colorimetry.black_body(wave, WHITE_TEMPERATURE)
    passed = np.exp(-columns @ spectra(wave).extinction.T) @ (weight / weight.sum())
    return np.asarray(-2.5 * np.log10(passed))


@cache
def _rays(earth_radius: float) -> Rays:
    """Return rays 250 m apart, their bending without the standard's corners.

    Where the standard's temperature has a corner its bending has a cusp, which would make a bright
    or a dark line across the limb. Real air has none at a fixed height: smooth over some 400 m.
    """
    height = np.arange(0.0, LIMB_TOP + 5e3, 250.0)
    rays = grazing_rays(height, earth_radius)
    bending = np.log(rays.bending)
    for _ in range(5):
        bending[1:-1] = (bending[:-2] + 2 * bending[1:-1] + bending[2:]) / 4
    return replace(rays, bending=np.exp(bending))


def _depressions(rays: Rays, observer: float, earth_radius: float) -> tuple[Array, Array]:
    """Return apparent and geometric depression in rad below the horizontal of an observer (m)."""
    apparent = np.arccos((earth_radius + rays.apparent_height) / observer)
    return apparent, apparent + rays.bending


def _squash(rays: Rays, observer: float, earth_radius: float) -> Array:
    """Return d(apparent) / d(geometric) depression of rays seen from `observer` (m, geocentric).

    A bending that grows downward shows a stretch of sky in a narrower one; brightness of surface
    stays, so a star loses as much light (Baum & Code, Astron. J. 58, 108, 1953).
    """
    apparent, geometric = _depressions(rays, observer, earth_radius)
    return np.asarray(np.gradient(apparent, geometric))


def limb_table(
    observer_height: float = 407e3,
    earth_radius: float = EQUATORIAL_RADIUS,
    samples: int = SAMPLES,
) -> LimbTable:
    """Return the limb as an observer sees it from `observer_height` m, above the air (120 km)."""
    rays = _rays(earth_radius)
    squash = _squash(rays, earth_radius + observer_height, earth_radius)
    height = np.linspace(0.0, LIMB_TOP, samples)
    true = np.interp(height, rays.apparent_height, rays.true_height)
    passed = transmission(_between(height, rays.apparent_height, rays.columns))
    meets_ground = height < rays.apparent_height[0]
    passed[meets_ground] = 0.0
    return LimbTable(
        apparent_height=height,
        true_height=true,
        bending=np.interp(height, rays.apparent_height, rays.bending),
        transmission=passed,
        squash=np.interp(height, rays.apparent_height, squash),
    )


def star_table(
    observer_height: float = 407e3,
    earth_radius: float = EQUATORIAL_RADIUS,
    samples: int = SAMPLES,
) -> StarTable:
    """Return what the limb does to stars seen from `observer_height` m, above the air (120 km)."""
    rays = _rays(earth_radius)
    observer = earth_radius + observer_height
    squash = _squash(rays, observer, earth_radius)
    geometric = observer * np.cos(_depressions(rays, observer, earth_radius)[1]) - earth_radius
    height = np.linspace(GEOMETRIC_BOTTOM, LIMB_TOP, samples)
    spread = np.interp(height, geometric, squash)
    flux = transmission(_between(height, geometric, rays.columns)) * spread[:, None]
    flux[height < geometric[0]] = 0.0
    return StarTable(height, np.interp(height, geometric, rays.bending), flux, spread)


def _between(at: Array, places: Array, rows: Array) -> Array:
    """Interpolate rows (n, k) that fall off like exponentials: linear in their logarithms."""
    logs = np.log(np.maximum(rows, 1e-300))
    return np.stack([np.exp(np.interp(at, places, logs[:, k])) for k in range(rows.shape[1])], -1)


def lamp_table(
    height: float = 0.0, earth_radius: float = EQUATORIAL_RADIUS, samples: int = SAMPLES
) -> LampTable:
    """Return what is left in space of a light at `height` m, by the sine of the line's elevation.

    The elevation is that of the observer as the lamp sees him. Light scattered back into the beam
    is not counted.
    """
    sine = np.linspace(0.0, 1.0, samples)
    return LampTable(sine, transmission(outward_rays(height, sine, earth_radius)[1]))
