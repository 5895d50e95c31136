"""Keeps the time of a visit running on when display time comes from another source."""

from __future__ import annotations

import time
from typing import Protocol, Self, TypeVar


class Timed(Protocol):
    """What runs by display time, as a `Clock` or a `Show` does."""

    def rebased(self, before: float, now: float) -> Self:
        """Return the same for another source of display time, read at the same instant."""
        ...


_Timed = TypeVar("_Timed", bound=Timed)


class Timekeeper:
    """Carries what runs by display time from one source of it to the next.

    A runtime's clock, a later session's and the desktop's need not agree. Mission time goes on from
    where it was, by as much as really passed.
    """

    def __init__(self) -> None:
        self._source = ""
        self._last = 0.0
        self._read_at: float | None = None

    def carried(self, timed: _Timed, source: str, display_time: float) -> tuple[_Timed, float]:
        """Return it for a display time (s) of a source known by its name, and the s since."""
        now = time.monotonic()
        passed = 0.0 if self._read_at is None else now - self._read_at
        if source != self._source:
            timed = timed.rebased(self._last + passed, display_time)
            since = passed
        else:
            since = display_time - self._last
        self._source, self._last, self._read_at = source, display_time, now
        return timed, max(since, 0.0)
