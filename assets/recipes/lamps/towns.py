"""Where the towns are and what ground they cover.

A town is a piece of ground (a raster in km around its middle) with centres, and comes from a
Natural Earth urban polygon, or, outside of those, from a populated place that is large enough to
have streets. Smaller places are villages and are handled as points in `villages`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from assets.recipes._shapefile import Line

Array = NDArray[np.float64]

KM_PER_DEG = 111.2
STREETS_FROM = 8000
"""Heads from which a place outside every polygon gets streets of its own."""


@dataclass(frozen=True, slots=True)
class Places:
    """Populated places: (n,) latitude and longitude in degrees, heads."""

    lat: Array
    lon: Array
    population: Array

    def only(self, keep: NDArray[np.bool_]) -> Places:
        """Return the places that are kept."""
        return Places(self.lat[keep], self.lon[keep], self.population[keep])


@dataclass(frozen=True, slots=True)
class Town:
    """One town's ground. Local axes: km, x east, y north, from `lat`, `lon` (degrees)."""

    lat: float
    lon: float
    ground: NDArray[np.bool_]
    """(rows from the south, columns from the west) built-up."""
    step: float
    """km between cells of `ground`."""
    corner: tuple[float, float]
    """x, y of the south-west corner of `ground`."""
    centres: Array
    """(k, 3): x, y, heads; at least one."""

    @property
    def seed(self) -> int:
        """A number that is the town's own, the same at every run."""
        return round((self.lat + 90) * 1e5) * 40_000_000 + round((self.lon + 180) * 1e5)

    @property
    def area_km2(self) -> float:
        """Built-up ground."""
        return float(self.ground.sum()) * self.step**2

    def degrees(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return latitude and longitude of local points."""
        lat = self.lat + y / KM_PER_DEG
        lon = self.lon + x / (KM_PER_DEG * np.cos(np.radians(self.lat)))
        return lat, (lon + 180) % 360 - 180

    def holds(self, x: Array, y: Array) -> NDArray[np.bool_]:
        """Return which local points lie on the raster."""
        rows, columns = self.ground.shape
        u, v = (x - self.corner[0]) / self.step, (y - self.corner[1]) / self.step
        inside: NDArray[np.bool_] = (u >= 0) & (u < columns) & (v >= 0) & (v < rows)
        return inside

    def cell(self, x: Array, y: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return row and column of local points, clipped to the raster's empty rim."""
        rows, columns = self.ground.shape
        row = np.clip(np.floor((y - self.corner[1]) / self.step), 0, rows - 1)
        column = np.clip(np.floor((x - self.corner[0]) / self.step), 0, columns - 1)
        return row.astype(np.int64), column.astype(np.int64)


def towns_of_polygons(
    polygons: list[list[Line]], places: Places, rivers: Rivers
) -> Iterator[tuple[Town, NDArray[np.int64]]]:
    """Yield each urban polygon's town, and the rows of the places that lie in it."""
    order = np.argsort(places.lat)
    sorted_lat = places.lat[order]
    for rings in polygons:
        outer = np.concatenate(rings)
        west, south = outer.min(axis=0)
        east, north = outer.max(axis=0)
        near = order[np.searchsorted(sorted_lat, south - 0.02) :]
        near = near[: np.searchsorted(places.lat[near], north + 0.02)]
        near = near[(places.lon[near] > west - 0.03) & (places.lon[near] < east + 0.03)]
        town = _rasterised(rings, (west + east) / 2, (south + north) / 2)
        ground = town.ground & ~rivers.near(town)
        x, y = _local(town, places.lat[near], places.lon[near])
        # A place's point may lie a street outside the generalised outline.
        inside = ndimage.binary_dilation(town.ground, iterations=round(1 / town.step))
        mine = near[inside[town.cell(x, y)]] if len(near) else near
        yield _with_centres(town, ground, places, mine), mine


def town_of_place(lat: float, lon: float, population: float) -> Town:
    """Return a town of irregular outline with an area that fits its population."""
    rng = np.random.default_rng(round((lat + 90) * 1e5) * 7919 + round((lon + 180) * 1e5))
    radius = np.sqrt(population / 2200 / np.pi)
    step = 0.1
    half = int(np.ceil(radius * 1.9 / step)) + 2
    axis = (np.arange(-half, half) + 0.5) * step
    x, y = np.meshgrid(axis, axis)
    bearing = np.arctan2(y, x)
    lobes = sum(
        rng.normal(0, 0.22 / k) * np.cos(k * bearing + rng.uniform(0, 2 * np.pi))
        for k in range(2, 8)
    )
    ground = np.hypot(x, y) < radius * np.exp(np.clip(lobes, -0.7, 0.6))
    corner = (-half * step, -half * step)
    return Town(lat, lon, ground, step, corner, np.array([[0.0, 0.0, population]]))


def _rasterised(rings: list[Line], lon: float, lat: float) -> Town:
    scale = np.array([KM_PER_DEG * np.cos(np.radians(lat)), KM_PER_DEG])
    local = [(ring - (lon, lat)) * scale for ring in rings]
    everything = np.concatenate(local)
    low, high = everything.min(axis=0), everything.max(axis=0)
    step = 0.1 if np.prod(high - low) < 4000 else 0.2
    margin = 2.0
    corner = low - margin
    columns, rows = (np.ceil((high + margin - corner) / step) + 1).astype(int)
    picture = Image.new("1", (columns, rows))
    draw = ImageDraw.Draw(picture)
    for ring in sorted(local, key=_signed_area):
        # Natural Earth winds outer rings clockwise (negative area) and holes the other way.
        corners = [(float(x), float(y)) for x, y in (ring - corner) / step]
        draw.polygon(corners, fill=int(_signed_area(ring) < 0))
    centre = np.array([[0.0, 0.0, 0.0]])
    return Town(lat, lon, np.array(picture), step, (corner[0], corner[1]), centre)


def _signed_area(ring: Line) -> float:
    x, y = ring.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def _local(town: Town, lat: Array, lon: Array) -> tuple[Array, Array]:
    x = (lon - town.lon) * KM_PER_DEG * np.cos(np.radians(town.lat))
    return x, (lat - town.lat) * KM_PER_DEG


def _with_centres(
    town: Town, ground: NDArray[np.bool_], places: Places, mine: NDArray[np.int64]
) -> Town:
    if len(mine):
        x, y = _local(town, places.lat[mine], places.lon[mine])
        centres = np.column_stack([x, y, np.maximum(places.population[mine], 300)])
    else:
        # The point deepest inside stands for a centre that no gazetteer names.
        depth = ndimage.distance_transform_edt(town.ground)
        row, column = np.unravel_index(int(np.argmax(depth)), depth.shape)
        heads = max(float(town.ground.sum()) * town.step**2 * 900, 1000.0)
        x0 = town.corner[0] + (column + 0.5) * town.step
        y0 = town.corner[1] + (row + 0.5) * town.step
        centres = np.array([[x0, y0, heads]])
    return Town(town.lat, town.lon, ground, town.step, town.corner, centres)


class Rivers:
    """Natural Earth's river centre lines, laid as dark ribbons through the towns they cross."""

    def __init__(self, lines: list[list[Line]]) -> None:
        """Take the lines apart into segments of (lon, lat, lon, lat) in degrees."""
        parts = [part for shape in lines for part in shape]
        self._segments = np.concatenate([np.hstack([p[:-1], p[1:]]) for p in parts])

    def near(self, town: Town, width_km: float = 0.35) -> NDArray[np.bool_]:
        """Return where in the town's raster the river's water and banks are."""
        rows, columns = town.ground.shape
        reach = max(rows, columns) * town.step / KM_PER_DEG
        s = self._segments
        close = (np.abs(s[:, 1] - town.lat) < reach) & (
            np.abs(s[:, 0] - town.lon) < reach / np.cos(np.radians(town.lat))
        )
        picture = Image.new("1", (columns, rows))
        draw = ImageDraw.Draw(picture)
        for lon0, lat0, lon1, lat1 in s[close]:
            x, y = _local(town, np.array([lat0, lat1]), np.array([lon0, lon1]))
            ends = np.column_stack([x - town.corner[0], y - town.corner[1]]) / town.step
            draw.line(
                [tuple(end) for end in ends.tolist()], fill=1, width=round(width_km / town.step)
            )
        return np.array(picture)
