"""Which signals have come, for a thread that must know it while the main one hangs.

Python runs a signal's handler in the main thread, between two of its steps; a call into a library
that does not return lets none run. The number is written down at once, though: `signal`'s
`set_wakeup_fd`.
"""

from __future__ import annotations

import os
import signal

_STOPPING = (signal.SIGINT, signal.SIGTERM)


class Heard:
    """Notes every signal that has a handler, from now on. Make it in the main thread."""

    def __init__(self) -> None:
        self._read, write = os.pipe()
        for end in (self._read, write):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)

    def a_stop(self) -> bool:
        """Say whether a signal to end has come since this was asked last."""
        try:
            numbers = os.read(self._read, 1 << 16)
        except BlockingIOError:
            return False
        return any(number in numbers for number in _STOPPING)
