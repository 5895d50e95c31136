"""Light that the air scatters toward an observer: day, twilight and moonlight, at four wavelengths.

Single scattering by molecules (Rayleigh) and aerosol (Henyey & Greenstein, Astrophys. J. 93, 70,
1941) is summed along the line of sight; all higher orders come as if from a sky that is even around
each point, whose mean radiance stands in a table (Hillaire, Comput. Graph. Forum 39, 13, 2020). The
Earth is a sphere; the shadow that it casts, its ozone and its own reflected light are counted, the
refraction of the rays is not.

This is the twin in double precision of render/glsl/scattering.glsl, step by step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.air_optics import TOP, air_file
from orbit.air_tables import EARTH_RADIUS, AirTables, lowest_cosine
from orbit.bands import extinction, rgb_from_bands

Array = NDArray[np.float64]

STEPS = 32
GROUND_ALBEDO = 0.15
"""Of land and sea together, clear of cloud (estimate: sea 0.06, land 0.15 to 0.25)."""


@dataclass(frozen=True, slots=True)
class AirLight:
    """What the air adds and leaves along lines of sight, at the four wavelengths of `bands`.

    `scattered` (..., 4) in 1/sr: radiance over the light's irradiance outside the air.
    `transmittance` (..., 4) along the whole line, to the ground or out of the air.
    """

    scattered: Array
    transmittance: Array

    def rgb(self, illuminance: float) -> Array:
        """Return linear sRGB (..., 3) in cd/m2 for a light of `illuminance` lux outside the air."""
        return np.maximum(self.scattered @ rgb_from_bands().T, 0.0) * illuminance


def rayleigh_phase(cosine: Array) -> Array:
    """Return the phase function of molecules in 1/sr, without their slight anisotropy."""
    return np.asarray(3 / (16 * np.pi) * (1 + cosine**2))


def aerosol_phase(cosine: Array) -> Array:
    """Return the phase function of aerosol in 1/sr."""
    g = air_file().aerosol.asymmetry
    return np.asarray((1 - g * g) / (4 * np.pi) / (1 + g * g - 2 * g * cosine) ** 1.5)


def segments(eye: Array, ray: Array, steps: int) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Cut lines of sight through the air into pieces.

    `eye` and `ray` (..., 3), m from the Earth's centre and unit vectors. Returns the middle of
    each piece as a distance from the eye and its length in m, (..., steps), and whether the line
    ends on the ground (...). Pieces are even where the line passes the Earth, and shorten with the
    square toward the ground where it ends or begins there. Lines that miss the air have length 0.
    """
    ahead = -np.sum(eye * ray, axis=-1)
    perigee2 = np.sum(eye * eye, axis=-1) - ahead**2
    half = np.sqrt(np.maximum((EARTH_RADIUS + TOP) ** 2 - perigee2, 0.0))
    ground2 = EARTH_RADIUS**2 - perigee2
    falls = (ground2 > 0) & (ahead > 0)
    start = np.maximum(ahead - half, 0.0)
    end = np.where(falls, ahead - np.sqrt(np.maximum(ground2, 0.0)), ahead + half)
    length = np.maximum(end - start, 0.0)[..., None]
    climbs = (ahead <= 0)[..., None]
    even = np.linspace(0.0, 1.0, steps + 1)
    edges = np.where(falls[..., None], 1 - (1 - even) ** 2, np.where(climbs, even**2, even))
    edges = start[..., None] + length * edges
    return (edges[..., :-1] + edges[..., 1:]) / 2, np.diff(edges, axis=-1), falls


def sunlight(tables: AirTables, height: Array, cosine: Array) -> Array:
    """Return what of a light reaches points (..., 4), by height in m and cosine of its zenith."""
    clear = cosine > lowest_cosine(np.clip(height, 0.0, TOP))
    passed = np.exp(-tables.columns(height, cosine) @ extinction().T)
    return np.where(clear[..., None], passed, 0.0)


def air_light(
    tables: AirTables,
    eye: Array,
    ray: Array,
    light: Array,
    steps: int = STEPS,
    orders: bool = True,
) -> AirLight:
    """Return what the air adds and leaves between the eye and the ground, or space.

    `eye` (..., 3) m from the centre of a sphere of `air_tables.EARTH_RADIUS`, anywhere from the
    ground up; `ray` and `light` (..., 3) unit vectors, the latter toward the Sun or Moon.
    `orders` False leaves single scattering alone.
    """
    eye, ray, light = np.broadcast_arrays(eye, ray, light)
    middle, length, _ = segments(eye, ray, steps)
    towards = np.sum(ray * light, axis=-1)[..., None]
    albedo = air_file().aerosol.single_scattering_albedo
    share = np.stack([rayleigh_phase(towards), albedo * aerosol_phase(towards)], axis=-1)
    scattered = np.zeros((*middle.shape[:-1], 4))
    transmittance = np.ones_like(scattered)
    for step in range(steps):
        at = eye + middle[..., step, None] * ray
        radius = np.sqrt(np.sum(at * at, axis=-1))
        height, cosine = radius - EARTH_RADIUS, np.sum(at * light, axis=-1) / radius
        matter = tables.profiles(height)[..., None, :] * extinction()
        lost = matter.sum(axis=-1)
        dust = matter[..., 2]
        source = sunlight(tables, height, cosine) * (
            matter[..., 0] * share[..., 0] + dust * share[..., 1]
        )
        if orders:
            source = source + (matter[..., 0] + albedo * dust) * tables.mean(height, cosine)
        passed = np.exp(-lost * length[..., step, None])
        scattered += transmittance * source * (1 - passed) / lost
        transmittance = transmittance * passed
    return AirLight(scattered, transmittance)
