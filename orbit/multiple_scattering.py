"""The table of multiply scattered light: how bright the sky around a point is, in all directions.

At a height and under a light at some zenith distance, the second order is what single scattering
and the lit ground send from all around. Each further order is taken for a fixed share of the one
before it, the share of even light that comes back after one more scattering, so that all orders
are a geometric series (Hillaire, Comput. Graph. Forum 39, 13, 2020, section 5.5). Unlike there, the
second order here keeps the true phase functions and the curved Earth, which carries twilight.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import NDArray

from orbit.air_optics import TOP, air_file
from orbit.air_tables import (
    EARTH_RADIUS,
    FAINTEST,
    MEAN_SHAPE,
    AirTables,
    column_rows,
    light_cosine,
    logarithm,
    lowest_cosine,
    profile_rows,
)
from orbit.bands import extinction, rgb_from_bands
from orbit.scattering import GROUND_ALBEDO, air_light, segments, sunlight

Array = NDArray[np.float64]

ELEVATIONS, AZIMUTHS = 8, 6
"""Directions above and below the horizon of each point, and around it."""
STEPS = 16


def directions(horizon: Array) -> tuple[Array, Array]:
    """Return unit vectors (..., n, 3), z up, over half of the sphere (y > 0), and their weights.

    `horizon` (...) is the cosine of the zenith distance at which the sky meets the ground: the
    directions crowd there, where twilight is brightest. Weights (..., n) have a sum of 1.
    """
    nodes, weights = leggauss(ELEVATIONS)
    root = (nodes + 1) / 2
    low = horizon[..., None]
    cosine = np.concatenate([low + (1 - low) * root**2, low - (1 + low) * root**2], axis=-1)
    share = weights / 2 * root / AZIMUTHS
    weight = np.concatenate([(1 - low) * share, (1 + low) * share], axis=-1)
    turn = np.pi * (np.arange(AZIMUTHS) + 0.5) / AZIMUTHS
    across = np.sqrt(np.maximum(1 - cosine**2, 0.0))[..., None]
    each = np.broadcast_arrays(
        across * np.cos(turn), across * np.sin(turn), cosine[..., None] * np.ones(AZIMUTHS)
    )
    shape = (*horizon.shape, 2 * ELEVATIONS * AZIMUTHS)
    vectors = np.stack(each, axis=-1).reshape(*shape, 3)
    return vectors, np.repeat(weight, AZIMUTHS, axis=-1)


def work_out() -> AirTables:
    """Return the complete tables of the air; takes half a second."""
    nothing = np.full((2, 2, 4), np.log(FAINTEST))
    tables = AirTables(profile_rows(), column_rows(), nothing, nothing[0, :, :3])
    tables = replace(tables, log_mean=mean_rows(tables))
    return replace(tables, log_sky=sky_rows(tables))


def lights() -> Array:
    """Return unit vectors (n, 3) toward the light for each of the tables' places, z up."""
    cosine = light_cosine(np.linspace(0.0, 1.0, MEAN_SHAPE[1]))
    return np.stack([np.sqrt(1 - cosine**2), np.zeros_like(cosine), cosine], axis=-1)


def sky_rows(tables: AirTables) -> Array:
    """Return the logarithms (lights, 3) of the sky's illuminance on level ground."""
    rays, weights = directions(np.array(0.0))
    rays, weights = rays[: len(rays) // 2], weights[: len(weights) // 2]
    eye = np.array([0.0, 0.0, EARTH_RADIUS + 1.0])
    light = lights()[:, None]
    sky = air_light(tables, eye, rays, light, 2 * STEPS).scattered
    onto = 4 * np.pi * np.einsum("ldk,d,d->lk", sky, weights, rays[:, 2])
    return logarithm(onto @ rgb_from_bands().T)


def mean_rows(tables: AirTables) -> Array:
    """Return the logarithms (heights, lights, 4) of the mean radiance of all orders from two on."""
    height = TOP * np.linspace(0.0, 1.0, MEAN_SHAPE[0]) ** 2
    rays, weights = directions(lowest_cosine(height))
    zeros = np.zeros_like(height)
    eyes = np.stack([zeros, zeros, EARTH_RADIUS + np.maximum(height, 1.0)], axis=-1)
    again = np.einsum("khd,hd->hk", _returned(tables, eyes[:, None], rays), weights)
    rows = []
    for light in lights():
        sky = air_light(tables, eyes[:, None], rays, light, STEPS, orders=False)
        ground = sky.transmittance * _lit_ground(tables, eyes[:, None], rays, light)
        rows.append(np.einsum("hdk,hd->hk", sky.scattered + ground, weights) / (1 - again))
    return logarithm(np.stack(rows, axis=1))


def _lit_ground(tables: AirTables, eye: Array, ray: Array, light: Array) -> Array:
    """Return the radiance (..., 4) of the ground under direct light; 0 where no ground is met."""
    eye, ray = np.broadcast_arrays(eye, ray)
    middle, length, falls = segments(eye, ray, 1)
    foot = eye + (middle + length / 2) * ray
    cosine = foot @ light / np.sqrt(np.sum(foot * foot, axis=-1))
    reaching = sunlight(tables, np.zeros_like(cosine), cosine) * np.maximum(cosine, 0.0)[..., None]
    return np.where(falls[..., None], GROUND_ALBEDO / np.pi * reaching, 0.0)


def _returned(tables: AirTables, eye: Array, ray: Array) -> Array:
    """Return the share (4, heights, directions) of even light that one more scattering returns."""
    eye, ray = np.broadcast_arrays(eye, ray)
    middle, length, falls = segments(eye, ray, STEPS)
    albedo = air_file().aerosol.single_scattering_albedo
    left = np.ones((*falls.shape, 4))
    total = np.zeros_like(left)
    for step in range(STEPS):
        at = eye + middle[..., step, None] * ray
        height = np.sqrt(np.sum(at * at, axis=-1)) - EARTH_RADIUS
        matter = tables.profiles(height)[..., None, :] * extinction()
        lost = matter.sum(axis=-1)
        passed = np.exp(-lost * length[..., step, None])
        total += left * (matter[..., 0] + albedo * matter[..., 2]) * (1 - passed) / lost
        left = left * passed
    total += np.where(falls[..., None], GROUND_ALBEDO * left, 0.0)
    return np.moveaxis(total, -1, 0)
