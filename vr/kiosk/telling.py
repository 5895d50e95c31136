"""What the screen tells those who watch a visitor: how far the launch is, captions, what is meant.

A line with the launch's phases runs along the upper edge; over it the mission time, what was last,
and what comes next. What the wearer points or looks at has a ring and its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.words import Words
from orbit.mission_time import format_time
from render.part_names import event_name
from render.view import View
from vr.kiosk.course import Course
from vr.kiosk.posters import ACCENT, INK, Line, Picture, character, dot, poster, ring
from vr.script.panel import board
from vr.window.overlay import caption_letters
from vr.window.sheet import Sheets

_STRIP = 0.092
"""Height of the dark strip under time and line, over the screen's height; so are the others."""
_SHADE = 0.45
"""How dark it is."""
_EDGE = 0.05
_TEXT_AT, _LINE_AT = 0.034, 0.073
_LETTERS = 0.026
_DOT, _MARKER = 0.0045, 0.009
_DIM = (110, 112, 116)
_FOOT = 0.96
"""Where a caption ends."""
_RING, _RING_WIDTH = 0.024, 0.0035
_RING_STEP = 0.008
"""Rings are made in such steps of their size, so that few are."""
_NAME = 0.030
_AHEAD = 0.2
"""Of a direction, its part along the look below which it is none that a screen can show."""

Make = Callable[[], Picture]
Textures = Callable[[str, object, Make], moderngl.Texture]
"""Returns the texture of a name, made anew where what it shows (the second) has changed."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What the wearer means: where on the screen (shares of it, from the top left), and its name.

    `radius` is the thing's own, over the screen's height; the name is "" where it stands there
    anyway. `strength` is 0 to 1.
    """

    x: float
    y: float
    radius: float
    name: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Told:
    """All of it: mission time `t` in s, a caption with its strength 0 to 1, what is meant."""

    t: float
    course: Course
    caption: str = ""
    caption_strength: float = 1.0
    meant: Meant | None = None


def meant_in(
    view: View, direction: NDArray[np.float64], radius: float, name: str, strength: float
) -> Meant | None:
    """Return the mark at a far thing, (3,) in the Cupola's frame, `radius` in rad; None outside."""
    x, y, z = direction @ view.cupola_from_eye
    if z > -_AHEAD:
        return None
    left, right, down, up = view.tangents
    across, along = (x / -z - left) / (right - left), (up - y / -z) / (up - down)
    if not (0.0 < across < 1.0 and 0.0 < along < 1.0):
        return None
    return Meant(float(across), float(along), radius / (up - down), name, strength)


class Telling:
    """Draws it on a screen of any size; what does not change is made once."""

    def __init__(self, sheets: Sheets, textures: Textures) -> None:
        self._sheets, self._textures = sheets, textures
        self._letters: dict[tuple[str, int], moderngl.Texture] = {}

    def draw(self, size: tuple[int, int], told: Told, words: Words) -> None:
        """Draw over the picture on a screen of that size in px."""
        if told.meant is not None:
            self._mark(size, told.meant)
        self._sheets.fill(0, 0, size[0], round(_STRIP * size[1]), _SHADE)
        self._times(size, told, words)
        self._line(size, told)
        if told.caption and told.caption_strength > 0.0:
            self._caption(size, told)

    def _times(self, size: tuple[int, int], told: Told, words: Words) -> None:
        width, height = size
        edge, middle = round(_EDGE * height), round(_TEXT_AT * height)
        letters = round(_LETTERS * height)
        left = edge
        for each in format_time(told.t):
            cell = self._letter(each, letters)
            self._sheets.lay(cell, left, middle - cell.height // 2)
            left += cell.width
        if was := told.course.last(told.t):
            line = Line(event_name(was, words), letters, ACCENT)
            text = self._textures("last", (size, line), lambda: poster([line], width // 3))
            self._sheets.lay(text, left + letters, middle - text.height // 2)
        if (comes := told.course.next(told.t)) is not None:
            says = f"{event_name(comes.name, words)}   {format_time(comes.t)}"
            line = Line(says, letters, INK, 400)
            text = self._textures("next", (size, line), lambda: poster([line], width // 2))
            self._sheets.lay(text, width - edge - text.width, middle - text.height // 2)

    def _line(self, size: tuple[int, int], told: Told) -> None:
        """Draw the line with a dot for each phase, bright as far as the launch has come."""
        marks = told.course.marks
        if len(marks) < 2:
            return
        width, height = size
        first, last = round(_EDGE * height), width - round(_EDGE * height)
        y, thick = round(_LINE_AT * height), max(2, round(0.003 * height))
        at = round(first + told.course.place(told.t) * (last - first))
        dim = self._textures("dim line", (), lambda: np.array([[[*_DIM, 255]]], np.uint8))
        lit = self._textures("lit line", (), lambda: np.array([[[*ACCENT, 255]]], np.uint8))
        self._sheets.stretch(dim, first, y - thick // 2, (last - first, thick))
        self._sheets.stretch(lit, first, y - thick // 2, (max(at - first, 1), thick))
        radius = max(2, round(_DOT * height))
        for number, mark in enumerate(marks):
            x = round(first + number / (len(marks) - 1) * (last - first))
            name, ink = ("lit dot", ACCENT) if mark <= told.t else ("dim dot", _DIM)
            self._disc(name, (x, y), radius, ink)
        self._disc("marker", (at, y), max(3, round(_MARKER * height)), INK)

    def _disc(
        self, name: str, middle: tuple[int, int], radius: int, ink: tuple[int, int, int]
    ) -> None:
        disc = self._textures(name, radius, lambda: dot(radius, ink))
        self._sheets.lay(disc, middle[0] - radius, middle[1] - radius)

    def _caption(self, size: tuple[int, int], told: Told) -> None:
        width, height = size
        made = board(told.caption, caption_letters(height, 1.0), None, 0.94 * width)
        picture = self._textures("caption", made, lambda: made.pixels)
        top = round(_FOOT * height) - picture.height
        self._sheets.lay(picture, (width - picture.width) // 2, top, told.caption_strength)

    def _mark(self, size: tuple[int, int], meant: Meant) -> None:
        width, height = size
        steps = round(max(_RING, meant.radius + 0.5 * _RING) / _RING_STEP)
        radius = round(steps * _RING_STEP * height)
        thick = max(2, round(_RING_WIDTH * height))
        picture = self._textures("ring", (radius, thick), lambda: ring(radius, thick))
        x, y = round(meant.x * width), round(meant.y * height)
        half = picture.width // 2
        self._sheets.lay(picture, x - half, y - half, meant.strength)
        if not meant.name:
            return
        line = Line(meant.name, round(_NAME * height), ACCENT)
        text = self._textures("meant", (size, line), lambda: poster([line], width // 2))
        left = x + half if x + half + text.width < width else x - half - text.width
        self._sheets.lay(text, left, y - text.height // 2, meant.strength)

    def _letter(self, text: str, size: int) -> moderngl.Texture:
        if (text, size) not in self._letters:
            self._letters[text, size] = self._sheets.picture(character(text, size))
        return self._letters[text, size]
