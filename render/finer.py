"""A mesh with its long edges cut, for projections that bend straight lines."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from render.cupola_mesh import CupolaMesh, Part, box_round

Array = NDArray[np.float64]
Indices = NDArray[np.int64]

LONGEST = 0.2
"""rad as seen from the middle. The place on a viewing circle of r m turns with the azimuth a; that
between two vertices is off by r da^2 / 8, which is 0.2 mrad for r = 32 mm and things 0.7 m away."""
LONGEST_IN_FADE = 0.06
"""rad, where the circle shrinks and its place changes four times as fast with elevation."""
FADE_SINE = 0.7
"""Sine of the elevation, in the Cupola's frame, from where edges count as in the fade."""


def finer_mesh(mesh: CupolaMesh) -> CupolaMesh:
    """Return the mesh with every edge cut that is long as seen from the origin.

    An edge is cut by its two ends alone, so that triangles that share it still fit.
    """
    owner = np.repeat(np.arange(len(mesh.parts)), [part.count for part in mesh.parts])
    vertices, triangles, owner = _cut(mesh.vertices, mesh.triangles.astype(np.int64), owner)
    order = np.argsort(owner, kind="stable")
    triangles, owner = triangles[order], owner[order]
    firsts = np.searchsorted(owner, np.arange(len(mesh.parts) + 1))
    parts = tuple(
        Part(first, last - first, box_round(vertices["position"][triangles[first:last]]))
        for first, last in pairwise(firsts.tolist())
    )
    panes = mesh.pane_triangles.astype(np.int64)
    pane_vertices, panes, _ = _cut(mesh.pane_vertices, panes, np.zeros(len(panes), np.int64))
    return CupolaMesh(
        vertices, triangles.astype(np.uint32), parts, pane_vertices, panes.astype(np.uint32)
    )


def _cut(
    vertices: NDArray[np.void], triangles: Indices, owner: Indices
) -> tuple[NDArray[np.void], Indices, Indices]:
    """Return vertices, triangles and each one's `owner` when no edge is too long any more."""
    while True:
        ends = np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]], axis=-1).reshape(-1, 2)
        # One number for an edge, as they sort faster than pairs.
        keys, which = np.unique(ends[:, 0] * len(vertices) + ends[:, 1], return_inverse=True)
        edges = np.stack(np.divmod(keys, len(vertices)), axis=-1)
        long = _too_long(vertices["position"].astype(np.float64), edges)
        if not long.any():
            return vertices, triangles, owner
        middle = np.full(len(edges), -1)
        middle[long] = len(vertices) + np.arange(np.count_nonzero(long))
        vertices = np.concatenate([vertices, _between(vertices, edges[long])])
        triangles, owner = _split(triangles, middle[which].reshape(-1, 3), owner)


def _too_long(position: Array, edges: Indices) -> NDArray[np.bool_]:
    toward = position / np.linalg.norm(position, axis=1, keepdims=True)
    first, last = toward[edges[:, 0]], toward[edges[:, 1]]
    steep = np.maximum(np.abs(first[:, 1]), np.abs(last[:, 1])) > FADE_SINE
    limit = np.where(steep, LONGEST_IN_FADE, LONGEST)
    long: NDArray[np.bool_] = np.linalg.norm(first - last, axis=1) > limit
    return long


def _between(vertices: NDArray[np.void], edges: Indices) -> NDArray[np.void]:
    """Return the vertices in the middle of edges (n, 2), every field the mean of both ends'."""
    first, last = vertices[edges[:, 0]], vertices[edges[:, 1]]
    middle = np.zeros(len(edges), vertices.dtype)
    for name in vertices.dtype.names or ():
        mean = 0.5 * first[name] + 0.5 * last[name]
        middle[name] = np.round(mean) if vertices.dtype[name].base.kind == "u" else mean
    return middle


def _split(triangles: Indices, middle: Indices, owner: Indices) -> tuple[Indices, Indices]:
    """Return triangles cut at the middles (n, 3) of their edges 01, 12, 20; -1 is not cut.

    Triangles are first turned so that those with one cut have it on 01 and those with two on 01
    and 12.
    """
    cut = middle >= 0
    count = cut.sum(axis=1)
    turn = np.where(
        count == 1, cut.argmax(axis=1), np.where(count == 2, (~cut).argmax(axis=1) + 1, 0)
    )
    take = (np.arange(3) + turn[:, None]) % 3
    a, b, c = np.take_along_axis(triangles, take, axis=1).T
    ab, bc, ca = np.take_along_axis(middle, take, axis=1).T
    shapes: dict[int, list[tuple[Indices, Indices, Indices]]] = {
        0: [(a, b, c)],
        1: [(a, ab, c), (ab, b, c)],
        2: [(ab, b, bc), (a, ab, bc), (a, bc, c)],
        3: [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)],
    }
    pieces, owners = [], []
    for cuts, shape in shapes.items():
        here = count == cuts
        for corners in shape:
            pieces.append(np.stack([corner[here] for corner in corners], axis=-1))
            owners.append(owner[here])
    return np.concatenate(pieces), np.concatenate(owners)
