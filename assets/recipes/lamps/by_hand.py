"""The lights that are written by hand, in by_hand.toml."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets.lamps import COLOUR_CLASSES
from assets.recipes.lamps.towns import KM_PER_DEG
from assets.recipes.lamps.villages import SEED, Points, moved

Array = NDArray[np.float64]

FILE = Path(__file__).parent / "by_hand.toml"


def lights_by_hand() -> tuple[Points, NDArray[np.uint8]]:
    """Return the lights and their classes of colour."""
    hand = _table()
    parts, classes = [], []
    for item in hand["light"]:
        parts.append(_cluster(item))
        classes.append(np.full(item["count"], COLOUR_CLASSES.index(item["colour"]), np.uint8))
    for item in hand["string"]:
        part = _string(np.array(item["points"]), item["step_km"], item["intensity_cd"])
        parts.append(part)
        classes.append(np.zeros(len(part.lat), np.uint8))
    return Points.joined(parts), np.concatenate(classes)


def flares_by_hand() -> tuple[Points, NDArray[np.uint8]]:
    """Return large flare fields, as a first guess that is still to be balanced."""
    parts = [_cluster(item) for item in _table()["flare"]]
    points = Points.joined(parts)
    return points, np.full(len(points.lat), COLOUR_CLASSES.index("flare"), np.uint8)


def in_flare_field(lat: Array, lon: Array) -> NDArray[np.bool_]:
    """Return which places (degrees) lie in a field known for flaring."""
    found = np.zeros(len(lat), bool)
    for box in _table()["flares"]["boxes"]:
        (south, north), (west, east) = box["lat"], box["lon"]
        found |= (lat > south) & (lat < north) & (lon > west) & (lon < east)
    return found


def _table() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _string(line: Array, step_km: float, intensity: float) -> Points:
    """Return lights along a polyline of (lat, lon) in degrees, one about every `step_km`."""
    rng = np.random.default_rng(SEED + 2)
    parts = []
    for (lat0, lon0), (lat1, lon1) in pairwise(line):
        scale = KM_PER_DEG * np.cos(np.radians(lat0))
        dx, dy = (lon1 - lon0) * scale, (lat1 - lat0) * KM_PER_DEG
        t = rng.random(max(int(np.hypot(dx, dy) / step_km), 1))
        x = t * dx + rng.normal(0, 0.25, len(t))
        y = t * dy + rng.normal(0, 0.25, len(t))
        lat, lon = moved(np.full(len(t), lat0), np.full(len(t), lon0), x, y)
        parts.append(Points(lat, lon, intensity * rng.lognormal(0, 0.6, len(t))))
    return Points.joined(parts)


def _cluster(item: dict[str, Any]) -> Points:
    """Return the lights about a point that share its intensity."""
    lat, lon, count = float(item["lat"]), float(item["lon"]), int(item["count"])
    rng = np.random.default_rng(round((lat + 90) * 1e4) * 99_991 + round((lon + 180) * 1e4))
    x, y = rng.normal(0, item["spread_km"] / 2, (2, count))
    share = rng.lognormal(0, 0.3, count)
    place = np.full(count, lat), np.full(count, lon)
    return Points(*moved(*place, x, y), item["intensity_cd"] * share / share.sum())
