"""Frames of the show and empty ones in turn, in one session, with what each took of the processor.

Counted is the time that the program's own thread computes. It does not count while the thread
sleeps in `xrWaitFrame`, waits for the runtime's service, or another program has the core: a busy
machine blurs it little. Nor is there anything for a graphics card to do: what is drawn hangs on a
query that saw nothing (conditional rendering, OpenGL 3.0), so the driver takes every call and
throws the vertices away. On software OpenGL they would run on this very thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import numpy as np

from vr.headset.calls import Live
from vr.headset.frames import Frames
from vr.headset.report import Laps
from vr.measure.empty_frame import empty_frame


class InTurn(Frames):
    """Makes every other frame an empty one. `own` and `empty` hold what each took."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401, as Frames takes them
        super().__init__(*arguments, **named)
        self.clock = time.thread_time
        self.own: list[dict[str, float]] = []
        """Of each frame the parts, s of the processor, and "wall": s from the wait to the end."""
        self.empty: list[dict[str, float]] = []
        self._is_own = False
        self._ended = self.clock()
        self._waited = 0.0
        sees_nothing = self.graphics.ctx.query(samples=True)
        with sees_nothing:
            pass
        self._draws_nothing = sees_nothing.crender or nullcontext()

    def make(self, live: Live, source: str, is_focused: bool, timed: Callable[[int], None]) -> None:
        """Make a frame of the show, or an empty one; see Frames."""

        def waited(display_time_ns: int) -> None:
            self._waited = time.perf_counter()
            timed(display_time_ns)

        self._is_own = not self._is_own
        begun = self.clock()
        if self._is_own:
            drawn = self.report.frames
            with self._draws_nothing:
                super().make(live, source, is_focused, waited)
            if self.report.frames > drawn:
                events = {"events": begun - self._ended}
                self.own.append(events | self.laps.seconds | self._wall())
        else:
            laps = Laps(self.clock)
            empty_frame(live, waited)
            laps.end("frame")
            self.empty.append(laps.seconds | self._wall())
        self._ended = self.clock()

    def _wall(self) -> dict[str, float]:
        return {"wall": time.perf_counter() - self._waited}


def totals(frames: list[dict[str, float]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return what each frame took of the processor in all, (n,) s."""
    return np.array([sum(frame.values()) - frame["wall"] for frame in frames])
