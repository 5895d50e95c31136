"""Sounds made at the start, as pure functions: mono float32, 1.0 full scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE = 48_000
"""Hz, of everything heard."""

HUM_LEVEL = -34.0
"""dBFS, root mean square, of one loop of hum: quieter than speech in a museum (estimate)."""
HUM_SECONDS = 8.0

# Fans and pumps of the station as in crews' recordings: noise that falls from some 300 Hz on,
# with blade tones standing out a little. All estimates, by ear.
_CORNER_HZ, _LOWEST_HZ = 300.0, 45.0
_FALL = 1.4
_TONES: dict[str, tuple[tuple[float, float], ...]] = {
    "node": ((116.0, 0.10), (232.0, 0.07), (464.0, 0.03)),
    "fan": ((187.0, 0.12), (374.0, 0.05)),
    "tablet": ((410.0, 0.10),),
}
"""Hz and share of the loop's power."""

CHIME_LEVEL = -20.0
"""dBFS, the peak of the confirmation."""
_CHIME_HZ = (659.26, 987.77)  # e'' and b'': a fifth
_ATTACK, _DECAY, _CHIME_SECONDS = 0.012, 0.07, 0.45


def hum(kind: str, seconds: float = HUM_SECONDS) -> Samples:
    """Return a loop of hum of `HUM_LEVEL`; its end runs on into its beginning.

    It is made of sines that fit the loop a whole number of times, so no seam can click. `kind` is
    "node", "fan" or "tablet"; each is the same in every run.
    """
    count = round(seconds * RATE)
    frequency = np.fft.rfftfreq(count, 1 / RATE)
    chance = np.random.default_rng(sum(kind.encode()))
    size = 1.0 / (1.0 + (frequency / _CORNER_HZ) ** _FALL)
    size *= 1.0 / (1.0 + (_LOWEST_HZ / np.maximum(frequency, 1e-3)) ** 4)
    spectrum = size * np.exp(2j * np.pi * chance.random(len(frequency)))
    spectrum[0] = 0.0
    noise_power = float((np.abs(spectrum) ** 2).sum())
    for hertz, share in _TONES[kind]:
        spectrum[round(hertz * seconds)] = np.sqrt(share * noise_power) * np.exp(2j * np.pi * share)
    wave = np.fft.irfft(spectrum, count)
    wave *= 10 ** (HUM_LEVEL / 20) / np.sqrt(np.mean(wave**2))
    return wave.astype(np.float32)


def chime() -> Samples:
    """Return the soft word that something has been pointed at: a fifth that swells and dies."""
    t = np.arange(round(_CHIME_SECONDS * RATE)) / RATE
    rise = 0.5 - 0.5 * np.cos(np.pi * np.minimum(t / _ATTACK, 1.0))
    left = np.minimum((_CHIME_SECONDS - t) / 0.05, 1.0)
    envelope = rise * np.exp(-t / _DECAY) * (0.5 - 0.5 * np.cos(np.pi * left))
    first, second = (np.sin(2 * np.pi * hertz * t) for hertz in _CHIME_HZ)
    wave = envelope * (first + 0.5 * second)
    wave *= 10 ** (CHIME_LEVEL / 20) / np.abs(wave).max()
    return wave.astype(np.float32)
