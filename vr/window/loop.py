"""The show in a window: what the visitor does, then the picture, again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from assets.errors import CupolaError
from assets.words import ENGLISH, LANGUAGES, next_language, words
from orbit.moment import Moment
from render.looks import look
from render.quality import Quality
from render.view import View
from vr.hands.drawing import HandsDrawing
from vr.hands.settings import Settings
from vr.hands.visitor import Visitor
from vr.interrupt import StopRequest
from vr.mission import Mission
from vr.offscreen import Canvas
from vr.script.captions import Caption
from vr.script.place import arrow, is_under_caption
from vr.script.score import Cue, Spoken
from vr.script.teller import Teller
from vr.show import Show
from vr.sound.player import Player
from vr.stage import Stage
from vr.still import write_png
from vr.view_options import ViewOptions, view_at
from vr.window.desktop import DesktopWindow, Input
from vr.window.frame_times import FrameTimes
from vr.window.gaze import dragged, turned, zoomed
from vr.window.hands import WindowHands
from vr.window.keys import Command, help_lines
from vr.window.overlay import Overlay, Texts, notice_for, status_line
from vr.window.pictures import picture_path
from vr.window.sheet import Sheets

_STEP, _FAR_STEP = 10.0, 60.0
"""s of mission time that the arrows go, without and with Shift."""
_LOADING = "Loading the night ..."
_GREETING = "Drag to look around, H for help"
_TAKEN = "The time is yours. Enter goes on with the show"
NOTICES = (_LOADING, _GREETING, _TAKEN)
"""What the window may say of itself, for the catalogues."""
_CAPTION_STANDS = 10.0
"""s for which a caption is kept clear of what it is about."""
_RESTING = 0.1
"""s between looks at a window that nobody sees."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visitor has set: the show, the camera, and what is written over the picture."""

    show: Show
    camera: ViewOptions
    language: str = ENGLISH
    glow: bool = True
    help: bool = False
    frame_times: bool = False


class WindowLoop:
    """A window with a mission in it."""

    def __init__(
        self,
        window: DesktopWindow,
        mission: Mission,
        visit: Visit,
        quality: Quality,
        caption_scale: float = 1.0,
        sound: Player | None = None,
    ) -> None:
        self._sound = sound or Player()
        self._window = window
        self._mission = mission
        self._visit = visit
        self._sheets = Sheets(window.context)
        self._overlay = Overlay(self._sheets, window.scale, caption_scale)
        self._notice = ("", 0.0)
        self._heeded_at = 0.0
        self._times = FrameTimes(window.context, self._sheets, window.scale, window.period)
        self._canvas: Canvas | None = None
        self._picture_wanted = False
        self._slot: tuple[Caption | None, float, bool] = (None, 0.0, False)
        self._words = words(visit.language)
        self._teller = Teller(mission.timeline, self._words)
        self._write_only(self._words.text(_LOADING, "notice"))
        self._stage = Stage(window.context, mission.timeline, quality, self._words)
        settings = Settings(visit.language, glow=visit.glow, has_motors=False)
        self._hands = WindowHands(HandsDrawing(window.context), Visitor(visit.show, settings))

    def run(self, stop: StopRequest) -> None:
        """Show it until the window is closed or `stop` is true."""
        self._visit = replace(self._visit, show=self._visit.show.begun(self._window.time()))
        greeting = self._words.text(_GREETING, "notice")
        self._tell("\n".join((*self._mission.timeline.warnings, greeting)))
        while self._window.is_open and not stop:
            hidden = 0 in self._window.size
            self._heed(self._window.poll(_RESTING if hidden else 0.0))
            if not hidden:
                self._picture()

    def _heed(self, done: Input) -> None:
        """Do what the visitor asked for."""
        camera = replace(self._visit.camera, size=_at_least_one(self._window.size))
        camera = zoomed(dragged(camera, done.right, done.down), done.notches)
        camera = turned(camera, *done.pad.turned(self._since()))
        self._visit = replace(self._visit, camera=camera)
        for command in done.commands:
            self._obey(command)
        self._point(replace(done, menu=done.menu or Command.MENU in done.commands))

    def _point(self, done: Input) -> None:
        """Let mouse and gamepad point and choose."""
        now, visit, hands = self._window.time(), self._visit, self._hands
        settings = hands.visitor.settings.agreeing(visit.show.labels)
        settings = replace(settings, language=visit.language, glow=visit.glow)
        target = hands.visitor.target
        wishes = hands.heed(done, replace(hands.visitor, show=visit.show, settings=settings), now)
        after = hands.visitor
        if after.target and after.target != target:
            self._sound.confirm()
        self._change(
            lambda visit, _now: replace(
                visit,
                show=after.show,
                language=after.settings.language,
                glow=after.settings.glow,
            )
        )
        if wishes.recentre:
            self._change(_looking_aft)
        if wishes.leave:
            self._window.request_close()

    def _since(self) -> float:
        """Return the s since the last call, of which a stick held over counts a tenth at most."""
        now = self._window.time()
        since, self._heeded_at = now - self._heeded_at, now
        return min(since, 0.1)

    def _obey(self, command: Command) -> None:
        change = _CHANGES.get(command)
        if change is not None:
            self._change(change)
        elif command is Command.SCREENSHOT:
            self._picture_wanted = True
        elif command is Command.FULL_SCREEN:
            self._window.toggle_full_screen()
        elif command is Command.QUIT:
            self._window.request_close()

    def _change(self, change: Callable[[Visit, float], Visit]) -> None:
        """Change what is set, and say so where the visitor took the time from the show."""
        now, before = self._window.time(), self._visit
        self._visit = visit = change(before, now)
        if visit.language != before.language:
            self._words = words(visit.language)
            self._teller = Teller(self._mission.timeline, self._words)
            self._stage.words = self._words
            self._tell(LANGUAGES[visit.language])
        elif before.show.is_led(now) and not visit.show.is_led(now) and visit.show.has_more(now):
            self._tell(self._words.text(_TAKEN, "notice"))

    def _picture(self) -> None:
        """Draw and show one picture, and note how long its parts took."""
        window, visit = self._window, self._visit
        begun = window.time()
        cue = visit.show.cue(begun)
        moment = self._mission.timeline.at(cue.t)
        placed = window.time()
        size = visit.camera.size
        canvas = self._canvas_of(size)
        view = view_at(visit.camera, moment)
        self._times.begin()
        self._stage.draw(
            cue,
            moment,
            [view],
            [canvas.framebuffer],
            look(visit.show.look),
            cupola=visit.show.cupola,
            station=visit.show.station,
            glow=visit.glow,
            pointed=self._hands.visitor.shown.strengths(),
        )
        self._hands.see(view, moment, self._words, begun)
        self._sound.follow(view.position, view.cupola_from_eye, cue.t, cue.rate)
        drawn = window.time()
        if self._picture_wanted:
            self._picture_wanted = False
            self._save(canvas, moment)
        canvas.framebuffer.use()
        self._hands.draw(view, self._words, begun)
        self._sheets.begin(size)
        self._sheets.cover(canvas.texture)
        self._overlay.draw(size, self._texts(begun, cue, moment, view))
        self._times.end()
        if visit.frame_times:
            self._times.draw(size, begun)
        else:
            self._times.hide()
        window.swap()
        shown = window.time()
        parts = {"orbit": placed - begun, "draw": drawn - placed, "show": shown - drawn}
        self._times.add(parts, shown)

    def _texts(self, now: float, cue: Cue, moment: Moment, view: View) -> Texts:
        visit = self._visit
        notice, until = self._notice
        texts = Texts(
            status=status_line(visit.show.status(now), moment.utc, self._words),
            notice=notice if now < until else "",
            help=help_lines(self._words) if visit.help else (),
            fade=cue.fade,
        )
        if cue.spoken is None:
            return texts
        direction = self._teller.direction(cue.spoken, moment)
        return replace(
            texts,
            caption=self._teller.text(cue.spoken),
            caption_above=self._stands_above(cue.spoken, view),
            caption_strength=cue.spoken.strength,
            arrow=None if direction is None else arrow(direction, view),
        )

    def _stands_above(self, spoken: Spoken, view: View) -> bool:
        """Say where a caption stands, once for all its time: never before what it is about."""
        caption, began, above = self._slot
        if (caption, began) != (spoken.caption, spoken.began):
            path = self._teller.path(spoken, _CAPTION_STANDS)
            above = any(is_under_caption(each, view) for each in path)
            self._slot = spoken.caption, spoken.began, above
        return above

    def _canvas_of(self, size: tuple[int, int]) -> Canvas:
        if self._canvas is None or self._canvas.texture.size != size:
            if self._canvas is not None:
                self._canvas.release()
            self._canvas = Canvas.of(self._window.context, size)
        return self._canvas

    def _save(self, canvas: Canvas, moment: Moment) -> None:
        """Write the picture just drawn, without what is written over it."""
        visit = self._visit
        try:
            path = picture_path(self._mission.scenario.name, moment.t)
            made = self._mission.provenance(moment, str(visit.camera), visit.show.look)
            write_png(path, canvas.pixels(), made)
        except CupolaError as error:
            self._tell(str(error))
        else:
            self._tell(f"Saved {path}")

    def _tell(self, notice: str) -> None:
        self._notice = notice, self._window.time() + notice_for(notice)

    def _write_only(self, notice: str) -> None:
        """Show an empty window with a notice, while something takes its time."""
        if 0 not in self._window.size:
            self._sheets.begin(self._window.size)
            self._window.context.screen.clear(0.0, 0.0, 0.0)
            self._overlay.draw(self._window.size, Texts(notice=notice))
            self._window.swap()


def _at_least_one(size: tuple[int, int]) -> tuple[int, int]:
    return max(1, size[0]), max(1, size[1])


def _with_show(verb: Callable[[Show, float], Show], visit: Visit, now: float) -> Visit:
    return replace(visit, show=verb(visit.show, now))


def _looking_aft(visit: Visit, _now: float) -> Visit:
    return replace(visit, camera=ViewOptions(size=visit.camera.size))


_CHANGES: dict[Command, Callable[[Visit, float], Visit]] = {
    Command.PAUSE: partial(_with_show, Show.pause_toggled),
    Command.REAL_TIME: partial(_with_show, lambda show, now: show.paced(1.0, now)),
    Command.TEN_TIMES: partial(_with_show, lambda show, now: show.paced(10.0, now)),
    Command.BACK: partial(_with_show, lambda show, now: show.scrubbed(-_STEP, now)),
    Command.AHEAD: partial(_with_show, lambda show, now: show.scrubbed(_STEP, now)),
    Command.FAR_BACK: partial(_with_show, lambda show, now: show.scrubbed(-_FAR_STEP, now)),
    Command.FAR_AHEAD: partial(_with_show, lambda show, now: show.scrubbed(_FAR_STEP, now)),
    Command.NEXT_EVENT: partial(_with_show, Show.at_next_event),
    Command.PREVIOUS_EVENT: partial(_with_show, Show.at_previous_event),
    Command.LABELS: partial(_with_show, Show.labels_toggled),
    Command.CUPOLA: partial(_with_show, lambda show, _now: show.cupola_toggled()),
    Command.LOOK: partial(_with_show, lambda show, _now: show.look_changed()),
    Command.AFT: _looking_aft,
    Command.RETURN: partial(_with_show, Show.returned),
    Command.AGAIN: partial(_with_show, Show.again),
    Command.LANGUAGE: lambda visit, _now: replace(visit, language=next_language(visit.language)),
    Command.GLOW: lambda visit, _now: replace(visit, glow=not visit.glow),
    Command.HELP: lambda visit, _now: replace(visit, help=not visit.help),
    Command.FRAME_TIMES: lambda visit, _now: replace(visit, frame_times=not visit.frame_times),
}
