"""One button for everything: a short press selects, a long one asks for the menu."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

HOLD = 0.6
"""s from which a press is a long one."""


class Press(Enum):
    """What came of a button."""

    NOTHING = auto()
    CLICK = auto()
    HOLD = auto()


@dataclass(frozen=True, slots=True)
class Button:
    """`since` is when it went down; `spent` that its long press was told already."""

    since: float | None = None
    spent: bool = False

    def after(self, held: bool, now: float) -> tuple[Button, Press]:
        """Return the button at `now` (s), and what its press came to.

        A click is told when it is let go, a hold while it lasts, each once.
        """
        if not held:
            is_click = self.since is not None and not self.spent
            return Button(), Press.CLICK if is_click else Press.NOTHING
        if self.since is None:
            return Button(now), Press.NOTHING
        if not self.spent and now - self.since >= HOLD:
            return Button(self.since, spent=True), Press.HOLD
        return self, Press.NOTHING
