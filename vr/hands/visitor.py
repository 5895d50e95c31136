"""What one visitor does and has set, from picture to picture: a reading in, the next state out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from orbit.event import Event
from render.labels import Subject
from render.pointing import pointed_at
from vr.hands import handle, menu
from vr.hands.button import Button, Press
from vr.hands.dwell import Dwell
from vr.hands.handle import Handle
from vr.hands.menu import Row, Verb
from vr.hands.names import Mode, Shown
from vr.hands.pulses import Felt, Pulse
from vr.hands.rail import Rail
from vr.hands.reading import Buttons, Pose, Reading, Source
from vr.hands.settings import Settings
from vr.hands.sticks import Sticks
from vr.hands.verbs import chosen
from vr.show import Show


@dataclass(frozen=True, slots=True)
class Wishes:
    """What must be done outside: sit at the eye point, leave, let the hands feel something.

    `confirmed` says that something was chosen, which a sound may answer.
    """

    recentre: bool = False
    leave: bool = False
    pulse: Pulse | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """The menu while it is there: where it stands, where it is pointed at, and since when not."""

    panel: Pose
    point: tuple[float, float] | None
    verb: Verb | None
    left: float


@dataclass(frozen=True, slots=True)
class Visitor:
    """The show and all that hands and gaze have made of it; `after` gives the next.

    `target` is what the pointer is on: a thing's id, "handle", a verb's name, "" for nothing.
    `pinned` is the id of a thing whose name was asked to stay.
    """

    show: Show
    settings: Settings = field(default_factory=Settings)
    source: Source = Source.GAZE
    target: str = ""
    pinned: str = ""
    shown: Shown = field(default_factory=Shown)
    menu: OpenMenu | None = None
    handle: Handle = field(default_factory=Handle)
    button: Button = field(default_factory=Button)
    dwell: Dwell = field(default_factory=Dwell)
    sticks: Sticks = field(default_factory=Sticks)
    rail: Rail = field(default_factory=Rail)
    felt: Felt = field(default_factory=Felt)
    held: Buttons = field(default_factory=Buttons)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the menu's rows."""
        own = self.settings
        has_show = self.show.guide is not None
        return menu.rows(has_show=has_show, may_leave=own.may_leave, has_motors=own.has_motors)

    def asks_for_names(self, now: float) -> bool:
        """Say whether pointing at things can bring up names that are not there anyway."""
        mode = self.settings.names
        if mode is Mode.SHOW:
            by_looking = self.source is Source.GAZE and self.show.is_led(now)
            return bool(self.show.cue(now).strength) and not by_looking
        return mode in (Mode.POINT, Mode.GAZE)

    def after(
        self,
        reading: Reading,
        things: Sequence[Subject],
        events: Iterable[Event],
        now: float,
        since: float,
    ) -> tuple[Visitor, Wishes]:
        """Return the visitor at display time `now` (s), `since` s later, and what is wished for.

        `things` are what can be named now; an empty list where `asks_for_names` is false.
        """
        show, sticks = self.sticks.after(reading.buttons, self.show, now, since)
        felt, pulse = self.felt.after(events, show.at(now))
        moved = replace(
            self,
            show=show,
            sticks=sticks,
            felt=felt,
            source=reading.pointer.source,
            rail=self.rail.after(reading.grip, since),
            handle=self.handle.after(reading.head),
        )
        moved = moved._pointing(reading, things, now)
        moved, wishes = moved._choosing(reading, now)
        moved = moved._naming(now, since)
        recentre = wishes.recentre or (reading.buttons.recentre and not self.held.recentre)
        rail = Rail() if recentre else moved.rail
        pulse = pulse if self.settings.pulses else None
        return (
            replace(moved, held=reading.buttons, rail=rail),
            replace(wishes, recentre=recentre, pulse=pulse),
        )

    def _pointing(self, reading: Reading, things: Sequence[Subject], now: float) -> Visitor:
        """Find what is pointed at: the menu before all, then its handle, then the world."""
        ray = reading.pointer.ray
        if self.menu is not None:
            count = len(self.rows)
            point = menu.meets(self.menu.panel, count, ray)
            if menu.is_on(count, point):
                verb = menu.verb_at(self.rows, point)
                opened = replace(self.menu, point=point, verb=verb, left=now)
                return replace(self, menu=opened, target=verb.name if verb else "")
            is_left = now - self.menu.left > menu.LEAVES_AFTER
            away = None if is_left else replace(self.menu, point=None, verb=None)
            return replace(self, menu=away, target="")
        if self.source is Source.GAZE and self.handle.is_met(ray):
            return replace(self, target=handle.NAME)
        by_gaze = self.settings.names is Mode.GAZE
        direction = reading.head.ahead if by_gaze else ray.ahead
        found = pointed_at(things, direction, reading.head.ahead, self.target)
        return replace(self, target=found.id if found else "")

    def _choosing(self, reading: Reading, now: float) -> tuple[Visitor, Wishes]:
        """Let button and long look choose what is pointed at."""
        button, press = self.button.after(reading.buttons.select, now)
        looks = self.source is Source.GAZE or (
            self.settings.names is Mode.GAZE and self.menu is None
        )
        verb = self.menu.verb if self.menu else None
        dwell, by_look = self.dwell.after(
            self.target if looks else "", now, again=verb in menu.AGAIN
        )
        moved = replace(self, button=button, dwell=dwell)
        pressed_menu = reading.buttons.menu and not self.held.menu
        if pressed_menu or press is Press.HOLD or (by_look and self.target == handle.NAME):
            return moved._menu_toggled(reading.head, now), Wishes(confirmed=True)
        if press is not Press.CLICK and not (by_look and verb):
            return moved, Wishes()
        if verb is not None:
            return moved._chosen(verb, now)
        if self.menu is None and self.target:
            pinned = "" if self.pinned == self.target else self.target
            return replace(moved, pinned=pinned), Wishes(confirmed=True)
        return replace(moved, pinned=""), Wishes()

    def _menu_toggled(self, head: Pose, now: float) -> Visitor:
        if self.menu is not None:
            return replace(self, menu=None, target="", dwell=Dwell())
        opened = OpenMenu(menu.placed(head), None, None, now)
        return replace(self, menu=opened, target="", dwell=Dwell())

    def _chosen(self, verb: Verb, now: float) -> tuple[Visitor, Wishes]:
        show, settings = chosen(verb, self.show, self.settings, now)
        closes = verb in (Verb.CLOSE, Verb.RECENTRE, Verb.RETURN, Verb.LEAVE)
        made = replace(
            self,
            show=show,
            settings=settings,
            menu=None if closes else self.menu,
            target="" if closes else self.target,
        )
        leaves = verb is Verb.LEAVE and settings.may_leave
        return made, Wishes(verb is Verb.RECENTRE, leaves, confirmed=True)

    def _naming(self, now: float, since: float) -> Visitor:
        """Bring up the name of what is pointed at, and let others go."""
        meant = {self.pinned}
        if self.menu is None and self.target != handle.NAME:
            by_look = self.source is Source.GAZE or self.settings.names is Mode.GAZE
            if not by_look:
                meant.add(self.target)
            elif self.dwell.chosen and self.dwell.target != handle.NAME:
                meant.add(self.dwell.target)
        return replace(self, shown=self.shown.after(tuple(meant - {""}), now, since))
