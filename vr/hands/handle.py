"""The handle of the menu, for those who can do nothing but look: a small mark on the frame below.

It lies on the bar between the side windows and the round one, where it hides nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vr.hands.reading import Pose

Array = NDArray[np.float64]

NAME = "handle"
"""What looking at it is called."""
RISE = math.radians(-51.5)
"""D from assets/cupola.toml: the aft window ends at -48.3 degrees, the round one begins at -55."""
_COMES_ALONG = math.radians(-28.0)
"""It turns with the head while that looks higher than this, and waits for who looks down to it."""
REACH = math.radians(2.6)
"""How near to it one must look."""


@dataclass(frozen=True, slots=True)
class Handle:
    """`turn` in rad left about the vertical, from aft."""

    turn: float = 0.0

    def after(self, head: Pose) -> Handle:
        """Return the handle for a head that looks there."""
        x, y, z = (float(part) for part in head.ahead)
        if math.asin(min(max(y, -1.0), 1.0)) < _COMES_ALONG or math.hypot(x, z) < 0.1:
            return self
        return Handle(math.atan2(-x, -z))

    @property
    def direction(self) -> Array:
        """Return the unit vector (3,) to it from the eyes."""
        level = math.cos(RISE)
        return np.array(
            [-level * math.sin(self.turn), math.sin(RISE), -level * math.cos(self.turn)]
        )

    def is_met(self, ray: Pose) -> bool:
        """Say whether a ray from the eyes points at it."""
        return float(ray.ahead @ self.direction) > math.cos(REACH)
