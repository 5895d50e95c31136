"""Draws what hands and gaze need to see: the menu, its handle, the ring that fills, the pointer."""

from __future__ import annotations

from collections.abc import Sequence

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.words import Words
from render.labels import Subject
from render.passes.board import Board, Boards, Ink
from render.view import View
from vr.hands import handle, menu
from vr.hands.menu import Verb, boxes, height
from vr.hands.menu_picture import Line, picture
from vr.hands.menu_text import label, value
from vr.hands.reading import Pointer, Source
from vr.hands.visitor import OpenMenu, Visitor

Array = NDArray[np.float64]

_FAR = 1000.0
"""m; marks on things outside are seen in the same direction by both eyes."""
_RING = np.radians(1.1)
_DOT = np.radians(0.16)
_HANDLE_AT = 0.62
"""m from the eyes: on the frame."""
_RING_INK = Ink(1.00, 0.80, 0.51, 0.95)
_DOT_INK = Ink(0.96, 0.95, 0.92, 0.75)
_HANDLE_INK = Ink(0.96, 0.95, 0.92, 0.55)
_HIGHLIGHT = Ink(1.00, 0.80, 0.51, 0.16)
"""Laid over what is pointed at; letters under it keep 7 to 1."""
_SIGNS = {Verb.SLOWER: ("−", "+"), Verb.BACK: ("«", "»")}


class HandsDrawing:
    """Draws over each eye's finished picture. The menu's picture is made again when it changes."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._boards = Boards(ctx)
        self._lines: tuple[Line, ...] = ()
        self._texture: moderngl.Texture | None = None

    def prepare(self, visitor: Visitor, words: Words, now: float) -> None:
        """Make ready what all eyes see: the menu, if it is open, at display time `now` (s)."""
        if visitor.menu is None:
            return
        lines = menu_lines(visitor, words, now)
        if lines != self._lines:
            self._lines = lines
            if self._texture is not None:
                self._texture.release()
            self._texture = self._boards.picture_of(picture(lines))

    def draw(
        self,
        visitor: Visitor,
        pointer: Pointer,
        things: Sequence[Subject],
        head: Array,
        view: View,
        now: float,
    ) -> None:
        """Draw for one eye into the framebuffer in use; `head` (3,) is between the eyes."""
        boards = self._boards
        boards.begin(view)
        progress = visitor.dwell.progress(now)
        if visitor.menu is not None and self._texture is not None:
            self._menu(visitor.menu, visitor, progress)
            return
        target = next((each for each in things if each.id == visitor.target), None)
        if visitor.source is Source.GAZE:
            self._handle(head, visitor.handle.direction, progress * (visitor.target == handle.NAME))
        elif visitor.source is not Source.MOUSE:
            boards.dot(_facing(head + _FAR * pointer.ray.ahead, head, _FAR * _DOT), _DOT_INK)
        if progress > 0.0 and target is not None:
            size = _RING + target.radius
            boards.ring(
                _facing(head + _FAR * target.direction, head, _FAR * size), _RING_INK, progress
            )

    def _menu(self, opened: OpenMenu, visitor: Visitor, progress: float) -> None:
        rows = visitor.rows
        tall = height(len(rows))
        panel = Board.facing(opened.panel.position, opened.panel.rotation, menu.WIDTH, tall)
        boards = self._boards
        if self._texture is not None:
            boards.picture(panel, self._texture)
        if opened.verb is not None:
            box = boxes(rows)[opened.verb]
            part = panel.part(
                box.left / menu.WIDTH, box.top / tall, box.right / menu.WIDTH, box.bottom / tall
            )
            boards.box(part, _HIGHLIGHT)
        if opened.point is not None:
            x, y = opened.point
            middle = panel.part(x / menu.WIDTH, y / tall, 1.0, 1.0).corner
            if progress > 0.0:
                ring = Board.facing(middle, opened.panel.rotation, 0.016, 0.016)
                boards.ring(ring, _RING_INK, progress)
            boards.dot(Board.facing(middle, opened.panel.rotation, 0.004, 0.004), _DOT_INK)

    def _handle(self, head: Array, direction: Array, progress: float) -> None:
        """Draw three bars in a ring, which fills while they are looked at."""
        middle = head + _HANDLE_AT * direction
        badge = _facing(middle, head, 0.013)
        for top in (0.33, 0.46, 0.59):
            self._boards.box(badge.part(0.28, top, 0.72, top + 0.08), _HANDLE_INK, 0.0006)
        self._boards.ring(badge, _HANDLE_INK, 1.0, 0.09)
        if progress > 0.0:
            self._boards.ring(_facing(middle, head, 0.016), _RING_INK, progress)


def menu_lines(visitor: Visitor, words: Words, now: float) -> tuple[Line, ...]:
    """Return what stands in the menu of a visitor at display time `now` (s)."""
    places = boxes(visitor.rows)
    found = []
    for row in visitor.rows:
        said = label(row, visitor.show, words, now)
        is_set = value(row, visitor.show, visitor.settings, words, now)
        if len(row.verbs) == 1:
            found.append(Line(said, is_set))
        else:
            ends = places[row.verbs[0]], places[row.verbs[1]]
            found.append(Line(said, is_set, ends, _SIGNS[row.verbs[0]]))
    return tuple(found)


def _facing(middle: Array, eye: Array, radius: float) -> Board:
    """Return the upright square round a middle that faces an eye, `radius` m to its edges."""
    back = eye - middle
    back = back / np.linalg.norm(back)
    up = np.array([0.0, 1.0, 0.0]) if abs(back[1]) < 0.99 else np.array([0.0, 0.0, -1.0])
    right = np.cross(up, back)
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(back, right), back], axis=-1)
    return Board.facing(middle, axes, 2.0 * radius, 2.0 * radius)
