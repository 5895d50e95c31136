"""Frames of the show and empty ones in turn, in one session, with what each took of the processor.

Counted is the time that the program's own thread computes. It does not count while the thread
sleeps in `xrWaitFrame`, waits for the runtime's service, or another program has the core: a busy
machine blurs it little. Nor is there anything for a graphics card to do: what is drawn hangs on a
query that saw nothing (conditional rendering, OpenGL 3.0), so the driver takes every call and
throws the vertices away. On software OpenGL they would run on this very thread.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vr.headset.calls import Live
from vr.headset.frames import Frames
from vr.headset.report import Laps
from vr.measure.empty_frame import empty_frame

Array = NDArray[np.float64]

PARTS = ("events", "wait", "locate", "input", "orbit", "draw", "keep", "submit", "mirror")
"""Of a frame of the show, in order: what comes between two frames, then what `Frames` names."""


class InTurn(Frames):
    """Makes every other frame an empty one, up to a number of each, and keeps what they took.

    What it keeps lies in arrays made before, so that it adds no memory of its own.
    """

    def __init__(self, most: int, *arguments: Any, **named: Any) -> None:  # noqa: ANN401, as Frames
        super().__init__(*arguments, **named)
        self.clock = time.thread_time
        self.own = np.zeros((most, len(PARTS)))
        """s of the processor, by frame and part."""
        self.empty = np.zeros(most)
        self.own_wall, self.empty_wall = np.zeros(most), np.zeros(most)
        """s from the end of the wait to the end of the frame."""
        self.blocks = np.zeros(most)
        """Blocks of memory that Python holds after each frame of the show."""
        self._made = [0, 0]
        self._ended = self.clock()
        self._waited = 0.0
        self._collected = 0
        self.collections = 0
        """How often the garbage collector has run since the first frame."""
        sees_nothing = self.graphics.ctx.query(samples=True)
        with sees_nothing:
            pass
        self._draws_nothing = sees_nothing.crender or nullcontext()

    def make(self, live: Live, source: str, is_focused: bool, timed: Callable[[int], None]) -> None:
        """Make a frame of the show, or an empty one; see Frames."""

        def waited(display_time_ns: int) -> None:
            self._waited = time.perf_counter()
            timed(display_time_ns)

        begun = self.clock()
        own, empty = self._made
        if own == empty == 0:
            self._collected = _collections()
        if own <= empty:
            with self._draws_nothing:
                super().make(live, source, is_focused, waited)
            if self.report.frames > own < len(self.own):
                spent = {"events": begun - self._ended} | self.laps.seconds
                self.own[own] = [spent.get(part, 0.0) for part in PARTS]
                self.own_wall[own] = time.perf_counter() - self._waited
                self.collections = _collections() - self._collected
                self.blocks[own] = sys.getallocatedblocks()
                self._made[0] += 1
        else:
            laps = Laps(self.clock)
            empty_frame(live, waited)
            laps.end("frame")
            self.empty[empty] = laps.seconds["frame"]
            self.empty_wall[empty] = time.perf_counter() - self._waited
            self._made[1] += 1
        self._ended = self.clock()


def _collections() -> int:
    return sum(generation["collections"] for generation in gc.get_stats())
