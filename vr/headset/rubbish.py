"""Keeps Python's garbage collector out of the show: it looks only while nobody watches.

What was loaded is never looked through again, and what frames make goes without the collector, by
counting references. Rings of references are rare; they wait until the headset is off.
"""

from __future__ import annotations

import gc
import time
from typing import Self

EVERY = 10.0
"""s between two collections while nobody watches."""


class Rubbish:
    """In a `with` block the collector runs only when told that nobody watches."""

    def __init__(self) -> None:
        self._last = 0.0

    def __enter__(self) -> Self:
        gc.collect()
        gc.freeze()
        gc.disable()
        self._last = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        gc.enable()
        gc.unfreeze()

    def nobody_watches(self) -> None:
        """Collect, if that was long ago."""
        now = time.monotonic()
        if now - self._last >= EVERY:
            self._last = now
            gc.collect()
