"""What a ray from the eye points at, among the things that are named: pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from render.labels import Subject

Array = NDArray[np.float64]

REACH = math.radians(2.0)
"""How near a thing must be pointed at in the middle of the view: a steady hand's tremor is half a
degree, a town's name stands for some degrees of land."""
GROWTH = 0.08
"""How much the reach grows per angle from the middle, where one aims less well."""
FARTHEST = math.radians(5.0)
HOLDS_ON = 1.5
"""A thing that is pointed at is let go only beyond this times the reach ..."""
NEARER = 0.6
"""... or for another whose distance is less than this times its own."""


def reach(from_middle: float) -> float:
    """Return how near in rad a thing must be pointed at, so far in rad from the view's middle."""
    return min(REACH + GROWTH * from_middle, FARTHEST)


def pointed_at(
    subjects: Sequence[Subject], direction: Array, middle: Array, before: str = ""
) -> Subject | None:
    """Return the thing that `direction` (3,) points at, or None.

    Both directions are unit vectors in the Cupola's frame; `middle` is that of the view's middle.
    `before` is the id of what was pointed at until now, which is held on to a little.
    """
    named = [each for each in subjects if each.presence > 0.0]
    if not named:
        return None
    away = _angles(np.stack([each.direction for each in named]), direction)
    away = np.maximum(away - np.array([each.radius for each in named]), 0.0)
    most = reach(float(_angles(middle[None], direction)[0]))
    nearest = int(away.argmin())
    for row, each in enumerate(named):
        if each.id == before and away[row] <= HOLDS_ON * most:
            is_beaten = away[nearest] < NEARER * away[row] and away[nearest] <= most
            return named[nearest] if is_beaten else each
    return named[nearest] if away[nearest] <= most else None


def _angles(directions: Array, direction: Array) -> Array:
    """Return (n,) angles in rad, right for small ones too (half the chord's)."""
    chord = np.linalg.norm(directions - direction, axis=-1)
    angles: Array = 2.0 * np.arcsin(np.minimum(0.5 * chord, 1.0))
    return angles
