"""The show's sound: told each frame where head and time are, and what has been pointed at.

A device that goes (unplugged, a sound server that ends or hangs) asks for no more blocks. A thread
notices, opens another as soon as there is one, and the show goes on in silence meanwhile.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vr.sound.device import Device, open_device
from vr.sound.mixer import Listener, Mixer
from vr.sound.music import read_track

Array = NDArray[np.float64]


_LOOK = 1.0
"""s between looks whether the device still asks for blocks, or there is one again."""
_SILENT = 4.0
"""s without being asked for a block after which a device is gone; it asks 25 times a second."""
_log = logging.getLogger("cupola")


class Player:
    """Sound that is heard, or silence with the same face. It never waits and never fails.

    With `reopen` a device that is gone, or was not there yet, is looked for again and again.
    """

    def __init__(
        self,
        mixer: Mixer | None = None,
        device: Device | None = None,
        reopen: Callable[[Mixer], Device | None] | None = None,
    ) -> None:
        self._mixer = mixer
        self._device = device
        self._ended = threading.Event()
        self.is_gone = False
        """Whether a device that was heard is there no more."""
        if mixer is not None and reopen is not None:
            keep = (mixer, reopen)
            threading.Thread(target=self._keep, args=keep, name="sound", daemon=True).start()

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
        self._ended.set()
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def _keep(self, mixer: Mixer, reopen: Callable[[Mixer], Device | None]) -> None:
        since = time.monotonic()
        while not self._ended.wait(_LOOK):
            device = self._device
            if device is not None:
                if time.monotonic() - max(mixer.asked_at, since) < _SILENT:
                    continue
                _log.warning("the sound device is gone; it is looked for again")
                self.is_gone, self._device = True, None
                # Closing one that hangs may never end.
                threading.Thread(
                    target=device.close, name="sound that is gone", daemon=True
                ).start()
            found = reopen(mixer)
            if found is None:
                continue
            since, self._device = time.monotonic(), found
            if self._ended.is_set():
                found.close()
            if self.is_gone:
                _log.info("the sound device is back: %s", found.name)
            self.is_gone = False


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
    return Player(mixer, open_device(mixer, backends), lambda each: open_device(each, backends))
