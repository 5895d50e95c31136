"""Whether a head turns so quickly that edges need not be smooth in each picture.

Where a picture moves by several pixels from one frame to the next, the stairs of its edges fall
elsewhere each time. An eye that follows the world sees the mean of the frames of a twentieth of a
second or so, in which edges are as smooth as with several samples a pixel. So in a show a quickly
turned head gets one sample a pixel and the frames it needs; as it rests, edges are smooth again.
"""

from __future__ import annotations

import math

import numpy as np

from render.frustum import pixel_pitch
from render.view import View

FROM_PIXELS, TO_PIXELS = 5.0, 3.0
"""From frame to frame, in the middle of the view: quick from the first down to the second."""
JUMP = math.radians(8.0)
"""Turning by more in one frame is a cut, not a turn."""


class Turning:
    """Watches a show's head; without `show` nothing is quick."""

    def __init__(self, *, show: bool) -> None:
        self._show = show
        self._last: tuple[View, bool] | None = None

    def forget(self) -> None:
        """Let the next picture be as after a cut."""
        self._last = None

    def quick(self, view: View) -> bool:
        """Return whether a view has turned quickly since the last.

        It is asked once a frame, for one eye: both must look alike.
        """
        if not self._show:
            return False
        last, was_quick = self._last or (view, False)
        limit = TO_PIXELS if was_quick else FROM_PIXELS
        angle = _between(last, view)
        is_quick = limit * float(pixel_pitch(view)[1]) < angle < JUMP
        self._last = view, is_quick
        return is_quick


def _between(first: View, second: View) -> float:
    """Return the angle in rad by which one view is turned from another."""
    trace = float(np.vdot(first.cupola_from_eye, second.cupola_from_eye))
    return math.acos(min(max(0.5 * (trace - 1.0), -1.0), 1.0))
