"""The Cupola's seven windows as planes and openings, and what can be seen through them.

Each window has a frame of its own: u to the right and v up as seen from inside, n outward along the
normal from the eye point. Depth is measured along n from the inner face.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.cupola import CupolaData, cupola
from render.outline import Outline

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """One window. `axes` (3, 3) has the rows u, v, n in the Cupola's frame; lengths in m.

    `inner` and `outer` bound the clear opening at the inner face and at the outer lip; `face` is
    the whole flat around it, up to the neighbouring windows, and `back` the same at the outer lip.
    """

    name: str
    axes: Array
    distance: float
    thickness: float
    inner: Outline
    outer: Outline
    face: Outline
    back: Outline

    def to_cupola(self, points: ArrayLike, depth: ArrayLike) -> Array:
        """Return (..., 3) places in the Cupola's frame of plane points (..., 2) at a depth."""
        p = np.asarray(points, dtype=np.float64)
        away = np.broadcast_to(self.distance + np.asarray(depth), p.shape[:-1])
        place: Array = np.concatenate([p, away[..., None]], axis=-1) @ self.axes
        return place

    def clearance(self, directions: ArrayLike, position: ArrayLike = (0.0, 0.0, 0.0)) -> Array:
        """Return how far inside the clear opening lines of sight pass, in rad; negative outside.

        `directions` (..., 3) and `position` (3,) or (..., 3) are in the Cupola's frame.
        """
        ray = np.asarray(directions, dtype=np.float64) @ self.axes.T
        eye = np.asarray(position, dtype=np.float64) @ self.axes.T
        outward = np.maximum(ray[..., 2], 1e-9)
        slant = outward / np.linalg.norm(ray, axis=-1)
        found = []
        for outline, depth in ((self.inner, 0.0), (self.outer, self.thickness)):
            reach = (self.distance + depth - eye[..., 2]) / outward
            point = eye[..., :2] + reach[..., None] * ray[..., :2]
            # A metre on the pane subtends its cosine over the range, and range is reach x |ray|.
            found.append(outline.clearance(point) * slant * slant / (reach * outward))
        inside = np.minimum(found[0], found[1])
        return np.where(ray[..., 2] > 1e-6, inside, -math.pi)


def horizontal(azimuth_deg: float) -> Array:
    """Return the horizontal unit vector (Cupola frame) at an azimuth: 0 forward, 180 aft (-z)."""
    azimuth = math.radians(azimuth_deg)
    return np.array([-math.sin(azimuth), 0.0, math.cos(azimuth)])


def _side_window(data: CupolaData, number: int) -> Window:
    side, thickness = data.side_windows, data.panes.thickness
    azimuth = side.first_azimuth_deg + number * 360.0 / side.count
    tilt, half_sector = math.radians(side.tilt_deg), math.pi / side.count
    level, up = horizontal(azimuth), np.array([0.0, 1.0, 0.0])
    normal = math.cos(tilt) * level - math.sin(tilt) * up
    slope = math.sin(tilt) * level + math.cos(tilt) * up
    axes = np.stack([np.cross(normal, slope), slope, normal])

    # The seam with the next window lies where the half-width is apothem x tan(half sector).
    lean = math.atan(math.sin(tilt) * math.tan(half_sector))
    sides = np.array(
        [
            [math.cos(lean), -math.sin(lean)],
            [0.0, 1.0],
            [-math.cos(lean), -math.sin(lean)],
            [0.0, -1.0],
        ]
    )

    def seams(depth: float) -> float:
        apothem = (side.distance + depth) * math.cos(tilt)
        return apothem * math.tan(half_sector) * math.cos(lean)

    def slope_at(height: float, depth: float) -> float:
        return (height + (side.distance + depth) * math.sin(tilt)) / math.cos(tilt)

    def face(depth: float) -> Outline:
        top = slope_at(data.ring.bottom + 0.02, depth)
        bottom = -slope_at(data.round_window.height - depth, depth)
        return Outline(sides, np.array([seams(depth), top, seams(depth), bottom]), 2e-3)

    edge = seams(0.0) - side.rib
    opening = np.array([edge, side.opening_top, edge, -side.opening_bottom])
    inner = Outline(sides, opening, side.corner_radius)
    return Window(
        name=f"side_{number + 1}",
        axes=axes,
        distance=side.distance,
        thickness=thickness,
        inner=inner,
        outer=inner.grown(side.flare),
        face=face(0.0),
        back=face(thickness),
    )


def _round_window(data: CupolaData) -> Window:
    tilt = math.radians(data.side_windows.tilt_deg)
    level = horizontal(data.side_windows.first_azimuth_deg)
    normal = np.array([0.0, -1.0, 0.0])
    axes = np.stack([np.cross(normal, level), level, normal])

    def face(depth: float) -> Outline:
        """Return the hexagon that the side windows' planes at that depth cut out of this one."""
        height = data.round_window.height - depth
        slope = (height + (data.side_windows.distance + depth) * math.sin(tilt)) / math.cos(tilt)
        away = (data.side_windows.distance + depth) * math.cos(tilt) + slope * math.sin(tilt)
        return Outline.regular(data.side_windows.count, away, 2e-3, math.pi / 2)

    inner = Outline.circle(data.round_window.diameter / 2)
    return Window(
        name="nadir",
        axes=axes,
        distance=-data.round_window.height,
        thickness=data.panes.thickness,
        inner=inner,
        outer=inner.grown(data.round_window.flare),
        face=face(0.0),
        back=face(data.panes.thickness),
    )


@cache
def windows() -> tuple[Window, ...]:
    """Return the side windows, the first of them aft and on by azimuth, then the round one."""
    data = cupola()
    sides = [_side_window(data, number) for number in range(data.side_windows.count)]
    return (*sides, _round_window(data))


def glass_clearance(directions: ArrayLike, position: ArrayLike = (0.0, 0.0, 0.0)) -> Array:
    """Return by how much lines of sight clear the nearest window frame, in rad; negative: hidden.

    `directions` (..., 3) and `position` (3,), in m from the eye point, have Cupola axes.
    """
    each = [window.clearance(directions, position) for window in windows()]
    best: Array = np.max(each, axis=0)
    return best


def through_glass(direction: ArrayLike, position: ArrayLike = (0.0, 0.0, 0.0)) -> bool:
    """Return whether a line of sight in the Cupola's frame passes through a window."""
    return bool(glass_clearance(direction, position) > 0)
