"""Key F3 in the mirror's window: the headset's frames against its rate, over the picture."""

from __future__ import annotations

import time

import glfw

from vr.headset.mirror import Mirror
from vr.headset.report import RateState, Report
from vr.window.frame_graph import TEXT_EVERY, FrameGraph, Rows
from vr.window.sheet import Sheets


class FrameOverlay:
    """Shown and hidden by the key; for a private person's desk, never a kiosk's."""

    def __init__(self, mirror: Mirror) -> None:
        """Listen to the mirror's window, which must be there."""
        self._sheets = Sheets(mirror.context)
        self._graph = FrameGraph(self._sheets)
        self._report: Report | None = None
        self._rate = RateState()
        self._due = 0.0
        self.is_shown = False
        glfw.set_key_callback(mirror.window, self._on_key)
        mirror.write = self._write

    def see(self, report: Report) -> None:
        """Take note of whose frames are to be shown."""
        self._report = report

    def _on_key(self, _window: object, key: int, _code: int, action: int, _mods: int) -> None:
        if key == glfw.KEY_F3 and action == glfw.PRESS:
            self.is_shown = not self.is_shown
            if not self.is_shown:
                self._graph.hide()

    def _write(self, size: tuple[int, int]) -> None:
        report = self._report
        if not self.is_shown or report is None or report.history is None:
            return
        now = time.monotonic()
        if now >= self._due:
            self._due, self._rate = now + TEXT_EVERY, report.rate()
        self._sheets.begin(size)
        self._graph.draw(
            size,
            report.history,
            self._rate.period_ms * 1e-3,
            lambda: rows(self._rate, report.eye_size),
            now,
        )


def rows(rate: RateState, eye_size: tuple[int, int]) -> Rows:
    """Return what is written beside the bars."""
    width, height = eye_size
    lower = f", quality lower by {rate.lower}" if rate.lower else ""
    card = f"{rate.graphics_ms:.1f} ms" if rate.graphics_ms else "does not tell"
    return (
        (
            "rate",
            f"{1e3 / rate.period_ms:.0f} Hz, {rate.period_ms:.1f} ms" if rate.period_ms else "-",
        ),
        ("graphics card", card),
        ("processor", f"{rate.processor_ms:.1f} ms"),
        ("eyes", f"{rate.scale:.0%} of {width}x{height}{lower}"),
        ("late", f"{rate.late} of the last {rate.frames} frames"),
        ("missed", f"{rate.missed} display times"),
    )
