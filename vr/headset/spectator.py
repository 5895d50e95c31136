"""What others see of the wearer's view: steady, level, and of one field, whatever the head does.

A head trembles, nods and tilts, and a picture that does so on a screen is no joy to watch. The
spectator's view follows the wearer's as a camera on a damped arm would: a low-pass of the head's
orientation without its roll. Pure: the poses of the eye in, the view out. It is drawn by turning
the eye's own picture, so it must lie within that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from render.view import View

Array = NDArray[np.float64]
Tangents = tuple[float, float, float, float]

QUICKNESS = 6.0
"""rad/s of the critically damped filter: a tremor of 3 Hz is left at 9 %, and the view comes after
a turning head by a third of a second."""
MARGIN = math.radians(6.0)
"""By which the eye sees farther than the spectator, each way: how far the view may lag behind."""
_LEAST = 0.75
"""Of the eye's field that the spectator has at the least, where an eye's field is small."""
_FARTHEST = math.radians(60.0)
"""A head that is farther off has jumped: the view goes with it at once."""
_LONG = 1.0
"""s without a pose after which the view begins anew."""
_LEVEL_FROM, _LEVEL_AT = 0.2, 0.5
"""Share of the look that is level from which roll is taken out, and at which all of it is: who
looks straight down has no roll, and a view that had none would spin there."""
_TRIES = 7


def field(eye: View, size: tuple[int, int]) -> Tangents:
    """Return the spectator's field for a picture of that size in px: alike for every pose."""
    reach = math.atan(min(abs(each) for each in eye.tangents))
    corner = math.tan(max(reach - MARGIN, _LEAST * reach))
    slant = math.hypot(*size)
    right, up = corner * size[0] / slant, corner * size[1] / slant
    return -right, right, -up, up


@dataclass(frozen=True, slots=True, eq=False)
class Spectator:
    """Where the spectator looks: `rotation` (3, 3), Cupola from spectator, and how it turns.

    `velocity` (3,) is in rad/s in the Cupola's frame. Without a rotation nothing was seen yet.
    """

    rotation: Array | None = None
    velocity: Array | None = None

    def after(self, eye: View, since: float, tangents: Tangents) -> Spectator:
        """Return it `since` s later, with the wearer's eye there, for a field of `tangents`."""
        target = levelled(eye.cupola_from_eye)
        if self.rotation is None or self.velocity is None or not 0.0 <= since < _LONG:
            return Spectator(_within(target, eye, tangents), np.zeros(3))
        away = turn_of(self.rotation @ target.T)
        if np.linalg.norm(away) > _FARTHEST:
            return Spectator(_within(target, eye, tangents), np.zeros(3))
        # A critically damped spring, exactly: it has no step that would be too long.
        pull = self.velocity + QUICKNESS * away
        left = math.exp(-QUICKNESS * since)
        velocity = left * (self.velocity - QUICKNESS * since * pull)
        rotation = turned_by(left * (away + pull * since)) @ target
        return Spectator(_within(rotation, eye, tangents), velocity)

    def view(self, eye: View, tangents: Tangents, size: tuple[int, int]) -> View:
        """Return the spectator's view from the place of an eye, for a picture of that size."""
        rotation = eye.cupola_from_eye if self.rotation is None else self.rotation
        return replace(eye, cupola_from_eye=rotation, tangents=tangents, size=size)


def eye_from_window(seen: View, eye: View) -> Array:
    """Return the matrix (3, 3) from a window's place to the eye's picture, both as (x, y, 1).

    Places run from 0 to 1, rows from below; what comes out is to be divided by its last part.
    """
    to_plane, of_eye = _plane_from_share(seen.tangents), _plane_from_share(eye.tangents)
    turn = eye.cupola_from_eye.T @ seen.cupola_from_eye
    # Planes lie at z = -1, so that a ray (x, y, -1) has the place (x, y, 1).
    flip = np.diag([1.0, 1.0, -1.0])
    matrix: Array = np.linalg.inv(of_eye) @ flip @ turn @ flip @ to_plane
    return matrix


def levelled(rotation: Array) -> Array:
    """Return a head's rotation (3, 3) without its roll, as far as its look is level."""
    ahead = -rotation[:, 2]
    x = (math.hypot(ahead[0], ahead[2]) - _LEVEL_FROM) / (_LEVEL_AT - _LEVEL_FROM)
    x = min(max(x, 0.0), 1.0)
    share = x * x * (3.0 - 2.0 * x)
    up = (1.0 - share) * rotation[:, 1] + share * np.array([0.0, 1.0, 0.0])
    right = np.cross(ahead, up)
    length = float(np.linalg.norm(right))
    if length < 1e-3:  # a head that is upside down
        return rotation
    right /= length
    return np.stack([right, np.cross(right, ahead), -ahead], axis=-1)


def turn_of(rotation: Array) -> Array:
    """Return the turn (3,) of a rotation matrix: its axis times its angle in rad, below pi."""
    axis = np.array(
        [
            rotation[2, 1] - rotation[1, 2],
            rotation[0, 2] - rotation[2, 0],
            rotation[1, 0] - rotation[0, 1],
        ]
    )
    sine, cosine = 0.5 * float(np.linalg.norm(axis)), 0.5 * (float(np.trace(rotation)) - 1.0)
    turn: Array = axis * (math.atan2(sine, cosine) / (2.0 * sine) if sine > 1e-9 else 0.5)
    return turn


def turned_by(turn: Array) -> Array:
    """Return the rotation matrix (3, 3) of a turn (3,): axis times angle (Rodrigues)."""
    angle = float(np.linalg.norm(turn))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = turn / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    matrix: Array = np.eye(3) + math.sin(angle) * cross + (1.0 - math.cos(angle)) * cross @ cross
    return matrix


def _within(rotation: Array, eye: View, tangents: Tangents) -> Array:
    """Return the rotation nearest to one, on the way to the eye's, whose field the eye sees."""
    if _sees(eye, rotation, tangents):
        return rotation
    way = turn_of(eye.cupola_from_eye @ rotation.T)
    low, high = 0.0, 1.0
    for _ in range(_TRIES):
        middle = 0.5 * (low + high)
        if _sees(eye, turned_by(middle * way) @ rotation, tangents):
            high = middle
        else:
            low = middle
    return turned_by(high * way) @ rotation


def _sees(eye: View, rotation: Array, tangents: Tangents) -> bool:
    """Say whether the whole of a field lies within the eye's."""
    left, right, down, up = tangents
    corners = np.array(
        [[left, down, -1.0], [right, down, -1.0], [left, up, -1.0], [right, up, -1.0]]
    )
    x, y, z = (corners @ rotation.T @ eye.cupola_from_eye).T
    if z.max() >= -1e-3:
        return False
    first, last, lowest, highest = eye.tangents
    x, y = x / -z, y / -z
    slack = 1e-9
    return bool(
        x.min() >= first - slack
        and x.max() <= last + slack
        and y.min() >= lowest - slack
        and y.max() <= highest + slack
    )


def _plane_from_share(tangents: Tangents) -> Array:
    left, right, down, up = tangents
    return np.array([[right - left, 0.0, left], [0.0, up - down, down], [0.0, 0.0, 1.0]])
