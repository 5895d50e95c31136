"""The wear of surfaces, made once at start: a seamless texture of blotches and fine scratches."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

SIZE = 512
EXTENT = 0.7
"""Side of the texture on a surface, in m (estimate)."""


def _blotches(rng: np.random.Generator) -> NDArray[np.float64]:
    """Return (SIZE, SIZE) periodic noise of amplitude spectrum k^-1.4, mean 0.5."""
    k = np.fft.fftfreq(SIZE, 1 / SIZE)
    radius = np.hypot(k[:, None], np.fft.rfftfreq(SIZE, 1 / SIZE)[None])
    radius[0, 0] = 1.0
    amplitude = radius**-1.4
    amplitude[0, 0] = 0.0
    phase = rng.uniform(0.0, 2 * np.pi, radius.shape)
    field = np.fft.irfft2(amplitude * np.exp(1j * phase), s=(SIZE, SIZE))
    blotches: NDArray[np.float64] = 0.5 + 0.5 * np.tanh(0.6 * field / field.std())
    return blotches


def _scratches(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Return (SIZE, SIZE) thin strokes, wrapped at the edges, 0 to 1."""
    canvas = Image.new("L", (SIZE, SIZE), 0)
    draw = ImageDraw.Draw(canvas)
    for _ in range(count):
        x, y = rng.uniform(0, SIZE, 2)
        length, heading = rng.gamma(2.0, 18.0), rng.normal(0.0, 0.9)
        dx, dy = length * math.cos(heading), length * math.sin(heading)
        shade = int(rng.uniform(40, 230))
        for over_x in (-SIZE, 0, SIZE):
            for over_y in (-SIZE, 0, SIZE):
                start = (x + over_x, y + over_y)
                draw.line([start, (start[0] + dx, start[1] + dy)], fill=shade, width=1)
    return np.asarray(canvas, dtype=np.float64) / 255


def grain(seed: int = 7) -> NDArray[np.uint8]:
    """Return (SIZE, SIZE, 2) uint8 that tiles: blotches, mean one half; scratches on zero."""
    rng = np.random.default_rng(seed)
    both = np.stack([_blotches(rng), _scratches(rng, 420)], axis=-1)
    return np.round(255 * both).astype(np.uint8)
