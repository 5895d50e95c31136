"""Whether somebody wears the headset: the runtime's word where it has one, else the head's motion.

Pure. A head that is worn is never quite still; a headset on a table is, but for its tracking's
noise and the jump when its tracking, or our place in its space, settles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from vr.hands.reading import Pose

MOVED = 0.004
"""m that count as motion; tracking of a headset at rest stays within about a millimetre."""
TURNED = math.radians(0.5)
SHOWN = ("VISIBLE", "FOCUSED")
"""Session states in which a runtime shows our pictures."""
STIRS, WITHIN = 3, 5.0
"""So many motions in so many s are somebody putting the headset on; one alone is a knock."""
ASLEEP = 3.0
"""s that a session was there and showed nothing, after which its pictures mean that the headset
was put on: a runtime that merely starts gets through its states more quickly than that."""


@dataclass(frozen=True, slots=True, eq=False)
class Worn:
    """What is known of the wearer; times are s of a clock that never goes back.

    `anchor` is where the head was when it last moved; `stirs` when it last moved, newest last;
    `hidden` since when the session has shown nothing, None where it does, or where there is none.
    """

    anchor: Pose | None = None
    stirs: tuple[float, ...] = ()
    hidden: float | None = None
    is_shown: bool = False
    is_worn: bool = False

    def after(
        self, state: str, head: Pose | None, now: float, presence: bool | None, still: float
    ) -> tuple[Worn, bool]:
        """Return it after a look, and whether the headset is worn.

        `state` is the session's by its name, "" without one; `head` None where it is not tracked;
        `presence` what the runtime knows; `still` the s without motion after which nobody wears it.
        """
        if state not in SHOWN:
            hidden = now if self.hidden is None else self.hidden
            return Worn(hidden=hidden if state else None), False
        worn = self._moved(head, now)
        if not self.is_shown:
            woke = self.hidden is not None and now - self.hidden >= ASLEEP
            worn = replace(worn, is_shown=True, hidden=None, is_worn=woke)
            worn = replace(worn, stirs=(now,)) if woke else worn
        is_worn = worn._is_worn(now, still) if presence is None else presence
        return replace(worn, is_worn=is_worn), is_worn

    def _moved(self, head: Pose | None, now: float) -> Worn:
        if head is None:
            return self
        if self.anchor is None:
            return replace(self, anchor=head)
        if not _has_moved(self.anchor, head):
            return self
        return replace(self, anchor=head, stirs=(*self.stirs, now)[-STIRS:])

    def _is_worn(self, now: float, still: float) -> bool:
        """Say whether a headset that was worn still is, or one that was not has been put on."""
        if self.is_worn:
            return bool(self.stirs) and now - self.stirs[-1] < still
        return len(self.stirs) == STIRS and now - self.stirs[0] < WITHIN


def _has_moved(before: Pose, after: Pose) -> bool:
    if float(np.linalg.norm(after.position - before.position)) > MOVED:
        return True
    cosine = (float(np.trace(after.rotation.T @ before.rotation)) - 1.0) / 2.0
    return cosine < math.cos(TURNED)
