"""How far another machine's clock stands from ours, from the times of some round trips.

The other's reading was made somewhere between our asking and our having the answer; the middle is
wrong by half the round trip at most, so the shortest says most (Cristian 1989, Distributed
Computing 3, 146).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question for the time, in s: ours when asked, theirs, ours when answered."""

    asked: float
    theirs: float
    answered: float


@dataclass(frozen=True, slots=True)
class Offset:
    """Their clock less ours, s, and how far that may be wrong."""

    s: float = 0.0
    error: float = 0.0

    def theirs(self, ours: float) -> float:
        """Return what their clock shows when ours shows `ours`."""
        return ours + self.s


def offset(exchanges: Iterable[Exchange]) -> Offset:
    """Return the offset by the shortest round trip of at least one."""
    best = min(exchanges, key=lambda each: each.answered - each.asked)
    return Offset(
        best.theirs - 0.5 * (best.asked + best.answered), 0.5 * (best.answered - best.asked)
    )
