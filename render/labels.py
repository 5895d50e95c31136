"""Where labels go: a pure function of what is named and of the view.

A label may stand in two slots, its own side of the thing and the mirrored one. Every slot has a
presence between -1 and 1, and is shown as strongly as that is above 0. A presence is the least of
several ramps: the thing's own, distance from the picture's edge, from the window frame, from labels
that go first. A slot gives way to an earlier one only while that is present, and comes up as that
one's presence falls below 0. All ramps are continuous, so labels fade and never jump, and two that
would touch are never both shown; no memory of the frame before is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.view import View

Array = NDArray[np.float64]
Measure = Callable[[tuple[str, ...]], tuple[float, float]]
"""Gives the width and height in pixels of some lines of text."""

_GAP = 1.0
"""Between a thing's rim and its label, over the letters' size."""
_FADE = 1.2
"""Over which a label fades before it would touch another or the edge, over the letters' size."""
_FRAME_FADE = np.radians(0.6)


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
    wanted = np.tan(np.radians(1.1)) * height / (up - down)
    return round(float(np.clip(wanted, max(11.0, 0.0125 * height), 0.024 * height)))


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
    if not subjects:
        return []
    letters = float(letter_size(view))
    directions = np.stack([subject.direction for subject in subjects])
    pixels = _pixels(directions, view)
    presence = np.array([subject.presence for subject in subjects])
    presence = np.minimum(presence, _inset(_boxes_of(pixels), view) / letters)
    if frame_clearance is not None:
        clear = np.full(len(subjects), -1.0)
        near = presence > -1.0
        clear[near] = frame_clearance(directions[near]) / _FRAME_FADE
        presence = np.minimum(presence, clear)
    slots = [
        slot
        for index, subject in enumerate(subjects)
        if presence[index] > -1.0
        for slot in _slots(subject, pixels[index], float(presence[index]), view, measure, letters)
    ]
    return _settled(slots, view, letters)


def _pixels(directions: Array, view: View) -> Array:
    """Return (n, 2) pixels from the top left; nan behind the eye."""
    left, right, down, up = view.tangents
    eye = directions @ view.cupola_from_eye
    ahead = np.where(eye[:, 2] < -1e-6, -eye[:, 2], np.nan)
    x = (eye[:, 0] / ahead - left) / (right - left) * view.size[0]
    y = (up - eye[:, 1] / ahead) / (up - down) * view.size[1]
    return np.stack([x, y], axis=-1)


def _boxes_of(points: Array) -> Array:
    return np.concatenate([points, points], axis=-1)


def _inset(boxes: Array, view: View) -> Array:
    """Return how far in pixels boxes (n, 4) lie inside the picture; nan counts as outside."""
    width, height = view.size
    sides = [boxes[:, 0], boxes[:, 1], width - boxes[:, 2], height - boxes[:, 3]]
    inset: Array = np.nan_to_num(np.min(sides, axis=0), nan=-1e9)
    return inset


def _slots(
    subject: Subject,
    anchor: Array,
    presence: float,
    view: View,
    measure: Measure,
    letters: float,
) -> list[Label]:
    """Return the label in both its slots; opacity holds the presence so far."""
    _, _, down, up = view.tangents
    width, height = measure(subject.lines)
    pixels_per_radian = view.size[1] / (up - down)
    clear = subject.radius * pixels_per_radian + 0.25 * letters
    reach = clear + subject.glare * pixels_per_radian + _GAP * letters
    first_line = height / len(subject.lines)
    slots = []
    for turn in (1, -1):
        toward = np.array([subject.side[0] * turn, -subject.side[1]], dtype=np.float64)
        toward /= np.linalg.norm(toward)
        end = anchor + reach * toward
        left = end[0] + 0.3 * letters if toward[0] > 0 else end[0] - 0.3 * letters - width
        top = end[1] - first_line / 2
        start = anchor + clear * toward
        slots.append(
            Label(
                subject,
                (float(anchor[0]), float(anchor[1])),
                (float(left), float(top), float(left + width), float(top + height)),
                (float(start[0]), float(start[1]), float(end[0]), float(end[1])),
                presence,
            )
        )
    return slots


def _settled(slots: Sequence[Label], view: View, letters: float) -> list[Label]:
    """Return the slots shown, each with its opacity, those before it having been served."""
    boxes = np.array([slot.box for slot in slots]).reshape(-1, 4)
    anchors = np.array([slot.anchor for slot in slots]).reshape(-1, 2)
    inside = _inset(boxes, view) / (_FADE * letters)
    settled = np.zeros(len(slots))
    shown = []
    for i, slot in enumerate(slots):
        presence = min(slot.opacity, float(inside[i]))
        if i:
            apart = _gap(boxes[i], boxes[:i]) / (_FADE * letters)
            same = np.array([other.subject is slot.subject for other in slots[:i]])
            apart[same] = -1.0
            blocked = np.maximum(apart, -settled[:i])
            # The things named before must not be covered either, whether their name shows or not.
            off_things = _gap(boxes[i], _boxes_of(anchors[:i])) / (0.5 * letters)
            off_things = np.maximum(off_things, [-other.opacity for other in slots[:i]])
            presence = min(presence, float(blocked.min()), float(off_things[~same].min(initial=1)))
        settled[i] = np.clip(presence, -1.0, 1.0)
        if settled[i] > 0:
            opacity = float(settled[i] ** 2 * (3 - 2 * settled[i]))
            shown.append(Label(slot.subject, slot.anchor, slot.box, slot.leader, opacity))
    return shown


def _gap(box: Array, others: Array) -> Array:
    """Return the gap in pixels between a box (4,) and others (n, 4); negative where overlap."""
    aside = np.maximum(others[:, 0] - box[2], box[0] - others[:, 2])
    above = np.maximum(others[:, 1] - box[3], box[1] - others[:, 3])
    gap: Array = np.maximum(aside, above)
    return gap
