"""What stands on the mirror screen, as pictures: the invitation, the countdown, short lines. Pure.

Letters lie on the picture itself with a dark halo, so that the launch stays the thing to see.
Sizes are in px; pictures are (H, W, 4), sRGB times alpha, rows from the top.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from assets.font import font_path

Picture = NDArray[np.uint8]
Side = Literal["left", "middle", "right"]
"""Where lines of different lengths are even."""
INK = (245, 243, 235)
ACCENT = (255, 205, 130)
_HALO = 0.22
"""Of the letters' size: how far their dark halo reaches."""
_LEADING = 1.35
_SMALLEST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `size` of its letters in px."""

    text: str
    size: int
    ink: tuple[int, int, int] = INK
    weight: int = 500


def poster(lines: Sequence[Line], width: int, side: Side = "left") -> Picture:
    """Return lines one below the other, even on one `side`, each no wider than `width`."""
    fitted = [_fitted(line, width) for line in lines]
    halo = max(2, round(_HALO * max(line.size for line in fitted)))
    heights = [round(_LEADING * line.size) for line in fitted]
    across = max(math.ceil(_font(line).getlength(line.text)) for line in fitted)
    size = across + 2 * halo, sum(heights) + 2 * halo
    letters = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(letters)
    top = halo
    for line, height in zip(fitted, heights, strict=True):
        x, anchor = {
            "left": (halo, "lm"),
            "middle": (size[0] / 2, "mm"),
            "right": (size[0] - halo, "rm"),
        }[side]
        draw.text((x, top + height / 2), line.text, (*line.ink, 255), _font(line), anchor=anchor)
        top += height
    return _with_halo(letters, halo)


def countdown(seconds: int, share: float, size: int) -> Picture:
    """Return the seconds left in a ring of which `share` (0 to 1) is left."""
    halo = max(2, size // 24)
    big = size + 2 * halo
    image = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    width = max(3, size // 16)
    box = (halo, halo, big - 1 - halo, big - 1 - halo)
    draw.arc(box, 0, 360, (*INK, 70), width)
    draw.arc(box, -90, -90 + 360 * min(max(share, 0.0), 1.0), (*ACCENT, 255), width)
    line = Line(str(seconds), round(0.42 * size))
    draw.text((big / 2, big / 2), line.text, (*INK, 255), _font(line), anchor="mm")
    return _with_halo(image, halo)


def ring(radius: int, width: int) -> Picture:
    """Return a ring to lay round a thing, `radius` px from its middle to its outer edge."""
    halo = max(2, width)
    big = 2 * (radius + halo)
    image = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    box = (halo, halo, big - 1 - halo, big - 1 - halo)
    ImageDraw.Draw(image).ellipse(box, outline=(*ACCENT, 255), width=width)
    return _with_halo(image, halo)


def dot(radius: int, ink: tuple[int, int, int]) -> Picture:
    """Return a disc with even edges."""
    big = 8 * radius
    image = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((0, 0, big - 1, big - 1), fill=(*ink, 255))
    return _premultiplied(image.resize((2 * radius, 2 * radius), Image.Resampling.BOX))


def character(text: str, size: int) -> Picture:
    """Return one letter on nothing, in a cell as wide as the widest digit, or as itself."""
    line = Line(text, size)
    widest = max(_font(line).getlength(each) for each in "0123456789")
    wide = widest if text.isdigit() else _font(line).getlength(text)
    cell = math.ceil(wide), round(_LEADING * size)
    image = Image.new("RGBA", cell, (0, 0, 0, 0))
    middle = (cell[0] / 2, cell[1] / 2)
    ImageDraw.Draw(image).text(middle, text, (*INK, 255), _font(line), anchor="mm")
    return _premultiplied(image)


def _premultiplied(image: Image.Image) -> Picture:
    pixels = np.asarray(image).astype(np.uint16)
    pixels[..., :3] = (pixels[..., :3] * pixels[..., 3:] + 127) // 255
    return pixels.astype(np.uint8)


def _fitted(line: Line, width: int) -> Line:
    wide = _font(line).getlength(line.text)
    if wide <= width:
        return line
    return Line(line.text, max(_SMALLEST, int(line.size * width / wide)), line.ink, line.weight)


def _with_halo(letters: Image.Image, reach: int) -> Picture:
    """Lay letters over a soft shadow of themselves."""
    shape = letters.getchannel("A")
    soft = shape.filter(ImageFilter.GaussianBlur(reach / 2)).point(lambda a: min(255, round(2 * a)))
    under = Image.new("RGBA", letters.size, (4, 6, 10, 0))
    under.putalpha(soft.point(lambda a: round(0.75 * a)))
    return _premultiplied(Image.alpha_composite(under, letters))


@cache
def _face(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(font_path()), size)
    font.set_variation_by_axes([weight])
    return font


def _font(line: Line) -> ImageFont.FreeTypeFont:
    return _face(line.size, line.weight)
