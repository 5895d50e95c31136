"""The visitor's hands in the window: mouse or gamepad point, hover names, click and menu choose."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assets.words import Words
from orbit.moment import Moment
from render.labels import Subject
from render.naming import Naming
from render.subjects import subjects
from render.view import View
from vr.hands.drawing import HandsDrawing
from vr.hands.pinch import pointing_from
from vr.hands.reading import UPRIGHT, Pointer, Pose, Reading, Source
from vr.hands.visitor import Visitor, Wishes
from vr.window.desktop import Input

Array = NDArray[np.float64]

_AT_REST = 3.0
"""s after which a mouse that lies still points at nothing outside."""


class WindowHands:
    """Keeps what hands are about from picture to picture."""

    def __init__(self, drawing: HandsDrawing, visitor: Visitor) -> None:
        self.visitor = visitor
        self._drawing = drawing
        self._view: View | None = None
        self._things: Sequence[Subject] = ()
        self._place: tuple[float, float] | None = None
        self._moved_at = -math.inf
        self._pointer = Pointer(Source.MOUSE, UPRIGHT)
        self._heeded_at = 0.0

    def heed(self, done: Input, visitor: Visitor, now: float) -> Wishes:
        """Take in what was done since the last picture, at display time `now` (s).

        `visitor` is the one of before, with what keys have changed since.
        """
        since, self._heeded_at = max(now - self._heeded_at, 0.0), now
        if self._view is None:
            self.visitor = visitor
            return Wishes()
        if done.pointer is not None and done.pointer != self._place:
            self._place, self._moved_at = done.pointer, now
        head = Pose(self._view.position, self._view.cupola_from_eye)
        self._pointer = self._pointing(done, head)
        buttons = done.pad.read()
        buttons = replace(
            buttons,
            select=buttons.select or done.clicked,
            menu=buttons.menu or done.menu,
        )
        is_at_rest = self._pointer.source is Source.MOUSE and now - self._moved_at > _AT_REST
        things = () if is_at_rest and not done.clicked else self._things
        reading = Reading(head, self._pointer, buttons)
        self.visitor, wishes = visitor.after(reading, things, (), now, since)
        return wishes

    def see(self, view: View, moment: Moment, words: Words, now: float) -> None:
        """Remember what there is to be pointed at in the picture that is drawn now."""
        self._view = view
        asks = self.visitor.asks_for_names(now)
        self._things = subjects(moment, view, Naming(words)) if asks else ()

    def draw(self, view: View, words: Words, now: float) -> None:
        """Draw over the finished picture into the framebuffer in use."""
        self._drawing.prepare(self.visitor, self._pointer, self._things, view.position, words, now)
        self._drawing.draw(view)

    def _pointing(self, done: Input, head: Pose) -> Pointer:
        """Return what points: a pad at the middle while it is used, else the mouse."""
        was_pad = self._pointer.source is Source.CONTROLLER
        is_mouse = done.clicked or done.moved
        if done.pad.is_touched or (was_pad and not is_mouse):
            return Pointer(Source.CONTROLLER, head)
        if self._view is None or self._place is None:
            return Pointer(Source.MOUSE, head)
        return Pointer(Source.MOUSE, ray_through(self._view, self._place))


def ray_through(view: View, pixel: tuple[float, float]) -> Pose:
    """Return the ray from the eye through a pixel (x from the left, y from the top)."""
    left, right, down, up = view.tangents
    x = left + pixel[0] / view.size[0] * (right - left)
    y = up - pixel[1] / view.size[1] * (up - down)
    ahead = view.cupola_from_eye @ np.array([x, y, -1.0])
    return Pose(view.position, pointing_from(view.position, view.position + ahead).rotation)
