"""Lights outside the towns: villages, and the roads between towns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from assets.recipes.lamps.towns import KM_PER_DEG, Places

Array = NDArray[np.float64]

SEED = 20181116
ROAD_REACH_KM = 110.0
"""Longest road drawn between neighbouring towns."""
ROAD_FADE_KM = 4.5
"""Distance from either end over which the lamps along a road thin out."""


@dataclass(frozen=True, slots=True)
class Points:
    """Lights on the globe: degrees, cd."""

    lat: Array
    lon: Array
    intensity: Array

    @staticmethod
    def joined(parts: list[Points]) -> Points:
        """Return all the parts as one."""
        return Points(
            np.concatenate([p.lat for p in parts]),
            np.concatenate([p.lon for p in parts]),
            np.concatenate([p.intensity for p in parts]),
        )


def villages(places: Places, detail: Array, intensity: Array) -> Points:
    """Return one to twelve lights a village, most along its main street.

    `detail` (n,) is 0 to 1, how fine a village is drawn; `intensity` (n,) cd is what each gives.
    """
    rng = np.random.default_rng(SEED)
    wanted = 0.0058 * (0.25 + detail) * intensity**0.6
    count = np.clip(np.floor(wanted + rng.random(len(wanted))), 1, 12).astype(int)
    village = np.repeat(np.arange(len(count)), count)
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    rank = np.arange(len(village)) - first[village]
    length = (0.2 + 0.35 * np.sqrt(np.maximum(places.population, 200) / 1000))[village]
    bearing = rng.uniform(0, 2 * np.pi, len(count))[village]
    crossing = np.where(rng.random(len(village)) < 0.3, np.pi / 2, 0)
    along = rng.uniform(-1, 1, len(village)) * length * (rank > 0)
    aside = rng.normal(0, 0.06, len(village))
    c, s = np.cos(bearing + crossing), np.sin(bearing + crossing)
    x, y = c * along - s * aside, s * along + c * aside
    share = rng.lognormal(0, 0.4, len(village)) * np.where(rank == 0, 1.6, 1)
    share /= np.bincount(village, share)[village]
    return Points(
        *moved(places.lat[village], places.lon[village], x, y), share * intensity[village]
    )


def roads(places: Places, detail_of: Callable[[Array, Array], Array]) -> Points:
    """Return sparse lights along the roads between neighbouring towns, fading away from them.

    Neighbours are those of the Gabriel graph: no third town lies in the circle over the two.
    """
    rng = np.random.default_rng(SEED + 1)
    detail = detail_of(places.lat, places.lon)
    scale = KM_PER_DEG * np.cos(np.radians(places.lat))
    plane = np.column_stack([places.lon * np.cos(np.radians(places.lat)), places.lat])
    pairs = _gabriel(plane)
    parts = []
    for a, b in pairs:
        dx = (places.lon[b] - places.lon[a]) * (scale[a] + scale[b]) / 2
        dy = (places.lat[b] - places.lat[a]) * KM_PER_DEG
        length = float(np.hypot(dx, dy))
        if not 3 < length < ROAD_REACH_KM:
            continue
        step = 0.35 / max(detail[a], 0.15)
        t = np.arange(step, length, step)
        from_end = np.minimum(t, length - t)
        keep = rng.random(len(t)) < 0.9 * np.exp(-from_end / ROAD_FADE_KM) + 0.03
        t = t[keep] / length
        bow = rng.normal(0, 0.04) * length * np.sin(np.pi * t)
        bow += rng.normal(0, 0.02) * length * np.sin(2 * np.pi * t)
        x = t * dx - bow * dy / length + rng.normal(0, 0.03, len(t))
        y = t * dy + bow * dx / length + rng.normal(0, 0.03, len(t))
        lat, lon = moved(np.full(len(t), places.lat[a]), np.full(len(t), places.lon[a]), x, y)
        parts.append(Points(lat, lon, rng.lognormal(6.0, 0.6, len(t)) * step / 0.35))
    return Points.joined(parts)


def _gabriel(plane: Array) -> NDArray[np.int64]:
    triangles = Delaunay(plane).simplices
    edges = np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    opposite = np.concatenate([triangles[:, 2], triangles[:, 0], triangles[:, 1]])
    a, b, c = plane[edges[:, 0]], plane[edges[:, 1]], plane[opposite]
    blocked = np.sum((a - c) * (b - c), axis=1) < 0
    edges.sort(axis=1)
    key = edges[:, 0].astype(np.int64) * len(plane) + edges[:, 1]
    free = np.setdiff1d(key, key[blocked])
    return np.column_stack([free // len(plane), free % len(plane)])


def moved(lat: Array, lon: Array, x: Array, y: Array) -> tuple[Array, Array]:
    """Return latitude and longitude in degrees of places x km east and y km north of others."""
    east = lon + x / (KM_PER_DEG * np.cos(np.radians(lat)))
    return np.clip(lat + y / KM_PER_DEG, -89.9, 89.9), (east + 180) % 360 - 180
