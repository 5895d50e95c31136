"""Notices from another thread that the frame loop hangs, as in a runtime's call that never returns.

systemd has a watchdog of its own for a process that is wholly stuck; this one is quicker, says
where it hangs, and works without systemd.
"""

from __future__ import annotations

import faulthandler
import logging
import threading
import time
from collections.abc import Callable

_log = logging.getLogger("cupola.kiosk")
PATIENCE = 8.0
"""s without a turn of the loop: longer than any frame, loss or creation of a session takes."""
STARTING = 90.0
"""s that loading may take on a slow machine."""
_LOOK = 0.5
"""s between looks."""


class Watchdog:
    """Calls `hanging` once, from its own thread, when `alive` was not called for too long."""

    def __init__(
        self, hanging: Callable[[], None], patience: float = PATIENCE, starting: float = STARTING
    ) -> None:
        self._hanging, self._patience = hanging, patience
        self._due = time.monotonic() + starting
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    def alive(self) -> None:
        """Say that the loop has turned."""
        self._due = time.monotonic() + self._patience

    def close(self) -> None:
        """Watch no longer."""
        self._stop.set()

    def _watch(self) -> None:
        looked = time.monotonic()
        while not self._stop.wait(_LOOK):
            now = time.monotonic()
            if now - looked > 4 * _LOOK:  # the whole program was held, not the loop alone
                self._due = max(self._due, now + self._patience)
            looked = now
            if now > self._due:
                _log.error("the frame loop hangs; the program starts again. It hangs in:")
                faulthandler.dump_traceback(all_threads=True)
                self._hanging()
                return
