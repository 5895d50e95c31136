"""Closed solids as triangle meshes, made by lofting: rings of points joined one to the next.

Every maker returns a `Solid` whose faces point outward. Edges are sharp between bands of a loft
unless a ring is named smooth; along a ring normals always run on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.outline import Outline

Array = NDArray[np.float64]

UNSEEN = "unseen"
"""Surface of a band that closes a solid where nobody can look; `seen` leaves it out."""

_FLAT = 0.998
"""A band whose mean normal is at least this long counts as flat."""


@dataclass(frozen=True, slots=True)
class Solid:
    """n vertices in m (Cupola frame) and m triangles, counterclockwise seen from outside."""

    position: Array
    normal: Array
    uv: Array
    """(n, 2) m, along the ring and along the profile: where the grain of a surface lies."""
    surface: NDArray[np.str_]
    """(n,) names of surfaces in cupola.toml."""
    occlusion: Array
    """(n,) share of the hemisphere left open by the solid's own neighbourhood, 0 to 1."""
    triangles: NDArray[np.int32]

    def placed(self, axes: Array, origin: Array) -> Solid:
        """Return the solid moved: `axes` (3, 3) has the local axes as rows, right-handed."""
        return Solid(
            self.position @ axes + origin,
            self.normal @ axes,
            self.uv,
            self.surface,
            self.occlusion,
            self.triangles,
        )


def join(solids: Sequence[Solid]) -> Solid:
    """Return many solids as one."""
    starts = np.cumsum([0] + [len(solid.position) for solid in solids[:-1]])
    return Solid(
        np.concatenate([solid.position for solid in solids]),
        np.concatenate([solid.normal for solid in solids]),
        np.concatenate([solid.uv for solid in solids]),
        np.concatenate([solid.surface for solid in solids]),
        np.concatenate([solid.occlusion for solid in solids]),
        np.concatenate(
            [solid.triangles + start for solid, start in zip(solids, starts, strict=True)]
        ).astype(np.int32),
    )


def seen(solid: Solid) -> Solid:
    """Return the solid without its unseen bands; it is then no longer closed."""
    kept = solid.surface != UNSEEN
    renumbered = np.cumsum(kept) - 1
    triangles = solid.triangles[kept[solid.triangles].all(axis=1)]
    return Solid(
        solid.position[kept],
        solid.normal[kept],
        solid.uv[kept],
        solid.surface[kept],
        solid.occlusion[kept],
        renumbered[triangles].astype(np.int32),
    )


def signed_volume(solid: Solid) -> float:
    """Return the volume in m3 that the faces enclose; negative when they point inward."""
    a, b, c = (solid.position[solid.triangles[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)


def loft(
    rings: Array,
    surfaces: str | Sequence[str],
    *,
    occlusion: Sequence[float] | None = None,
    smooth: Collection[int] = (),
    torus: bool = False,
) -> Solid:
    """Return the solid through closed rings (m, k, 3) of k points each.

    Band i joins ring i to the next and has surface `surfaces[i]`. With `torus` the last ring joins
    the first; else the first and last must be shrunk to a point. `occlusion` has one figure a ring.
    Normals are shared across the rings in `smooth`.
    """
    count, points = rings.shape[:2]
    bands = count if torus else count - 1
    names = [surfaces] * bands if isinstance(surfaces, str) else list(surfaces)
    open_share = np.ones(count) if occlusion is None else np.asarray(occlusion, dtype=np.float64)
    wrapped = np.concatenate([rings, rings[:, :1]], axis=1)
    nexts = (np.arange(bands) + 1) % count
    position = np.stack([wrapped[:bands], wrapped[nexts]], axis=1)  # band, side, point, xyz

    along = np.roll(rings, -1, axis=1) - np.roll(rings, 1, axis=1)
    along = np.concatenate([along, along[:, :1]], axis=1)
    ring_direction = along[:bands] + along[nexts]
    normal = np.cross(ring_direction, position[:, 1] - position[:, 0])
    normal = np.repeat(_unit(normal)[:, None], 2, axis=1)
    for ring in smooth:
        before, after = (ring - 1) % bands, ring % bands
        shared = _unit(normal[before, 1] + normal[after, 0])
        normal[before, 1], normal[after, 0] = shared, shared

    uv = _grain(wrapped, bands, nexts, position, normal)
    shade = np.stack([open_share[:bands], open_share[nexts]], axis=1)
    per_band = 2 * (points + 1)
    solid = Solid(
        position.reshape(-1, 3),
        normal.reshape(-1, 3),
        uv.reshape(-1, 2),
        np.repeat(np.array(names), per_band),
        np.repeat(shade[:, :, None], points + 1, axis=2).reshape(-1),
        _band_triangles(bands, points),
    )
    return _outward(_without_slivers(solid))


def _unit(vectors: Array) -> Array:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Array = vectors / np.maximum(length, 1e-12)
    return unit


def _grain(
    wrapped: Array, bands: int, nexts: NDArray[np.intp], position: Array, normal: Array
) -> Array:
    """Return (band, side, point, 2) m: in a flat band's plane, else arcs along ring and profile."""
    steps = np.linalg.norm(np.diff(wrapped, axis=1), axis=-1)
    around = np.concatenate([np.zeros((len(wrapped), 1)), np.cumsum(steps, axis=1)], axis=1)
    middle = (around[:bands] + around[nexts]) / 2
    along = np.stack([middle, middle], axis=1)
    across = np.linalg.norm(wrapped[nexts] - wrapped[:bands], axis=-1).mean(axis=1)
    from_start = np.concatenate([[0.0], np.cumsum(across)])
    sides = np.stack([from_start[:-1], from_start[1:]], axis=1)
    uv: Array = np.stack([along, np.broadcast_to(sides[:, :, None], along.shape)], axis=-1)

    mean = normal.reshape(bands, -1, 3).mean(axis=1)
    flat = np.linalg.norm(mean, axis=-1) > _FLAT
    facing = _unit(mean[flat])
    upright = np.abs(facing[:, 1]) > 0.9
    aside = np.where(upright[:, None], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0])
    right = _unit(np.cross(aside, facing))
    plane = np.stack([right, np.cross(facing, right)], axis=1)
    uv[flat] = np.einsum("bpki,bji->bpkj", position[flat], plane)
    return uv


def _band_triangles(bands: int, points: int) -> NDArray[np.int32]:
    row = points + 1
    base = np.arange(bands)[:, None] * 2 * row + np.arange(points)[None, :]
    quads = np.stack([base, base + 1, base + row + 1, base, base + row + 1, base + row], axis=-1)
    return quads.reshape(-1, 3).astype(np.int32)


def _without_slivers(solid: Solid) -> Solid:
    a, b, c = (solid.position[solid.triangles[:, i]] for i in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=-1)
    return _with_triangles(solid, solid.triangles[area > 1e-12], solid.normal)


def _outward(solid: Solid) -> Solid:
    if signed_volume(solid) > 0:
        return solid
    return _with_triangles(solid, solid.triangles[:, ::-1].copy(), -solid.normal)


def _with_triangles(solid: Solid, triangles: NDArray[np.int32], normal: Array) -> Solid:
    return Solid(solid.position, normal, solid.uv, solid.surface, solid.occlusion, triangles)


def lathe(
    profile: Sequence[tuple[float, float]],
    surfaces: str | Sequence[str],
    *,
    segments: int,
    occlusion: Sequence[float] | None = None,
    smooth: Collection[int] = (),
    torus: bool = True,
) -> Solid:
    """Return the solid of (radius, height) points in m turned about the y axis."""
    angles = np.linspace(0.0, 2 * np.pi, segments, endpoint=False)
    radius, height = np.array(profile).T
    rings = np.stack(
        [
            radius[:, None] * np.cos(angles),
            np.broadcast_to(height[:, None], (len(radius), segments)),
            radius[:, None] * np.sin(angles),
        ],
        axis=-1,
    )
    return loft(rings, surfaces, occlusion=occlusion, smooth=smooth, torus=torus)


def prism(
    outline: Outline,
    bottom: float,
    top: float,
    surface: str,
    *,
    bevel: float = 0.0,
    arc: int = 3,
    edges: int = 1,
    foot: float = 1.0,
    standing: bool = False,
) -> Solid:
    """Return an outline in the x-y plane drawn out along z, from `bottom` to `top` in m.

    The top edge is bevelled by `bevel`. Of a `standing` prism the bottom is unseen, and `foot` is
    the occlusion at it.
    """
    levels = [(bottom, 0.0), (top - bevel, 0.0), (top, -bevel)]
    if bevel == 0.0:
        levels = levels[:2]
    flats = [outline.grown(margin).points(arc, edges) for _, margin in levels]
    middle = flats[0].mean(axis=0)
    flats = [np.tile(middle, (len(flats[0]), 1)), *flats, np.tile(middle, (len(flats[0]), 1))]
    heights = [bottom, *(height for height, _ in levels), top]
    rings = np.stack(
        [np.column_stack([p, np.full(len(p), z)]) for p, z in zip(flats, heights, strict=True)]
    )
    shade = [foot, foot] + [1.0] * (len(heights) - 2)
    surfaces = [UNSEEN if standing else surface] + [surface] * (len(heights) - 2)
    return loft(rings, surfaces, occlusion=shade)


def rail(path: Array, section: tuple[float, float], up: Array, surface: str, sides: int) -> Solid:
    """Return a bar of oval section (half-axes in m, the first along `up`) along a path (n, 3)."""
    forward = _unit(np.gradient(path, axis=0))
    across = _unit(np.cross(forward, up))
    upward = np.cross(across, forward)
    angles = np.linspace(0.0, 2 * np.pi, sides, endpoint=False)
    oval = (
        section[0] * np.cos(angles)[:, None] * upward[:, None]
        + section[1] * np.sin(angles)[:, None] * across[:, None]
    )
    rings = path[:, None] + oval
    ends = [np.tile(path[i], (1, sides, 1)) for i in (0, -1)]
    rings = np.concatenate([ends[0], rings, ends[1]])
    return loft(rings, surface, smooth=range(2, len(rings) - 2))
