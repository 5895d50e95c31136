"""Makes frames while a session runs: wait, begin, draw, end, then the mirror."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from ctypes import pointer
from typing import Any

import moderngl
import numpy as np

from render.passes.comfort import Comfort
from render.view import View
from vr.hands.pinch import Pinch
from vr.hands.pointer import Pointing
from vr.hands.visitor import Wishes
from vr.headset import calls, views
from vr.headset.calls import Live
from vr.headset.desk import Desk
from vr.headset.graphics import Graphics
from vr.headset.hands import read_hands
from vr.headset.height import SNAP, Height
from vr.headset.mirror import Mirror
from vr.headset.options import Visit
from vr.headset.rate import Rate
from vr.headset.report import Laps, Picture, Report
from vr.headset.swapchains import LentImage
from vr.headset.views import Located, Recentring
from vr.hung import Hung

SOON = 1.0
"""s within which a session that was made comes to its first frame, if anybody wears the headset."""


class Frames:
    """What is kept from frame to frame: the visit, place, hands, the mirror and the report."""

    def __init__(
        self,
        graphics: Graphics,
        visit: Visit,
        mirror: Mirror,
        report: Report,
        desk: Desk,
        height: float = 0.0,
        *,
        fixed_resolution: bool = False,
    ) -> None:
        """Take what to show and where; `height` is that of eyes above the dome's middle, in m."""
        self.graphics = graphics
        self._visit = visit
        self.mirror = mirror
        self._desk = desk
        self.report = report
        self.rate = Rate(graphics.ctx, visit, is_fixed=fixed_resolution)
        report.rate, report.history = self.rate.state, self.rate.history
        self._pointing = Pointing()
        self._pinch = Pinch()
        self.is_left = False
        """Whether the visitor asked to leave."""
        self._recentring = Recentring()
        self._wanted_height = height
        self._height = Height()
        self._comfort = Comfort(graphics.ctx)
        self._place_is_doubtful = False
        self._eyes: list[Located] = []
        self._display_time_ns = 0
        self._expected_until = -math.inf
        self.clock: Callable[[], float] = time.perf_counter
        """What `laps`, the parts of the last frame, are counted by."""
        self.laps = Laps(self.clock)
        self.keep_pictures_of = -1
        """The number of the frame whose eyes are to be kept as pictures."""
        self.pictures: dict[str, Picture] = {}

    def check_place(self) -> None:
        """Bring the visitor to the eye point in the next frame, if he is far from it."""
        self._place_is_doubtful = True

    def expect_eyes(self) -> None:
        """Leave own views undrawn for a while: a headset is there, and soon wants its eyes."""
        self._expected_until = time.monotonic() + SOON

    def forget_place(self) -> None:
        """Take the runtime's space as it is: its wearer has just recentred it."""
        self._recentre(Recentring())

    def make(self, live: Live, source: str, is_focused: bool, timed: Callable[[int], None]) -> None:
        """Make one frame of a running session.

        `source` names the clock that display times are of; `timed` is told the frame's, in ns,
        before anything is drawn, since the space may change with it. Once begun, a frame is always
        ended, whatever happens in between. Raises xr.XrException where the runtime is lost.
        """
        laps = self.laps = Laps(self.clock)
        timing = live.frame.wait()
        self.graphics.make_current()
        laps.end("wait")
        display_time_ns, period_ns = timing.predicted_display_time, timing.predicted_display_period
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
        if not layers or self._desk.shows_own:
            self.show_own_view()
        self.mirror.show(time.monotonic())
        laps.end("mirror")
        self._count(laps, bool(layers), display_time_ns, period_ns)

    def show_own_view(self) -> None:
        """Show the desk's own view in the mirror, when it is due: nobody wears the headset."""
        now = time.monotonic()
        if now > self._expected_until and self.mirror.is_due(now):
            framebuffer = self.mirror.own()
            self._desk.draw(self._visit, framebuffer, now)
            self.mirror.show(now)

    def _draw_eyes(
        self, live: Live, source: str, display_time_ns: int, is_focused: bool, laps: Laps
    ) -> list[Any]:
        """Draw both eyes as they will be at the display time; return the layers, if any."""
        self.rate.fit(source, live.swapchains)
        eyes = calls.locate_eyes(live, display_time_ns, self._eyes)
        images = calls.acquire_images(live) if eyes else []
        self.graphics.make_current()
        if not images:
            return []
        self.rate.begin()
        display_time = display_time_ns * 1e-9
        if self._place_is_doubtful:
            self._place_is_doubtful = False
            self._put_in_place(eyes)
        laps.end("locate")
        if is_focused:
            self._heed(live, source, display_time_ns, eyes)
        else:
            self._visit.rest(source, display_time)
        laps.end("orbit")
        self._follow_height(display_time_ns, eyes)
        place = self._recentring.moved(self._visit.offset)
        seen = [views.view(eye, place, image.size) for eye, image in zip(eyes, images, strict=True)]
        room = None if live.quad is None else live.quad.room(seen[0])
        hung = self._visit.draw(seen, [image.framebuffer for image in images], room)
        hung = None if hung is None else hung.darkened(self._height.darkness)
        for image, view in zip(images, seen, strict=True):
            image.framebuffer.use()
            self._comfort.draw(view, self._height.darkness)
        laps.end("draw")
        self._keep(images, display_time_ns, seen, hung)
        self.rate.end()
        laps.end("keep")
        for swapchain in live.swapchains:
            swapchain.release()
        self.graphics.make_current()
        caption = self._caption_layer(live, hung, place)
        self.graphics.make_current()
        return [live.frame.projection(eyes, live.swapchains), *caption]

    def _caption_layer(self, live: Live, hung: Hung | None, place: Recentring) -> list[Any]:
        """Return the layer of what hangs before the eyes, if there is any."""
        if live.quad is None or hung is None:
            return []
        before = live.quad.drawings
        layer = live.quad.layer(hung, place)
        self.report.caption_pictures += live.quad.drawings - before
        if layer is None:
            return []
        self.report.caption_layers += 1
        return [pointer(layer)]

    def _heed(self, live: Live, source: str, display_time_ns: int, eyes: Sequence[Located]) -> None:
        """Let the visit take in what head and hands do, and do what it wishes for."""
        self._pointing, self._pinch, reading = read_hands(
            live,
            display_time_ns,
            eyes,
            self._recentring,
            self._visit.offset,
            self._pointing,
            self._pinch,
        )
        self.laps.end("input")
        self.report.profiles = live.actions.profiles
        self.report.charges = live.actions.charges
        wishes: Wishes = self._visit.live(source, display_time_ns * 1e-9, reading)
        if wishes.recentre:
            self._recentre(self._centred(eyes))
        if wishes.pulse is not None:
            live.actions.pulse(live.handle, wishes.pulse.strength, wishes.pulse.seconds)
            self.report.pulses += 1
        self.is_left = self.is_left or wishes.leave

    def _put_in_place(self, eyes: Sequence[Located]) -> None:
        """Bring a visitor who just came to the eye point, or at least to its height."""
        if views.is_far_out(eyes, self._recentring):
            self._recentre(self._centred(eyes))
        elif abs(views.height_of(eyes, self._recentring) - self._wanted_height) > SNAP:
            self._recentre(views.levelled(eyes, self._recentring, self._wanted_height))

    def _centred(self, eyes: Sequence[Located]) -> Recentring:
        return views.levelled(eyes, views.recentred(eyes), self._wanted_height)

    def _follow_height(self, display_time_ns: int, eyes: Sequence[Located]) -> None:
        """Let the room come after who stands up or sits down."""
        since = min((display_time_ns - self._display_time_ns) * 1e-9, 0.1)
        height = views.height_of(eyes, self._recentring) - self._wanted_height
        self._height, comes = self._height.after(height, since if self._display_time_ns else 0.0)
        if comes:
            self._recentre(views.levelled(eyes, self._recentring, self._wanted_height))

    def _recentre(self, recentring: Recentring) -> None:
        self._recentring = recentring
        self.report.recentred += 1

    def _keep(
        self,
        images: Sequence[LentImage],
        display_time_ns: int,
        seen: Sequence[View],
        hung: Hung | None,
    ) -> None:
        """Keep what is asked for of the eyes' images while they are still ours."""
        visit = self._visit
        if self.report.is_wanted:
            self.report.note_frame(visit.running(), visit.chosen(), display_time_ns, seen)
        is_kept = self.report.frames + 1 == self.keep_pictures_of
        due = self.mirror.is_due(time.monotonic()) and not self._desk.shows_own
        if due or (is_kept and self.mirror.is_open()):
            self.mirror.take(images[0].texture, seen[0], display_time_ns * 1e-9)
            if hung is not None and not self._desk.writes_captions:
                self.mirror.hang(hung)
            if is_kept:
                self.pictures["mirror"] = pixels(self.mirror.framebuffer)
        if is_kept:
            for name, image in zip(("left", "right"), images, strict=True):
                self.pictures[name] = pixels(image.framebuffer)

    def _count(self, laps: Laps, is_drawn: bool, display_time_ns: int, period_ns: int) -> None:
        """Count the frame, and the display times that passed since the one before."""
        report = self.report
        self._display_time_ns = display_time_ns if is_drawn else 0
        if is_drawn:
            self._expected_until = -math.inf
            report.add_frame(laps)
            report.skipped += self.rate.take(laps.work(), display_time_ns, period_ns)
        else:
            self.rate.pause()
            report.empty_frames += 1


def pixels(framebuffer: moderngl.Framebuffer) -> Picture:
    """Return an image, (height, width, 3), rows from the top, bytes as stored."""
    part = framebuffer.viewport
    _, _, width, height = part
    raw = framebuffer.read(part, components=3, alignment=1)
    return np.frombuffer(raw, np.uint8).reshape(height, width, 3)[::-1]
