"""What the station outside hides of the world, roughly: its parts as rows of balls.

Good to half a metre, a few degrees for the ships docked nearby: for names, that none stands on a
hull. Turning arrays are left out; they pass by the tops of the windows.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.station import Box, Tube, station
from orbit.attitude import CUPOLA_FROM_BODY

Array = NDArray[np.float64]

_APART = 0.8  # m between the balls of a row, at most: or 0.6 of their radius
_HIGHEST = 0.42  # sine of the elevation above which the Cupola's own hull hides everything


def station_clearance(directions: ArrayLike, position: ArrayLike = (0.0, 0.0, 0.0)) -> Array:
    """Return by how much lines of sight clear the station, in rad; negative: hidden by it.

    `directions` (..., 3), unit vectors, and `position` (3,), in m from the eye point, have the axes
    of a Cupola without clocking.
    """
    places, radii = _balls()
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
    lowest = (places[:, 1] - radii) / np.linalg.norm(places, axis=1)
    return places[lowest < _HIGHEST], radii[lowest < _HIGHEST]


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
