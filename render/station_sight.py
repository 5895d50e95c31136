"""What the station outside hides of the world, roughly: its parts as rows of balls.

Good to half a metre, a few degrees for the ships docked nearby: for names, that none stands on a
hull or on an array that turns with the Sun.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.station import Array as SolarArray
from assets.station import Box, Tube, station
from orbit.attitude import CUPOLA_FROM_BODY
from render.station_mesh import array_axes

Array = NDArray[np.float64]

_APART = 0.8  # m between the balls of a row, at most: or 0.6 of their radius
_WING_BALL = 1.5  # m; they stand 1.4 radii apart, so that none is seen between them
_STEP = np.radians(0.5)  # in which arrays follow the Sun
_HIGHEST = 0.42  # sine of the elevation above which the Cupola's own hull hides everything


def station_clearance(
    directions: ArrayLike, position: ArrayLike = (0.0, 0.0, 0.0), sun: ArrayLike | None = None
) -> Array:
    """Return by how much lines of sight clear the station, in rad; negative: hidden by it.

    `directions` (..., 3), unit vectors, and `position` (3,), in m from the eye point, have the axes
    of a Cupola without clocking. Arrays count where the direction of the `sun` (3,) is given.
    """
    places, radii = _balls()
    if sun is not None:
        steps = np.round(np.asarray(sun, dtype=np.float64) / _STEP).astype(int)
        of_arrays, reach = _array_balls(*steps.tolist())
        places, radii = np.concatenate([places, of_arrays]), np.concatenate([radii, reach])
    away = places - np.asarray(position, dtype=np.float64)
    distance = np.linalg.norm(away, axis=1)
    cosine = np.asarray(directions, dtype=np.float64) @ (away / distance[:, None]).T
    off = np.arccos(np.clip(cosine, -1.0, 1.0)) - np.arcsin(np.minimum(radii / distance, 1.0))
    clear: Array = off.min(axis=-1)
    return clear


@cache
def _balls() -> tuple[Array, Array]:
    """Return places (n, 3) in m, Cupola frame, and radii (n,) of the balls that may be in sight."""
    data = station()
    rows = [*(_along_tube(each) for each in data.tube), *(_along_box(each) for each in data.box)]
    places = (np.concatenate([row for row, _ in rows]) - data.eye) @ CUPOLA_FROM_BODY.T
    radii = np.concatenate([radius for _, radius in rows])
    return _seen(places, radii)


@lru_cache(maxsize=2)
def _array_balls(x: int, y: int, z: int) -> tuple[Array, Array]:
    """Return the balls of arrays that face a Sun in that direction, in steps."""
    toward, data = np.array([x, y, z]) / np.linalg.norm([x, y, z]), station()
    rows = [
        _over(each) @ array_axes(toward, leaning=each.swivels).T
        + (np.array(each.hub) - data.eye) @ CUPOLA_FROM_BODY.T
        for each in data.array
    ]
    places = np.concatenate(rows)
    return _seen(places, np.full(len(places), _WING_BALL))


def _seen(places: Array, radii: Array) -> tuple[Array, Array]:
    lowest = (places[:, 1] - radii) / np.linalg.norm(places, axis=1)
    return places[lowest < _HIGHEST], radii[lowest < _HIGHEST]


def _over(array: SolarArray) -> Array:
    """Return (n, 3) places all over both halves of an array, in its own axes."""
    inset = 0.7 * _WING_BALL
    across = _spread(inset - array.across / 2, array.across / 2 - inset)
    along = _spread(array.gap + inset, array.along - inset)
    u, v = np.meshgrid(np.concatenate([-along, along]), across)
    return np.stack([u.ravel(), v.ravel(), np.zeros(u.size)], axis=-1)


def _spread(first: float, last: float) -> Array:
    if last <= first:
        return np.array([0.5 * (first + last)])
    return np.linspace(first, last, 1 + int(np.ceil((last - first) / (1.4 * _WING_BALL))))


def _along_tube(tube: Tube) -> tuple[Array, Array]:
    start, end = np.array(tube.start), np.array(tube.end)
    length = float(np.linalg.norm(end - start))
    along, radii = np.array(tube.profile).T
    apart = max(_APART, 0.6 * float(radii.max()))
    at = np.linspace(0.0, length, int(np.ceil(length / apart)) + 1)
    return start + (at / length)[:, None] * (end - start), np.interp(at, along, radii)


def _along_box(box: Box) -> tuple[Array, Array]:
    size = np.array(box.size)
    longest = int(size.argmax())
    radius = float(np.sort(size)[1]) / 2
    half = max(size[longest] / 2 - radius, 0.0)
    at = np.linspace(-half, half, int(np.ceil(2 * half / max(radius, _APART))) + 1)
    places = np.tile(np.array(box.centre), (len(at), 1))
    places[:, longest] += at
    return places, np.full(len(at), radius)
