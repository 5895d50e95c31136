"""Where the kiosk meets whoever watches it: a frozen status out, orders in, from any thread.

The kiosk's own loop `publish`es what it shows and takes what was `order`ed; an operator's page does
the rest. Neither ever waits for the other.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from vr.doctor import Finding
from vr.kiosk.phase import Phase

MOST_ORDERS = 64
"""Orders that wait at once; more are refused, so that nobody can fill the memory."""
PICTURE_EVERY, PICTURE_FOR = 2.0, 10.0
"""s between pictures of the mirror screen, and s for which they are made after somebody looked."""


class Verb(StrEnum):
    """What can be ordered."""

    START = "start"
    """Begin the show now, or at `Order.at`; opens a closed day. Without a headset on, the
    screen alone shows it."""
    PAUSE = "pause"
    """Hold the show, or let it go on."""
    RESTART = "restart"
    """End this visit and begin again: with the welcome where the headset is on, else attract."""
    LANGUAGE = "language"
    """Speak `Order.language`."""
    END_OF_DAY = "end-of-day"
    """End this visit and start no other until START."""
    RESTART_PROGRAM = "restart-program"
    """Leave in good order, to be started again."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order. `at` is s of `Station.now()`; an order whose time is past is carried out at once.

    Several stations start together when each is given its own `at`: the asker reads every
    station's `now()`, as one reads a clock over a network, and adds the same wait to each.
    """

    verb: Verb
    language: str = ""
    at: float | None = None


@dataclass(frozen=True, slots=True)
class HeadsetState:
    """What is known of the headset. `state` is OpenXR's word (FOCUSED, IDLE ...), "" for none.

    `is_worn` is None where nobody can tell. `batteries` are 0 to 1 by "headset", "left", "right";
    what the runtime does not tell is not in it. `trouble` says why there is none, with the remedy.
    """

    runtime: str = ""
    name: str = ""
    state: str = ""
    is_worn: bool | None = None
    controllers: tuple[str, str] = ("", "")
    """The interaction profile of the left and the right hand, "" for nothing held."""
    batteries: Mapping[str, float] = field(default_factory=dict)
    sessions: int = 0
    losses: int = 0
    trouble: str = ""
    tells_batteries: bool | None = None
    """Whether this runtime tells of batteries at all; None without one."""


@dataclass(frozen=True, slots=True)
class FrameState:
    """How drawing goes: the last minute's frame times in ms, and counts since the start.

    `fps` is of the last minute; `dropped` counts display times that passed without a frame of ours.
    `period_ms` is the display's, 0 while unknown; `graphics_ms` the graphics card's time, 0 where
    it does not tell. The eyes are drawn at `scale` of their size, and at a quality `lower` by so
    many steps. Of the `lately` last frames, `late` came late.
    """

    median_ms: float = 0.0
    p99_ms: float = 0.0
    fps: float = 0.0
    drawn: int = 0
    dropped: int = 0
    mirror: int = 0
    period_ms: float = 0.0
    graphics_ms: float = 0.0
    scale: float = 1.0
    lower: int = 0
    late: int = 0
    lately: int = 0


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """Today's visits by how they ended; `today` counts those that have not ended, too."""

    today: int = 0
    endings: Mapping[str, int] = field(default_factory=dict)
    mean_s: float = 0.0
    """s, of those that ended."""


@dataclass(frozen=True, slots=True)
class Status:
    """All that a station shows of itself at one instant; times are s of `Station.now()`."""

    name: str = ""
    at: float = 0.0
    up: float = 0.0
    """s since the program started."""
    phase: Phase = Phase.ATTRACT
    since: float = 0.0
    """s in this phase."""
    countdown: int | None = None
    """Whole s until the show is given up, while AWAY; else None."""
    starts_at: float | None = None
    """`Station.now()` of a start that was ordered for later."""
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    mission_t: float = 0.0
    rate: float = 0.0
    caption: str = ""
    show: str = ""
    scenario: str = ""
    headset: HeadsetState = field(default_factory=HeadsetState)
    frames: FrameState = field(default_factory=FrameState)
    visits: VisitCounts = field(default_factory=VisitCounts)
    findings: tuple[Finding, ...] = ()
    """The start-up self-test's."""
    notices: tuple[str, ...] = ()
    """What the operator must know and mend now, as a full disk or a refused configuration."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What the mirror screen showed at `at`, s of `Station.now()`: (height, width, 3)."""

    at: float
    pixels: NDArray[np.uint8]


class Station:
    """A mailbox between the kiosk's loop and any number of other threads."""

    def __init__(self, status: Status | None = None) -> None:
        self._lock = threading.Lock()
        self._status = status or Status()
        self._orders: deque[Order] = deque()
        self._picture: Picture | None = None
        self._looked = -math.inf

    @staticmethod
    def now() -> float:
        """Return s of the clock that `Order.at` and `Status.at` are of; it never goes back."""
        return time.monotonic()

    def status(self) -> Status:
        """Return what was published last."""
        return self._status

    def order(self, order: Order) -> bool:
        """Hand in an order; return whether there was room for it."""
        with self._lock:
            if len(self._orders) >= MOST_ORDERS:
                return False
            self._orders.append(order)
            return True

    def publish(self, status: Status) -> None:
        """Show a new status; the kiosk's loop alone does so."""
        self._status = status

    def take(self) -> tuple[Order, ...]:
        """Return the orders that wait, oldest first, and forget them; the kiosk's loop alone."""
        if not self._orders:
            return ()
        with self._lock:
            taken = tuple(self._orders)
            self._orders.clear()
            return taken

    def picture(self) -> Picture | None:
        """Return the newest small picture, if there is one, and ask for newer ones for a while."""
        self._looked = self.now()
        return self._picture

    def wants_picture(self) -> bool:
        """Say whether somebody looks, and the newest picture has grown old."""
        now, newest = self.now(), self._picture
        return now - self._looked < PICTURE_FOR and (
            newest is None or now - newest.at >= PICTURE_EVERY
        )

    def publish_picture(self, pixels: NDArray[np.uint8]) -> None:
        """Show a small picture (height, width, 3), rows from the top, that nobody changes after.

        The kiosk's loop alone does so, and only where `wants_picture`; encoding is not its work.
        """
        self._picture = Picture(self.now(), pixels)
