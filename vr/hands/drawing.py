"""Draws what hands and gaze need to see: the menu, its handle, the ring that fills, the pointer."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.words import Words
from render.labels import Subject
from render.passes.board import Board, Boards, Ink, Mark, box, dot, ring, strip
from render.view import View
from vr.hands import beam, handle, menu
from vr.hands.menu import Verb, boxes, height
from vr.hands.menu_picture import Line, picture
from vr.hands.menu_text import label, value
from vr.hands.reading import Pointer, Pose, Source
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
_BEAM_INK = Ink(1.00, 0.88, 0.70)
_HIGHLIGHT = Ink(1.00, 0.80, 0.51, 0.16)
"""Laid over what is pointed at; letters under it keep 7 to 1."""
_SIGNS = {Verb.SLOWER: ("−", "+"), Verb.BACK: ("«", "»")}


class HandsDrawing:
    """Draws over each eye's finished picture. The menu's picture is made again when it changes."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._boards = Boards(ctx)
        self._lines: tuple[Line, ...] = ()
        self._texture: moderngl.Texture | None = None
        self._panel: Board | None = None
        self._marks: tuple[Mark, ...] = ()

    def prepare(
        self,
        visitor: Visitor,
        pointer: Pointer,
        things: Sequence[Subject],
        head: Array,
        words: Words,
        now: float,
    ) -> None:
        """Make ready what all eyes see at display time `now` (s); `head` (3,) is between them."""
        progress = visitor.dwell.progress(now)
        led = _beam(visitor, pointer.ray, head)
        if visitor.menu is None:
            self._panel = None
            self._marks = (*led, *_pointed(visitor, pointer, things, head, progress))
            return
        lines = menu_lines(visitor, words, now)
        if lines != self._lines:
            self._lines = lines
            if self._texture is not None:
                self._texture.release()
            self._texture = self._boards.picture_of(picture(lines))
        opened, tall = visitor.menu.panel, height(len(visitor.rows))
        self._panel = Board.facing(opened.position, opened.rotation, menu.WIDTH, tall)
        self._marks = (*_on_panel(visitor.menu, self._panel, visitor, progress), *led)

    def draw(self, view: View) -> None:
        """Draw what was prepared for one eye into the framebuffer in use."""
        if self._panel is None and not self._marks:
            return
        self._boards.begin(view)
        if self._panel is not None and self._texture is not None:
            self._boards.picture(self._panel, self._texture)
        self._boards.marks(self._marks)


def _beam(visitor: Visitor, ray: Pose, head: Array) -> Iterator[Mark]:
    """Yield the beam from a controller to the menu, or to hull or window where that is not met."""
    if visitor.source is not Source.CONTROLLER:
        return
    opened = visitor.menu
    if opened is None:
        end = beam.reach(ray)
    elif opened.point is None:
        return
    else:
        normal = opened.panel.rotation[:, 2]
        end = float((opened.panel.position - ray.position) @ normal / (ray.ahead @ normal))
    for board, opacity in beam.boards(ray, head, end):
        yield strip(board, replace(_BEAM_INK, opacity=opacity))


def _pointed(
    visitor: Visitor, pointer: Pointer, things: Sequence[Subject], head: Array, progress: float
) -> Iterator[Mark]:
    """Yield what shows where one points or looks, while the menu is closed."""
    if visitor.source is Source.GAZE:
        at_handle = progress * (visitor.target == handle.NAME)
        yield from _handle(head, visitor.handle.direction, at_handle)
    elif visitor.source is not Source.MOUSE:
        yield dot(_facing(head + _FAR * pointer.ray.ahead, head, _FAR * _DOT), _DOT_INK)
    target = next((each for each in things if each.id == visitor.target), None)
    if progress > 0.0 and target is not None:
        size = _RING + target.radius
        yield ring(_facing(head + _FAR * target.direction, head, _FAR * size), _RING_INK, progress)


def _on_panel(opened: OpenMenu, panel: Board, visitor: Visitor, progress: float) -> Iterator[Mark]:
    """Yield what shows where the open menu is pointed at."""
    rows = visitor.rows
    tall = height(len(rows))
    if opened.verb is not None:
        place = boxes(rows)[opened.verb]
        part = panel.part(
            place.left / menu.WIDTH, place.top / tall, place.right / menu.WIDTH, place.bottom / tall
        )
        yield box(part, _HIGHLIGHT)
    if opened.point is not None:
        x, y = opened.point
        middle = panel.part(x / menu.WIDTH, y / tall, 1.0, 1.0).corner
        if progress > 0.0:
            around = Board.facing(middle, opened.panel.rotation, 0.016, 0.016)
            yield ring(around, _RING_INK, progress)
        yield dot(Board.facing(middle, opened.panel.rotation, 0.004, 0.004), _DOT_INK)


def _handle(head: Array, direction: Array, progress: float) -> Iterator[Mark]:
    """Yield three bars in a ring, which fills while they are looked at."""
    middle = head + _HANDLE_AT * direction
    badge = _facing(middle, head, 0.013)
    for top in (0.33, 0.46, 0.59):
        yield box(badge.part(0.28, top, 0.72, top + 0.08), _HANDLE_INK, 0.0006)
    yield ring(badge, _HANDLE_INK, 1.0, 0.09)
    if progress > 0.0:
        yield ring(_facing(middle, head, 0.016), _RING_INK, progress)


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
    x, y, z = (eye - middle).tolist()
    length = math.hypot(x, y, z)
    x, y, z = x / length, y / length, z / length
    # Square to the vertical, or to straight ahead for what lies above or below.
    rx, ry, rz = (z, 0.0, -x) if abs(y) < 0.99 else (y, -x, 0.0)
    level = math.hypot(rx, ry, rz)
    rx, ry, rz = rx / level, ry / level, rz / level
    up = y * rz - z * ry, z * rx - x * rz, x * ry - y * rx
    axes = np.array([(rx, ry, rz), up, (x, y, z)]).T
    return Board.facing(middle, axes, 2.0 * radius, 2.0 * radius)
