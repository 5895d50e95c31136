"""Seamless three-dimensional noise, made once at start, that gives ground and cloud their detail.

A field of random phases with a power-law spectrum (1/f^beta, Mandelbrot's fractional Brownian
surfaces) is synthesised by inverse FFT, which makes it periodic in all three axes. Sampled at a
point of the sphere it has no seam and no pole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIZE = 64


def _field(rng: np.random.Generator, slope: float, size: int) -> NDArray[np.float64]:
    """Return one periodic (size, size, size) field of spectrum k^-slope, squashed into 0..1."""
    k = np.fft.fftfreq(size, 1 / size)
    radius = np.sqrt(
        k[:, None, None] ** 2
        + k[None, :, None] ** 2
        + np.fft.rfftfreq(size, 1 / size)[None, None] ** 2
    )
    radius[0, 0, 0] = 1.0
    amplitude = radius**-slope * (radius < size / 3)
    amplitude[0, 0, 0] = 0.0
    phase = rng.uniform(0.0, 2 * np.pi, radius.shape)
    field = np.fft.irfftn(amplitude * np.exp(1j * phase), s=(size,) * 3, axes=(0, 1, 2))
    field /= field.std()
    squashed: NDArray[np.float64] = 0.5 + 0.5 * np.tanh(0.7 * field)
    return squashed


def noise_volume(seed: int = 71, size: int = SIZE) -> NDArray[np.uint8]:
    """Return (size, size, size, 2) uint8: channel 0 soft (k^-2.4), channel 1 grainy (k^-1.9)."""
    rng = np.random.default_rng(seed)
    soft = _field(rng, 2.4, size)
    grainy = _field(rng, 1.9, size)
    return np.round(np.stack([soft, grainy], axis=-1) * 255).astype(np.uint8)
