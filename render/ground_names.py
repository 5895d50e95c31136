"""Which towns, seas, rivers, ranges and deserts are named in a view."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.lamps import itrs
from assets.places import places
from assets.words import Words
from orbit.moment import Moment
from render.labels import Subject
from render.view import View

Array = NDArray[np.float64]

_AT_MOST = 14
"""Places in a picture."""
_RANK = {
    "site": 7.2,
    "sea": 6.2,
    "lake": 5.9,
    "range": 5.7,
    "coast": 5.8,
    "desert": 5.7,
    "river": 5.5,
}
"""Weight of what has no population, beside the decimal logarithm of a town's (estimate)."""
_LEAST = 5.0
_PER_DECADE = 1.3
"""How much of a place's weight is lost when it is ten times as far (estimate)."""
_NEAR = 400e3
"""m; where nothing is lost: straight below the station."""
_ORDINARY_WIDTH = math.radians(50.0)
_LOWEST = math.sin(math.radians(3.0))
"""Sine of the station's height in a place's sky at which its name comes up."""
_FADE = 0.15


@cache
def _placed() -> tuple[Array, Array, Array]:
    """Return of every place: ITRS position (n, 3) m, vertical (n, 3), weight (n,)."""
    known = places()
    position = itrs(known.lat, known.lon)
    level = np.cos(known.lat)
    vertical = np.stack(
        [level * np.cos(known.lon), level * np.sin(known.lon), np.sin(known.lat)], axis=-1
    )
    towns = np.log10(np.maximum(known.population, 1))
    weight = np.array([_RANK.get(kind, town) for kind, town in zip(known.kind, towns, strict=True)])
    return position, vertical, weight


def ground_subjects(moment: Moment, view: View, words: Words) -> Iterator[Subject]:
    """Yield the weightiest places in a view, nearness counted; what goes first first."""
    position, vertical, weight = _placed()
    offset = position - moment.itrs_from_gcrs @ moment.eye_position
    risen = np.flatnonzero(np.einsum("ij,ij->i", offset, vertical) < 0)
    offset, vertical, weight = offset[risen], vertical[risen], weight[risen]
    distance = np.linalg.norm(offset, axis=-1)
    direction = offset / distance[:, None]
    sine = -np.einsum("ij,ij->i", direction, vertical)  # of the station's height over the place
    cupola_from_itrs = moment.cupola_from_gcrs @ moment.itrs_from_gcrs.T
    eye = direction @ (view.cupola_from_eye.T @ cupola_from_itrs).T
    worth = weight - _PER_DECADE * np.log10(distance / _NEAR) + _zoom(view) - _outside(eye, view)
    worth = np.where(eye[:, 2] < -0.1, worth, -np.inf)
    order = np.argsort(-worth, kind="stable")[: _AT_MOST + 1].tolist()
    least = max(_LEAST, float(worth[order[-1]])) if len(order) > _AT_MOST else _LEAST
    known = places()
    for row in order[:_AT_MOST]:
        presence = min((worth[row] - least) / _FADE, sine[row] / _LOWEST - 1.0, 1.0)
        if presence > -1.0:
            index = int(risen[row])
            yield Subject(
                f"place_{index}",
                (words.text(known.name[index], "place"),),
                cupola_from_itrs @ direction[row],
                (1, -1),
                presence=float(presence),
                kind="town" if known.population[index] > 0 else "land",
                distance=float(distance[row]),
            )


def _zoom(view: View) -> float:
    _, _, down, up = view.tangents
    width = math.atan(up) - math.atan(down)
    return 1.5 * math.log10(_ORDINARY_WIDTH / width)


def _outside(eye: Array, view: View) -> Array:
    """Return (n,) how far beyond the picture's edge, over a tenth of its width; 0 within.

    Places beyond the edge lose worth by degrees, so that one that comes in pushes none out at once.
    """
    left, right, down, up = view.tangents
    ahead = np.maximum(-eye[:, 2], 0.1)
    x, y = eye[:, 0] / ahead, eye[:, 1] / ahead
    beyond = np.max([left - x, x - right, down - y, y - up], axis=0)
    penalty: Array = np.maximum(beyond / (0.1 * (right - left)), 0.0)
    return penalty
