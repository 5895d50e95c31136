"""Reaches for the runtime from a thread of its own: one that hangs holds nobody up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from vr.headset.runtime import NoRuntime

_Found = TypeVar("_Found")

PATIENCE = 5.0
"""s after which a runtime that has not answered is taken to hang."""


class Reaching(Generic[_Found]):
    """What `find` gives or raises, once it is there. Its thread does not keep the program alive."""

    def __init__(self, find: Callable[[], _Found]) -> None:
        self._find = find
        self._found: _Found | None = None
        self._error: Exception | None = None
        self._since = time.monotonic()
        self._thread = threading.Thread(target=self._reach, name="runtime", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Say whether the runtime has answered."""
        return not self._thread.is_alive()

    @property
    def hangs(self) -> bool:
        """Say whether it has not for longer than any runtime takes."""
        return not self.is_over and time.monotonic() - self._since > PATIENCE

    def result(self, timeout: float = 0.0) -> _Found:
        """Return what was found, or raise what was raised, after at most `timeout` s.

        Raises NoRuntime, with the remedy, where there is no answer by then.
        """
        self._thread.join(timeout)
        if self._error is not None:
            raise self._error
        if self._found is None:
            raise no_answer()
        return self._found

    def _reach(self) -> None:
        try:
            self._found = self._find()
        except Exception as error:  # whatever it is, it is raised where it is waited for
            self._error = error


def no_answer() -> NoRuntime:
    """Return what is wrong with a runtime that hangs, and the remedy."""
    return NoRuntime(
        "the OpenXR runtime does not answer; restart its service (SteamVR, or monado-service)"
    )
