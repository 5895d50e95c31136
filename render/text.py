"""Text as pictures in one texture: each run of letters is shaped and drawn once, then reused.

Pillow shapes whole runs (with raqm where it has it), so that every script comes out right. Digits
are runs of their own on cells of one width: a number changes without new runs and without jitter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import moderngl
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from assets.font import font_path

OVERSAMPLING = 2
"""Texels a pixel, so that text may lie between pixels and stay even."""
HALO = 0.28
"""Reach of the dark halo round letters, over their size."""

_PIECES = re.compile(r"\d|\D+")
_DIGITS = "0123456789"
_SIDE, _TALLEST = 1024, 4096
_LINES = 600
"""Lines that are kept laid out: figures change all the time, and what is kept must not grow."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters in the atlas. `texels` is x, y, width, height there; the rest is in pixels.

    The picture, halo included, begins at `offset` from the pen at the line's top left.
    """

    texels: tuple[int, int, int, int]
    offset: tuple[float, float]
    advance: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its runs, each with its pen's x in pixels, and its size in pixels."""

    runs: tuple[tuple[float, Run], ...]
    width: float
    height: float


class TextAtlas:
    """The texture: red how much a letter covers a texel, green how much its dark halo does."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._pixels: NDArray[np.uint8] = np.zeros((_SIDE, _SIDE, 2), np.uint8)
        self._pen = (0, 0, 0)  # x, y, height of the shelf
        self._runs: dict[tuple[str, int, int], Run] = {}
        self._lines: dict[tuple[str, int, int], Line] = {}
        self._stale = True
        self._texture = self._new_texture()

    def line(self, text: str, size: int, weight: int) -> Line:
        """Return a line laid out in letters of `size` px and a `weight` of 100 (thin) to 900."""
        key = (text, size, weight)
        if key not in self._lines:
            self._lines[key] = self._laid_out(text, size, weight)
        return self._lines[key]

    def texture(self) -> moderngl.Texture:
        """Return the texture with everything asked for so far; ask before drawing."""
        if self._texture.height != len(self._pixels):
            self._texture.release()
            self._texture = self._new_texture()
        if self._stale:
            self._texture.write(self._pixels.tobytes())
            self._stale = False
        return self._texture

    def tidy(self) -> None:
        """Forget everything if the texture is near its limit; call where no line is in use."""
        if len(self._lines) > _LINES:
            self._lines.clear()
        if self._pen[1] > _TALLEST - _SIDE:
            self._runs.clear()
            self._lines.clear()
            self._pixels = np.zeros((_SIDE, _SIDE, 2), np.uint8)
            self._pen = (0, 0, 0)
            self._stale = True

    def _laid_out(self, text: str, size: int, weight: int) -> Line:
        cell = max(self._run(digit, size, weight).advance for digit in _DIGITS)
        pen, runs = 0.0, []
        for piece in _PIECES.findall(text):
            run = self._run(piece, size, weight)
            slack = cell - run.advance if piece in _DIGITS else 0.0
            runs.append((pen + slack / 2, run))
            pen += run.advance + slack
        return Line(tuple(runs), pen, 1.25 * size)

    def _run(self, text: str, size: int, weight: int) -> Run:
        key = (text, size, weight)
        if key not in self._runs:
            self._runs[key] = self._drawn(text, size, weight)
        return self._runs[key]

    def _drawn(self, text: str, size: int, weight: int) -> Run:
        letters = font(size * OVERSAMPLING, weight)
        reach = int(np.ceil(HALO * size * OVERSAMPLING)) + 1
        left, top, right, bottom = letters.getbbox(text, anchor="ls")
        width, height = int(right - left) + 2 * reach, int(bottom - top) + 2 * reach
        picture = Image.new("L", (width, height), 0)
        pen = (reach - left, reach - top)
        ImageDraw.Draw(picture).text(pen, text, 255, letters, anchor="ls")
        texels = self._stored(picture, _halo(picture, reach))
        baseline = 0.95 * size
        offset = (-pen[0] / OVERSAMPLING, baseline - pen[1] / OVERSAMPLING)
        return Run(texels, offset, letters.getlength(text) / OVERSAMPLING)

    def _stored(self, picture: Image.Image, halo: Image.Image) -> tuple[int, int, int, int]:
        width, height = picture.size
        x, y, shelf = self._pen
        if x + width > _SIDE:
            x, y, shelf = 0, y + shelf + 1, 0
        while y + height > len(self._pixels):
            self._pixels = np.concatenate([self._pixels, np.zeros_like(self._pixels)])
        self._pixels[y : y + height, x : x + width, 0] = np.asarray(picture)[:, : _SIDE - x]
        self._pixels[y : y + height, x : x + width, 1] = np.asarray(halo)[:, : _SIDE - x]
        self._pen = (x + width + 1, y, max(shelf, height))
        self._stale = True
        return x, y, min(width, _SIDE - x), height

    def _new_texture(self) -> moderngl.Texture:
        texture = self._ctx.texture((_SIDE, len(self._pixels)), 2)
        texture.filter = moderngl.LINEAR, moderngl.LINEAR
        texture.repeat_x = texture.repeat_y = False
        self._stale = True
        return texture


@cache
def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return the letters of `size` px and a `weight` of 100 (thin) to 900."""
    letters = ImageFont.truetype(str(font_path()), size)
    letters.set_variation_by_axes([weight])
    return letters


def _halo(picture: Image.Image, reach: int) -> Image.Image:
    """Return the letters grown and softened: full beside them, gone at `reach` texels."""
    letters = np.asarray(picture)
    half = max(1, round(0.6 * reach))
    grown = widest(widest(letters, half).T, half).T
    soft = Image.fromarray(grown).filter(ImageFilter.GaussianBlur(reach / 6))
    return Image.fromarray(np.maximum(np.asarray(soft), letters))


def widest(rows: NDArray[np.uint8], half: int) -> NDArray[np.uint8]:
    """Return each row's greatest value within `half` of every place.

    By maxima over lengths that double: Pillow's filter of ranks takes a hundred times as long.
    """
    wide = np.pad(rows, ((0, 0), (half, half)), "edge")
    length, wanted = 1, 2 * half + 1
    while length < wanted:
        step = min(length, wanted - length)
        wide = np.maximum(wide[:, :-step], wide[:, step:])
        length += step
    return np.ascontiguousarray(wide)
