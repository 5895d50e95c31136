"""A bare hand as a pointer: a ray from the shoulder through the knuckles, and a pinch that selects.

Joints are those of XR_EXT_hand_tracking. The ray starts from the shoulder as it may be for a head
there, since a wrist alone trembles too much.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vr.hands.pointer import RIGHT, Hand
from vr.hands.reading import Pose, Source

Array = NDArray[np.float64]

JOINTS = 26
PALM, THUMB_TIP, INDEX_PROXIMAL, INDEX_TIP = 0, 5, 7, 10
MIDDLE_TIP, RING_TIP, LITTLE_TIP = 15, 20, 25
"""XrHandJointEXT."""
CLOSED, OPEN = 0.015, 0.030
"""m between the tips of thumb and forefinger: below, a pinch begins; above, it ends."""
FIST = 0.055
"""m from palm to the tips of the last three fingers that are closed on something."""
_SHOULDER = (0.17, -0.18, 0.02)
"""m from between the eyes to the right shoulder, E: half the biacromial breadth of adults."""
_RAISED = math.cos(math.radians(55.0))
"""A hand farther than this from where the head looks rests, and points at nothing."""


@dataclass(frozen=True, slots=True)
class Pinch:
    """Whether each hand (left, right) pinched at the last look."""

    closed: tuple[bool, bool] = (False, False)

    def after(
        self, joints: tuple[Array | None, Array | None], head: Pose
    ) -> tuple[Pinch, tuple[Hand, Hand]]:
        """Return the hands of joints (26, 3) in m, Cupola's frame; None for a hand not seen."""
        left = _hand(joints[0], head, 0, self.closed[0])
        right = _hand(joints[1], head, RIGHT, self.closed[1])
        return Pinch((left.select, right.select)), (left, right)


def _hand(joints: Array | None, head: Pose, side: int, was_closed: bool) -> Hand:
    if joints is None:
        return Hand(source=Source.HAND)
    knuckle = joints[INDEX_PROXIMAL]
    away = knuckle - head.position
    if float(away @ head.ahead) < _RAISED * float(np.linalg.norm(away)):
        return Hand(source=Source.HAND)
    gap = float(np.linalg.norm(joints[THUMB_TIP] - joints[INDEX_TIP]))
    others = joints[[MIDDLE_TIP, RING_TIP, LITTLE_TIP]] - joints[PALM]
    is_fist = bool(np.linalg.norm(others, axis=-1).max() < FIST)
    ray = pointing_from(_shoulder(head, side), knuckle)
    return Hand(
        aim=ray,
        grip=Pose(joints[PALM], ray.rotation),
        select=not is_fist and gap < (OPEN if was_closed else CLOSED),
        grab=is_fist,
        source=Source.HAND,
    )


def _shoulder(head: Pose, side: int) -> Array:
    """Return a shoulder, under a head of which only the heading counts."""
    ahead = head.ahead
    turn = math.atan2(-float(ahead[0]), -float(ahead[2]))
    c, s = math.cos(turn), math.sin(turn)
    x, y, z = _SHOULDER
    x = x if side == RIGHT else -x
    shoulder: Array = head.position + np.array([c * x + s * z, y, c * z - s * x])
    return shoulder


def pointing_from(start: Array, through: Array) -> Pose:
    """Return the ray that begins at a place and points away from a start, as a pose."""
    back = start - through
    back = back / max(float(np.linalg.norm(back)), 1e-6)
    up = np.array([0.0, 1.0, 0.0]) if abs(back[1]) < 0.99 else np.array([0.0, 0.0, -1.0])
    right = np.cross(up, back)
    right /= np.linalg.norm(right)
    return Pose(through, np.stack([right, np.cross(back, right), back], axis=-1))
