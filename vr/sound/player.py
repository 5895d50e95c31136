"""The show's sound: told each frame where head and time are, and what has been pointed at."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vr.sound.device import Device, open_device
from vr.sound.mixer import Listener, Mixer
from vr.sound.music import read_track

Array = NDArray[np.float64]


class Player:
    """Sound that is heard, or silence with the same face. It never waits and never fails."""

    def __init__(self, mixer: Mixer | None = None, device: Device | None = None) -> None:
        self._mixer = mixer
        self._device = device

    @property
    def is_heard(self) -> bool:
        """Say whether there is a device."""
        return self._device is not None

    def follow(self, position: Array, room_from_head: Array, t: float, pace: float) -> None:
        """Take in head and time: (3,) m and (3, 3) in the Cupola's frame, s, and s a second."""
        if self._device is not None and self._mixer is not None:
            self._mixer.listener = Listener(
                np.array(position), np.array(room_from_head), t, pace, time.monotonic()
            )

    def confirm(self, place: Array | None = None) -> None:
        """Let a soft chime come from a place (3,), m in the Cupola's frame, or from ahead."""
        mixer = self._mixer
        if self._device is None or mixer is None:
            return
        listener = mixer.listener
        at = listener.position - listener.room_from_head[:, 2] if place is None else place
        x, y, z = (float(each) for each in at)
        mixer.asked.append((x, y, z))

    def __enter__(self) -> Player:
        """Return itself, to be closed at the block's end."""
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.close()

    def close(self) -> None:
        """Fall silent for good."""
        device, self._device = self._device, None
        if device is not None:
            device.close()


def player(
    music: Path | None = None, *, silent: bool = False, backends: Sequence[Any] = ()
) -> Player:
    """Return the sound of this machine, with the visitor's own track or without.

    Where there is no device, or `silent`, it is silence. Raises InputError for a track that cannot
    be read.
    """
    track = read_track(music) if music is not None else None
    if silent:
        return Player()
    mixer = Mixer(track)
    device = open_device(mixer, backends)
    return Player(mixer, device) if device is not None else Player()
