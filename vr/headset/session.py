"""What a headset session is going through: a pure state machine, event in, commands out.

It makes no OpenXR call and reads no clock. The driver tells it what happened (`step`) and carries
out the commands it answers with, in their order. Times are seconds of any one steady clock.

States of the runtime and what they ask for: OpenXR 1.1 specification, section 9.3, "Session
Lifecycle"; instance loss: section 4.4, "XrEventDataInstanceLossPending".
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum, auto

EXIT_PATIENCE = 5.0
"""s that the runtime is given to end the session after the exit was asked for."""
FIRST_RETRY = 0.5
LONGEST_RETRY = 4.0
"""s between tries to reach a headset: the first wait, doubled after every failure up to this."""


class RuntimeState(Enum):
    """The session states that a runtime reports, with OpenXR's own numbers."""

    UNKNOWN = 0
    IDLE = 1
    READY = 2
    SYNCHRONIZED = 3
    VISIBLE = 4
    FOCUSED = 5
    STOPPING = 6
    LOSS_PENDING = 7
    EXITING = 8


class Phase(Enum):
    """Whether there is a session at all."""

    ABSENT = auto()
    """None: before the first, or lost; another is tried from `retry_at` on."""
    PRESENT = auto()
    ENDED = auto()
    """Over for good."""


class Command(Enum):
    """What the driver must do."""

    CREATE = auto()
    """Make an instance if there is none, find the headset, make a session; tell, when there is an
    answer, how it went."""
    ATTACH_ACTIONS = auto()
    BEGIN = auto()
    END = auto()
    REQUEST_EXIT = auto()
    RECONCILE = auto()
    """Find out whether the session runs, by trying to begin or end it; tell what was found."""
    DESTROY_SESSION = auto()
    DESTROY_INSTANCE = auto()
    CHECK_PLACE = auto()
    """The headset was put on: bring a visitor who is far off to the eye point."""
    FORGET_PLACE = auto()
    """The wearer recentred the runtime's space: a place that was chosen in the old one is void."""
    STOP = auto()
    """Leave the loop: nothing is held any more."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class Created:
    """A session was made."""


@dataclass(frozen=True, slots=True)
class CreationFailed:
    """No session could be made: no runtime or no headset for now."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The runtime reported a new state of the session."""

    state: RuntimeState


@dataclass(frozen=True, slots=True)
class InstanceLossPending:
    """The runtime will go away; a new instance may be made after `wait` seconds, not before."""

    wait: float


@dataclass(frozen=True, slots=True)
class InstanceLost:
    """A call said that the runtime is gone."""


@dataclass(frozen=True, slots=True)
class SessionLost:
    """A call said that the session is gone."""


@dataclass(frozen=True, slots=True)
class EventsLost:
    """The runtime's queue overflowed: a change of state may have been missed."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What `Command.RECONCILE` found."""

    running: bool


@dataclass(frozen=True, slots=True)
class SpaceChanging:
    """The space that views are located in will be another from display time `at` on (s)."""

    at: float


@dataclass(frozen=True, slots=True)
class FrameTimed:
    """The next frame is to be shown at a display time (s)."""

    display_time: float


@dataclass(frozen=True, slots=True)
class FrameMade:
    """A frame went through without an error."""


@dataclass(frozen=True, slots=True)
class QuitAsked:
    """A person wants out: Ctrl-C, the mirror window closed, or the wanted frames are done."""


Event = (
    Tick
    | Created
    | CreationFailed
    | Reported
    | InstanceLossPending
    | InstanceLost
    | SessionLost
    | EventsLost
    | Reconciled
    | SpaceChanging
    | FrameTimed
    | FrameMade
    | QuitAsked
)
Commands = tuple[Command, ...]
_DROP_SESSION = (Command.DESTROY_SESSION,)
_DROP_ALL = (Command.DESTROY_SESSION, Command.DESTROY_INSTANCE)


@dataclass(frozen=True, slots=True)
class Session:
    """All that is known of the session.

    `stay` is a kiosk's wish: the runtime's own EXITING does not end the program, another session
    is made later. `running` is true between begin and end; only then frames are made.
    """

    stay: bool = False
    phase: Phase = Phase.ABSENT
    reported: RuntimeState = RuntimeState.UNKNOWN
    running: bool = False
    leaving: bool = False
    failures: int = 0
    retry_at: float = 0.0
    leave_by: float = math.inf
    space_changes_at: float = math.inf


def step(  # noqa: PLR0911, PLR0912  one case an event
    session: Session, event: Event, now: float
) -> tuple[Session, Commands]:
    """Return the session after `event` at time `now`, and what the driver must do."""
    if session.phase is Phase.ENDED:
        return session, ()
    match event:
        case Tick():
            return _tick(session, now)
        case QuitAsked():
            return _quit(session, now)
        case Created():
            # Here and nowhere else: FOCUSED comes again on every donning, and actions may be
            # attached only once a session.
            return replace(session, phase=Phase.PRESENT), (Command.ATTACH_ACTIONS,)
        case CreationFailed() | InstanceLost():
            return _lose(session, _DROP_ALL, now)
        case InstanceLossPending(wait):
            lost, commands = _lose(session, _DROP_ALL, now)
            return replace(lost, retry_at=max(lost.retry_at, now + wait)), commands
        case _ if session.phase is not Phase.PRESENT:
            return session, ()  # an event of a session that was given up already
        case Reported(state):
            return _report(replace(session, reported=state), state, now)
        case SessionLost():
            return _lose(session, _DROP_SESSION, now)
        case EventsLost():
            return session, (Command.RECONCILE,)
        case Reconciled(running):
            return replace(session, running=running), ()
        case SpaceChanging(at):
            # Some runtimes announce one change several times; the last word counts.
            return replace(session, space_changes_at=at), ()
        case FrameMade():
            return replace(session, failures=0), ()
        case FrameTimed(display_time):
            if display_time < session.space_changes_at:
                return session, ()
            return replace(session, space_changes_at=math.inf), (Command.FORGET_PLACE,)


def _tick(session: Session, now: float) -> tuple[Session, Commands]:
    """Try again when it is time to, and stop waiting for a runtime that does not let go."""
    if now >= session.leave_by:
        return _end(session)
    if session.phase is Phase.ABSENT and now >= session.retry_at:
        return replace(session, retry_at=math.inf), (Command.CREATE,)
    return session, ()


def _quit(session: Session, now: float) -> tuple[Session, Commands]:
    """Ask a running session to exit, so that it ends in the runtime's order; the rest at once."""
    if session.running and not session.leaving:
        asked = replace(session, leaving=True, leave_by=now + EXIT_PATIENCE)
        return asked, (Command.REQUEST_EXIT,)
    return _end(session)


def _report(session: Session, state: RuntimeState, now: float) -> tuple[Session, Commands]:
    """Follow the runtime from one state to the next."""
    match state:
        case RuntimeState.READY if not session.running:
            return replace(session, running=True), (Command.BEGIN,)
        case RuntimeState.STOPPING if session.running:
            return replace(session, running=False), (Command.END,)
        case RuntimeState.FOCUSED:
            return session, (Command.CHECK_PLACE,)
        case RuntimeState.LOSS_PENDING:
            return _lose(session, _DROP_SESSION, now)
        case RuntimeState.EXITING:
            return _lose(session, _DROP_SESSION, now) if session.stay else _end(session)
        case _:
            return session, ()


def _lose(session: Session, drop: Commands, now: float) -> tuple[Session, Commands]:
    """Give up what is lost and wait a while, longer each time, before the next try."""
    if session.leaving:
        return _end(session)
    wait = min(LONGEST_RETRY, FIRST_RETRY * 2.0**session.failures)
    lost = Session(stay=session.stay, failures=session.failures + 1, retry_at=now + wait)
    return lost, drop


def _end(session: Session) -> tuple[Session, Commands]:
    """Let go of everything."""
    ended = replace(session, phase=Phase.ENDED, running=False, leaving=True)
    return ended, (*_DROP_ALL, Command.STOP)
