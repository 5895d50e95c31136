"""Where a caption is in the visitor's sight: it follows the head lazily; its arrow shows the way.

Directions and rotations are in the Cupola's frame (x right, y up, -z aft), angles in rad.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.view import View
from vr.script.panel import LINE

Array = NDArray[np.float64]

BELOW = math.radians(14.0)
"""How far a caption stands below where the head looks."""
LINE_DEG = 1.3
"""Height of a line."""
DISTANCE = 1.6
"""m from the eyes: near enough to stand inside the dome, far enough for eyes at rest."""
_FREE = math.radians(9.0)
"""The head may turn so far before the caption comes after it: small glances leave it at rest."""
_FARTHEST = math.radians(28.0)
"""It is never farther out than that, however fast the head turns."""
CALM = 0.35
"""s in which it makes up for a factor of e of what it is behind."""
_NOTICED = 0.9
"""Share of the view, from its middle, in which a thing needs no arrow."""
_ASIDE = 0.22
_UPPER, _LOWER = 0.68, 0.98
"""Shares of a flat view within which a caption and what stands round it may lie."""
_BARE = math.radians(0.5)
"""Between a caption's board and what it gives way to."""
_HIGHEST = math.radians(60.0)
"""Beyond that elevation a caption would turn round its own middle; there it stops."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A direction: `turn` left about the vertical from aft, `rise` above the horizontal."""

    turn: float = 0.0
    rise: float = 0.0

    @staticmethod
    def of(cupola_from_head: Array, before: float = 0.0) -> Heading:
        """Return where a head looks. One that looks straight up or down keeps its turn `before`."""
        ahead = -cupola_from_head[:, 2]
        level = math.hypot(float(ahead[0]), float(ahead[2]))
        turn = math.atan2(-float(ahead[0]), -float(ahead[2])) if level > 0.05 else before
        return Heading(turn, math.atan2(float(ahead[1]), level))

    @staticmethod
    def toward(direction: Array) -> Heading:
        """Return where a unit vector (3,) points."""
        x, y, z = (float(part) for part in direction)
        return Heading(math.atan2(-x, -z), math.asin(min(max(y, -1.0), 1.0)))

    def rotation(self) -> Array:
        """Return the matrix (3, 3), Cupola from board: x right, y up, z to the reader; no roll."""
        ct, st = math.cos(self.turn), math.sin(self.turn)
        cr, sr = math.cos(self.rise), math.sin(self.rise)
        turned = np.array([[ct, 0.0, st], [0.0, 1.0, 0.0], [-st, 0.0, ct]])
        risen = np.array([[1.0, 0.0, 0.0], [0.0, cr, -sr], [0.0, sr, cr]])
        both: Array = turned @ risen
        return both


def wanted(head: Heading) -> Heading:
    """Return where a caption belongs for a head: somewhat below where it looks."""
    return Heading(head.turn, min(max(head.rise - BELOW, -_HIGHEST), _HIGHEST))


def followed(caption: Heading, head: Heading, since: float) -> Heading:
    """Return where a caption is `since` s later, with the head there now.

    It rests while it is within a few degrees of its place, then comes after gently, without
    swinging over, and is never left behind.
    """
    place = wanted(head)
    aside = math.remainder(place.turn - caption.turn, math.tau)
    above = place.rise - caption.rise
    away = math.hypot(aside, above)
    if away <= _FREE:
        return caption
    left = _FREE + (away - _FREE) * math.exp(-max(since, 0.0) / CALM)
    share = min(left, _FARTHEST) / away
    turn = math.remainder(place.turn - aside * share, math.tau)
    return Heading(turn, place.rise - above * share)


def lowered(caption: Heading, thing: Heading, size: tuple[float, float]) -> float:
    """Return how much lower in rad a caption must hang so as not to cover a thing.

    `size` is the width and height of its board in rad, with the room round its panel.
    """
    aside = math.remainder(thing.turn - caption.turn, math.tau) * math.cos(thing.rise)
    above = thing.rise - caption.rise
    tall = 0.5 * size[1] + _BARE
    return 0.0 if abs(aside) >= 0.5 * size[0] or abs(above) >= tall else tall - above


def arrow(direction: Array, view: View) -> float | None:
    """Return the angle, from right through up, of the way to turn to see a direction (3,).

    None where it lies within the part of the view in which a thing is noticed by itself.
    """
    right, up, back = (float(part) for part in direction @ view.cupola_from_eye)
    if back < -1e-6:
        x, y = right / -back, up / -back
        low_x, high_x, low_y, high_y = (_NOTICED * each for each in view.tangents)
        if low_x < x < high_x and low_y < y < high_y:
            return None
    if math.hypot(right, up) < 1e-6:
        return 0.0  # straight behind: any way round is as good
    return math.atan2(up, right)


def is_under_caption(direction: Array, view: View) -> bool:
    """Say whether a direction (3,) lies where a caption in the lower part of a flat view does."""
    right, up, back = (float(part) for part in direction @ view.cupola_from_eye)
    if back >= -1e-6:
        return False
    low_x, high_x, low_y, high_y = view.tangents
    x = (right / -back - low_x) / (high_x - low_x)
    y = (high_y - up / -back) / (high_y - low_y)
    return _ASIDE < x < 1.0 - _ASIDE and _UPPER < y < _LOWER


def letters(pixels_per_radian: float, scale: float = 1.0) -> float:
    """Return the size in px of letters whose lines are LINE_DEG high where px are that dense.

    `scale` is what the visitor chose.
    """
    return math.radians(LINE_DEG) * scale * pixels_per_radian / LINE


def board_size(pixels: tuple[int, int], letters: float, scale: float = 1.0) -> tuple[float, float]:
    """Return width and height in m of a board of that many px whose lines are LINE_DEG high.

    `letters` is the letters' size in px, `scale` what the visitor chose.
    """
    pixel = DISTANCE * math.radians(LINE_DEG) * scale / (LINE * letters)
    return pixels[0] * pixel, pixels[1] * pixel
