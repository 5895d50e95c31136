"""The Cupola as two meshes ready for the graphics card: the solids and the panes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.cupola import CupolaData, cupola
from render.cupola_frames import caster, frame
from render.cupola_hatch import way_up
from render.cupola_hull import casters, over_window, whole_turn
from render.cupola_light import earth_share_inside, earth_share_outside
from render.cupola_shutters import nadir_shutter, side_shutter
from render.cupola_tablet import tablet
from render.solid import Solid, join, seen
from render.windows import windows

VERTEX = np.dtype(
    [
        ("position", "<f4", 3),  # m, Cupola frame
        ("normal", "<f4", 3),
        ("uv", "<f4", 2),  # m along the surface
        ("surface", "u1", 4),  # square root of the albedo (linear sRGB), gloss
        ("light", "<f4", 2),  # occlusion; irradiance from the Earth over pi times its luminance
    ]
)
"""One vertex of the solids."""

LAYOUT = "3f 3f 2f 4f1 2f"
NAMES = ("in_position", "in_normal", "in_uv", "in_surface", "in_light")
"""The same as moderngl is told it, and the shaders' names for it."""

PANE_VERTEX = np.dtype([("position", "<f4", 3), ("normal", "<f4", 3)])
"""One vertex of the panes; normals point inward."""

_PANE_RINGS, _PANE_CUTS = 10, 10
"""How finely a pane is cut, into triangles of some 5 cm: what it mirrors is told for corners."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of triangles and the corners (8, 3) in m of the upright box that holds them."""

    first: int
    count: int
    corners: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CupolaMesh:
    """Indexed triangles, counterclockwise seen from where they can be seen."""

    vertices: NDArray[np.void]
    """(n,) of VERTEX."""
    triangles: NDArray[np.uint32]
    """(m, 3), part by part."""
    parts: tuple[Part, ...]
    """Nearest the eye first, so that hidden fragments are rejected early."""
    pane_vertices: NDArray[np.void]
    """(p,) of PANE_VERTEX."""
    pane_triangles: NDArray[np.uint32]


Piece = tuple[NDArray[np.void], NDArray[np.int32]]
"""Vertices and the triangles between them."""


@cache
def cupola_mesh() -> CupolaMesh:
    """Return the whole Cupola (built once a process, in about a third of a second).

    What belongs to one side window is made and lit once and turned to the others.
    """
    data = cupola()
    aft, *_, nadir = windows()
    pieces = [
        *_turned(_lit_inside(join(frame(aft)), data), data),
        _lit_inside(join(frame(nadir)), data),
        *_turned(_lit_inside(join(over_window()), data), data),
        *(_lit_inside(solid, data) for solid in (tablet(), *whole_turn(), *way_up())),
        *_turned(_lit_outside(side_shutter(), data), data),
        _lit_outside(nadir_shutter(), data),
    ]
    starts = np.cumsum([0] + [len(vertices) for vertices, _ in pieces])
    vertices = np.concatenate([vertices for vertices, _ in pieces])
    runs = [
        run + start
        for (piece, start) in zip(pieces, starts, strict=False)
        for run in _by_sector(piece, data.side_windows.count)
    ]
    firsts = np.cumsum([0] + [len(run) for run in runs])
    parts = tuple(
        Part(int(first), len(run), box_round(vertices["position"][run]))
        for run, first in zip(runs, firsts, strict=False)
    )
    triangles = np.concatenate(runs).astype(np.uint32)
    return CupolaMesh(vertices, triangles, parts, *_panes(data))


def _by_sector(piece: Piece, count: int) -> list[NDArray[np.int32]]:
    """Return a piece's triangles by the sector about the y axis that they lie in."""
    vertices, triangles = piece
    middle = vertices["position"][triangles].mean(axis=1)
    turn = np.arctan2(middle[:, 0], middle[:, 2]) / (2 * np.pi / count)
    sector = np.mod(np.round(turn), count)
    return [triangles[sector == each] for each in range(count) if (sector == each).any()]


def box_round(places: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the corners (8, 3) of the upright box that holds places (..., 3)."""
    flat = places.reshape(-1, 3).astype(np.float64)
    low, high = flat.min(axis=0), flat.max(axis=0)
    return np.array(
        [[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
    )


def _lit_inside(whole: Solid, data: CupolaData) -> Piece:
    solid = seen(whole)
    earth = earth_share_inside(solid.position, solid.normal)
    return _packed(solid, earth, data), solid.triangles


def _lit_outside(solid: Solid, data: CupolaData) -> Piece:
    return _packed(solid, earth_share_outside(solid.normal), data), solid.triangles


def _turned(piece: Piece, data: CupolaData) -> list[Piece]:
    """Return the piece at each side window, its light with it: the Earth is the same all round."""
    vertices, triangles = piece
    copies = []
    for number in range(data.side_windows.count):
        turn = 2 * np.pi * number / data.side_windows.count
        cosine, sine = np.cos(turn), np.sin(turn)
        # Azimuth grows from forward (+z) through starboard (-x): a negative turn about y.
        matrix = np.array([[cosine, 0.0, -sine], [0.0, 1.0, 0.0], [sine, 0.0, cosine]])
        copy = vertices.copy()
        for field in ("position", "normal"):
            copy[field] = vertices[field] @ matrix.T
        copies.append((copy, triangles))
    return copies


def _packed(solid: Solid, earth: NDArray[np.float64], data: CupolaData) -> NDArray[np.void]:
    names, kind = np.unique(solid.surface, return_inverse=True)
    looks = np.array(
        [[*np.sqrt(data.surface[name].albedo), data.surface[name].gloss] for name in names]
    )
    packed = np.zeros(len(solid.position), dtype=VERTEX)
    packed["position"] = solid.position
    packed["normal"] = solid.normal
    packed["uv"] = solid.uv
    packed["surface"] = np.round(255 * looks)[kind]
    packed["light"][:, 0] = solid.occlusion
    packed["light"][:, 1] = earth * solid.occlusion
    return packed


@cache
def shadow_casters() -> tuple[NDArray[np.float32], NDArray[np.uint32]]:
    """Return positions (n, 3) in m and triangles (m, 3) of what throws shadows, much simplified."""
    solid = join([*(caster(window) for window in windows()), *casters()])
    return solid.position.astype(np.float32), solid.triangles.astype(np.uint32)


def _panes(data: CupolaData) -> tuple[NDArray[np.void], NDArray[np.uint32]]:
    """Return the inner face of each scratch pane as a net: rings about its middle, cut by rays."""
    vertices, triangles, start = [], [], 0
    for window in windows():
        depth = data.panes.scratch[0]
        outline = window.inner.grown(0.004)
        rim = outline.points(*((64, 1) if len(outline.normals) == 0 else (5, _PANE_CUTS)))
        middle = rim.mean(axis=0)
        shares = np.linspace(0.0, 1.0, _PANE_RINGS + 1)[1:, None, None]
        net = np.concatenate([middle[None], (middle + shares * (rim - middle)).reshape(-1, 2)])
        part = np.zeros(len(net), dtype=PANE_VERTEX)
        part["position"], part["normal"] = window.to_cupola(net, depth), -window.axes[2]
        vertices.append(part)
        triangles.append(_net(len(rim), _PANE_RINGS) + start)
        start += len(net)
    return np.concatenate(vertices), np.concatenate(triangles).astype(np.uint32)


def _net(rays: int, rings: int) -> NDArray[np.int64]:
    """Return triangles (m, 3) of rings about vertex 0, the vertices of each in a row.

    u, v, n is left-handed (n points away), so counterclockwise in u, v faces the eye.
    """
    here = np.arange(rays)
    following = (here + 1) % rays
    found = [np.stack([np.zeros_like(here), here + 1, following + 1], axis=-1)]
    for ring in range(1, rings):
        inner, outer = 1 + rays * (ring - 1), 1 + rays * ring
        found += [
            np.stack([inner + here, outer + here, outer + following], axis=-1),
            np.stack([inner + here, outer + following, inner + following], axis=-1),
        ]
    return np.concatenate(found)
