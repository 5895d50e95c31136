"""What keeps a visitor well: black at the walls, a narrowed field while the world rushes."""

from __future__ import annotations

import math
from dataclasses import dataclass

_JUMP = 2.0
"""s of mission time beyond what the pace explains: the visitor scrubs or jumps."""
_FASTEST = 12.0
"""Mission seconds a second; the ground then turns by 0.8 degrees a second. Beyond it is rushing."""
_GLIDE = 0.02
"""m/s of the visitor's own place: he pulls himself along."""
_HOLD = 0.25
"""s that the field stays narrowed after the last rush."""
_CLOSE, _OPEN = 0.10, 0.40
"""s in which the field closes and opens within a factor of e."""


@dataclass(frozen=True, slots=True)
class Vignette:
    """How much the field is narrowed (0 not, 1 wholly), and for how long it still stays so (s)."""

    strength: float = 0.0
    held: float = 0.0

    def after(
        self, since: float, moved_t: float, paces: tuple[float, float], moved: float = 0.0
    ) -> Vignette:
        """Return the vignette `since` s later.

        In that time mission time went by `moved_t` s, at a pace that went from one to the other of
        `paces` in s a second, and the visitor's place on the station by `moved` m. A late picture
        while the pace changes is no jump.
        """
        since = max(since, 0.0)
        jumps = not min(paces) * since - _JUMP <= moved_t <= max(paces) * since + _JUMP
        rushes = since > 0.0 and (abs(moved_t) > _FASTEST * since + 0.05 or moved > _GLIDE * since)
        held = _HOLD if jumps or rushes else max(self.held - since, 0.0)
        goal, calm = (1.0, _CLOSE) if held > 0.0 else (0.0, _OPEN)
        share = 1.0 - math.exp(-since / calm)
        strength = self.strength + share * (goal - self.strength)
        return Vignette(0.0 if strength < 1e-3 and goal == 0.0 else strength, held)
