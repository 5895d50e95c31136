"""The one way out by keyboard: an operator's PIN, its last digit held down for three seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

HOLD = 3.0
"""s that the last digit is held."""
FORGET = 5.0
"""s without a key after which what was typed is forgotten."""
LONGEST = 12
"""Digits that a PIN can have."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What was typed so far; times are s of any clock that never goes back.

    One try takes three seconds at least, so a PIN of six digits cannot be guessed in a day.
    """

    typed: str = ""
    last: float = 0.0
    held_since: float | None = None

    def pressed(self, digit: str, now: float) -> Lock:
        """Return the lock after a digit went down."""
        before = "" if now - self.last > FORGET else self.typed
        return Lock((before + digit)[-LONGEST:], now, now)

    def released(self, digit: str, now: float) -> Lock:
        """Return the lock after a digit went up; only the last one was being held."""
        if self.held_since is None or not self.typed.endswith(digit):
            return self
        return replace(self, last=now, held_since=None)

    def other_key(self) -> Lock:
        """Return the lock after any other key: all is forgotten."""
        return Lock()

    def left(self, now: float) -> float | None:
        """Return the s that the key must still be held; None where none is."""
        return None if self.held_since is None else max(0.0, self.held_since + HOLD - now)

    def tried(self, now: float, is_pin: Callable[[str], bool]) -> tuple[Lock, bool]:
        """Return the lock, and whether it opens; what was held long enough is tried once."""
        if self.left(now) != 0.0:
            return self, False
        return Lock(), is_pin(self.typed)
