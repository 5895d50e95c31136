"""Small panels of text as pictures: light letters on a dark, half-clear ground."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_INK = (235, 235, 225)
_KEY_INK = (255, 205, 130)
_GROUND_ALPHA = 150
"""Of 255: the picture stays visible under a panel."""


@lru_cache(maxsize=8)
def _font(height: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(height)


def panel(rows: Sequence[tuple[str, str]], height: int) -> NDArray[np.uint8]:
    """Return rows of a key and what it says as a picture (H, W, 4), colour times alpha.

    `height` is that of the letters in px. A row with an empty key is one line of plain text.
    """
    font = _font(height)
    line, margin, gap = round(1.5 * height), round(0.7 * height), round(1.2 * height)
    key_width = max((_width(font, key) + gap for key, _ in rows if key), default=0)
    text_width = max(_width(font, text) for _, text in rows)
    size = (2 * margin + key_width + text_width, 2 * margin + line * len(rows))
    image = Image.new("RGBA", size, (0, 0, 0, _GROUND_ALPHA))
    draw = ImageDraw.Draw(image)
    for number, (key, text) in enumerate(rows):
        middle = margin + line * number + line // 2
        draw.text((margin, middle), key, _KEY_INK, font, anchor="lm")
        draw.text((margin + key_width, middle), text, _INK, font, anchor="lm")
    return _premultiplied(np.asarray(image))


def _width(font: ImageFont.FreeTypeFont | ImageFont.ImageFont, text: str) -> int:
    return round(font.getlength(text))


def _premultiplied(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = pixels[..., 3:].astype(np.uint16)
    colour = (pixels[..., :3] * alpha + 127) // 255
    return np.concatenate((colour, alpha), axis=-1).astype(np.uint8)
