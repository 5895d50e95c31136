"""Closed plane outlines: convex polygons with rounded corners, and circles as their limit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outline:
    """A convex polygon with rounded corners in a plane; a circle when it has no edges.

    Side i is the line `normals[i] . p = offsets[i]`, normals (m, 2) pointing out and turning
    counterclockwise, offsets (m,) in m. `radius` in m rounds every corner. A circle about the
    plane's origin has m = 0.
    """

    normals: Array
    offsets: Array
    radius: float
    _centres: Array = field(init=False, repr=False, compare=False)
    """(m, 2): where the arc of the corner after each side has its centre."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_centres", self._corner_centres())

    @staticmethod
    def circle(radius: float) -> Outline:
        """Return the circle about the origin."""
        return Outline(np.zeros((0, 2)), np.zeros(0), radius)

    @staticmethod
    def rectangle(half_width: float, half_height: float, radius: float) -> Outline:
        """Return a rounded rectangle about the origin."""
        normals = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
        offsets = np.array([half_width, half_height, half_width, half_height])
        return Outline(normals, offsets, radius)

    @staticmethod
    def regular(sides: int, apothem: float, radius: float, first_angle: float = 0.0) -> Outline:
        """Return a regular polygon; the first side's normal stands at `first_angle` in rad."""
        angles = first_angle + np.linspace(0.0, 2 * np.pi, sides, endpoint=False)
        normals = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        return Outline(normals, np.full(sides, apothem), radius)

    def grown(self, margin: float) -> Outline:
        """Return the outline `margin` m further out (in when negative), corners kept concentric."""
        radius = max(self.radius + margin, 1e-4)
        return replace(self, offsets=self.offsets + margin, radius=radius)

    def _corner_centres(self) -> Array:
        if len(self.normals) == 0:
            return np.zeros((0, 2))
        nexts = np.roll(self.normals, -1, axis=0)
        lines = np.stack([self.normals, nexts], axis=1)
        inset = self.offsets - self.radius
        sides = np.stack([inset, np.roll(inset, -1)], axis=1)
        corners = np.linalg.solve(lines, sides[..., None])[..., 0]
        return np.asarray(corners, dtype=np.float64)

    def points(self, arc: int, edges: int) -> Array:
        """Return (n, 2) points counterclockwise from the corner after side 0.

        Each corner gets `arc` + 1 points, each straight side `edges` - 1 more between its ends, so
        outlines with the same number of sides correspond point by point. A circle gets
        `arc` points.
        """
        if len(self.normals) == 0:
            angles = np.linspace(0.0, 2 * np.pi, arc, endpoint=False)
            return self.radius * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        centres = self._centres
        start = np.arctan2(self.normals[:, 1], self.normals[:, 0])
        turn = np.mod(np.roll(start, -1) - start, 2 * np.pi)
        steps = start[:, None] + turn[:, None] * np.linspace(0.0, 1.0, arc + 1)
        arcs = centres[:, None] + self.radius * np.stack([np.cos(steps), np.sin(steps)], axis=-1)
        ends = np.roll(arcs[:, 0], -1, axis=0)
        part = (np.arange(1, edges) / edges)[None, :, None]
        straights = arcs[:, -1:, :] * (1 - part) + ends[:, None, :] * part
        return np.concatenate([arcs, straights], axis=1).reshape(-1, 2)

    def along(self, angles: Array) -> Array:
        """Return (n, 2) points of the outline in directions (n,) from the origin, in rad.

        Corners are taken as sharp; the origin must lie inside.
        """
        direction = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        if len(self.normals) == 0:
            return self.radius * direction
        facing = direction @ self.normals.T
        reach = np.where(facing > 1e-9, self.offsets / np.maximum(facing, 1e-9), np.inf)
        points: Array = reach.min(axis=-1, keepdims=True) * direction
        return points

    def clearance(self, point: ArrayLike) -> Array:
        """Return the signed distance in m from points (..., 2) to the outline, positive inside."""
        p = np.asarray(point, dtype=np.float64)
        if len(self.normals) == 0:
            return np.asarray(self.radius - np.linalg.norm(p, axis=-1))
        centres, before = self._centres, np.roll(self._centres, 1, axis=0)
        outside = p @ self.normals.T - (self.offsets - self.radius)
        depth = outside.max(axis=-1)
        # Outside the polygon of the corner centres the nearest point is on one of its sides.
        ends = centres - before
        from_start = p[..., None, :] - before
        share = np.clip((from_start * ends).sum(-1) / (ends * ends).sum(-1), 0.0, 1.0)
        gap = np.linalg.norm(from_start - share[..., None] * ends, axis=-1).min(axis=-1)
        return np.asarray(self.radius - np.where(depth > 0, gap, depth))
