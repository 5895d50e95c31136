"""What hands and head say at one instant, in the Cupola's frame, whatever device they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from render.held import BareHand, Held

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """A place (3,) in m, and the rotation (3, 3) from own axes: x right, y up, -z ahead."""

    position: Array
    rotation: Array

    @property
    def ahead(self) -> Array:
        """Return the unit vector (3,) in which it points."""
        direction: Array = -self.rotation[:, 2]
        return direction


UPRIGHT = Pose(np.zeros(3), np.eye(3))
"""At the eye point, looking aft."""


class Source(Enum):
    """What points: the best there is of these, in this order."""

    CONTROLLER = auto()
    HAND = auto()
    MOUSE = auto()
    GAZE = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Pointer:
    """What the visitor points with, and the ray from it."""

    source: Source
    ray: Pose


@dataclass(frozen=True, slots=True)
class Buttons:
    """What is held down, and sticks from -1 to 1: `rate` up, `scrub` right."""

    select: bool = False
    menu: bool = False
    pause: bool = False
    recentre: bool = False
    rate: float = 0.0
    scrub: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """All of it. `grip` is where the hand that grabs is, None where none does.

    `held` are the controllers and the bare hands to be seen.
    """

    head: Pose = UPRIGHT
    pointer: Pointer = field(default_factory=lambda: Pointer(Source.GAZE, UPRIGHT))
    buttons: Buttons = Buttons()
    grip: Array | None = None
    held: tuple[Held | BareHand, ...] = ()
