"""Make coast.npz: coasts, lake shores and rivers as thinned polylines of small steps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assets.coast import COAST, LAKE, RIVER, STEP_DEG
from assets.manifest import DATA
from assets.recipes._packages import FLIGHTGEAR_DATA, describe, record, unpacked
from assets.recipes._shapefile import Line, shapes
from assets.recipes.images import ARAL_2018, ARAL_BOX

GEODATA = "usr/share/games/flightgear/Geodata/"
LAYERS = {
    COAST: GEODATA + "ne_10m_coastline.shp",
    LAKE: GEODATA + "ne_10m_lakes.shp",
    RIVER: GEODATA + "ne_10m_rivers_lake_centerlines.shp",
}
TOLERANCE_DEG = 0.003
"""How far a thinned line may leave the drawn one: 330 m."""


def main() -> None:
    """Unpack, thin and write the lines."""
    lines: list[tuple[int, Line]] = []
    with unpacked(FLIGHTGEAR_DATA, *LAYERS.values()) as folder:
        for kind, member in LAYERS.items():
            parts = [part for shape in shapes(folder / member) for part in shape]
            lines += [(kind, part) for part in parts if not (kind == LAKE and _aral(part))]
    for outline in ARAL_2018:
        corners = np.array([corner.split() for corner in outline.split(",")], float)
        lines.append((LAKE, np.vstack([corners, corners[:1]])))
    grid = [np.round(_thinned(line) / STEP_DEG).astype(np.int64) for _, line in lines]
    walks = [_small_steps(points) for points in grid]
    np.savez_compressed(
        DATA / "coast.npz",
        kind=np.array([kind for kind, _ in lines], np.uint8),
        count=np.array([len(walk) for walk in walks], np.uint32),
        first=np.array([points[0] for points in grid], np.int32),
        steps=np.concatenate([np.diff(walk, axis=0, prepend=walk[:1]) for walk in walks]).astype(
            np.int16
        ),
    )
    record(
        describe(
            "coast.npz",
            f"{len(lines)} lines of coasts, lakes and rivers; the Aral Sea redrawn as of 2018",
            sources=tuple(FLIGHTGEAR_DATA.source(member) for member in LAYERS.values()),
            licence="public domain",
            credit="Natural Earth 10 m",
            recipe="assets.recipes.coast",
        )
    )


def _aral(ring: Line) -> bool:
    west, south, east, north = ARAL_BOX
    lon, lat = ring.mean(axis=0)
    return bool(west < lon < east and south < lat < north)


def _thinned(line: Line) -> Line:
    """Return the line without the points that it can spare (Douglas and Peucker 1973)."""
    keep = np.zeros(len(line), bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _distance(line[first + 1 : last], line[first], line[last])
        worst = int(np.argmax(away))
        if away[worst] > TOLERANCE_DEG:
            middle = first + 1 + worst
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return line[keep]


def _distance(points: Line, a: Line, b: Line) -> NDArray[np.float64]:
    """Distance in degrees of latitude of each point from the segment a to b."""
    shrink = np.array([np.cos(np.radians(a[1])), 1.0])
    p, d = (points - a) * shrink, (b - a) * shrink
    square = float(d @ d)
    t = np.clip(p @ d / square, 0, 1) if square > 0 else np.zeros(len(p))
    away: NDArray[np.float64] = np.hypot(*(p - t[:, None] * d).T)
    return away


def _small_steps(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the points with more between those whose step would not fit in 16 bits."""
    parts = [points[:1]]
    for a, b in pairwise(points):
        pieces = int(np.abs(b - a).max() // 30_000) + 1
        share = np.arange(1, pieces + 1)[:, None] / pieces
        parts.append(np.round(a + (b - a) * share).astype(np.int64))
    return np.concatenate(parts)


if __name__ == "__main__":
    main()
