"""One mesh's solids on the graphics card, sorted by whether Moon or Sun may reach them."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from render.cupola_beams import Beams, coarse, holds
from render.cupola_mesh import LAYOUT, NAMES, CupolaMesh
from render.key_light import KeyLight
from render.near import clip_from_cupola, in_view
from render.view import View

Runs = list[tuple[int, int]]
"""First and count of triangles."""

BRIDGED = 700
"""Triangles out of sight between two runs that cost less to throw away than another call."""

AT_ONCE = 4000
"""Triangles sorted in a frame while the last sorting still holds: 0.4 ms of the 2 that all take."""


class Solids:
    """Draws the parts in view: those in the dark by a plain shader, the others by one for light."""

    def __init__(
        self,
        ctx: moderngl.Context,
        plain: moderngl.Program,
        keyed: moderngl.Program,
        mesh: CupolaMesh,
    ) -> None:
        self._triangles = mesh.triangles
        self._part = np.repeat(np.arange(len(mesh.parts)), [part.count for part in mesh.parts])
        self._corners = np.stack([part.corners for part in mesh.parts])
        at = mesh.vertices[mesh.triangles]
        self._beams = Beams(at["position"].astype(np.float64), at["normal"].astype(np.float64))
        self._index = ctx.buffer(mesh.triangles, dynamic=True)
        vertices = ctx.buffer(np.ascontiguousarray(mesh.vertices))
        self._plain, self._keyed = (
            ctx.vertex_array(shader, [(vertices, LAYOUT, *NAMES)], index_buffer=self._index)
            for shader in (plain, keyed)
        )
        self._toward = np.full(3, np.nan)
        self._sorting = _Sorting(self._toward, np.zeros(0, bool))
        self._starts = np.zeros((2, len(mesh.parts) + 1), np.int64)
        self._view: View | None = None
        self._runs: tuple[Runs, Runs] = [], []

    def draw(self, view: View, key: KeyLight) -> None:
        """Draw with the shaders' uniforms as they are set."""
        self._sort(key)
        if view is not self._view:
            self._view, self._runs = view, self._in_view(view)
        for array, runs in zip((self._plain, self._keyed), self._runs, strict=True):
            for first, count in runs:
                array.render(moderngl.TRIANGLES, vertices=3 * count, first=3 * first)

    def _sort(self, key: KeyLight) -> None:
        """Put first what the light cannot reach, part by part, where it has moved a step.

        The work is spread over frames while the light is near enough to where it was.
        """
        toward = coarse(key.direction) if key.illuminance.any() else np.zeros(3)
        if np.array_equal(toward, self._toward):
            return
        if not np.array_equal(toward, self._sorting.toward):
            self._sorting = _Sorting(toward, np.zeros(len(self._part), bool))
        near = holds(self._toward, key.direction) and bool(toward.any())
        self._sorting.go_on(self._beams, AT_ONCE if near else len(self._part))
        if self._sorting.done == len(self._part):
            self._take(self._sorting)

    def _take(self, sorting: _Sorting) -> None:
        parts = len(self._corners)
        kind = sorting.lit * parts + self._part
        self._index.write(np.ascontiguousarray(self._triangles[np.argsort(kind, kind="stable")]))
        ends = np.cumsum(np.bincount(kind, minlength=2 * parts))
        self._starts[0, 1:], self._starts[1, 1:] = ends[:parts], ends[parts:]
        self._starts[1, 0] = ends[parts - 1]
        self._toward, self._view = sorting.toward, None

    def _in_view(self, view: View) -> tuple[Runs, Runs]:
        slack = 0.0 if view.circle is None else abs(view.circle.radius)
        seen = in_view(clip_from_cupola(view), self._corners, slack)
        edges = np.flatnonzero(np.diff(seen, prepend=False, append=False))
        dark, lit = (_runs(starts, edges) for starts in self._starts)
        return dark, lit


@dataclass(slots=True)
class _Sorting:
    """Which triangles light from `toward` reaches, as far as that has been worked out."""

    toward: NDArray[np.float64]
    lit: NDArray[np.bool_]
    done: int = 0

    def go_on(self, beams: Beams, count: int) -> None:
        some = slice(self.done, min(self.done + count, len(self.lit)))
        if self.toward.any():
            self.lit[some] = beams.reached(self.toward, some)
        self.done = some.stop


def _runs(starts: NDArray[np.int64], edges: NDArray[np.int64]) -> Runs:
    """Return the runs of parts between each pair of `edges`; `starts` are the parts' triangles."""
    found: Runs = []
    end = -BRIDGED - 1
    for first, last in starts[edges].reshape(-1, 2).tolist():
        if last == first:
            continue
        begin = found.pop()[0] if first - end <= BRIDGED else first
        found.append((begin, last - begin))
        end = last
    return found
