"""Holds the headset's rate: measures frames, and has the eyes drawn smaller where they are late.

The graphics card's own time decides, since that is what size changes. Where it cannot be had (no
timer queries, or such as tell nonsense; software OpenGL's do) it is the processor's, and a frame
before which display times passed counts as one that took so long.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import moderngl

from render.gpu_timer import RING, GpuTimer
from vr.frame_history import FrameHistory
from vr.headset.displays import Displays
from vr.headset.report import RateState
from vr.headset.resolution import FULL, Resolution, Step, ladder
from vr.opengl import is_software

if TYPE_CHECKING:  # it needs OpenXR, this does not
    from vr.headset.swapchains import Swapchain

_MOST_NONSENSE = 3
"""Times that cannot be; after so many the queries are asked no more."""
_MOST_SILENT = 20 * RING
"""Frames after which queries that never answer are asked no more."""
_LATELY = 90
"""Frames that the medians are of."""
_log = logging.getLogger("cupola.headset")


class Lowers(Protocol):
    """What is drawn, as far as its quality goes; a `vr.headset.Visit`."""

    @property
    def lower_qualities(self) -> int:
        """Return how many steps of quality there are below the one asked for."""
        ...

    def lower(self, steps: int) -> None:
        """Draw from now on at a quality so many steps below the one asked for."""
        ...


class Rate:
    """What is known of the frames' times, and the step that they are drawn at."""

    def __init__(self, ctx: moderngl.Context, visit: Lowers, *, is_fixed: bool) -> None:
        self.history = FrameHistory()
        self.displays = Displays()
        self.by_graphics_card = False
        """Whether the graphics card's own times are known."""
        self._visit = visit
        self._steps = (FULL,) if is_fixed else ladder(visit.lower_qualities)
        self._resolution = Resolution(self._steps)
        self._timer: GpuTimer[tuple[int, Step]] = GpuTimer(ctx)
        self._asks = self._timer.is_there and not is_software(ctx)
        self._nonsense = 0
        self._silent = 0
        self._source = ""
        self._changes = 0
        self._fitted: tuple[Step, Sequence[Swapchain]] | None = None

    @property
    def step(self) -> Step:
        """Return what the eyes are drawn at."""
        return self._resolution.step

    def state(self) -> RateState:
        """Return how things stand, for those who watch."""
        late, frames, missed = self.history.lateness()
        processor, graphics = self.history.medians(_LATELY)
        return RateState(
            period_ms=self.displays.period_ns * 1e-6,
            scale=self.step.scale,
            lower=self.step.lower,
            changes=self._changes,
            processor_ms=processor * 1e3,
            graphics_ms=graphics * 1e3,
            late=late,
            frames=frames,
            missed=missed,
        )

    def fit(self, source: str, swapchains: Sequence[Swapchain]) -> None:
        """Let the eyes' next images be of the size that the rate allows.

        `source` is the session's name; with a new one all is looked at anew.
        """
        if source != self._source:
            self._source = source
            self.displays.forget()
            self._resolution.forget()
            self._timer.forget()
        if (
            self._fitted is None
            or self._fitted[0] is not self.step
            or self._fitted[1] is not swapchains
        ):
            self._fitted = self.step, swapchains
            for swapchain in swapchains:
                swapchain.part = self.step.part(swapchain.size)

    def begin(self) -> None:
        """Begin to time what is drawn for the eyes."""
        if self._asks:
            self._timer.begin()

    def end(self) -> None:
        """End it: the eyes are drawn."""
        if self._asks:
            self._timer.end((self.history.count, self.step))

    def pause(self) -> None:
        """Take no image being wanted for no lateness."""
        self.displays.pause()

    def take(self, work: float, display_time_ns: int, period_ns: int) -> int:
        """Take in a drawn frame on which the processor worked so long, s.

        Returns how many display times passed before its own.
        """
        skipped = self.displays.passed(display_time_ns, period_ns)
        self.history.add(work, skipped)
        period = self.displays.period_ns * 1e-9
        if self._asks:
            self._read(period)
        else:
            self._judge(max(work, (skipped + 0.5) * period if skipped else 0.0), period, self.step)
        return skipped

    def _read(self, period: float) -> None:
        """Take in the graphics card's times that have become known."""
        self._silent += 1
        for (number, step), seconds in self._timer.ready():
            self._silent = 0
            if seconds is None:
                self._nonsense += 1
                continue
            self._nonsense = 0
            self.by_graphics_card = True
            self.history.learn(number, seconds)
            self._judge(seconds, period, step)
        if self._nonsense >= _MOST_NONSENSE or self._silent > _MOST_SILENT:
            self._asks = self.by_graphics_card = False
            _log.warning("the graphics card tells no sane times; the processor's are taken")

    def _judge(self, seconds: float, period: float, drawn_at: Step) -> None:
        before, resolution = self.step, self._resolution
        if not resolution.take(seconds, period, drawn_at):
            return
        self._changes += 1
        if self.step.lower != before.lower:
            self._visit.lower(self.step.lower)
        useless = "; drawing less had not made them shorter" if resolution.is_useless else ""
        _log.info(
            "eyes %s, after frames of %.1f ms with %.1f ms a picture (the %s's time)%s",
            _told(self.step),
            resolution.share * period * 1e3,
            period * 1e3,
            "graphics card" if self._asks else "processor",
            useless,
        )


def _told(step: Step) -> str:
    size = f"at {step.scale:.0%} of their size" if step.scale < 1.0 else "in full size"
    return f"{size}, quality lower by {step.lower}" if step.lower else size
