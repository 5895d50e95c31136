"""Holding on and pulling oneself along: the eye point follows the hand, gently and not far.

It moves only while the hand holds on, level, as much as the hand does against it; its speed is
bounded and comes and goes smoothly, so that no push is felt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FARTHEST = 0.25
"""m from the eye point."""
FASTEST = 0.1
"""m/s, a tenth of a slow walk."""
CALM = 0.3
"""s in which the speed comes within a factor of e of what it is to be."""
_SLOWING = 1.2
"""s over which what is left of the way is made; four times CALM, so that nothing swings over."""

Level = tuple[float, float]
"""x and z in the Cupola's frame, m or m/s."""


@dataclass(frozen=True, slots=True)
class Rail:
    """Where the eye point is and how fast it moves.

    `hold` is where the hand and the eye point were when it took hold, None while it does not.
    """

    place: Level = (0.0, 0.0)
    speed: Level = (0.0, 0.0)
    hold: tuple[Level, Level] | None = None

    def after(self, grip: Array | None, since: float) -> Rail:
        """Return the rail `since` s later with the hand at `grip` (3,), None for no hold.

        `grip` is where it is in the visitor's own space, which does not move with the eye point.
        """
        if grip is None:
            return self if self.hold is None and self.speed == (0.0, 0.0) else Rail(self.place)
        hand = (float(grip[0]), float(grip[2]))
        if self.hold is None:
            return Rail(self.place, hold=(hand, self.place))
        at, from_place = self.hold
        goal = _within(from_place[0] - hand[0] + at[0], from_place[1] - hand[1] + at[1], FARTHEST)
        wanted = _within(
            (goal[0] - self.place[0]) / _SLOWING, (goal[1] - self.place[1]) / _SLOWING, FASTEST
        )
        share = 1.0 - math.exp(-max(since, 0.0) / CALM)
        speed = (
            self.speed[0] + share * (wanted[0] - self.speed[0]),
            self.speed[1] + share * (wanted[1] - self.speed[1]),
        )
        place = _within(
            self.place[0] + speed[0] * since, self.place[1] + speed[1] * since, FARTHEST
        )
        return Rail(place, speed, self.hold)

    @property
    def offset(self) -> Array:
        """Return how far the eye point is from its own place (3,), m, Cupola's frame."""
        return np.array([self.place[0], 0.0, self.place[1]])


def _within(x: float, z: float, most: float) -> Level:
    length = math.hypot(x, z)
    return (x, z) if length <= most else (x / length * most, z / length * most)
