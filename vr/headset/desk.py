"""Who looks after the place: what its window shows, and when the program is to end.

`Desk` is a private person's: the view straight aft, and Escape leaves. A kiosk has its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import moderngl
import numpy as np

from render.view import View
from vr.headset.options import Visit
from vr.headset.report import Report
from vr.interrupt import SIGNALS

if TYPE_CHECKING:  # it loads GLFW, whose kind is chosen later
    from vr.headset.frame_overlay import FrameOverlay
    from vr.headset.mirror import Mirror

_VERTICAL_FOV = math.radians(60.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """How things stand at a turn of the loop.

    `state` is the session state that the runtime reported last, by its name, "" where there is no
    session. `presence` is whether the headset is worn where the runtime knows, else None. `trouble`
    says why there is no session, with the remedy.
    """

    state: str
    presence: bool | None
    trouble: str
    report: Report


class Desk:
    """The desk of somebody who started the program by hand."""

    stop_signals: tuple[str, ...] = SIGNALS
    """Names of the signals that end the program."""
    writes_captions = False
    """Whether it writes captions on the window itself where they hang on a layer of their own."""

    def __init__(self) -> None:
        self._wants_to_close: Callable[[], bool] = lambda: False
        self._overlay: FrameOverlay | None = None

    @property
    def starts_again(self) -> bool:
        """Say whether a fresh start follows at once: the window then stays until it is replaced."""
        return False

    def broken(self) -> None:
        """Take note that the loop broke."""

    def attach(self, mirror: Mirror) -> None:
        """Take charge of the window; called once, before the first turn."""
        from vr.headset.frame_overlay import FrameOverlay  # noqa: PLC0415, it loads GLFW

        self._wants_to_close = mirror.wants_to_close
        if mirror.window is not None:
            self._overlay = FrameOverlay(mirror)

    def turn(self, seen: Seen) -> bool:
        """Take note of how things stand; return whether to leave."""
        if self._overlay is not None:
            self._overlay.see(seen.report)
        return self._wants_to_close()

    @property
    def shows_own(self) -> bool:
        """Say whether the window shows the desk's own view while there are eyes to show, too."""
        return False

    def draw(self, visit: Visit, framebuffer: moderngl.Framebuffer, now: float) -> None:
        """Draw what the window shows while it does not show the wearer's eye: the view aft.

        `now` is the desktop's time in s.
        """
        visit.rest("desktop", now)
        visit.draw([view_aft(framebuffer.size)], [framebuffer])


def view_aft(size: tuple[int, int]) -> View:
    """Return the view straight aft from the eye point for a picture of that size."""
    return View.symmetric(np.eye(3), size, _VERTICAL_FOV)
