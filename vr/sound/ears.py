"""Where a sound comes from, as two ears hear it: delay and shadow of a ball for a head.

Brown & Duda, "A structural model for binaural sound synthesis", IEEE Trans. Speech and Audio
Processing 6, 476 (1998): Woodworth's delay, and a filter with one pole and one zero whose zero
alone depends on the angle. So a sound is parted once into what is below and above the pole, and an
ear hears low + alpha x high. Up and down are told by the head's turning alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vr.sound.synthesis import RATE, Samples

Array = NDArray[np.float64]

HEAD_RADIUS = 0.0875
"""m (Brown & Duda)."""
SOUND_SPEED = 343.0
"""m/s, in the station's air as in a room's."""
_ALPHA_LEAST, _DARKEST_DEG = 0.1, 150.0
NEAREST = 0.3
"""m: nearer than this a source gets no louder."""


@dataclass(frozen=True, slots=True)
class Parted:
    """A sound below and above the pole of the head's shadow; together they are the sound."""

    low: Samples
    high: Samples


@dataclass(frozen=True, slots=True)
class Hearing:
    """What left and right ear (2,) hear of a source: delay in s, gain, gain of its high part."""

    delay: Array
    gain: Array
    brightness: Array


def parted(sound: Samples, *, loops: bool) -> Parted:
    """Return the two parts of a sound; those of a loop loop too."""
    pad = 0 if loops else RATE // 10
    wave = np.concatenate([sound, np.zeros(pad, np.float32)]).astype(np.float64)
    spectrum = np.fft.rfft(wave)
    angular = 2 * np.pi * np.fft.rfftfreq(len(wave), 1 / RATE)
    low = np.fft.irfft(spectrum / (1 + 1j * angular * HEAD_RADIUS / (2 * SOUND_SPEED)), len(wave))
    return Parted(low.astype(np.float32), (wave - low).astype(np.float32))


def heard(source: ArrayLike, position: ArrayLike, room_from_head: ArrayLike) -> Hearing:
    """Return how a `source` (3,) is heard by a head at a `position` (3,), m, in the Cupola's frame.

    `room_from_head` (3, 3) has the head's axes (x right, y up, z backward) as columns. The gain is
    1 at 1 m and falls with distance.
    """
    away = np.asarray(source, dtype=np.float64) - np.asarray(position, dtype=np.float64)
    distance = max(float(np.linalg.norm(away)), 1e-6)
    to_right = float(np.asarray(room_from_head, dtype=np.float64)[:, 0] @ away) / distance
    cosines = np.clip(np.array([-to_right, to_right]), -1.0, 1.0)
    off = np.arccos(cosines)  # from the ear's own axis
    delay = np.where(
        off < np.pi / 2,
        -HEAD_RADIUS / SOUND_SPEED * cosines,
        HEAD_RADIUS / SOUND_SPEED * (off - np.pi / 2),
    )
    least = _ALPHA_LEAST
    alpha = 1 + least / 2 + (1 - least / 2) * np.cos(off / np.radians(_DARKEST_DEG) * np.pi)
    nearness = 1.0 / max(distance, NEAREST)
    ahead = HEAD_RADIUS / SOUND_SPEED
    return Hearing(delay + ahead, np.full(2, nearness), np.maximum(alpha, 0.0))
