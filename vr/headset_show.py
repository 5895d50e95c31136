"""Put a mission's show into the headset: what the visitor does, then the picture, each frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.words import words
from orbit.moment import Moment
from render.frustum import covering
from render.labels import Subject
from render.looks import look
from render.naming import Naming
from render.passes.comfort import Comfort
from render.pointing import pointed_at
from render.quality import Quality
from render.subjects import subjects
from render.view import View
from render.walls import darkness
from vr.comfort import Vignette
from vr.hands.drawing import HandsDrawing
from vr.hands.reading import UPRIGHT, Pointer, Reading, Source
from vr.hands.visitor import Visitor, Wishes
from vr.headset import HeadsetOptions, Report
from vr.headset import run as run_headset
from vr.headset.timekeeper import Timekeeper
from vr.hung import Hung, Room
from vr.mission import Mission
from vr.script.hanging import HangingCaption
from vr.script.score import Cue
from vr.script.teller import Teller
from vr.sound.player import Player
from vr.stage import Stage
from vr.suited import suited

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Instant:
    """What one frame shows: display time, the script's cue, and where everything is."""

    now: float
    cue: Cue
    moment: Moment


class HeadsetVisit:
    """A visitor's show as the headset's layer takes it; a `vr.headset.Visit`."""

    def __init__(
        self,
        ctx: moderngl.Context,
        mission: Mission,
        visitor: Visitor,
        quality: Quality | None = None,
        caption_scale: float = 1.0,
        sound: Player | None = None,
    ) -> None:
        """Load everything, for the quality that suits the machine if none is asked for.

        Raises MachineError for a damaged file or a refused shader.
        """
        self._sound = sound or Player()
        self._mission = mission
        self.visitor = visitor
        self._words = words(visitor.settings.language)
        self._stage = Stage(ctx, mission.timeline, quality or suited(ctx), self._words)
        self._drawing = HandsDrawing(ctx)
        self._caption = HangingCaption(ctx, caption_scale)
        self._comfort = Comfort(ctx)
        self._vignette = Vignette()
        self._teller = Teller(mission.timeline, self._words)
        self._time = Timekeeper()
        self._things: Sequence[Subject] = ()
        self._seen: View | None = None
        self._pointer = Pointer(Source.GAZE, UPRIGHT)
        self._at = self._instant(0.0)

    @property
    def stage(self) -> Stage:
        """Return what draws the world."""
        return self._stage

    @property
    def lower_qualities(self) -> int:
        """Return how many steps of quality there are below the one asked for."""
        return self._stage.lower_qualities

    def lower(self, steps: int) -> None:
        """Draw from now on at a quality so many steps below the one asked for."""
        self._stage.lower(steps)

    @property
    def cue(self) -> Cue:
        """Return what is shown now."""
        return self._at.cue

    def take_in(self, visitor: Visitor) -> None:
        """Show to another visitor from the next frame on; the clock stays that of the last."""
        self.visitor = visitor
        self._speak(visitor.settings.language)

    @property
    def offset(self) -> Array:
        """Return how far the visitor has pulled himself from his place (3,), m, Cupola's frame."""
        return self.visitor.rail.offset

    @property
    def told(self) -> tuple[str, float]:
        """Return the caption that stands now, "" for none, and its strength, 0 to 1."""
        spoken = self._at.cue.spoken
        return ("", 0.0) if spoken is None else (self._teller.text(spoken), spoken.strength)

    def meant(self, reading: Reading, before: str = "") -> Subject | None:
        """Return what hand or head points at, whether or not the visitor is told its name.

        `before` is the id of what it was until now, which is held on to a little.
        """
        if self._seen is None or self.visitor.menu is not None:
            return None
        things = self._things or subjects(self._at.moment, self._seen, Naming(self._words))
        return pointed_at(things, reading.pointer.ray.ahead, reading.head.ahead, before)

    def names(self, thing: Subject) -> bool:
        """Say whether the visitor sees the name of a thing."""
        naming = Naming(self._words, self._at.cue.strength, self.visitor.shown.strengths())
        return naming.of_thing(thing.id, thing.kind) > 0.5

    def live(self, source: str, display_time: float, reading: Reading) -> Wishes:
        """Take in what head and hands do; return what they wish for."""
        since = self._carry(source, display_time)
        self._pointer = reading.pointer
        self._stage.hold(reading.held)
        before = self.visitor
        events = self._mission.timeline.events
        self.visitor, wishes = before.after(reading, self._things, events, display_time, since)
        self._speak(self.visitor.settings.language)
        if self.visitor.target and self.visitor.target != before.target:
            self._sound.confirm(reading.pointer.ray.position + reading.pointer.ray.ahead)
        self._go_on(display_time, since, before.rail.offset)
        return wishes

    def rest(self, source: str, display_time: float) -> None:
        """Let time go on while nobody's hands are seen."""
        since = self._carry(source, display_time)
        self._go_on(display_time, since, self.offset)

    def draw(
        self,
        views: Sequence[View],
        framebuffers: Sequence[moderngl.Framebuffer],
        room: Room | None = None,
    ) -> Hung | None:
        """Draw each view into its framebuffer, as sRGB bytes.

        Where there is room on a layer of its own, the caption is returned for it; but not while the
        menu is open, which such a layer would cover.
        """
        at, visitor = self._at, self.visitor
        self._stage.draw(
            at.cue,
            at.moment,
            views,
            framebuffers,
            look(visitor.show.look),
            cupola=visitor.show.cupola,
            station=visitor.show.station,
            glow=visitor.settings.glow,
            pointed=visitor.shown.strengths(),
            now=at.now,
        )
        self._seen = covering(views)
        self._things = self._nameable(self._seen)
        between = _between(views)
        self._drawing.prepare(visitor, self._pointer, self._things, between, self._words, at.now)
        caption, cue = self._caption, at.cue
        caption.prepare(cue, self._teller, at.moment, between, views[0], at.now, room)
        hung = None if room is None or visitor.menu is not None else caption.hung(room)
        self._sound.follow(between, views[0].cupola_from_eye, at.cue.t, at.cue.rate)
        dark = darkness(between) if visitor.show.cupola else 0.0
        for view, framebuffer in zip(views, framebuffers, strict=True):
            framebuffer.use()
            self._comfort.draw(view, dark, self._vignette.strength)
            caption.draw(view, without_words=hung is not None)
            self._drawing.draw(view)
        return hung

    def running(self) -> Mapping[str, Any]:
        """Return what runs on with every frame, as plain values for a report."""
        cue, offset = self._at.cue, self.visitor.rail.offset
        return {
            "t": cue.t,
            "rate": cue.rate,
            "offset_m": offset.tolist(),
            "caption": "" if cue.spoken is None else self._teller.text(cue.spoken),
            "fade": cue.fade,
        }

    def chosen(self) -> Mapping[str, Any]:
        """Return what the visitor has brought about, as plain values for a report."""
        visitor, opened = self.visitor, self.visitor.menu
        status = visitor.show.status(self._at.now)
        settings = visitor.settings
        return {
            "language": settings.language,
            "names": settings.names.value,
            "look": visitor.show.look,
            "glow": settings.glow,
            "pulses": settings.pulses,
            "pace": status.rate,
            "held": status.paused,
            "source": visitor.source.name.lower(),
            "target": visitor.target,
            "named": [each.id for each in visitor.shown.names if each.strength > 0.5],
            "menu": opened
            and {
                "position_m": opened.panel.position.tolist(),
                "cupola_from_panel": opened.panel.rotation.tolist(),
            },
        }

    def _speak(self, language: str) -> None:
        if language != self._words.language:
            self._words = words(language)
            self._stage.words = self._words
            self._teller = Teller(self._mission.timeline, self._words)

    def _carry(self, source: str, display_time: float) -> float:
        """Take the show over to a source of display time; return the s since the frame before."""
        show, since = self._time.carried(self.visitor.show, source, display_time)
        if show is not self.visitor.show:
            self.visitor = replace(self.visitor, show=show)
        return since

    def _go_on(self, now: float, since: float, offset: Array) -> None:
        """Take up a display time, `since` s after the last, when the visitor stood at `offset`."""
        before, self._at = self._at.cue, self._instant(now)
        moved = float(np.linalg.norm(self.offset - offset))
        paces = before.rate, self._at.cue.rate
        self._vignette = self._vignette.after(since, self._at.cue.t - before.t, paces, moved)

    def _instant(self, now: float) -> _Instant:
        cue = self.visitor.show.cue(now)
        return _Instant(now, cue, self._mission.timeline.at(cue.t))

    def _nameable(self, view: View) -> Sequence[Subject]:
        """Return what pointing can name, where that matters: for the next frame's reading."""
        if not self.visitor.asks_for_names(self._at.now):
            return ()
        return subjects(self._at.moment, view, Naming(self._words))


def _between(views: Sequence[View]) -> Array:
    """Return the place (3,) in the middle of the eyes."""
    middle: Array = 0.5 * (views[0].position + views[-1].position)
    return middle


def run(
    mission: Mission,
    visitor: Visitor,
    quality: Quality | None,
    options: HeadsetOptions,
    caption_scale: float = 1.0,
    sound: Player | None = None,
) -> Report:
    """Show `mission` to a visitor until somebody leaves; return what happened.

    Without a `quality`, a machine that draws on its processor gets the low one.

    Raises MachineError without OpenGL 3.3, a runtime or a headset.
    """

    def make_visit(ctx: moderngl.Context) -> HeadsetVisit:
        return HeadsetVisit(ctx, mission, visitor, quality, caption_scale, sound)

    return run_headset(make_visit, options)
