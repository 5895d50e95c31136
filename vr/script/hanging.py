"""A caption that hangs before the visitor's eyes in the Cupola, and the black of a fade.

It hangs lower while it would cover what it is about.
"""

from __future__ import annotations

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.passes.board import Board, Boards, Ink, box
from render.view import View
from vr.hung import Hung, Room
from vr.script.captions import Caption
from vr.script.panel import CaptionPicture, board, largest, letters_within
from vr.script.place import (
    CALM,
    DISTANCE,
    Heading,
    arrow,
    board_size,
    followed,
    letters,
    lowered,
    wanted,
)
from vr.script.score import Cue
from vr.script.teller import Teller

Array = NDArray[np.float64]

_LETTERS = 40
"""px of the letters in the picture, where it is drawn into the eyes' pictures: more than any
headset shows in 1.3 degrees a line."""
_FEWEST = 14
"""px of the letters at least."""
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
        self._lowered = 0.0
        self._said: tuple[Caption, float] | None = None
        self._seen_at = -math.inf
        self._now = -math.inf
        self._drawn: CaptionPicture | None = None
        self._letters = _LETTERS
        self._texture: moderngl.Texture | None = None
        self._board: Board | None = None
        self._opacity = 0.0
        self._fade = 0.0

    def prepare(
        self,
        cue: Cue,
        teller: Teller,
        moment: Moment,
        head: Array,
        view: View,
        now: float,
        room: Room | None = None,
    ) -> None:
        """Make ready what both eyes see at display time `now` (s).

        `head` (3,) is the point between the eyes and `view` one eye's, both in the Cupola's frame.
        Letters are as fine as there is `room` for on a layer of its own.
        """
        if room is not None:
            self._letters = _letters(room, self._scale)
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
        texture = self._picture(text, pointing, room)
        width, height = board_size(texture.size, self._letters, self._scale)
        aim = 0.0
        if direction is not None:
            aim = lowered(self._heading, Heading.toward(direction), _angles(width, height))
        self._give_way(aim, (cue.spoken.caption, cue.spoken.began), since)
        axes = Heading(self._heading.turn, self._heading.rise - self._lowered).rotation()
        self._board = Board.facing(head - DISTANCE * axes[:, 2], axes, width, height)

    def _give_way(self, aim: float, said: tuple[Caption, float], since: float) -> None:
        """Hang so much lower that what is spoken of is seen; gently, but for new words at once."""
        share = 1.0 - math.exp(-max(since, 0.0) / CALM) if said == self._said else 1.0
        self._lowered += share * (aim - self._lowered)
        self._said = said

    def hung(self, room: Room) -> Hung | None:
        """Return the caption for a layer of its own; None where there is none, or it is too large.

        The black of a fade stays in the eyes' pictures, under it.
        """
        if self._board is None or self._texture is None:
            return None
        wide, tall = self._texture.size
        if wide > room.most[0] or tall > room.most[1]:
            return None
        return Hung(self._texture, self._board, self._opacity, largest(self._letters))

    def draw(self, view: View, *, without_words: bool = False) -> None:
        """Draw for one eye into the framebuffer in use; `without_words` the black alone."""
        if self._fade > 0.0:
            self._boards.begin(view)
            axes = view.cupola_from_eye
            middle = view.position - _VEIL_AT * axes[:, 2]
            veil = Board.facing(middle, axes, 2.0 * _VEIL_HALF, 2.0 * _VEIL_HALF)
            self._boards.marks([box(veil, Ink(0.0, 0.0, 0.0, self._fade), radius=1e-3)])
        if self._board is not None and self._texture is not None and not without_words:
            self._boards.begin(view)
            self._boards.picture(self._board, self._texture, self._opacity)

    def _picture(self, text: str, pointing: float | None, room: Room | None) -> moderngl.Texture:
        made = board(text, self._letters, pointing)
        if self._texture is None or self._drawn is not made:
            if self._texture is not None:
                self._texture.release()
            # A layer of its own shows it texel for texel.
            self._texture = self._boards.picture_of(made.pixels, shrinks=room is None)
            self._drawn = made
        return self._texture


def _angles(width: float, height: float) -> tuple[float, float]:
    """Return what a board of that size in m takes up of the sight, in rad."""
    return 2.0 * math.atan(0.5 * width / DISTANCE), 2.0 * math.atan(0.5 * height / DISTANCE)


def _letters(room: Room, scale: float) -> int:
    return max(
        min(round(letters(room.pixels_per_radian, scale)), letters_within(room.most[0])), _FEWEST
    )
