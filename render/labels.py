"""Where labels go: a pure function of what is named and of the view.

A label may stand in two slots, its own side of the thing and the mirrored one; that of a figure in
its middle or just over it, where it covers none of its stars. Every slot has a presence between -1
and 1, and is shown as strongly as that is above 0. A presence is the least of several ramps: the
thing's own, distance from the picture's edge, from the window frame, from labels that go first. A
slot gives way to an earlier one only while that is present, and comes up as that one's presence
falls below 0. All ramps are continuous, so labels fade and never jump, and two that would touch are
never both shown; no memory of the frame before is needed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from render.view import View

Array = NDArray[np.float64]
_Made = TypeVar("_Made")
Measure = Callable[[tuple[str, ...]], tuple[float, float]]
"""Gives the width and height in pixels of some lines of text."""

_GAP = 1.0
"""Between a thing's rim and its label, over the letters' size."""
_FADE = 0.7
"""Over which a label fades before it would touch another or the edge, over the letters' size."""
_INVISIBLE = 1 / 512
_FRAME_FADE = np.radians(0.6)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """What a name stands amid: places (k, 3) that it must not cover, lines shown with it.

    `pieces` (m, 2, 3) are the lines' ends, `seen` (m,) how much each may show, 0 to 1. Directions
    are in the Cupola's frame.
    """

    places: Array
    pieces: Array
    seen: Array

    def dimmed(self, shares: Array) -> Figure:
        """Return the figure with each piece seen no more than its share (m,), 0 to 1."""
        return replace(self, seen=np.minimum(self.seen, shares))


@dataclass(frozen=True, slots=True)
class Subject:
    """Something far away that is named.

    `direction` (3,) is a unit vector in the Cupola's frame. `radius` in rad is that of the thing,
    `glare` in rad what more is kept clear round it. `side` says where the label stands: x -1 left,
    1 right; y -1 below, 1 above. `presence` is 1 where it is to be named, 0 or less where not, and
    runs between. Subjects come in the order in which they go first.
    """

    id: str
    lines: tuple[str, ...]
    direction: Array
    side: tuple[int, int]
    radius: float = 0.0
    glare: float = 0.0
    presence: float = 1.0
    kind: str = ""
    figure: Figure | None = None
    """Of a thing whose name stands in its middle, or over it, and not beside it with a leader."""
    distance: float = math.inf
    """m to what the station passes by; infinite for the sky."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label in the picture, in pixels from the top left; y grows downward."""

    subject: Subject
    anchor: tuple[float, float]
    """Where the thing is."""
    box: tuple[float, float, float, float]
    """Left, top, right, bottom of the text."""
    leader: tuple[float, float, float, float]
    """A line from the thing's rim to the text: x, y of both ends."""
    opacity: float


def letter_size(view: View) -> int:
    """Return the height in pixels of a label's letters: 1.1 degrees, within what can be read."""
    _, _, down, up = view.tangents
    height = view.size[1]
    wanted = math.tan(math.radians(1.1)) * height / (up - down)
    return max(round(min(max(wanted, 11.0, 0.0125 * height), 0.024 * height)), 1)


def place(
    subjects: Sequence[Subject],
    view: View,
    measure: Measure,
    frame_clearance: Callable[[Array], Array] | None = None,
) -> list[Label]:
    """Return the labels to be seen in a view, those that go first in front.

    `frame_clearance` gives, for unit vectors (n, 3) in the Cupola's frame, how far in rad they pass
    inside a window; None where there is no Cupola in the way.
    """
    return finished(placing(subjects, view, measure, frame_clearance))


def finished(work: Generator[None, None, _Made]) -> _Made:
    """Return what comes of a work that may be done piece by piece."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            made: _Made = end.value
            return made


def placing(
    subjects: Sequence[Subject],
    view: View,
    measure: Measure,
    frame_clearance: Callable[[Array], Array] | None,
) -> Generator[None, None, list[Label]]:
    """Do what `place` does, piece by piece."""
    if not subjects:
        return []
    letters = float(letter_size(view))
    directions = np.stack([subject.direction for subject in subjects])
    at = pixels(directions, view)
    presence = np.array([subject.presence for subject in subjects])
    presence = np.minimum(presence, _inset(_boxes_of(at), view) / letters)
    if frame_clearance is not None:
        clear = np.full(len(subjects), -1.0)
        near = presence > -1.0
        clear[near] = frame_clearance(directions[near]) / _FRAME_FADE
        presence = np.minimum(presence, clear)
        yield
    kept = np.flatnonzero(presence > -1.0)
    if len(kept) == 0:
        return []
    slots = _slots([subjects[i] for i in kept.tolist()], at[kept], presence[kept], view, measure)
    yield
    settled = _settled(slots, view, letters)
    yield
    shown = np.flatnonzero(_opacity(settled) > _INVISIBLE)
    return [_label(slots, index, float(settled[index])) for index in shown.tolist()]


def seen_by(label: Label, view: View) -> Label | None:
    """Return a label moved to where another view shows its thing; None where that is behind it.

    Both eyes then read the same names, at the distance of what they name.
    """
    (found,) = pixels(label.subject.direction[None], view)
    if not np.isfinite(found).all():
        return None
    dx, dy = (found - label.anchor).tolist()
    left, top, right, bottom = label.box
    x0, y0, x1, y1 = label.leader
    return replace(
        label,
        anchor=(found[0], found[1]),
        box=(left + dx, top + dy, right + dx, bottom + dy),
        leader=(x0 + dx, y0 + dy, x1 + dx, y1 + dy),
    )


def pixels(directions: Array, view: View) -> Array:
    """Return (..., 2) pixels from the top left of directions (..., 3); nan behind the eye."""
    left, right, down, up = view.tangents
    eye = directions @ view.cupola_from_eye
    ahead = np.where(eye[..., 2] < -1e-6, -eye[..., 2], np.nan)
    x = (eye[..., 0] / ahead - left) / (right - left) * view.size[0]
    y = (up - eye[..., 1] / ahead) / (up - down) * view.size[1]
    return np.stack([x, y], axis=-1)


def _boxes_of(points: Array) -> Array:
    return np.concatenate([points, points], axis=-1)


def _inset(boxes: Array, view: View) -> Array:
    """Return how far in pixels boxes (n, 4) lie inside the picture; nan counts as outside."""
    width, height = view.size
    sides = [boxes[:, 0], boxes[:, 1], width - boxes[:, 2], height - boxes[:, 3]]
    inset: Array = np.nan_to_num(np.min(sides, axis=0), nan=-1e9)
    return inset


@dataclass(frozen=True, slots=True)
class _Slots:
    """Two for each subject, one after the other: arrays over all of them, in pixels."""

    subjects: Sequence[Subject]
    anchors: Array
    boxes: Array
    leaders: Array
    presence: Array
    """Of the thing itself."""
    room: Array
    """How clear of its own figure each stands, in presence."""


def _slots(
    subjects: Sequence[Subject], anchors: Array, presence: Array, view: View, measure: Measure
) -> _Slots:
    _, _, down, up = view.tangents
    letters, pixels_per_radian = float(letter_size(view)), view.size[1] / (up - down)
    sizes = np.array([measure(subject.lines) for subject in subjects])
    radius = np.array([subject.radius for subject in subjects])
    glare = np.array([subject.glare for subject in subjects])
    side = np.array([subject.side for subject in subjects], dtype=np.float64)
    rows = np.array([len(subject.lines) for subject in subjects])
    clear = radius * pixels_per_radian + 0.25 * letters
    reach = clear + glare * pixels_per_radian + _GAP * letters

    twice = np.repeat(np.arange(len(subjects)), 2)
    turn = np.tile([1.0, -1.0], len(subjects))
    toward = np.stack([side[twice, 0] * turn, -side[twice, 1]], axis=-1)
    toward /= np.linalg.norm(toward, axis=-1, keepdims=True)
    start = anchors[twice] + clear[twice, None] * toward
    end = anchors[twice] + reach[twice, None] * toward
    beside = 0.3 * letters
    left = np.where(toward[:, 0] > 0, end[:, 0] + beside, end[:, 0] - beside - sizes[twice, 0])
    top = end[:, 1] - (sizes[:, 1] / rows / 2)[twice]
    corner = np.stack([left, top], axis=-1)
    boxes = np.concatenate([corner, corner + sizes[twice]], axis=-1)
    leaders = np.concatenate([start, end], axis=-1)
    room = np.ones(len(twice))
    for index, subject in enumerate(subjects):
        if subject.figure is not None:
            amid = slice(2 * index, 2 * index + 2)
            places = pixels(subject.figure.places, view)
            boxes[amid] = _amid(anchors[index], places, sizes[index], letters)
            room[amid] = _room(boxes[amid], places, letters)
            leaders[amid] = np.tile(anchors[index], 2)
    return _Slots(
        [subjects[i] for i in twice.tolist()],
        anchors[twice],
        boxes,
        leaders,
        presence[twice],
        room,
    )


def _amid(anchor: Array, places: Array, size: Array, letters: float) -> Array:
    """Return (2, 4) boxes of a figure's name: round its anchor, and over its highest place."""
    top = np.nanmin(np.append(places[:, 1], anchor[1])) - 0.8 * letters - 0.5 * size[1]
    middles = np.array([anchor, [anchor[0], top]])
    return np.concatenate([middles - 0.5 * size, middles + 0.5 * size], axis=-1)


def _room(boxes: Array, places: Array, letters: float) -> Array:
    """Return (n,) presences of boxes (n, 4): 0 where one touches a place, behind the eye none."""
    ahead = places[np.isfinite(places).all(axis=-1)]
    if len(ahead) == 0:
        return np.ones(len(boxes))
    room: Array = np.clip(_gaps(boxes, _boxes_of(ahead)).min(axis=-1) / (0.3 * letters), -1.0, 1.0)
    return room


def _settled(slots: _Slots, view: View, letters: float) -> Array:
    """Return the presence (n,) of every slot when those before it have been served."""
    count = len(slots.boxes)
    apart = _gaps(slots.boxes, slots.boxes) / (_FADE * letters)
    # The things named before must not be covered either, whether their name shows or not.
    things = _gaps(slots.boxes, _boxes_of(slots.anchors)) / (0.5 * letters)
    things = np.maximum(things, -slots.presence[None])
    for first in range(0, count, 2):
        apart[first : first + 2, first : first + 2] = -1.0
        things[first : first + 2, first : first + 2] = 1.0
    settled: Array = np.minimum(slots.presence, _inset(slots.boxes, view) / (_FADE * letters))
    settled = np.minimum(settled, slots.room)
    for i in range(count):
        if i:
            blocked = np.maximum(apart[i, :i], -settled[:i])
            settled[i] = min(settled[i], blocked.min(), things[i, :i].min())
        settled[i] = max(-1.0, min(1.0, settled[i]))
    return settled


def _gaps(boxes: Array, others: Array) -> Array:
    """Return (n, m) pixels from boxes (n, 4) to others (m, 4); negative where they overlap."""
    b, o = boxes[:, None], others[None]
    aside = np.maximum(o[..., 0] - b[..., 2], b[..., 0] - o[..., 2])
    above = np.maximum(o[..., 1] - b[..., 3], b[..., 1] - o[..., 3])
    gaps: Array = np.maximum(aside, above)
    return gaps


def _opacity(presence: Array) -> Array:
    shown = np.maximum(presence, 0.0)
    eased: Array = shown * shown * (3 - 2 * shown)
    return eased


def _label(slots: _Slots, index: int, presence: float) -> Label:
    x, y = slots.anchors[index].tolist()
    left, top, right, bottom = slots.boxes[index].tolist()
    x0, y0, x1, y1 = slots.leaders[index].tolist()
    opacity = float(_opacity(np.asarray(presence)))
    return Label(
        slots.subjects[index], (x, y), (left, top, right, bottom), (x0, y0, x1, y1), opacity
    )
