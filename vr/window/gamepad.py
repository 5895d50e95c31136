"""A gamepad in the words of hands: pure, from GLFW's axes and buttons to a reading."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vr.hands.reading import Buttons
from vr.window.keys import Command

_A, _X, _LB, _RB, _START, _LEFT_THUMB = 0, 2, 4, 5, 7, 9
"""GLFW_GAMEPAD_BUTTON_*."""
_LEFT_X, _LEFT_Y, _RIGHT_X, _RIGHT_Y = 0, 1, 2, 3
"""GLFW_GAMEPAD_AXIS_*, down and right positive."""
_PRESSED: dict[int, Command] = {
    _LB: Command.PREVIOUS_EVENT,
    _RB: Command.NEXT_EVENT,
    _LEFT_THUMB: Command.AFT,
}
GAMEPAD: tuple[tuple[str, str], ...] = (
    ("Left stick", "pace of time; back and ahead in it"),
    ("Left stick pressed", "look aft again, where the launch is"),
    ("Right stick", "look around"),
    ("A", "choose what is in the middle; hold for the menu"),
    ("X", "pause, go on"),
    ("Start", "menu"),
    ("LB, RB", "to the event before, to the next"),
)
"""What to press and what it does."""
DEAD_ZONE = 0.15
FASTEST_TURN = math.radians(60.0)
"""rad/s that the view turns with the stick held over."""


@dataclass(frozen=True, slots=True)
class Pad:
    """What a gamepad says at one look: GLFW's axes (6) and buttons (15)."""

    axes: tuple[float, ...] = (0.0,) * 6
    buttons: tuple[bool, ...] = (False,) * 15

    @staticmethod
    def of(axes: Sequence[float], buttons: Sequence[int]) -> Pad:
        """Return the pad of GLFW's values."""
        return Pad(tuple(axes), tuple(bool(each) for each in buttons))

    @property
    def is_touched(self) -> bool:
        """Say whether somebody uses it now."""
        sticks = self.axes[_LEFT_X : _RIGHT_Y + 1]
        return any(self.buttons) or any(abs(each) > DEAD_ZONE for each in sticks)

    def read(self) -> Buttons:
        """Return what it presses, in the words of hands."""
        return Buttons(
            select=self.buttons[_A],
            menu=self.buttons[_START],
            pause=self.buttons[_X],
            rate=-self.axes[_LEFT_Y],
            scrub=self.axes[_LEFT_X],
        )

    def turned(self, since: float) -> tuple[float, float]:
        """Return how far right and up the view turns in `since` s, rad."""
        right, down = (_eased(self.axes[axis]) for axis in (_RIGHT_X, _RIGHT_Y))
        return FASTEST_TURN * right * since, -FASTEST_TURN * down * since

    def commands(self, before: Pad) -> tuple[Command, ...]:
        """Return what was pressed since the look before."""
        return tuple(
            command
            for button, command in _PRESSED.items()
            if self.buttons[button] and not before.buttons[button]
        )


def _eased(axis: float) -> float:
    """Return a stick's push with a still middle and a gentle beginning, -1 to 1."""
    beyond = max(abs(axis) - DEAD_ZONE, 0.0) / (1.0 - DEAD_ZONE)
    return math.copysign(min(beyond, 1.0) ** 2, axis)
