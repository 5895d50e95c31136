"""The machine's loudspeakers, by miniaudio: a thread of its own asks the mixer for blocks."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from vr.sound.mixer import Block, Mixer
from vr.sound.synthesis import RATE

BUFFER_MS = 40
"""What is heard lags what is asked for by this; shorter ones stutter in Python."""


class Device:
    """A playing device. No call of it waits for sound."""

    def __init__(self, playing: Any) -> None:  # noqa: ANN401, miniaudio has no types
        self._playing = playing

    @property
    def name(self) -> str:
        """Return the name of the system's sound that is used."""
        return str(self._playing.backend)

    def close(self) -> None:
        """Fall silent."""
        self._playing.close()


def open_device(mixer: Mixer, backends: Sequence[Any] = ()) -> Device | None:
    """Let `mixer` be heard; None where this machine has no sound, which is no error.

    `backends` are miniaudio's to try, by default those that may be heard here.
    """
    if not backends and not has_sound():
        return None
    import miniaudio  # noqa: PLC0415, loaded only where something is to be heard

    try:
        playing = miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.FLOAT32,
            nchannels=2,
            sample_rate=RATE,
            buffersize_msec=BUFFER_MS,
            backends=list(backends),
            app_name="Cupola",
        )
    except miniaudio.MiniaudioError:
        return None
    if not backends and playing.backend.lower() == "null":
        playing.close()
        return None
    blocks = _blocks(mixer)
    next(blocks)
    try:
        playing.start(blocks)
    except miniaudio.MiniaudioError:
        playing.close()
        return None
    return Device(playing)


def has_sound(
    cards: Path = Path("/proc/asound/cards"),
    runtime: str | None = os.environ.get("XDG_RUNTIME_DIR"),
) -> bool:
    """Say whether it is worth asking for a device: on Linux, where there is a card or a server.

    ALSA writes some 30 lines to the terminal for a machine without a card.
    """
    if not sys.platform.startswith("linux") or os.environ.get("PULSE_SERVER"):
        return True
    if runtime and (Path(runtime) / "pulse" / "native").exists():
        return True
    try:
        return "[" in cards.read_text(encoding="utf-8")
    except OSError:
        return False


def _blocks(mixer: Mixer) -> Generator[Block | bytes, int, None]:
    """Yield blocks of as many samples as are asked for."""
    count = yield b""
    while True:
        count = yield mixer.block(count, time.monotonic())
