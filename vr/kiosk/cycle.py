"""The visitor's cycle: attract, welcome, show, afterglow, and attract again. A pure state machine.

It draws nothing and reads no clock: `step` takes what happened and a time of any one clock that
never goes back (s), and gives the next state and what is to be done. So the wall clock may be set
an hour forward or back in mid-show, and nothing happens.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from vr.kiosk.phase import Ending, Phase
from vr.kiosk.station import Order, Verb


@dataclass(frozen=True, slots=True)
class Rules:
    """How long things last, s, and the house's languages, the first of which is spoken first."""

    welcome: float = 12.0
    """Until the show begins where no language was chosen."""
    countdown: float = 30.0
    """That a show waits for a visitor who took the headset off."""
    afterglow: float = 180.0
    """That a visitor who keeps it on may look after the end; then the next welcome comes."""
    longest_pause: float = 600.0
    """That the operator's pause lasts where nobody wears the headset."""
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class Donned:
    """The headset is worn now: by the session's state, user presence, or the head's motion."""


@dataclass(frozen=True, slots=True)
class Doffed:
    """Nobody wears it now, or the runtime that would know is gone."""


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The visitor chose a language, by gaze."""

    language: str


@dataclass(frozen=True, slots=True)
class ShowOver:
    """The script has come to its end."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """The operator wants something."""

    order: Order


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


Event = Donned | Doffed | LanguageChosen | ShowOver | Ordered | Tick


@dataclass(frozen=True, slots=True)
class Rest:
    """Show what invites visitors."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """Greet the visitor and offer the languages."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin the show; its time 0 was, or is, at `at`."""

    at: float


@dataclass(frozen=True, slots=True)
class Hold:
    """Hold the show where it is."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Let the held show go on."""


@dataclass(frozen=True, slots=True)
class Close:
    """Show that the day is over."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak a language from now on."""

    language: str


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A visit begins."""

    language: str


@dataclass(frozen=True, slots=True)
class EndVisit:
    """The visit is over."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class LeaveProgram:
    """Leave in good order, to be started again."""


Command = Rest | Welcome | Begin | Hold | GoOn | Close | Speak | OpenVisit | EndVisit | LeaveProgram
Commands = tuple[Command, ...]
Step = tuple["Cycle", Commands]


@dataclass(frozen=True, slots=True)
class Cycle:
    """Where the cycle stands. `since` is when this phase began.

    `visiting` says whether a visit is open in the log: one begins when a visitor's show does.
    `after` is where a visitor who comes back from AWAY goes on.
    """

    rules: Rules
    phase: Phase = Phase.ATTRACT
    since: float = 0.0
    worn: bool = False
    language: str = ""
    visiting: bool = False
    after: Phase = Phase.SHOW
    starts_at: float | None = None

    @classmethod
    def begun(cls, rules: Rules, now: float) -> Cycle:
        """Return the cycle of a program that has just started."""
        return cls(rules, since=now, language=rules.languages[0])

    def countdown(self, now: float) -> int | None:
        """Return the whole seconds left to a visitor who took the headset off; else None."""
        if self.phase is not Phase.AWAY:
            return None
        return max(0, math.ceil(self.since + self.rules.countdown - now))

    def step(self, event: Event, now: float) -> Step:  # noqa: PLR0911  one case an event
        """Return the cycle after `event` at time `now`, and what is to be done, in order."""
        match event:
            case Tick():
                return self._tick(now)
            case Donned():
                return (self, ()) if self.worn else replace(self, worn=True)._donned(now)
            case Doffed():
                return replace(self, worn=False)._doffed(now) if self.worn else (self, ())
            case LanguageChosen(language):
                return self._spoken(language, now)
            case ShowOver() if self.phase is Phase.SHOW:
                over = self._at(Phase.AFTERGLOW, now)
                return (over, ()) if self.worn else over._rested(now, Ending.SEEN)
            case Ordered(order):
                return self._ordered(order, now)
            case _:
                return self, ()

    def with_rules(self, rules: Rules, now: float) -> Step:
        """Return the cycle under rules that were read anew."""
        changed = replace(self, rules=rules)
        if self.phase in (Phase.ATTRACT, Phase.CLOSED) or self.language not in rules.languages:
            return changed._speaking(rules.languages[0])
        return changed, ()

    def _tick(self, now: float) -> Step:
        """Do what is due; several things may be, where the program was held up."""
        if self.starts_at is not None and now >= self.starts_at:
            return replace(self, starts_at=None)._started(self.starts_at, now)
        if now < self.since + self._longest():
            return self, ()
        match self.phase:
            case Phase.WELCOME:
                return self._begun_show(now, now)
            case Phase.AWAY | Phase.PAUSED:
                return self._rested(now, Ending.LEFT)
            case Phase.AFTERGLOW:
                return self._welcomed_anew(now, Ending.SEEN)
            case _:
                return self, ()

    def _longest(self) -> float:
        """Return how long this phase lasts at the most, s."""
        rules = self.rules
        match self.phase:
            case Phase.WELCOME:
                return rules.welcome
            case Phase.AWAY:
                return rules.countdown
            case Phase.PAUSED if not self.worn:
                return rules.longest_pause
            case Phase.AFTERGLOW:
                return rules.afterglow
            case _:
                return math.inf

    def _donned(self, now: float) -> Step:
        match self.phase:
            case Phase.ATTRACT:
                return self._at(Phase.WELCOME, now), (Welcome(),)
            case Phase.AWAY:
                going_on = (GoOn(),) if self.after is Phase.SHOW else ()
                return self._at(self.after, now), going_on
            case Phase.SHOW | Phase.PAUSED if not self.visiting:
                # A show for the screen alone has found its visitor.
                return replace(self, visiting=True), (OpenVisit(self.language),)
            case _:
                return self, ()

    def _doffed(self, now: float) -> Step:
        match self.phase:
            case Phase.WELCOME:
                return self._rested(now, Ending.LEFT)
            case Phase.SHOW:
                return replace(self, after=Phase.SHOW)._at(Phase.AWAY, now), (Hold(),)
            case Phase.PAUSED:
                return replace(self, after=Phase.PAUSED)._at(Phase.AWAY, now), ()
            case Phase.AFTERGLOW:
                return self._rested(now, Ending.SEEN)
            case _:
                return self, ()

    def _spoken(self, language: str, now: float) -> Step:
        is_there = self.phase not in (Phase.ATTRACT, Phase.CLOSED)
        if not is_there or language not in self.rules.languages:
            return self, ()
        speaking, commands = self._speaking(language)
        if self.phase is not Phase.WELCOME:
            return speaking, commands
        begun, more = speaking._begun_show(now, now)
        return begun, (*commands, *more)

    def _ordered(self, order: Order, now: float) -> Step:  # noqa: PLR0911  one case a verb
        match order.verb:
            case Verb.START if order.at is not None and order.at > now:
                return replace(self, starts_at=order.at), ()
            case Verb.START:
                return replace(self, starts_at=None)._started(now, now)
            case Verb.PAUSE if self.phase is Phase.SHOW:
                return self._at(Phase.PAUSED, now), (Hold(),)
            case Verb.PAUSE if self.phase is Phase.PAUSED:
                return self._at(Phase.SHOW, now), (GoOn(),)
            case Verb.RESTART if self.phase is not Phase.CLOSED:
                return replace(self, starts_at=None)._welcomed_anew(now, Ending.RESTARTED)
            case Verb.LANGUAGE if order.language in self.rules.languages:
                return self._speaking(order.language)
            case Verb.END_OF_DAY if self.phase is not Phase.CLOSED:
                ended, commands = replace(self, starts_at=None)._left(Ending.RESTARTED)
                return ended._at(Phase.CLOSED, now), (*commands, Close())
            case Verb.RESTART_PROGRAM:
                ended, commands = self._left(Ending.STOPPED)
                return ended, (*commands, LeaveProgram())
            case _:
                return self, ()

    def _started(self, at: float, now: float) -> Step:
        """Begin the show for whoever is there, without a welcome; its time 0 is at `at`."""
        left, commands = self._left(Ending.RESTARTED)
        begun, more = left._begun_show(at, now)
        return begun, (*commands, *more)

    def _begun_show(self, at: float, now: float) -> Step:
        begun = self._at(Phase.SHOW, now)
        if not self.worn:
            return begun, (Begin(at),)
        return replace(begun, visiting=True), (OpenVisit(self.language), Begin(at))

    def _welcomed_anew(self, now: float, ending: Ending) -> Step:
        """End the visit; welcome whoever wears the headset, else wait for somebody."""
        rested, commands = self._rested(now, ending)
        if not self.worn:
            return rested, commands
        return rested._at(Phase.WELCOME, now), (*commands, Welcome())

    def _rested(self, now: float, ending: Ending) -> Step:
        """End the visit and wait for the next visitor, in the house's first language."""
        left, commands = self._left(ending)
        spoken, more = left._speaking(self.rules.languages[0])
        return spoken._at(Phase.ATTRACT, now), (*commands, *more, Rest())

    def _left(self, ending: Ending) -> Step:
        ended = (EndVisit(ending),) if self.visiting else ()
        return replace(self, visiting=False), ended

    def _speaking(self, language: str) -> Step:
        if language == self.language:
            return self, ()
        return replace(self, language=language), (Speak(language),)

    def _at(self, phase: Phase, now: float) -> Cycle:
        return replace(self, phase=phase, since=now)
