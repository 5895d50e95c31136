"""Soft pulses in the hands: at lift-off and at every separation, each felt once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orbit.event import Event

LONGEST_STEP = 25.0
"""s of mission time between two looks, fast time on a slow machine; beyond it time was moved."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """`strength` 0 to 1 for `seconds`."""

    strength: float
    seconds: float


LIFT_OFF = Pulse(0.35, 0.9)
SEPARATION = Pulse(0.5, 0.15)


@dataclass(frozen=True, slots=True)
class Felt:
    """Mission time at the last look, and the ids of the events that were felt already."""

    t: float | None = None
    ids: frozenset[str] = frozenset()

    def after(self, events: Iterable[Event], t: float) -> tuple[Felt, Pulse | None]:
        """Return what is felt when time has come to `t` (s), and the pulse for it."""
        before = self.t
        if before is None or not before < t <= before + LONGEST_STEP:
            return Felt(t, self.ids), None
        passed = [each for each in events if before < each.t <= t and each.id not in self.ids]
        pulses = {each.id: pulse for each in passed if (pulse := pulse_of(each.id)) is not None}
        strongest = max(pulses.values(), key=lambda pulse: pulse.strength, default=None)
        return Felt(t, self.ids | pulses.keys()), strongest


def pulse_of(event: str) -> Pulse | None:
    """Return the pulse of an event by its id, None for one that is not felt."""
    if event == "lift_off":
        return LIFT_OFF
    return SEPARATION if event.endswith("_separation") else None
