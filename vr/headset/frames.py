"""Makes frames while a session runs: wait, begin, draw, end, then the mirror."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from ctypes import pointer
from typing import Any

import moderngl
import numpy as np
import xr

from render.view import View
from vr.clock import Clock
from vr.headset import calls, views
from vr.headset.calls import Live
from vr.headset.controls import Controls
from vr.headset.graphics import Graphics
from vr.headset.mirror import Mirror
from vr.headset.options import Draw
from vr.headset.report import Laps, Picture, Report
from vr.headset.swapchains import EyeImage
from vr.headset.timekeeper import Timekeeper
from vr.headset.views import Located, Recentring


class Frames:
    """What is kept from frame to frame: time, place, controls, the mirror and the report."""

    def __init__(
        self, graphics: Graphics, draw: Draw, clock: Clock, mirror: Mirror, report: Report
    ) -> None:
        self.graphics = graphics
        self._draw = draw
        self.mirror = mirror
        self.report = report
        self._time = Timekeeper(clock)
        self._controls = Controls()
        self._recentring = Recentring()
        self._place_is_doubtful = False
        self._eyes: list[Located] = []
        self._display_time_ns = 0
        self.keep_pictures_of = -1
        """The number of the frame whose eyes are to be kept as pictures."""
        self.pictures: dict[str, Picture] = {}

    def check_place(self) -> None:
        """Bring the visitor to the eye point in the next frame, if he is far from it."""
        self._place_is_doubtful = True

    def forget_place(self) -> None:
        """Take the runtime's space as it is: its wearer has just recentred it."""
        self._recentre(Recentring())

    def make(self, live: Live, source: str, is_focused: bool, timed: Callable[[int], None]) -> None:
        """Make one frame of a running session.

        `source` names the clock that display times are of; `timed` is told the frame's, in ns,
        before anything is drawn, since the space may change with it. Once begun, a frame is always
        ended, whatever happens in between. Raises xr.XrException where the runtime is lost.
        """
        laps = Laps()
        timing = xr.wait_frame(live.handle, xr.FrameWaitInfo())
        self.graphics.make_current()
        laps.end("wait")
        display_time_ns = int(timing.predicted_display_time)
        timed(display_time_ns)
        calls.begin_frame(live)
        layers: list[Any] = []
        try:
            if timing.should_render:
                layers = self._draw_eyes(live, source, display_time_ns, is_focused, laps)
        finally:
            calls.end_frame(live, display_time_ns, layers)
            self.graphics.make_current()
            self.graphics.clear_errors()
        laps.end("submit")
        if not layers:
            self.show_own_view()
        self.mirror.show(time.monotonic())
        laps.end("mirror")
        self._count(laps, bool(layers), display_time_ns, int(timing.predicted_display_period))

    def show_own_view(self) -> None:
        """Show the view straight aft in the mirror, when it is due: nobody wears the headset."""
        now = time.monotonic()
        if self.mirror.is_due(now):
            view, framebuffer = self.mirror.own_view()
            self._draw(self._time.at("desktop", now), [view], [framebuffer])
            self.mirror.show(now)

    def _draw_eyes(
        self, live: Live, source: str, display_time_ns: int, is_focused: bool, laps: Laps
    ) -> list[Any]:
        """Draw both eyes as they will be at the display time; return the layer, if there is one."""
        eyes = calls.locate_eyes(live, display_time_ns, self._eyes)
        images = calls.acquire_images(live) if eyes else []
        self.graphics.make_current()
        if not images:
            return []
        display_time = display_time_ns * 1e-9
        t = self._time.at(source, display_time)
        if is_focused:
            t = self._steer(live, display_time, eyes)
        if self._place_is_doubtful:
            self._place_is_doubtful = False
            if views.is_far_out(eyes, self._recentring):
                self._recentre(views.recentred(eyes))
        seen = [
            views.view(eye, self._recentring, image.texture.size)
            for eye, image in zip(eyes, images, strict=True)
        ]
        self._draw(t, seen, [image.framebuffer for image in images])
        self._keep(images, t, display_time_ns, seen)
        laps.end("draw")
        for swapchain in live.swapchains:
            swapchain.release()
        self.graphics.make_current()
        return [pointer(calls.projection_layer(live, eyes))]

    def _steer(self, live: Live, display_time: float, eyes: Sequence[Located]) -> float:
        """Let the controllers change the clock and the place; return mission time after that."""
        since = display_time - self._display_time_ns * 1e-9 if self._display_time_ns else 0.0
        reading = live.actions.read(live.handle)
        self._controls, self._time.clock, recentre = self._controls.apply(
            reading, self._time.clock, display_time, min(max(since, 0.0), 0.1)
        )
        if recentre:
            self._recentre(views.recentred(eyes))
        return self._time.clock.at(display_time)

    def _recentre(self, recentring: Recentring) -> None:
        self._recentring = recentring
        self.report.recentred += 1

    def _keep(
        self, images: Sequence[EyeImage], t: float, display_time_ns: int, seen: Sequence[View]
    ) -> None:
        """Keep what is asked for of the eyes' images while they are still ours."""
        rate = self._time.clock.rate_at(display_time_ns * 1e-9)
        self.report.note_frame(t, rate, display_time_ns, seen)
        is_kept = self.report.frames + 1 == self.keep_pictures_of
        if self.mirror.is_due(time.monotonic()) or (is_kept and self.mirror.is_open()):
            self.mirror.take(images[0].texture)
            if is_kept:
                self.pictures["mirror"] = pixels(self.mirror.framebuffer)
        if is_kept:
            for name, image in zip(("left", "right"), images, strict=True):
                self.pictures[name] = pixels(image.framebuffer)

    def _count(self, laps: Laps, is_drawn: bool, display_time_ns: int, period_ns: int) -> None:
        """Count the frame, and the display times that passed since the one before."""
        report, since = self.report, display_time_ns - self._display_time_ns
        if is_drawn and self._display_time_ns and period_ns > 0:
            report.skipped += max(round(since / period_ns) - 1, 0)
        self._display_time_ns = display_time_ns if is_drawn else 0
        if is_drawn:
            report.add_frame(laps)
        else:
            report.empty_frames += 1


def pixels(framebuffer: moderngl.Framebuffer) -> Picture:
    """Return an image, (height, width, 3), rows from the top, bytes as stored."""
    width, height = framebuffer.size
    raw = framebuffer.read(components=3, alignment=1)
    return np.frombuffer(raw, np.uint8).reshape(height, width, 3)[::-1]
