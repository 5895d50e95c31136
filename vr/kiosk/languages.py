"""The welcome: the house's languages hang before the visitor, and looking at one chooses it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.words import LANGUAGES, words
from render.passes.board import Board, Boards, Ink, box
from render.view import View
from vr.hands.dwell import Dwell
from vr.hands.reading import Pose
from vr.kiosk import texts
from vr.kiosk.posters import INK, Line, poster

Array = NDArray[np.float64]

_DISTANCE = 1.4
"""m: within the dome, where eyes rest well."""
_ROW, _WIDTH = math.radians(4.6), math.radians(26.0)
_FILLED = 0.72
"""Of a row's height, by its letters."""
_PIXELS = 96
"""px, height of a row's letters."""
_GROUND = Ink(0.03, 0.035, 0.05, 0.86)
_LIT = Ink(1.0, 0.80, 0.51, 0.30)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The languages in a column round a heading (rad, left of aft), and what is looked at."""

    languages: tuple[str, ...]
    heading: float
    eyes: Array
    dwell: Dwell

    @staticmethod
    def before(head: Pose, languages: tuple[str, ...]) -> Choice:
        """Return the choice that stands before a head, level, whichever way it looks."""
        ahead = head.ahead
        return Choice(languages, math.atan2(-ahead[0], -ahead[2]), np.array(head.position), Dwell())

    def after(self, ray: Pose, pressed: bool, now: float) -> tuple[Choice, str]:
        """Return the choice after a look or a pointing along `ray`; the language chosen, or ""."""
        target = self.target(ray)
        dwell, chosen = self.dwell.after(target, now)
        said = target if chosen or (pressed and target) else ""
        return Choice(self.languages, self.heading, self.eyes, dwell), said

    def target(self, ray: Pose) -> str:
        """Return the language that a ray meets, "" for none."""
        axes = self.axes
        ahead, origin = axes.T @ ray.ahead, axes.T @ (ray.position - self.eyes)
        if ahead[2] > -0.1:
            return ""
        x, y, _ = origin + ahead * ((_DISTANCE + origin[2]) / -ahead[2])
        if abs(x) > _DISTANCE * math.tan(_WIDTH) / 2:
            return ""
        row = self._top / self._row - y / self._row
        return self.languages[int(row)] if 0.0 <= row < len(self.languages) else ""

    @property
    def axes(self) -> Array:
        """Return right, up and back of the column as columns (3, 3)."""
        c, s = math.cos(self.heading), math.sin(self.heading)
        return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])

    def board(self, row: float) -> Board:
        """Return the board of a row, 0 the first language; -1 is above it."""
        axes = self.axes
        up = self._top - (row + 0.5) * self._row
        middle = self.eyes + axes @ np.array([0.0, up, -_DISTANCE])
        return Board.facing(middle, axes, _DISTANCE * math.tan(_WIDTH), 0.92 * self._row)

    @property
    def _row(self) -> float:
        return _DISTANCE * math.tan(_ROW)

    @property
    def _top(self) -> float:
        return 0.5 * len(self.languages) * self._row


class ChoiceDrawing:
    """Draws the choice over each eye's finished picture."""

    def __init__(self, ctx: moderngl.Context, languages: Sequence[str]) -> None:
        self._boards = Boards(ctx)
        line = words(languages[0]).text(texts.CHOOSE, texts.CONTEXT)
        self._head = self._texture(line)
        self._names = {code: self._texture(LANGUAGES[code]) for code in languages}

    def draw(self, choice: Choice, view: View, now: float) -> None:
        """Draw for one eye into the framebuffer in use."""
        boards = self._boards
        boards.begin(view)
        self._fitted(choice.board(-1.1), self._head)
        for row, code in enumerate(choice.languages):
            board = choice.board(row)
            boards.marks([box(board, _GROUND, radius=0.02)])
            if code == choice.dwell.target:
                share = max(choice.dwell.progress(now), 0.02)
                boards.marks([box(board.part(0.0, 0.0, share, 1.0), _LIT, radius=0.02)])
            self._fitted(board, self._names[code])

    def _texture(self, text: str) -> moderngl.Texture:
        return self._boards.picture_of(poster([Line(text, _PIXELS, INK)], 4096))

    def _fitted(self, board: Board, texture: moderngl.Texture) -> None:
        """Draw a picture in the middle of a board, as high as its row and no wider."""
        across = float(np.linalg.norm(board.along))
        tall = float(np.linalg.norm(board.down))
        width, height = texture.size
        scale = min(_FILLED * tall / _PIXELS, 0.96 * across / width)
        w, h = 0.5 * scale * width / across, 0.5 * scale * height / tall
        self._boards.picture(board.part(0.5 - w, 0.5 - h, 0.5 + w, 0.5 + h), texture)
