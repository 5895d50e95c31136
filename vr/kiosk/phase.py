"""What a kiosk is doing for the visitors."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """The parts of the visitor's cycle, and what can come between them."""

    ATTRACT = "attract"
    """Nobody wears the headset; the screen invites."""
    WELCOME = "welcome"
    """It was put on: the visitor's language, and a moment to arrive."""
    SHOW = "show"
    PAUSED = "paused"
    """Held by the operator, with the visitor in it."""
    AWAY = "away"
    """Taken off in mid-show: held, and counted down, until the visitor is back or time is up."""
    AFTERGLOW = "afterglow"
    """The show is over and the visitor still looks."""
    CLOSED = "closed"
    """The operator ended the day; nothing starts until he starts it."""


class Ending(StrEnum):
    """How a visit ended, as the log tells."""

    SEEN = "seen"
    """To the end of the show."""
    LEFT = "left"
    """The headset was taken off before the end, and not put on again in time."""
    RESTARTED = "restarted"
    """The operator began anew, or ended the day."""
    STOPPED = "stopped"
    """The program was told to end."""
    BROKEN = "broken"
    """The program or the power went: found open at the next start."""
