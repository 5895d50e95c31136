"""A caption as a picture: its lines in light letters on a dark panel, an arrow at its edge.

Pure: the same words and angle give the same picture. Sizes are in px of that picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from assets.font import font_path

Picture = NDArray[np.uint8]

LINE = 1.4
"""Height of a line over the letters' size."""
MOST_LINES = 3
WIDEST = 27.0
"""Width of a panel over the letters' size: about 50 letters a line, as subtitles have 42."""
INK = (245, 243, 235)
GROUND = (8, 9, 12)
GROUND_OPACITY = 240 / 255
ARROW_INK = (255, 205, 130)
_MARGIN = 0.7
_ARROW = 1.6
"""Room for the arrow round the panel, over the letters' size."""
_WEIGHT = 500
_SMOOTH = 4
"""The arrow is drawn that much larger and shrunk, for even edges."""
ARROW_STEP_DEG = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class CaptionPicture:
    """A caption's picture (H, W, 4), sRGB times alpha, rows from the top."""

    pixels: Picture
    lines: tuple[str, ...]


def board(text: str, letters: int, arrow: float | None, width: float = math.inf) -> CaptionPicture:
    """Return a caption's picture in letters of that size, no wider than `width` px.

    `arrow` is the angle in rad of what is out of view, from right through up, taken to 3 degrees;
    None for no arrow.
    """
    steps = None if arrow is None else round(math.degrees(arrow) / ARROW_STEP_DEG)
    return _board(text, letters, steps, width)


@lru_cache(maxsize=8)
def _board(text: str, letters: int, arrow: int | None, width: float) -> CaptionPicture:
    panel, lines = _panel(text, letters, min(width, WIDEST * letters))
    room = round(_ARROW * letters)
    pixels = np.pad(panel, ((room, room), (room, room), (0, 0)))
    if arrow is not None:
        angle = arrow * math.radians(ARROW_STEP_DEG)
        _put_arrow(pixels, panel.shape[1], panel.shape[0], angle, letters)
    return CaptionPicture(pixels, lines)


def largest(letters: int) -> tuple[int, int]:
    """Return width and height in px of the largest picture of MOST_LINES, for a size of letters."""
    margin, room = round(_MARGIN * letters), round(_ARROW * letters)
    wide = math.ceil(WIDEST * letters)
    return wide + 2 * room, round(LINE * letters) * MOST_LINES + 2 * (margin + room)


def letters_within(width: int) -> int:
    """Return the size of the largest letters whose widest picture is no wider than that, in px."""
    return int((width - 2) / (WIDEST + 2.0 * _ARROW))


def wrapped(text: str, measure: Callable[[str], float], width: float) -> tuple[str, ...]:
    """Return a text in as few lines as `width` allows, as even in length as can be.

    A word wider than that stands in a line of its own. Hard spaces hold words together.
    """
    words = text.split(" ")
    count = len(_filled(words, measure, width))
    low, high = 0.0, width
    for _ in range(12):
        middle = 0.5 * (low + high)
        low, high = (
            (low, middle) if len(_filled(words, measure, middle)) <= count else (middle, high)
        )
    return tuple(_filled(words, measure, high))


def contrast(background: float) -> float:
    """Return the contrast of letters on their panel before a background of that light, 0 to 1.

    Relative luminance and ratio as WCAG 2.2 defines them. Light is added as a compositor adds it,
    linearly, which lets more of the background through than adding sRGB values does.
    """
    ground = _luminance(GROUND) * GROUND_OPACITY + background * (1.0 - GROUND_OPACITY)
    return (_luminance(INK) + 0.05) / (ground + 0.05)


def _measure(font: ImageFont.FreeTypeFont) -> Callable[[str], float]:
    """Return what measures a line word by word, each word once: lines are tried many times over."""
    known: dict[str, float] = {}
    space = font.getlength(" ")

    def width(line: str) -> float:
        words = line.split(" ")
        for word in words:
            if word not in known:
                known[word] = font.getlength(word)
        return sum(known[word] for word in words) + (len(words) - 1) * space

    return width


def _filled(words: list[str], measure: Callable[[str], float], width: float) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=8)
def _panel(text: str, letters: int, width: float) -> tuple[Picture, tuple[str, ...]]:
    font, margin, line = _font(letters), round(_MARGIN * letters), round(LINE * letters)
    lines = wrapped(text, _measure(font), width - 2 * margin)
    across = math.ceil(max(font.getlength(each) for each in lines)) + 2 * margin
    along = line * len(lines) + 2 * margin
    opacity = round(255 * GROUND_OPACITY)
    image = Image.new("RGBA", (across, along), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    box = (0, 0, across - 1, along - 1)
    draw.rounded_rectangle(box, radius=margin, fill=(*GROUND, opacity))
    for number, each in enumerate(lines):
        middle = (across / 2, margin + line * (number + 0.5))
        draw.text(middle, each, (*INK, 255), font, anchor="mm")
    return _premultiplied(image), lines


def _put_arrow(pixels: Picture, width: int, height: int, angle: float, letters: int) -> None:
    """Lay the arrow on the edge of a panel of that size that a ray at `angle` leaves through."""
    arrow = _arrow(round(_ARROW * letters), angle)
    side = arrow.shape[0]
    right, up = math.cos(angle), math.sin(angle)
    reach = min(
        (width + side) / 2 / max(abs(right), 1e-6), (height + side) / 2 / max(abs(up), 1e-6)
    )
    x = round((pixels.shape[1] - side) / 2 + reach * right)
    y = round((pixels.shape[0] - side) / 2 - reach * up)
    x = min(max(x, 0), pixels.shape[1] - side)
    y = min(max(y, 0), pixels.shape[0] - side)
    under = pixels[y : y + side, x : x + side]
    clear = 255 - arrow[..., 3:].astype(np.uint16)
    under[:] = np.minimum(arrow + (under * clear + 127) // 255, 255).astype(np.uint8)


@cache
def _arrow(side: int, angle: float) -> Picture:
    """Return an arrow head on a dark disc as a picture (side, side, 4)."""
    big = side * _SMOOTH
    middle, size = big / 2, 0.30 * big
    image = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, big - 1, big - 1), fill=(*GROUND, round(255 * GROUND_OPACITY)))
    corners = [
        (middle + size * r * math.cos(angle + a), middle - size * r * math.sin(angle + a))
        for a, r in ((0.0, 1.0), (2.3, 1.0), (math.pi, 0.35), (-2.3, 1.0))
    ]
    draw.polygon(corners, fill=(*ARROW_INK, 255))
    return _premultiplied(image.resize((side, side), Image.Resampling.BOX))


def _premultiplied(image: Image.Image) -> Picture:
    pixels = np.asarray(image).astype(np.uint16)
    pixels[..., :3] = (pixels[..., :3] * pixels[..., 3:] + 127) // 255
    return pixels.astype(np.uint8)


@cache
def _font(letters: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(font_path()), letters)
    font.set_variation_by_axes([_WEIGHT])
    return font


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [each / 255 for each in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
