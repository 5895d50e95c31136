"""The menu: a small panel at arm's length with a row for each thing that can be set. Pure.

It stands still in the Cupola, where the visitor looked when it was opened. Lengths on it are in m
from its upper left corner, x right, y down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from vr.hands.reading import Pose

DISTANCE = 0.58
"""m from the eyes: arm's length, and inside the glass."""
_LOWER = math.radians(6.0)
"""How far below where the visitor looks its middle is."""
_RISE = math.radians(-38.0), math.radians(20.0)
"""Its middle is no lower and no higher: farther down it would stand in the round window's rim."""
WIDTH = 0.34
ROW = 0.0265
"""m, 2.6 degrees: half a row is farther than a steady head strays."""
MARGIN = 0.012
_SIDE = 0.052
"""m, width of the two ends of a row that goes either way."""
_MIDDLE = 0.088
"""m between them, for the value."""
LEAVES_AFTER = 8.0
"""s for which nobody points at the menu before it goes by itself."""


class Verb(Enum):
    """What can be chosen."""

    LANGUAGE = auto()
    NAMES = auto()
    SLOWER = auto()
    FASTER = auto()
    BACK = auto()
    AHEAD = auto()
    PAUSE = auto()
    LOOK = auto()
    GLOW = auto()
    PULSES = auto()
    RECENTRE = auto()
    RETURN = auto()
    CLOSE = auto()
    LEAVE = auto()


AGAIN = frozenset(
    {Verb.LANGUAGE, Verb.NAMES, Verb.SLOWER, Verb.FASTER, Verb.BACK, Verb.AHEAD, Verb.LOOK}
)
"""Verbs that looking on chooses again: each time they do something more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is about, in English, and one verb, or two for less and more."""

    label: str
    verbs: tuple[Verb, ...]


_ROWS: tuple[Row, ...] = (
    Row("Language", (Verb.LANGUAGE,)),
    Row("Names", (Verb.NAMES,)),
    Row("Pace of time", (Verb.SLOWER, Verb.FASTER)),
    Row("Move in time", (Verb.BACK, Verb.AHEAD)),
    Row("Hold the time", (Verb.PAUSE,)),
    Row("Picture", (Verb.LOOK,)),
    Row("Glow of the instruments", (Verb.GLOW,)),
    Row("Pulses in the hand", (Verb.PULSES,)),
    Row("Sit at the middle, look aft", (Verb.RECENTRE,)),
    Row("Go on with the show", (Verb.RETURN,)),
    Row("Close the menu", (Verb.CLOSE,)),
    Row("Leave the Cupola", (Verb.LEAVE,)),
)


def all_rows() -> tuple[Row, ...]:
    """Return every row there can be, from the top."""
    return _ROWS


def rows(*, has_show: bool, may_leave: bool, has_motors: bool = True) -> tuple[Row, ...]:
    """Return the rows from the top: without a script nothing to go on with, kiosks are not left."""
    wanted = {Verb.RETURN: has_show, Verb.LEAVE: may_leave, Verb.PULSES: has_motors}
    missing = {verb for verb, is_wanted in wanted.items() if not is_wanted}
    return tuple(row for row in _ROWS if row.verbs[0] not in missing)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the panel: left, top, right, bottom in m."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """Return its middle."""
        return 0.5 * (self.left + self.right), 0.5 * (self.top + self.bottom)


def height(count: int) -> float:
    """Return the height in m of a panel with so many rows."""
    return count * ROW + 2.0 * MARGIN


def row_box(number: int) -> Box:
    """Return where a row is."""
    top, bottom = MARGIN + number * ROW, MARGIN + (number + 1) * ROW
    return Box(MARGIN, top, WIDTH - MARGIN, bottom)


def boxes(shown: tuple[Row, ...]) -> dict[Verb, Box]:
    """Return where each verb is chosen: a whole row, or the two ends of its right part."""
    found: dict[Verb, Box] = {}
    for number, row in enumerate(shown):
        whole = row_box(number)
        if len(row.verbs) == 1:
            found[row.verbs[0]] = whole
            continue
        right = whole.right
        less = right - 2.0 * _SIDE - _MIDDLE
        found[row.verbs[0]] = Box(less, whole.top, less + _SIDE, whole.bottom)
        found[row.verbs[1]] = Box(right - _SIDE, whole.top, right, whole.bottom)
    return found


def placed(head: Pose) -> Pose:
    """Return where the panel stands when it is opened by a head there; z of its axes to the reader.

    Upright, facing the eyes, a little below where they look.
    """
    ahead = head.ahead
    level = math.hypot(float(ahead[0]), float(ahead[2]))
    up = head.rotation[:, 1]
    # Who looks straight up or down has the heading of the top of the head, or of the chin.
    flat = ahead if level > 0.3 else -math.copysign(1.0, float(ahead[1])) * up
    turn = math.atan2(-float(flat[0]), -float(flat[2]))
    rise = min(max(math.atan2(float(ahead[1]), level) - _LOWER, _RISE[0]), _RISE[1])
    ct, st, cr, sr = math.cos(turn), math.sin(turn), math.cos(rise), math.sin(rise)
    turned = np.array([[ct, 0.0, st], [0.0, 1.0, 0.0], [-st, 0.0, ct]])
    tilted = np.array([[1.0, 0.0, 0.0], [0.0, cr, -sr], [0.0, sr, cr]])
    rotation = turned @ tilted
    return Pose(head.position - DISTANCE * rotation[:, 2], rotation)


def meets(panel: Pose, count: int, ray: Pose) -> tuple[float, float] | None:
    """Return where a ray meets the plane of a panel of so many rows, in m; None where it does not.

    The point may lie beyond the panel's edges.
    """
    normal = panel.rotation[:, 2]
    closing = -float(ray.ahead @ normal)
    if closing < 1e-3:
        return None
    reach = float((ray.position - panel.position) @ normal) / closing
    if reach <= 0.0:
        return None
    local = panel.rotation.T @ (ray.position + reach * ray.ahead - panel.position)
    return float(local[0]) + 0.5 * WIDTH, 0.5 * height(count) - float(local[1])


def verb_at(shown: tuple[Row, ...], point: tuple[float, float] | None) -> Verb | None:
    """Return what is chosen at a point of the panel."""
    if point is None:
        return None
    for verb, box in boxes(shown).items():
        if box.holds(*point):
            return verb
    return None


def is_on(count: int, point: tuple[float, float] | None, beyond: float = 0.03) -> bool:
    """Say whether a point lies on a panel of so many rows, or `beyond` m round it."""
    if point is None:
        return False
    x, y = point
    return -beyond <= x <= WIDTH + beyond and -beyond <= y <= height(count) + beyond
