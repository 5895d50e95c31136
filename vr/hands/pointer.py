"""Which hand points, or that none does: from both hands and the head to one reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vr.hands.reading import Buttons, Pointer, Pose, Reading, Source

RIGHT = 1


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """One hand in the Cupola's frame; `aim` is None where it points at nothing.

    `select` and `grab` say what it presses, or that it pinches and makes a fist.
    """

    aim: Pose | None = None
    grip: Pose | None = None
    select: bool = False
    grab: bool = False
    source: Source = Source.CONTROLLER


@dataclass(frozen=True, slots=True)
class Pointing:
    """Which hand pointed last, 0 left, 1 right: it goes on until the other one selects."""

    side: int = RIGHT

    def after(
        self, head: Pose, hands: Sequence[Hand], buttons: Buttons
    ) -> tuple[Pointing, Reading]:
        """Return the reading of a head, two hands and what both press beside `select`."""
        side = self.side
        for each, hand in enumerate(hands):
            if hand.aim is not None and (hand.select or hands[side].aim is None):
                side = each
        aim = hands[side].aim
        pointer = Pointer(Source.GAZE, head) if aim is None else Pointer(hands[side].source, aim)
        grips = [hand.grip for hand in hands if hand.grab and hand.grip is not None]
        reading = Reading(
            head,
            pointer,
            replace(buttons, select=any(hand.select for hand in hands)),
            grips[0].position if grips else None,
        )
        return Pointing(side), reading
