"""The instants that stand for a shutter's time, so close that nothing jumps between two of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.view import View

Array = NDArray[np.float64]
At = Callable[[float], Moment]
"""The moment at a mission time, s."""
Camera = Callable[[Moment], Sequence[View]]
"""The views that a camera has at a moment, as many at each; a panorama has several."""

POINT_STEP = 1.0
"""px between two instants; points are 1.5 px wide (`glsl/points.glsl`), so a trail has no gaps."""
GROUND_STEP = 3.0
"""px between two pictures of the ground, whose own detail is drawn no finer than 2 px."""
MOST_INSTANTS = 24
"""Beyond this a trail may show its steps; only lenses much longer than a film's reach it."""
_GRID = 9
_EQUATOR, _POLE = 6378137.0, 6356752.3  # m, WGS 84


@dataclass(frozen=True, slots=True)
class Exposure:
    """Moments evenly spaced over a shutter's time; the far field is drawn once for each group."""

    groups: tuple[tuple[Moment, ...], ...]
    middle: Moment

    @staticmethod
    def sharp(moment: Moment) -> Exposure:
        """Return the exposure of a single instant."""
        return Exposure(((moment,),), moment)

    @property
    def instants(self) -> int:
        """Return the number of moments in all groups."""
        return sum(len(group) for group in self.groups)


def exposure(at: At, t: float, seconds: float, camera: Camera) -> Exposure:
    """Return the instants of a shutter that is open for `seconds` around `t`.

    They lie in the middles of equal parts. Their number follows from how far things move across
    the picture meanwhile: ground, stars and lights of the launch, in px. Raises InputError where
    the shutter is open outside the timeline.
    """
    middle = at(t)
    if seconds <= 0.0:
        return Exposure.sharp(middle)
    opened, closed = at(t - seconds / 2), at(t + seconds / 2)
    pairs = zip(camera(opened), camera(closed), strict=True)
    moved = [motion(opened, before, closed, after) for before, after in pairs]
    ground, points = max(each[0] for each in moved), max(each[1] for each in moved)
    wanted = min(max(math.ceil(points / POINT_STEP), 1), MOST_INSTANTS)
    groups = min(max(math.ceil(ground / GROUND_STEP), 1), wanted)
    each = math.ceil(wanted / groups)
    count = groups * each
    times = t + ((np.arange(count) + 0.5) / count - 0.5) * seconds
    moments = [at(float(time)) for time in times] if count > 1 else [middle]
    starts = range(0, count, each)
    return Exposure(tuple(tuple(moments[start : start + each]) for start in starts), middle)


def motion(before: Moment, view: View, after: Moment, view_after: View) -> tuple[float, float]:
    """Return how far the ground, and the fastest of ground, stars and lights, moves in the picture.

    In px, the greatest over a grid of places; 0 for what is not in sight.
    """
    places = _grid(view)
    gcrs = _rays(view, before, places)
    ground = _shift(places, _pixels(view_after, after, _carried(before, after, gcrs)))
    stars = _shift(places, _pixels(view_after, after, gcrs))
    lights = _lights(before, view, after, view_after)
    return ground, max(ground, stars, lights)


def _grid(view: View) -> Array:
    width, height = view.size
    x, y = np.meshgrid(np.linspace(0.0, width, _GRID), np.linspace(0.0, height, _GRID))
    return np.column_stack([x.ravel(), y.ravel()])


def _rays(view: View, moment: Moment, pixels: Array) -> Array:
    """Return unit vectors, GCRS axes, (n, 3), through places in px from the lower left."""
    left, right, down, up = view.tangents
    x, y = (pixels / view.size).T
    eye = np.column_stack([left + x * (right - left), down + y * (up - down), np.full(len(x), -1)])
    gcrs: Array = eye @ view.cupola_from_eye.T @ moment.cupola_from_gcrs
    unit: Array = gcrs / np.linalg.norm(gcrs, axis=1, keepdims=True)
    return unit


def _pixels(view: View, moment: Moment, gcrs: Array) -> Array:
    """Return where directions (n, 3), GCRS axes, of any length fall, px; NaN behind the camera."""
    eye = gcrs @ moment.cupola_from_gcrs.T @ view.cupola_from_eye
    left, right, down, up = view.tangents
    ahead = np.where(eye[:, 2] < 0.0, -eye[:, 2], np.nan)
    across = (eye[:, 0] / ahead - left) / (right - left) * view.size[0]
    above = (eye[:, 1] / ahead - down) / (up - down) * view.size[1]
    return np.column_stack([across, above])


def _carried(before: Moment, after: Moment, rays: Array) -> Array:
    """Return where the ground that rays meet is a while later, m from the eye; NaN for the sky."""
    squash = np.array([1.0, 1.0, _EQUATOR / _POLE])
    eye = before.itrs_from_gcrs @ before.eye_position
    sight = rays @ before.itrs_from_gcrs.T
    a = ((sight * squash) ** 2).sum(axis=1)
    b = (sight * squash) @ (eye * squash)
    c = float(((eye * squash) ** 2).sum()) - _EQUATOR**2
    inside = b**2 - a * c
    meets = (inside > 0.0) & (b < 0.0)
    way = np.where(meets, (-b - np.sqrt(np.maximum(inside, 0.0))) / a, np.nan)
    ground = eye + way[:, None] * sight
    moved: Array = ground @ after.itrs_from_gcrs - after.eye_position
    return moved


def _lights(before: Moment, view: View, after: Moment, view_after: View) -> float:
    """Return the longest way of a light of the launch that is seen before and after, px."""
    then, now = before.bodies, after.bodies
    lit = {name for name, shines in zip(now.ids, now.intensity > 0.0, strict=True) if shines}
    first = [k for k, name in enumerate(then.ids) if name in lit]
    if not first:
        return 0.0
    last = [now.ids.index(then.ids[k]) for k in first]
    start = _pixels(view, before, then.position[first])
    end = _pixels(view_after, after, now.position[last])
    seen = ((start >= 0.0) & (start <= view.size)).all(axis=1)
    seen |= ((end >= 0.0) & (end <= view.size)).all(axis=1)
    return _shift(start[seen], end[seen])


def _shift(start: Array, end: Array) -> float:
    ways = np.hypot(*(end - start).T)
    return float(np.nanmax(ways)) if np.isfinite(ways).any() else 0.0
