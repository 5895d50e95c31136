"""Whether somebody wears the headset: the runtime's word where it has one, else the head's motion.

Pure. A head that is worn is never quite still; a headset on a table is, but for its tracking's
noise.
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
"""Session states in which a runtime shows our pictures: it takes the headset as worn."""


@dataclass(frozen=True, slots=True, eq=False)
class Worn:
    """What is known of the wearer; times are s of a clock that never goes back.

    `anchor` is where the head was when it last moved, at `moved`.
    """

    anchor: Pose | None = None
    moved: float = -math.inf
    shown: bool = False

    def after(
        self, state: str, head: Pose | None, now: float, presence: bool | None, still: float
    ) -> tuple[Worn, bool]:
        """Return it after a look, and whether the headset is worn.

        `state` is the session's by its name, `head` None where it is not tracked, `presence` what
        the runtime knows, `still` the s without motion after which nobody wears it.
        """
        shown = state in SHOWN
        if not shown:
            return Worn(), False
        worn = self if self.shown else replace(self, moved=now, shown=True)
        if head is not None and (worn.anchor is None or _has_moved(worn.anchor, head)):
            worn = replace(worn, anchor=head, moved=now)
        if presence is not None:
            return worn, presence
        return worn, now - worn.moved < still


def _has_moved(before: Pose, after: Pose) -> bool:
    if float(np.linalg.norm(after.position - before.position)) > MOVED:
        return True
    cosine = (float(np.trace(after.rotation.T @ before.rotation)) - 1.0) / 2.0
    return cosine < math.cos(TURNED)
