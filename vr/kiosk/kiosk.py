"""One station at work: the cycle is told what happens, and what it commands is done.

It is the desk of the headset's loop, which calls `turn` again and again and draws between.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import glfw
import moderngl

from assets.errors import InputError
from render.quality import QUALITIES
from vr.doctor import Finding
from vr.guide import Guide
from vr.headset.desk import Desk, Seen, view_aft
from vr.headset.mirror import Mirror
from vr.headset.options import Visit
from vr.kiosk import cycle as c
from vr.kiosk.course import Course
from vr.kiosk.phase import Ending, Phase
from vr.kiosk.published import Publisher
from vr.kiosk.screen import Notice, Screen
from vr.kiosk.settings import Settings, read_settings
from vr.kiosk.station import Station
from vr.kiosk.successor import Heritage
from vr.kiosk.telling import Told, meant_in
from vr.kiosk.trial import eye_sizes, frame_finding, picture_finding
from vr.kiosk.visit import KioskVisit
from vr.kiosk.visit_log import VisitLog
from vr.kiosk.window import KioskWindow
from vr.kiosk.worn import SHOWN, Worn
from vr.mission import Mission
from vr.operator.password import matches
from vr.sound.player import Player
from vr.suited import suited

_log = logging.getLogger("cupola.kiosk")
_REPORT_FOR = 10.0
"""s that the self-test stands on the screen after the start."""
_BETWEEN = (Phase.ATTRACT, Phase.CLOSED)
_TOLD = (Phase.SHOW, Phase.PAUSED, Phase.AWAY, Phase.AFTERGLOW)
"""Phases in which the screen tells how far the launch is."""
_COMES = 0.3
"""s in which the mark at what is meant comes up."""
_NO_SOUND = "the sound device is gone; connect it again, and it is heard by itself"
_AT_START = ("scenario", "show", "visits", "sound", "music", "screen", "operator")
"""Keys that a running program does not take anew."""


@dataclass(slots=True)
class Asked:
    """What signals and orders ask for between two turns."""

    reload: bool = False
    restart: bool = False


class Kiosk(Desk):
    """A station. Make it, give `make` and itself to the headset's loop, then `close` it."""

    stop_signals = ("SIGINT", "SIGTERM")
    writes_captions = True

    def __init__(
        self,
        settings: Settings,
        mission: Mission,
        guide: Guide,
        station: Station,
        sound: Player,
        *,
        examine: Callable[[], tuple[Finding, ...]],
        heritage: Heritage,
        mistake: str = "",
        alive: Callable[[], None],
        report: Path | None = None,
    ) -> None:
        super().__init__()
        self.asked = Asked()
        self._settings, self._mission, self._guide = settings, mission, guide
        self._station, self._examine, self._alive = station, examine, alive
        self._findings: tuple[Finding, ...] = ()
        self._sound = sound
        self._heritage = heritage
        now = time.monotonic()
        self._started = now
        self._cycle = c.Cycle.begun(settings.rules, now)
        self._worn = Worn()
        self._log = VisitLog(settings.log)
        self._course = Course.of(mission.milestones())
        self._publisher = Publisher(station, mission.scenario.name, report, now)
        self._refused = ""
        if mistake:
            self._refuse(mistake)
        self._mirror: Mirror | None = None
        self._window: KioskWindow | None = None
        self._visit: KioskVisit
        self._screen: Screen
        self._seen: Seen | None = None

    def make(self, ctx: moderngl.Context) -> Visit:
        """Load everything with the OpenGL context; the screen says so meanwhile."""
        self._screen = Screen(ctx)
        languages = self._settings.languages
        if handle := glfw.get_current_context():
            self._screen.loading(glfw.get_framebuffer_size(handle), languages[0])
            glfw.swap_buffers(handle)
            self._heritage.shows()
        name = self._settings.screen.quality
        quality = QUALITIES[name] if name else suited(ctx)
        self._visit = KioskVisit(ctx, self._mission, self._guide, quality, languages, self._sound)
        stage = self._visit.stage
        sizes = eye_sizes(self._settings.screen.render_scale)
        timed = frame_finding(ctx, stage, self._mission.timeline, sizes)
        self._findings = (*self._examine(), timed, picture_finding(stage.taken_out))
        for finding in self._findings:
            _log.info("%-4s  %s: %s", finding.verdict, finding.name, finding.found)
            if finding.remedy:
                _log.info("      Remedy: %s", finding.remedy)
        return self._visit

    @property
    def starts_again(self) -> bool:
        """Say whether a fresh start follows at once."""
        return self.asked.restart

    def broken(self) -> None:
        """Start again after a fault of the program."""
        self.asked.restart = True

    def attach(self, mirror: Mirror) -> None:
        """Take charge of the window."""
        self._mirror = mirror
        mirror.write = self._write
        if mirror.window is not None:
            full_screen = self._settings.screen.full_screen
            self._window = KioskWindow(
                mirror.window, full_screen, self._is_pin, self._end_without_display
            )

    def turn(self, seen: Seen) -> bool:
        """Take note of how things stand, do what is due; return whether to leave."""
        now = time.monotonic()
        self._alive()
        self._seen = seen
        if self._mirror is not None:
            seen.report.mirror_frames = self._mirror.shown
        if self.asked.reload:
            self.asked.reload = False
            self._reload(now)
        for order in self._station.take():
            _log.info("ordered: %s %s", order.verb, order.language)
            self._tell(c.Ordered(order), now)
        still = self._settings.timing.still
        self._worn, is_worn = self._worn.after(
            seen.state, self._visit.head, now, seen.presence, still
        )
        self._tell(c.Donned() if is_worn else c.Doffed(), now)
        if self._visit.said:
            said, self._visit.said = self._visit.said, ""
            self._tell(c.LanguageChosen(said), now)
        if self._cycle.phase is Phase.SHOW and self._visit.is_over:
            self._tell(c.ShowOver(), now)
        self._tell(c.Tick(), now)
        self._visit.phase = self._cycle.phase
        self._publish(now)
        return (self._window is not None and self._window.tend(now)) or self.asked.restart

    @property
    def shows_own(self) -> bool:
        """Say whether the screen shows something else than what the wearer sees."""
        return not self._cycle.worn or self._cycle.phase in _BETWEEN

    def draw(self, visit: Visit, framebuffer: moderngl.Framebuffer, now: float) -> None:
        """Draw the film between visits, else the show as nobody wears it."""
        state = "" if self._seen is None else self._seen.state
        if state not in SHOWN:  # else the eyes' frame has brought the time up to date
            visit.rest("desktop", now)
        if self._cycle.phase in _BETWEEN:
            self._visit.draw_between(framebuffer)
        else:
            visit.draw([view_aft(framebuffer.size)], [framebuffer])

    def close(self) -> None:
        """End an open visit and bring the log to the disk."""
        if self._cycle.visiting:
            self._log.end(Ending.STOPPED, self._cycle.language, time.monotonic())
        self._log.close()

    def _end_without_display(self) -> None:
        """End at once, in good order: neither window nor OpenGL context is left to go on with."""
        _log.error("the display is gone; the program ends, to be started again with it")
        self.close()
        os._exit(1)

    def _tell(self, event: c.Event, now: float) -> None:
        before = self._cycle.phase
        self._cycle, commands = self._cycle.step(event, now)
        self._visit.phase = self._cycle.phase
        for command in commands:
            self._do(command, now)
        if self._cycle.phase is not before:
            _log.info("%s -> %s", before, self._cycle.phase)

    def _do(self, command: c.Command, now: float) -> None:
        visit = self._visit
        match command:
            case c.Rest() | c.Close():
                visit.rest_between()
            case c.Welcome():
                visit.welcome()
            case c.Begin(at):
                visit.begin(at)
            case c.Hold():
                visit.hold(True)
            case c.GoOn():
                visit.hold(False)
            case c.Speak(language):
                visit.speak(language)
            case c.OpenVisit(language):
                self._log.begin(self._settings.name, self._guide.score.title, language, now)
            case c.EndVisit(ending):
                self._log.end(ending, self._cycle.language, now)
            case c.LeaveProgram():
                self.asked.restart = True

    def _reload(self, now: float) -> None:
        """Take the configuration as it is now; keep the old one where it has a mistake."""
        file = self._settings.file
        if file is None:
            return
        try:
            settings = read_settings(file)
        except InputError as error:
            self._refuse(str(error))
            return
        self._refused = ""
        later = [
            name for name in _AT_START if getattr(settings, name) != getattr(self._settings, name)
        ]
        if later:
            _log.warning("%s: in force after the next start", ", ".join(later))
        self._settings = self._heritage.settings = settings
        self._visit.with_house(settings.languages)
        self._cycle, commands = self._cycle.with_rules(settings.rules, now)
        for command in commands:
            self._do(command, now)
        _log.info("the configuration was read anew from %s", file)

    def _refuse(self, mistake: str) -> None:
        self._refused = f"the configuration is not taken, the old one holds: {mistake}"
        _log.error("%s", self._refused)

    def _is_pin(self, typed: str) -> bool:
        pin = self._settings.pin
        return bool(pin) and any(matches(typed[-n:], pin) for n in range(4, len(typed) + 1))

    def _write(self, size: tuple[int, int]) -> None:
        """Write over the screen's picture."""
        now, cycle, seen = time.monotonic(), self._cycle, self._seen
        # What the wearer sees has its black in it already.
        fade = self._visit.fade if cycle.phase is Phase.ATTRACT else 0.0
        left = cycle.countdown(now)
        wait = self._settings.timing.countdown
        self._screen.write(
            size,
            Notice(
                cycle.phase,
                cycle.language,
                self._settings.languages,
                left=left,
                share=(cycle.since + wait - now) / wait,
                told=self._told() if cycle.phase in _TOLD else None,
                is_ready=seen is not None and bool(seen.state),
                hold=None if self._window is None else self._window.hold(now),
                findings=self._findings if now - self._started < _REPORT_FOR else (),
                fade=1.0 if cycle.phase is Phase.CLOSED else fade,
            ),
        )
        if self._mirror is not None and self._station.wants_picture():
            self._publisher.picture(self._mirror.framebuffer)

    def _told(self) -> Told:
        """Return what those who watch are told."""
        visit = self._visit
        view = None if self._mirror is None else self._mirror.view
        meant = None
        if view is not None and visit.meant is not None:
            name = "" if visit.is_named(visit.meant) else visit.meant.lines[0]
            strength = min(visit.meant_for / _COMES, 1.0)
            meant = meant_in(view, visit.meant.direction, visit.meant.radius, name, strength)
        caption, strength = visit.caption if view is not None else ("", 0.0)
        return Told(visit.status[0], self._course, caption, strength, meant)

    def _publish(self, now: float) -> None:
        seen = self._seen
        if seen is None or not self._publisher.is_due(now):
            return
        missing = self._visit.stage.taken_out.items()
        notices = (
            *(each for each in (self._refused, self._log.trouble) if each),
            *((_NO_SOUND,) if self._sound.is_gone else ()),
            *(f"{name}: taken out of the picture: {why}" for name, why in missing),
        )
        self._publisher.publish(
            now,
            self._cycle,
            self._settings,
            self._visit.status,
            self._guide.score.title,
            seen,
            self._log.counts,
            self._findings,
            notices,
        )
