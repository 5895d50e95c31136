"""Lay points of light along the streets of a town.

A town is cut into districts around its centres; each has a grid of main streets, most of them
turned alike, the lines bent a little. Lesser streets fill blocks between them, radial roads leave
the large centres, ring roads go round the largest. Density and brightness fall from the centres to
the edge, with dark patches for parks, rail yards and fields.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from assets.recipes.lamps.glow import glow_of
from assets.recipes.lamps.towns import Town

Array = NDArray[np.float64]

MAIN, LESSER, RADIAL, CORE = 0, 1, 2, 3
"""Kinds of street; CORE are the signs, squares and facades of a large centre."""

RADIAL_FROM, RING_FROM = 40_000, 400_000
"""Heads from which a centre has radial roads and a ring."""


@dataclass(frozen=True, slots=True)
class Lights:
    """Points of light in a town's local km, relative brightness and kind of street."""

    x: Array
    y: Array
    weight: Array
    kind: NDArray[np.uint8]

    @staticmethod
    def joined(parts: list[Lights]) -> Lights:
        """Return all the parts as one."""
        return Lights(
            np.concatenate([p.x for p in parts]),
            np.concatenate([p.y for p in parts]),
            np.concatenate([p.weight for p in parts]),
            np.concatenate([p.kind for p in parts]),
        )

    def where(self, keep: NDArray[np.bool_]) -> Lights:
        """Return the lights that are kept."""
        return Lights(self.x[keep], self.y[keep], self.weight[keep], self.kind[keep])


def light_streets(town: Town, per_km2: float) -> Lights:
    """Return a town's lights, about `per_km2` of them on a km2 of its ground on average."""
    rng = np.random.default_rng(town.seed)
    if town.area_km2 == 0:
        return _nothing()
    glow = glow_of(town, rng)
    # The spacing follows from the pitch: 2 / (pitch spacing) main lamps on a km2, as many lesser.
    pitch = float(np.clip(3.3 / np.sqrt(per_km2), 0.6, 2.4) * rng.lognormal(0, 0.1))
    spacing = 2.4 / (per_km2 * pitch)
    bend = _Bend(rng, pitch)
    parts = [
        *_districts(town, rng, pitch, spacing, bend),
        *_radials(town, rng, spacing),
        _core(town, rng, per_km2),
    ]
    lights = Lights.joined(parts)
    row, column = town.cell(lights.x, lights.y)
    outside = ndimage.distance_transform_edt(~town.ground) * town.step
    leaving = (lights.kind == RADIAL) & (rng.exponential(0.8, len(row)) > outside[row, column])
    inside = (town.ground[row, column] | leaving) & town.holds(lights.x, lights.y)
    here = glow[row, column]
    # Lines keep their lamps further out than what lies between them.
    chance = np.where(lights.kind == LESSER, here, here**0.6 * 1.3)
    keep = inside & (rng.random(len(row)) < chance)
    thinned = lights.where(keep)
    weight = thinned.weight * here[keep] * rng.lognormal(-0.1, 0.45, int(keep.sum()))
    return Lights(thinned.x, thinned.y, weight, thinned.kind)


def _nothing() -> Lights:
    none = np.zeros(0)
    return Lights(none, none, none, np.zeros(0, np.uint8))


class _Bend:
    """A gentle, town-wide warp that keeps streets from being ruled lines."""

    def __init__(self, rng: np.random.Generator, pitch: float) -> None:
        self._waves = rng.uniform(0.12, 0.45, (3, 2)) / max(pitch, 0.8)
        self._phase = rng.uniform(0, 2 * np.pi, (3, 2))
        self._size = rng.choice([0.05, 0.12, 0.3]) * pitch

    def __call__(self, x: Array, y: Array) -> tuple[Array, Array]:
        dx, dy = np.zeros_like(x), np.zeros_like(y)
        for (kx, ky), (px, py) in zip(self._waves, self._phase, strict=True):
            dx += np.sin(2 * np.pi * ky * y + px)
            dy += np.sin(2 * np.pi * kx * x + py)
        return x + self._size * dx, y + self._size * dy


def _districts(
    town: Town, rng: np.random.Generator, pitch: float, spacing: float, bend: _Bend
) -> list[Lights]:
    rows, columns = np.nonzero(town.ground)
    ground_x: Array = town.corner[0] + (columns.astype(np.float64) + 0.5) * town.step
    ground_y: Array = town.corner[1] + (rows.astype(np.float64) + 0.5) * town.step
    area = len(rows) * town.step**2
    extra = rng.integers(0, len(rows), int(area / (18 * pitch**2)))
    seeds = np.vstack(
        [
            town.centres[np.argsort(-town.centres[:, 2])[:400], :2],
            np.column_stack([ground_x[extra], ground_y[extra]]),
        ]
    )
    tree = cKDTree(seeds)
    nearest = tree.query(np.column_stack([ground_x, ground_y]))[1]
    order = np.argsort(nearest, kind="stable")
    cuts = np.searchsorted(nearest[order], np.arange(len(seeds) + 1))
    main_angle = rng.uniform(0, np.pi / 2)
    parts = []
    for district in range(len(seeds)):
        mine = order[cuts[district] : cuts[district + 1]]
        if len(mine) == 0:
            continue
        turned = rng.random() < 0.4
        angle = rng.uniform(0, np.pi / 2) if turned else main_angle + rng.normal(0, 0.04)
        own = pitch * rng.lognormal(0, 0.12)
        grid = _grid(rng, ground_x[mine], ground_y[mine], angle, own, spacing)
        x, y = bend(grid.x, grid.y)
        at_home = tree.query(np.column_stack([x, y]))[1] == district
        parts.append(Lights(x, y, grid.weight, grid.kind).where(at_home))
    return parts


def _grid(
    rng: np.random.Generator, x: Array, y: Array, angle: float, pitch: float, spacing: float
) -> Lights:
    """Lay main and lesser streets, both ways, over the box that holds the points x, y."""
    c, s = np.cos(angle), np.sin(angle)
    u, v = c * x + s * y, -s * x + c * y
    margin = 0.3 * pitch
    parts = []
    for across, along, swap in ((u, v, False), (v, u, True)):
        box = (
            across.min() - margin,
            across.max() + margin,
            along.min() - margin,
            along.max() + margin,
        )
        for kind, line_pitch, step in (
            (MAIN, pitch, spacing),
            (LESSER, pitch / 3, spacing * 1.25),
        ):
            a, b, weight = _lines(rng, box, kind, line_pitch, step)
            gu, gv = (b, a) if swap else (a, b)
            kinds = np.full(len(a), kind, np.uint8)
            parts.append(Lights(c * gu - s * gv, s * gu + c * gv, weight, kinds))
    return Lights.joined(parts)


def _lines(
    rng: np.random.Generator,
    box: tuple[float, float, float, float],
    kind: int,
    pitch: float,
    spacing: float,
) -> tuple[Array, Array, Array]:
    """Points on parallel lines: place across, place along, weight."""
    across0, across1, along0, along1 = box
    first = across0 + pitch * rng.random()
    lines = np.arange(first, across1, pitch)
    lines = lines + rng.normal(0, 0.07 * pitch, len(lines))
    points = np.arange(along0 + spacing * rng.random(), along1, spacing)
    if kind == MAIN:
        here = rng.random(len(lines)) < 0.9
        bright = rng.lognormal(0, 0.4, len(lines)) * np.where(rng.random(len(lines)) < 0.3, 1.8, 1)
        across = np.repeat(lines[here], len(points))
        weight = np.repeat(bright[here], len(points))
        along = np.tile(points, int(here.sum()))
    else:
        # Lesser streets come and go block by block.
        blocks = np.floor((points - along0) / (2.2 * pitch)).astype(int)
        built = rng.random((len(lines), blocks.max(initial=0) + 1)) < 0.42
        row, column = np.nonzero(built[:, blocks]) if len(points) else (np.zeros(0, int),) * 2
        across, along = lines[row], points[column]
        weight = np.full(len(across), 0.4)
    n = len(across)
    across = across + rng.normal(0, 0.02, n)
    along = along + rng.normal(0, 0.15 * spacing, n)
    return across, along, weight


def _radials(town: Town, rng: np.random.Generator, spacing: float) -> list[Lights]:
    parts = []
    for cx, cy, heads in town.centres[town.centres[:, 2] >= RADIAL_FROM]:
        radius = 1.0 + np.sqrt(heads / 3000 / np.pi)
        count = int(np.clip(3 + np.log10(heads / 10_000) * 2, 3, 9))
        bearings = rng.uniform(0, 2 * np.pi) + (
            np.arange(count) + rng.uniform(-0.3, 0.3, count)
        ) * (2 * np.pi / count)
        for bearing in bearings:
            steps = int(radius * rng.uniform(1.2, 2.2) / (0.6 * spacing))
            heading = bearing + np.cumsum(rng.normal(0, 0.045, steps))
            x = cx + np.cumsum(np.cos(heading)) * 0.6 * spacing
            y = cy + np.cumsum(np.sin(heading)) * 0.6 * spacing
            weight = 1.7 * np.linspace(1, 0.5, steps)
            parts.append(Lights(x, y, weight, np.full(steps, RADIAL, np.uint8)))
        if heads >= RING_FROM:
            parts += [_ring(rng, cx, cy, share * radius, spacing) for share in (0.35, 0.8)]
    return parts


def _ring(rng: np.random.Generator, cx: float, cy: float, radius: float, spacing: float) -> Lights:
    steps = int(2 * np.pi * radius / (0.6 * spacing))
    turn = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    wobble = 1 + sum(
        rng.normal(0, 0.07) * np.cos(k * turn + rng.uniform(0, 2 * np.pi)) for k in (1, 2, 3, 5)
    )
    x = cx + radius * wobble * np.cos(turn)
    y = cy + radius * wobble * np.sin(turn)
    return Lights(x, y, np.full(steps, 1.5), np.full(steps, RADIAL, np.uint8))


def _core(town: Town, rng: np.random.Generator, per_km2: float) -> Lights:
    parts = [_nothing()]
    for cx, cy, heads in town.centres[town.centres[:, 2] >= 20_000]:
        radius = 0.25 + 0.12 * np.sqrt(heads / 5000 / np.pi)
        count = int(np.clip(2.5 * per_km2 * np.pi * radius**2, 2, 400))
        x, y = rng.normal(0, radius, (2, count))
        weight = rng.lognormal(0.3, 0.7, count)
        parts.append(Lights(cx + x, cy + y, weight, np.full(count, CORE, np.uint8)))
    return Lights.joined(parts)
