"""What a kiosk's headset and screen show: lobby and languages, a visitor's show, the film between.

A `vr.headset.Visit` around `HeadsetVisit`. What the cycle wants done waits here until the next
frame, since only a frame knows the display time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from render.labels import Subject
from render.looks import look
from render.naming import KINDS
from render.quality import Quality
from render.view import View
from vr.clock import Clock
from vr.guide import Guide
from vr.hands.reading import Pose, Reading
from vr.hands.settings import Settings
from vr.hands.visitor import Visitor, Wishes
from vr.headset_show import HeadsetVisit
from vr.hung import Hung, Room
from vr.kiosk.attract import Reel, reel
from vr.kiosk.languages import Choice, ChoiceDrawing
from vr.kiosk.phase import Phase
from vr.mission import Mission
from vr.script.score import Cue
from vr.show import Show
from vr.sound.player import Player
from vr.stage import Stage
from vr.view_options import ViewOptions, view_at
from vr.views import VIEWS

Array = NDArray[np.float64]
_LOBBY = 60.0
"""s before the show's beginning at which the lobby's time starts: the same sky, nothing moves."""
_LOOK_EVERY = 0.2
"""s between looks at what the wearer means: a list of all that can be named takes a millisecond."""
_NO_NAMES = dict.fromkeys(KINDS.values(), 0.0)
_BETWEEN = (Phase.ATTRACT, Phase.CLOSED)


class KioskVisit:
    """Draws what the phase asks for; `phase` is the cycle's, set before each frame."""

    def __init__(
        self,
        ctx: moderngl.Context,
        mission: Mission,
        guide: Guide,
        quality: Quality,
        languages: tuple[str, ...],
        sound: Player,
    ) -> None:
        """Load everything; raise MachineError for a damaged file or a refused shader."""
        self._mission = mission
        self._guide = guide
        self._language = languages[0]
        self.phase = Phase.ATTRACT
        self._reel: Reel = reel(mission.scenario)
        self._ctx = ctx
        self._inner = HeadsetVisit(ctx, mission, self._visitor(self._lobby()), quality, sound=sound)
        self._waiting: list[Callable[[float], None]] = []
        self._display_time = 0.0
        self._languages = languages
        self._choice: Choice | None = None
        self._choice_drawing = ChoiceDrawing(ctx, languages)
        self.said = ""
        """The language that the visitor chose, until somebody takes note of it."""
        self.head: Pose | None = None
        """Where the head was in the last frame that a session with the focus made, else None."""
        self.fade = 0.0
        """How black the attracting film is, 0 to 1."""
        self.caption: tuple[str, float] = "", 0.0
        """The caption that is not in the eyes' pictures, and its strength."""
        self.meant: Subject | None = None
        """What the wearer points at, or looks at."""
        self._meant_since = self._looked = 0.0

    @property
    def offset(self) -> Array:
        """Return how far the visitor has pulled himself from his place (3,), m, Cupola's frame."""
        return self._inner.offset

    @property
    def stage(self) -> Stage:
        """Return what draws the world."""
        return self._inner.stage

    @property
    def lower_qualities(self) -> int:
        """Return how many steps of quality there are below the house's."""
        return self._inner.lower_qualities

    def lower(self, steps: int) -> None:
        """Draw from now on at a quality so many steps below the house's."""
        self._inner.lower(steps)

    @property
    def cue(self) -> Cue:
        """Return what the show shows now."""
        return self._inner.cue

    @property
    def status(self) -> tuple[float, float, str]:
        """Return mission time, rate, and the event that just was."""
        if self.phase in _BETWEEN:
            return self._reel.at(time.monotonic())[0], self._reel.rate, ""
        told = self._inner.visitor.show.status(self._display_time)
        return told.t, 0.0 if told.paused else told.rate, told.caption

    @property
    def is_over(self) -> bool:
        """Say whether the show has come to its end."""
        return self._inner.visitor.show.is_over(self._display_time)

    @property
    def meant_for(self) -> float:
        """Return the s of display time for which the same was meant."""
        return self._display_time - self._meant_since

    def is_named(self, thing: Subject) -> bool:
        """Say whether the visitor sees a thing's name."""
        return self._inner.names(thing)

    def with_house(self, languages: tuple[str, ...]) -> None:
        """Offer other languages from the next welcome on."""
        if languages != self._languages:
            self._languages = languages
            self._choice_drawing = ChoiceDrawing(self._ctx, languages)

    def rest_between(self) -> None:
        """Show the lobby in the headset, for whoever puts it on."""
        self._waiting.append(lambda now: self._take_in(self._lobby().begun(now)))

    def welcome(self) -> None:
        """Show the lobby with the languages, before the head where it is then."""
        self._choice = None
        self.said = ""
        self.rest_between()

    def begin(self, at: float) -> None:
        """Begin the show, whose time 0 is at `at`, s of `time.monotonic`."""

        def change(now: float) -> None:
            self._take_in(self._show().begun(now - (time.monotonic() - at)))

        self._waiting.append(change)

    def hold(self, wanted: bool) -> None:
        """Hold the show, or let it go on."""

        def change(now: float) -> None:
            show = self._inner.visitor.show
            if show.paused(now) != wanted:
                self._take_in(show.pause_toggled(now), keep=True)

        self._waiting.append(change)

    def speak(self, language: str) -> None:
        """Speak a language."""
        self._language = language
        visitor = self._inner.visitor
        settings = replace(visitor.settings, language=language)
        self._inner.take_in(replace(visitor, settings=settings))

    def live(self, source: str, display_time: float, reading: Reading) -> Wishes:
        """Take in what head and hands do; return what they wish for."""
        self.head = reading.head
        if self.phase is Phase.WELCOME:
            self.rest(source, display_time)
            self.head = reading.head
            self._choose(reading, display_time)
            return Wishes()
        if self.phase in _BETWEEN or self.phase is Phase.AWAY:
            self.rest(source, display_time)
            self.head = reading.head
            return Wishes()
        wishes = self._inner.live(source, display_time, reading)
        self._catch_up(display_time)
        self._note_meant(reading, display_time)
        spoken = self._inner.visitor.settings.language
        if spoken != self._language:
            self.said = spoken
        return replace(wishes, leave=False)

    def rest(self, source: str, display_time: float) -> None:
        """Let time go on while nobody's hands are seen."""
        self.head = self.meant = None
        self._inner.rest(source, display_time)
        self._catch_up(display_time)

    def draw(
        self,
        views: Sequence[View],
        framebuffers: Sequence[moderngl.Framebuffer],
        room: Room | None = None,
    ) -> Hung | None:
        """Draw each view into its framebuffer, as sRGB bytes; return what hangs apart."""
        hung = self._inner.draw(views, framebuffers, room)
        self.caption = ("", 0.0) if hung is None else self._inner.told
        if self.phase is Phase.WELCOME and self._choice is not None:
            for view, framebuffer in zip(views, framebuffers, strict=True):
                framebuffer.use()
                self._choice_drawing.draw(self._choice, view, self._display_time)
        return hung

    def draw_between(self, framebuffer: moderngl.Framebuffer) -> None:
        """Draw the film that invites visitors, at its time by the steady clock."""
        t, self.fade = self._reel.at(time.monotonic())
        moment = self._mission.timeline.at(t)
        film = VIEWS["film"]
        camera = ViewOptions(
            film.azimuth_deg, film.elevation_deg, film.roll_deg, film.fov_deg, framebuffer.size
        )
        self._inner.stage.draw(
            Cue(t, strength=_NO_NAMES),
            moment,
            [view_at(camera, moment)],
            [framebuffer],
            look("camera"),
            cupola=False,
        )

    def running(self) -> Mapping[str, Any]:
        """Return what runs on with every frame, as plain values for a report."""
        return self._inner.running()

    def chosen(self) -> Mapping[str, Any]:
        """Return what the visitor has brought about, as plain values for a report."""
        return {**self._inner.chosen(), "phase": self.phase.value}

    def _choose(self, reading: Reading, now: float) -> None:
        if self._choice is None:
            self._choice = Choice.before(reading.head, self._languages)
        ray, pressed = reading.pointer.ray, reading.buttons.select
        self._choice, chosen = self._choice.after(ray, pressed, now)
        self.said = chosen or self.said

    def _note_meant(self, reading: Reading, now: float) -> None:
        if abs(now - self._looked) < _LOOK_EVERY:
            return
        self._looked = now
        before = "" if self.meant is None else self.meant.id
        self.meant = self._inner.meant(reading, before)
        if self.meant is None or self.meant.id != before:
            self._meant_since = now

    def _catch_up(self, display_time: float) -> None:
        """Do what waits, now that the display time is known."""
        self._display_time = display_time
        waiting, self._waiting = self._waiting, []
        for change in waiting:
            change(display_time)

    def _take_in(self, show: Show, *, keep: bool = False) -> None:
        before = self._inner.visitor
        self._inner.take_in(replace(before, show=show) if keep else self._visitor(show))

    def _visitor(self, show: Show) -> Visitor:
        return Visitor(show, Settings(self._language, may_leave=False))

    def _show(self) -> Show:
        span = self._mission.scenario.span
        clock = Clock(first=span.start, last=span.end)
        return Show(clock, self._mission.milestones(), guide=self._guide)

    def _lobby(self) -> Show:
        span = self._mission.scenario.span
        t = self._guide.score.at(0.0).t - _LOBBY
        return Show(
            Clock(anchor_t=max(t, span.start), first=span.start, last=span.end), labels=False
        )
