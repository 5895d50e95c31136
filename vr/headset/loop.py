"""The headset loop: events to the session, its commands to the driver, frames while it runs."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

import xr

from assets.errors import MachineError
from vr.headset import session as state
from vr.headset.calls import Live
from vr.headset.desk import Desk, Seen
from vr.headset.driver import Driver, loss
from vr.headset.frames import Frames
from vr.headset.graphics import Graphics
from vr.headset.mirror import Mirror
from vr.headset.options import HeadsetOptions, MakeVisit
from vr.headset.probe import probe
from vr.headset.report import DAY_CHAPTERS, Report, write_pictures
from vr.headset.rubbish import Rubbish
from vr.headset.session import Command, Event, Phase, RuntimeState, Session, step
from vr.interrupt import StopRequest, stop_request

RESTING = 0.005
"""s between looks for events while no session runs."""
TELLING = 0.5
"""s between two writings of the report that somebody asked for."""


def run(
    make_visit: MakeVisit,
    options: HeadsetOptions,
    desk: Desk,
    make_frames: Callable[..., Frames] = Frames,
) -> Report:
    """Show what `make_visit` makes in the headset until somebody leaves; return what happened.

    `make_frames` makes what makes the frames, as Frames: one that measures is of its kind.

    Raises MachineError where there is no OpenGL, no runtime or no headset, unless `options.stay`
    says to wait.
    """
    if not options.stay:
        status = probe()
        if not status.ready:
            raise MachineError(status.reason)
    graphics = Graphics(options.mirror_size, options.mirror)
    try:
        report = Report(DAY_CHAPTERS) if options.stay else Report()
        mirror = Mirror(graphics, options.mirror)
        visit = make_visit(graphics.ctx)
        fixed = options.fixed_resolution
        frames = make_frames(
            graphics, visit, mirror, report, desk, options.height, fixed_resolution=fixed
        )
        desk.attach(mirror)
        frames.keep_pictures_of = options.frames or -1
        if not options.stay:
            frames.expect_eyes()  # a headset was found above
        report.is_wanted = options.report is not None
        with stop_request(desk.stop_signals) as stop, Rubbish() as rubbish:
            driver = Driver(graphics, options.render_scale, options.captions)
            Loop(driver, frames, options, desk, stop, rubbish).run()
        report.mirror_frames = mirror.shown
        if options.eyes is not None:
            write_pictures(options.eyes, frames.pictures)
    except Exception:
        desk.broken()
        raise
    finally:
        if not desk.starts_again:
            graphics.close()
    if options.report is not None:
        report.write(options.report)
    return report


class Loop:
    """One run, from the first try to the end."""

    def __init__(
        self,
        driver: Driver,
        frames: Frames,
        options: HeadsetOptions,
        desk: Desk,
        stop: StopRequest,
        rubbish: Rubbish,
    ) -> None:
        self._driver = driver
        self._frames = frames
        self._report = frames.report
        self._options = options
        self._desk = desk
        self._stop = stop
        self._rubbish = rubbish
        self._session = Session(stay=options.stay)
        self._written_at = 0.0

    def run(self) -> None:
        """Run until the session has ended for good.

        Raises MachineError where no first session can be had, unless the options say to stay.
        """
        try:
            while self._session.phase is not Phase.ENDED:
                self._turn()
        finally:
            self._driver.perform(Command.DESTROY_SESSION)
            self._driver.perform(Command.DESTROY_INSTANCE)

    def _turn(self) -> None:
        """Take in what happened, then make a frame, or rest where no session runs."""
        self._tell(state.Tick())
        for event in self._driver.poll():
            self._tell(event)
        self._frames.graphics.poll()
        if self._is_enough() and not self._session.leaving:
            self._tell(state.QuitAsked())
        live = self._driver.live
        if self._session.running and live is not None:
            self._make_frame(live)
            if self._desk.shows_own:
                self._rubbish.nobody_watches()
        else:
            self._rubbish.nobody_watches()
            self._frames.show_own_view()
            time.sleep(RESTING)

    def _make_frame(self, live: Live) -> None:
        source = f"session {self._report.sessions}"
        is_focused = self._session.reported is RuntimeState.FOCUSED
        begun, drawn = time.perf_counter(), self._report.frames
        try:
            self._frames.make(live, source, is_focused, self._timed)
        except xr.XrException as error:
            self._tell(loss(error))
        else:
            if self._session.failures:
                self._tell(state.FrameMade())
        if self._report.frames == drawn and time.perf_counter() - begun < RESTING:
            time.sleep(RESTING)  # a runtime that wants no picture need not make us wait, either
        if self._options.report is not None and time.monotonic() - self._written_at > TELLING:
            self._written_at = time.monotonic()
            self._report.write(self._options.report)

    def _timed(self, display_time_ns: int) -> None:
        self._driver.display_time_ns = display_time_ns
        self._tell(state.FrameTimed(display_time_ns * 1e-9))

    def _is_enough(self) -> bool:
        wanted = self._options.frames
        is_done = wanted is not None and self._report.frames >= wanted
        is_left = self._desk.turn(self._seen())
        return is_done or is_left or bool(self._stop) or self._frames.is_left

    def _seen(self) -> Seen:
        driver, session = self._driver, self._session
        is_there = session.phase is Phase.PRESENT
        trouble = "" if is_there or driver.trouble is None else str(driver.trouble)
        reported = session.reported.name if is_there else ""
        return Seen(reported, driver.presence, trouble, self._report)

    def _tell(self, event: Event) -> None:
        """Tell the session what happened, do what it says, and tell it what came of that."""
        waiting = deque([event])
        while waiting:
            happened = waiting.popleft()
            self._note(happened)
            self._session, commands = step(self._session, happened, time.monotonic())
            for command in commands:
                answer = self._perform(command)
                if answer is not None:
                    waiting.append(answer)

    def _note(self, event: Event) -> None:
        """Keep what the report wants to know; end here where there never was a session.

        The report so far is written at every change of state, and while frames are made every
        TELLING, for those who watch from outside.
        """
        report, driver = self._report, self._driver
        match event:
            case state.Reported(reported):
                report.states.append(reported.name)
            case state.Created():
                report.sessions += 1
                self._frames.expect_eyes()
                driver.describe(report)
            case state.InstanceLost() | state.InstanceLossPending() | state.SessionLost():
                report.losses.append(type(event).__name__)
            case state.CreationFailed() if driver.trouble:
                if not (report.sessions or self._session.stay):
                    raise driver.trouble
            case _:
                return
        if self._options.report is not None:
            self._report.write(self._options.report)

    def _perform(self, command: Command) -> Event | None:
        match command:
            case Command.CHECK_PLACE:
                self._frames.check_place()
            case Command.FORGET_PLACE:
                self._frames.forget_place()
            case _:
                return self._driver.perform(command)
        return None
