"""The visitor's own track, in time with the ten-times film."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import numpy as np
from numpy.typing import NDArray

from assets.errors import InputError
from vr.sound.synthesis import RATE

STARTS_AT, PACE = -30.0, 10.0
"""Mission time in s at the track's beginning, and mission seconds a second of the track."""
_NEAR_PACE = 0.02
"""How far off its pace, as a share, the show may be for the track to play."""


def place_in_track(t: float) -> float:
    """Return the second of the track that belongs to mission time `t`; negative before it."""
    return (t - STARTS_AT) / PACE


def plays_at(pace: float) -> bool:
    """Say whether the track plays at `pace` mission seconds a second: at ten times only."""
    return abs(pace / PACE - 1.0) < _NEAR_PACE


@dataclass(slots=True)
class Track:
    """A track that a thread of its own reads; what is read so far can be played.

    `samples` is (n, 2) of 16 bits, as it takes half the memory of floats.
    """

    samples: NDArray[np.int16]

    def part(self, first: int, count: int) -> NDArray[np.float32]:
        """Return (count, 2) samples from `first` on, silence where there is none."""
        found = np.zeros((count, 2), np.float32)
        samples = self.samples
        begin, end = max(first, 0), min(first + count, len(samples))
        if begin < end:
            found[begin - first : end - first] = samples[begin:end] / np.float32(32768.0)
        return found


def read_track(path: Path) -> Track:
    """Return the track of a WAV, FLAC, MP3 or Ogg Vorbis file, read on in the background.

    Raises InputError where there is no such file or it is none of these.
    """
    import miniaudio  # noqa: PLC0415, only who has music pays for it

    if not path.is_file():
        raise InputError(f"--music {path}: there is no such file")
    try:
        miniaudio.get_file_info(str(path))
    except miniaudio.DecodeError as error:
        raise InputError(
            f"--music {path}: cannot be read ({error}); give a WAV, FLAC, MP3 or Ogg Vorbis file"
        ) from error
    track = Track(np.zeros((0, 2), np.int16))
    Thread(target=_read_on, args=(track, path), name="music", daemon=True).start()
    return track


def _read_on(track: Track, path: Path) -> None:
    import miniaudio  # noqa: PLC0415, as above

    kind = miniaudio.SampleFormat.SIGNED16
    try:
        sound = miniaudio.decode_file(str(path), kind, nchannels=2, sample_rate=RATE)
    except miniaudio.MiniaudioError:
        return  # damaged behind its head: what cannot be read stays silent
    track.samples = np.asarray(sound.samples, np.int16).reshape(-1, 2)
