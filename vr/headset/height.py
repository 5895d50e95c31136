"""Brings eyes to the dome's middle whatever their height: seated, standing, grown up or not.

Where somebody stands up or sits down his eyes end in the hatch or in the floor; the room then comes
after him, in one step and in the dark, since to be carried is what makes people sick.
"""

from __future__ import annotations

from dataclasses import dataclass

LOWEST, HIGHEST = -0.45, 0.32
"""m about the dome's middle: between them a visitor may lean and stay. Below lies the round window,
above the ring hides the world."""
SNAP = 0.12
"""m that eyes may be off when the headset is put on."""
STILL = 0.10
"""m/s up or down, above which somebody still moves."""
PATIENCE = 1.5
"""s of staying there before the room comes after."""
BLINK = 0.30
"""s that the picture is dark about the step: half before it, half after."""


@dataclass(frozen=True, slots=True)
class Height:
    """How long eyes have stayed too high or too low (s), and how far a blink is (s, or None)."""

    away: float = 0.0
    blink: float | None = None
    last: float = 0.0

    @property
    def darkness(self) -> float:
        """Return how dark the blink is now: 0 not, 1 black."""
        if self.blink is None:
            return 0.0
        return max(0.0, 1.0 - abs(2.0 * self.blink / BLINK - 1.0))

    def after(self, height: float, since: float) -> tuple[Height, bool]:
        """Return the state `since` s later, and whether the room is to come to the eyes now.

        `height` is that of the eyes above the dome's middle, in m.
        """
        since = max(since, 0.0)
        if self.blink is not None:
            now = self.blink + since
            steps = self.blink < BLINK / 2 <= now
            return Height(0.0, None if now >= BLINK else now, height), steps
        moves = since > 0.0 and abs(height - self.last) > STILL * since
        inside = LOWEST <= height <= HIGHEST
        away = 0.0 if inside or moves else self.away + since
        return Height(away, 0.0 if away >= PATIENCE else None, height), False
