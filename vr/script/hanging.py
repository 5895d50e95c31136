"""A caption that hangs before the visitor's eyes in the Cupola, and the black of a fade."""

from __future__ import annotations

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.passes.board import Board, Boards, Ink
from render.view import View
from vr.script.panel import CaptionPicture, board
from vr.script.place import DISTANCE, Heading, arrow, board_size, followed, wanted
from vr.script.score import Cue
from vr.script.teller import Teller

Array = NDArray[np.float64]

_LETTERS = 40
"""px of the letters in the picture: more than any headset shows in 1.3 degrees a line."""
_VEIL_AT, _VEIL_HALF = 0.2, 1.2
"""m: black hangs so near and so wide that it covers every eye's field."""
_LONG_AWAY = 1.0
"""s of display time after which a caption that was away begins where the head looks now."""


class HangingCaption:
    """Draws over each eye's finished picture; the caption follows the head lazily.

    `scale` is the caption's size over the usual 1.3 degrees a line.
    """

    def __init__(self, ctx: moderngl.Context, scale: float = 1.0) -> None:
        self._boards = Boards(ctx)
        self._scale = scale
        self._heading = Heading()
        self._seen_at = -math.inf
        self._now = -math.inf
        self._drawn: CaptionPicture | None = None
        self._texture: moderngl.Texture | None = None
        self._board: Board | None = None
        self._opacity = 0.0
        self._fade = 0.0

    def prepare(
        self, cue: Cue, teller: Teller, moment: Moment, head: Array, view: View, now: float
    ) -> None:
        """Make ready what both eyes see at display time `now` (s).

        `head` (3,) is the point between the eyes and `view` one eye's, both in the Cupola's frame.
        """
        self._fade, self._board = cue.fade, None
        looks = Heading.of(view.cupola_from_eye, self._heading.turn)
        since, self._now = now - self._now, now
        text = "" if cue.spoken is None else teller.text(cue.spoken)
        if cue.spoken is None or not text:
            return
        if now - self._seen_at > _LONG_AWAY:
            self._heading = wanted(looks)
        self._heading = followed(self._heading, looks, since)
        self._seen_at, self._opacity = now, cue.spoken.strength
        direction = teller.direction(cue.spoken, moment)
        pointing = None if direction is None else arrow(direction, view)
        texture = self._picture(text, pointing)
        width, height = board_size(texture.size, _LETTERS, self._scale)
        axes = self._heading.rotation()
        self._board = Board.facing(head - DISTANCE * axes[:, 2], axes, width, height)

    def draw(self, view: View) -> None:
        """Draw for one eye into the framebuffer in use."""
        if self._fade > 0.0:
            self._boards.begin(view)
            axes = view.cupola_from_eye
            middle = view.position - _VEIL_AT * axes[:, 2]
            veil = Board.facing(middle, axes, 2.0 * _VEIL_HALF, 2.0 * _VEIL_HALF)
            self._boards.box(veil, Ink(0.0, 0.0, 0.0, self._fade), radius=1e-3)
        if self._board is not None and self._texture is not None:
            self._boards.begin(view)
            self._boards.picture(self._board, self._texture, self._opacity)

    def _picture(self, text: str, pointing: float | None) -> moderngl.Texture:
        made = board(text, _LETTERS, pointing)
        if self._texture is None or self._drawn is not made:
            if self._texture is not None:
                self._texture.release()
            self._texture, self._drawn = self._boards.picture_of(made.pixels), made
        return self._texture
