"""How long the window's last pictures took, against the monitor's rate: key F3."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

import moderngl

from render.gpu_timer import GpuTimer
from vr.frame_history import FrameHistory
from vr.opengl import is_software
from vr.window.frame_graph import FrameGraph, Rows
from vr.window.sheet import Sheets

_LATELY = 60
"""Pictures that the means are of."""
_WAITING = "show"
"""The part in which the picture waits for the monitor."""


class FrameTimes:
    """Measures pictures all the time, which costs next to nothing, and shows them when asked."""

    def __init__(
        self, context: moderngl.Context, sheets: Sheets, scale: float, period: float
    ) -> None:
        """Take the text's scale and the s between two of the monitor's pictures."""
        self._period = period
        self._graph = FrameGraph(sheets, scale)
        self._timer: GpuTimer[int] = GpuTimer(context)
        self._asks = self._timer.is_there and not is_software(context)
        self._history = FrameHistory()
        self._parts: deque[Mapping[str, float]] = deque(maxlen=_LATELY)
        self._shown_at = 0.0

    def begin(self) -> None:
        """Begin to time what the graphics card does for a picture."""
        if self._asks:
            self._timer.begin()

    def end(self) -> None:
        """End it."""
        if self._asks:
            self._timer.end(self._history.count)

    def add(self, parts: Mapping[str, float], shown_at: float) -> None:
        """Note how long a picture's parts took, s, and when it was shown."""
        since, self._shown_at = shown_at - self._shown_at, shown_at
        skipped = max(round(since / self._period) - 1, 0) if self._parts else 0
        self._parts.append(parts)
        work = sum(seconds for name, seconds in parts.items() if name != _WAITING)
        self._history.add(work, skipped)
        if self._asks:
            for number, seconds in self._timer.ready():
                if seconds is not None:
                    self._history.learn(number, seconds)

    def draw(self, window: tuple[int, int], now: float) -> None:
        """Show bars and figures in a window of that size, which `Sheets` has begun on."""
        self._graph.draw(window, self._history, self._period, self.rows, now)

    def hide(self) -> None:
        """Show them no more."""
        self._graph.hide()

    def rows(self) -> Rows:
        """Return the figures of the last pictures."""
        return figures(self._parts, self._history, self._period)


def figures(parts: Sequence[Mapping[str, float]], history: FrameHistory, period: float) -> Rows:
    """Return the mean of each part of the pictures and of the whole, the rate, the late ones.

    `parts` are each picture's, in s, `period` the s between two pictures of the monitor.
    """
    count = max(len(parts), 1)
    names = parts[-1] if parts else {}
    means = {name: sum(each[name] for each in parts) / count for name in names}
    whole = max(sum(means.values()), 1e-9)
    _, graphics = history.medians(_LATELY)
    card = [("graphics card", f"{1e3 * graphics:.1f} ms")] if graphics else []
    late, frames, missed = history.lateness()
    return [
        *((name, f"{1e3 * mean:.1f} ms") for name, mean in means.items()),
        *card,
        ("picture", f"{1e3 * whole:.1f} ms, {1.0 / whole:.0f} a second"),
        ("monitor", f"{1e3 * period:.1f} ms, {1.0 / period:.0f} Hz"),
        ("late", f"{late} of the last {frames} pictures"),
        ("missed", f"{missed} of the monitor's"),
    ]
