"""Small panels of text as pictures: light letters on a dark, half-clear ground."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, features

from assets.font import font_path

INK = (235, 235, 225)
KEY_INK = (255, 205, 130)
_WEIGHT = 500
GROUND_ALPHA = 205
"""Of 255: the picture is still seen under a panel, and letters stand 7 to 1 over white cloud."""


@cache
def _font(height: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(font_path()), height)
    font.set_variation_by_axes([_WEIGHT])
    return font


@cache
def _features() -> list[str] | None:
    """Ask for digits of one width, so that a running clock does not jitter, where Pillow can."""
    return ["tnum"] if features.check("raqm") else None


def panel(rows: Sequence[tuple[str, str]], height: int) -> NDArray[np.uint8]:
    """Return rows of a key and what it says as a picture (H, W, 4), colour times alpha.

    `height` is that of the letters in px. A row with an empty key is one line of plain text.
    """
    font = _font(height)
    line, margin, gap = round(1.5 * height), round(0.7 * height), round(1.2 * height)
    key_width = max((_width(font, key) + gap for key, _ in rows if key), default=0)
    text_width = max(_width(font, text) for _, text in rows)
    size = (2 * margin + key_width + text_width, 2 * margin + line * len(rows))
    image = Image.new("RGBA", size, (0, 0, 0, GROUND_ALPHA))
    draw = ImageDraw.Draw(image)
    for number, (key, text) in enumerate(rows):
        middle = margin + line * number + line // 2
        draw.text((margin, middle), key, KEY_INK, font, anchor="lm", features=_features())
        draw.text((margin + key_width, middle), text, INK, font, anchor="lm", features=_features())
    return _premultiplied(np.asarray(image))


def _width(font: ImageFont.FreeTypeFont, text: str) -> int:
    return ceil(font.getlength(text, features=_features()))


def _premultiplied(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = pixels[..., 3:].astype(np.uint16)
    colour = (pixels[..., :3] * alpha + 127) // 255
    return np.concatenate((colour, alpha), axis=-1).astype(np.uint8)
