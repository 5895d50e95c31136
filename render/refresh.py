"""How much of ground, sky and veil a frame of a show draws anew, and for which view.

The ground moves by at most 1.1 degrees a second, at the nadir, and by 0.07 at the limb: within a
frame of a headset by a twentieth of a pixel of its picture. So a show draws a third of that picture
each frame, strip by strip, and looks the rest up where the head has turned since. Limb, stars,
lamps and the launch are drawn every frame, where they are then.

Single pictures and films are drawn whole, and each owes nothing to another.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np

from render.frustum import pixel_pitch
from render.view import View

STRIPS = 3
GUARD = 0.03
"""Of the field's width and height, by which the picture is wider on each side, so that the head may
turn by some degrees before it is drawn anew."""
MOST_STEP = 0.07
"""s of mission time between two frames, at most; with longer steps each is drawn whole. The oldest
strip is then 0.14 s old: 0.15 degrees at the nadir, 0.01 at the limb."""
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Strip:
    """The part of a width from `first` to `last`, each 0 to 1."""

    first: float
    last: float

    def of(self, low: int, high: int) -> tuple[int, int]:
        """Return the part of whole numbers from `low` up to and without `high`."""
        width = high - low
        return low + round(self.first * width), low + round(self.last * width)


WHOLE = Strip(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Plan:
    """The view of the picture, and the strip of it that is drawn."""

    view: View
    strip: Strip


class Refresh:
    """Plans frame after frame; with `spread` the work on the picture is spread over several."""

    def __init__(self, *, spread: bool) -> None:
        self._spread = spread
        self._kept: tuple[View, Hashable] | None = None
        self._t = np.inf
        self._number = 0

    def forget(self) -> None:
        """Draw the next picture whole."""
        self._kept, self._t = None, np.inf

    def plan(self, t: float, far: View, kind: Hashable) -> Plan:
        """Return what to draw at mission time `t` for a view; of another `kind` nothing is kept."""
        step, self._t = abs(t - self._t), t
        if not self._spread or step > MOST_STEP:
            self._kept = None
            return Plan(far, WHOLE)
        if self._kept is None or self._kept[1] != kind or not _holds(self._kept[0], far):
            self._kept = widened(far), kind
            return Plan(self._kept[0], WHOLE)
        self._number = (self._number + 1) % STRIPS
        strip = Strip(self._number / STRIPS, (self._number + 1) / STRIPS)
        return Plan(self._kept[0], strip)


def widened(view: View) -> View:
    """Return a view with GUARD on each side, and pixels of the same size."""
    (left, right), across = _grown(view.tangents[:2], view.size[0])
    (down, up), along = _grown(view.tangents[2:], view.size[1])
    return replace(view, tangents=(left, right, down, up), size=(across, along))


def _grown(span: tuple[float, float], pixels: int) -> tuple[tuple[float, float], int]:
    low, high = span
    pitch = (high - low) / pixels
    more = round(GUARD * pixels)
    return (low - more * pitch, high + more * pitch), pixels + 2 * more


def _holds(kept: View, view: View) -> bool:
    """Return whether a picture shows all that a view sees, in pixels of the view's size."""
    if not np.allclose(pixel_pitch(kept), pixel_pitch(view), rtol=1e-6):
        return False
    left, right, down, up = view.tangents
    corners = np.array([[x, y, -1.0] for x in (left, right) for y in (down, up)])
    rays = corners @ (kept.cupola_from_eye.T @ view.cupola_from_eye).T
    if rays[:, 2].max() >= 0.0:
        return False
    places = rays[:, :2] / -rays[:, 2:]
    low, high = np.array(kept.tangents[::2]), np.array(kept.tangents[1::2])
    return bool((places >= low - _SLACK).all() and (places <= high + _SLACK).all())
