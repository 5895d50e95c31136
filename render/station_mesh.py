"""The station outside as one mesh ready for the graphics card.

Its solar arrays turn with the Sun: a vertex has a place that stays, and one in the axes of the
arrays (`array_axes`), which are added.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.station import Array as SolarArray
from assets.station import Box, StationData, Tube, station
from orbit.attitude import CUPOLA_FROM_BODY
from render.outline import Outline
from render.solid import Solid, lathe, prism

Array = NDArray[np.float64]

VERTEX = np.dtype(
    [
        ("place", "<f4", 3),  # m, Cupola frame
        ("turned", "<f4", 3),  # m, axes of the arrays
        ("normal", "<f4", 3),  # axes of the arrays where it turns, else Cupola frame
        ("uv", "<f4", 2),  # seams apart
        ("surface", "u1", 4),  # square root of the albedo (linear sRGB), gloss
        ("turns", "<f4"),  # 0 stands still, 1 turns about y, 2 leans too
    ]
)
"""One vertex of the station."""

_SEGMENTS = 28
_THICK = 0.04  # m; of a wing's blanket (estimate)
_MAST = 0.45  # m; half the mast between two blankets (estimate)
_LEVEL = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


@dataclass(frozen=True, slots=True)
class StationMesh:
    """Indexed triangles, counterclockwise seen from outside."""

    vertices: NDArray[np.void]
    """(n,) of VERTEX."""
    triangles: NDArray[np.uint32]
    """(m, 3)."""


Piece = tuple[NDArray[np.void], NDArray[np.int32]]
"""Vertices and the triangles between them."""


@cache
def station_mesh() -> StationMesh:
    """Return the station's mesh about the eye point (built once a process, in some 20 ms)."""
    data = station()
    pieces = [_packed(_tube(each), each.surface, data) for each in data.tube]
    pieces += [_packed(_box(each), each.surface, data) for each in data.box]
    pieces += [piece for each in data.array for piece in _array(each, data)]
    starts = np.cumsum([0] + [len(vertices) for vertices, _ in pieces])
    triangles = [run + start for (_, run), start in zip(pieces, starts, strict=False)]
    return StationMesh(
        np.concatenate([vertices for vertices, _ in pieces]),
        np.concatenate(triangles).astype(np.uint32),
    )


def array_axes(sun: ArrayLike, *, leaning: bool) -> Array:
    """Return the matrix (3, 3) to the Cupola frame from the axes of arrays that face the Sun.

    Its columns are: along the wings, across them, and their normal. `sun` (3,) is a direction in
    the Cupola's frame. The joint in the truss turns the wings about the station's y axis until the
    Sun lies square to their length; those that lean turn about their length to face it wholly.
    """
    beam = CUPOLA_FROM_BODY @ [0.0, 1.0, 0.0]
    direction = np.asarray(sun, dtype=np.float64)
    along = np.cross(beam, direction)
    length = np.linalg.norm(along)
    along = along / length if length > 1e-6 else CUPOLA_FROM_BODY @ [1.0, 0.0, 0.0]
    across = np.cross(direction, along) if leaning else beam
    across = across / np.linalg.norm(across)
    axes: Array = np.stack([along, across, np.cross(along, across)], axis=1)
    return axes


def _tube(tube: Tube) -> Solid:
    start, end = np.array(tube.start), np.array(tube.end)
    up = (end - start) / np.linalg.norm(end - start)
    side = np.cross(up, [1.0, 0.0, 0.0] if abs(up[0]) < 0.5 else [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    axes = np.stack([side, up, np.cross(side, up)])
    profile = [(radius, along) for along, radius in tube.profile]
    profile = [(0.0, profile[0][1]), *profile, (0.0, profile[-1][1])]
    round_body = lathe(
        profile,
        tube.surface,
        segments=_SEGMENTS,
        smooth=range(2, len(profile) - 2),
        torus=False,
    )
    return round_body.placed(axes, start)


def _slab(centre: ArrayLike, size: ArrayLike, surface: str) -> Solid:
    x, y, z = np.asarray(size, dtype=np.float64) / 2
    flat = prism(Outline.rectangle(x, y, 1e-3), -z, z, surface, arc=1)
    return flat.placed(_LEVEL, np.asarray(centre, dtype=np.float64))


def _box(box: Box) -> Solid:
    return _slab(box.centre, box.size, box.surface)


def _array(array: SolarArray, data: StationData) -> list[Piece]:
    """Return the pieces of an array: its blankets, cells before and back behind, and its masts."""
    width = array.across / array.blankets - (2 * _MAST if array.blankets > 1 else 0.0)
    pitch = array.across - width if array.blankets > 1 else 0.0
    reach = array.along - array.gap
    pieces = []
    for way in (-1.0, 1.0):
        middle = way * (array.gap + reach / 2)
        for number in range(array.blankets):
            across = pitch * (number / max(array.blankets - 1, 1) - 0.5)
            for surface, side in (("cells", 0.5), ("kapton", -0.5)):
                solid = _slab(
                    [middle, across, side * _THICK / 2], [reach, width, _THICK / 2], surface
                )
                pieces.append(_packed(solid, surface, data, array))
        if array.blankets > 1:
            mast = _slab([way * array.along / 2, 0.0, 0.0], [array.along, _MAST, _MAST], "truss")
            pieces.append(_packed(mast, "truss", data, array))
    return pieces


def _packed(solid: Solid, name: str, data: StationData, array: SolarArray | None = None) -> Piece:
    surface = data.surface[name]
    packed = np.zeros(len(solid.position), dtype=VERTEX)
    eye = np.array(data.eye)
    if array is None:
        packed["place"] = (solid.position - eye) @ CUPOLA_FROM_BODY.T
        packed["normal"] = solid.normal @ CUPOLA_FROM_BODY.T
    else:
        packed["place"] = CUPOLA_FROM_BODY @ (np.array(array.hub) - eye)
        packed["turned"] = solid.position
        packed["normal"] = solid.normal
        packed["turns"] = 2.0 if array.swivels else 1.0
    packed["uv"] = solid.uv / surface.seam
    look = np.array([*np.sqrt(surface.albedo), surface.gloss])
    packed["surface"] = np.round(255 * look)
    return packed, solid.triangles
