"""The last seconds' frames as bars against the time there is, with figures beside: key F3.

The bars run as on an oscilloscope: the newest is written over the oldest, a dark gap ahead of it.
So a frame costs a column of pixels, and the picture is laid by the pass for flat pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import moderngl
import numpy as np
from numpy.typing import NDArray

from render.gpu_timer import RING
from vr.frame_history import KEPT, FrameHistory
from vr.window.lettering import GROUND_ALPHA, panel
from vr.window.sheet import Sheets

COLUMNS = 360
"""Frames shown, 4 s at 90 Hz."""
GAP = 12
ROWS = 96
"""px, twice the time there is: what takes longer ends at the upper edge."""
TEXT_EVERY = 0.5
"""s between two layings out of the text."""
LETTERS = 14
"""px, their height on a display of ordinary density."""
_EDGE = 12
_GROUND = (0, 0, 0, GROUND_ALPHA)
_IN_TIME = (116, 178, 226, 255)
_TOO_LONG = (255, 205, 130, 255)
_LATE = (255, 92, 72, 255)
_BUDGET = (235, 235, 225, 255)
_LEAST_LATE = 6
"""px of a late frame's bar, however little it worked: it waited for something else."""

Rows = Sequence[tuple[str, str]]
Pixels = NDArray[np.uint8]


def bars(times: NDArray[np.float64], late: NDArray[np.bool_], budget: float) -> Pixels:
    """Return frames' bars as a picture (ROWS, n, 4), a column each, colour times alpha.

    `times` (n,) and `budget`, the time there is, in s; `late` (n,) came after their picture.
    """
    middle = ROWS // 2
    heights = np.clip(np.rint(times / max(budget, 1e-6) * middle), 1, ROWS).astype(int)
    heights = np.where(late, np.maximum(heights, _LEAST_LATE), heights)
    picture = np.empty((ROWS, times.size, 4), np.uint8)
    picture[:] = _GROUND
    from_below = ROWS - np.arange(ROWS)
    inside = from_below[:, None] <= heights
    picture[inside & (times <= budget) & ~late] = _IN_TIME
    picture[inside & (times > budget) & ~late] = _TOO_LONG
    picture[inside & late] = _LATE
    picture[ROWS - middle] = _BUDGET
    return picture


class FrameGraph:
    """Draws a history that grows; nothing is drawn of it while it is not shown."""

    def __init__(self, sheets: Sheets, scale: float = 1.0) -> None:
        self._sheets = sheets
        self._letters = round(LETTERS * scale)
        self._edge = round(_EDGE * scale)
        self._bars: moderngl.Texture | None = None
        self._text: moderngl.Texture | None = None
        self._drawn = 0
        self._due = 0.0
        self.layings = 0
        """How often the text was laid out."""

    def draw(
        self,
        window: tuple[int, int],
        history: FrameHistory,
        budget: float,
        rows: Callable[[], Rows],
        now: float,
    ) -> None:
        """Lay it into the upper right of a window, which `Sheets` has begun on.

        `budget` is the time there is for a frame, s; `rows` makes the text.
        """
        graph = self._brought_up_to(history, budget)
        if self._text is None or now >= self._due:
            self._due = now + TEXT_EVERY
            if self._text is not None:
                self._text.release()
            self._text = self._sheets.picture(panel(rows(), self._letters))
            self.layings += 1
        self._sheets.lay(graph, window[0] - self._edge - COLUMNS, self._edge)
        left = window[0] - self._edge - max(COLUMNS, self._text.width)
        self._sheets.lay(self._text, max(left, 0), self._edge + ROWS)

    def hide(self) -> None:
        """Give the memory back until it is drawn again."""
        for each in (self._bars, self._text):
            if each is not None:
                each.release()
        self._bars = self._text = None

    def _brought_up_to(self, history: FrameHistory, budget: float) -> moderngl.Texture:
        """Return the bars with the frames that have come, but those the card still works on."""
        last = max(history.count - RING, 0)
        if self._bars is None:
            self._bars = self._sheets.picture(np.full((ROWS, COLUMNS, 4), _GROUND, np.uint8))
            self._drawn = 0
        first = max(self._drawn, last - COLUMNS + GAP, history.count - KEPT)
        while first < last:
            column = first % COLUMNS
            count = min(last - first, COLUMNS - column)
            self._write(
                column,
                bars(
                    history.times(first, first + count), history.late(first, first + count), budget
                ),
            )
            first += count
        if last > self._drawn:
            self._drawn = last
            self._darken(last % COLUMNS)
        return self._bars

    def _darken(self, column: int) -> None:
        """Make the gap before the oldest frame."""
        self._write(column, np.full((ROWS, min(GAP, COLUMNS - column), 4), _GROUND, np.uint8))

    def _write(self, column: int, part: Pixels) -> None:
        if self._bars is not None:
            place = (column, 0, part.shape[1], ROWS)
            self._bars.write(np.ascontiguousarray(part), viewport=place)
