"""The menu as a picture: light letters on a dark panel, as sharp as an eye's pixels are. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from assets.font import font_path
from vr.hands.menu import DISTANCE, MARGIN, WIDTH, Box, height, row_box
from vr.script.panel import ARROW_INK, GROUND, INK
from vr.script.place import LINE_DEG

Picture = NDArray[np.uint8]

PIXELS = 2600.0
"""A metre: 26 a degree at arm's length, as the sharpest headsets show."""
LETTERS = 0.72 * DISTANCE * float(np.radians(LINE_DEG))
"""m, size of the letters: a line of them is LINE_DEG high."""
_DIM_INK = (172, 176, 184)
"""Of labels; 9 to 1 on the panel."""
_BUTTON = (38, 42, 50)
"""Ground of the two ends of a row that goes either way; its letters stand 11 to 1 on it."""
_WEIGHT = 500
_PAD = 0.006
"""m between a row's edge and its letters."""
_SHRINKS = 0.6
"""No text is set in letters smaller than this times their size."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row's texts. With `ends`, the boxes of less and more, the value stands between them."""

    label: str
    value: str = ""
    ends: tuple[Box, Box] | None = None
    signs: tuple[str, str] = ("", "")


def picture(lines: Sequence[Line]) -> Picture:
    """Return the panel (H, W, 4), display-encoded colour times alpha, rows from the top.

    Nothing shines through it: a caption that hangs behind would be read between its rows.
    """
    size = round(WIDTH * PIXELS), round(height(len(lines)) * PIXELS)
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    box = (0, 0, size[0] - 1, size[1] - 1)
    draw.rounded_rectangle(box, radius=round(MARGIN * PIXELS), fill=(*GROUND, 255))
    for number, line in enumerate(lines):
        _draw_row(draw, row_box(number), line)
    pixels = np.asarray(image).astype(np.uint16)
    pixels[..., :3] = (pixels[..., :3] * pixels[..., 3:] + 127) // 255
    return pixels.astype(np.uint8)


def _draw_row(draw: ImageDraw.ImageDraw, box: Box, line: Line) -> None:
    _, middle = box.middle
    left, right = box.left + _PAD, box.right - _PAD
    if line.ends is not None:
        less, more = line.ends
        for end, sign in zip((less, more), line.signs, strict=True):
            _draw_end(draw, end, sign)
        between = (less.right + more.left) / 2.0
        _write(draw, line.value, (between, middle), INK, "mm", more.left - less.right)
        _write(draw, line.label, (left, middle), _DIM_INK, "lm", less.left - left - _PAD)
        return
    if not line.value:
        _write(draw, line.label, (left, middle), INK, "lm", right - left)
        return
    share = 0.5 * (right - left)
    _write(draw, line.label, (left, middle), _DIM_INK, "lm", share)
    _write(draw, line.value, (right, middle), INK, "rm", share - _PAD)


def _draw_end(draw: ImageDraw.ImageDraw, box: Box, sign: str) -> None:
    gap = 0.0018
    corners = tuple(
        round(each * PIXELS) for each in (box.left, box.top + gap, box.right, box.bottom - gap)
    )
    draw.rounded_rectangle(corners, radius=round(0.005 * PIXELS), fill=(*_BUTTON, 255))
    _write(draw, sign, box.middle, ARROW_INK, "mm", box.right - box.left)


def _write(
    draw: ImageDraw.ImageDraw,
    text: str,
    place: tuple[float, float],
    ink: tuple[int, int, int],
    anchor: str,
    room: float,
) -> None:
    """Write a text at a place in m, in smaller letters where it is wider than the room."""
    font = _font(round(LETTERS * PIXELS))
    wide = font.getlength(text) / PIXELS
    if wide > room:
        font = _font(round(LETTERS * PIXELS * max(room / wide, _SHRINKS)))
    at = place[0] * PIXELS, place[1] * PIXELS
    draw.text(at, text, (*ink, 255), font, anchor=anchor)


@cache
def _font(letters: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(font_path()), letters)
    font.set_variation_by_axes([_WEIGHT])
    return font
