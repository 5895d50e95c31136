"""Names for a headset: chosen ten times a second, a piece of that work a frame, moved every frame.

Which names are shown need not be settled ninety times a second, and settling it takes as long as
all else of a frame. What was settled comes and goes softly; where a name stands follows from the
moment and the head in every frame. A picture alone (`LabelsPass.choose`) settles both at once.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.frustum import covering
from render.labels import Label, letter_size, pixels
from render.naming import Naming
from render.passes.labels import LabelsPass, figure_rows
from render.turns import eye_itrs, itrs_from_cupola
from render.view import View

Array = NDArray[np.float64]

EVERY = 0.1
"""s of display time in which names are settled, and in which the last ones give way to them."""
_PAUSE = 0.5
"""s between two frames that what was settled outlasts."""
_Choice = Generator[None, None, tuple[Label, ...]]


class HeldNames:
    """What is named, from frame to frame."""

    def __init__(self, labels: LabelsPass) -> None:
        self._labels = labels
        self._choice: _Choice | None = None
        self._asked: Moment | None = None
        self._began = 0.0
        self._steps = 0
        self._size = 0
        self._settled = 0.0
        self._seen = -math.inf
        self._shown = _NOTHING
        self._leaving = _NOTHING
        self._parts: tuple[_Drawn, ...] = ()

    def follow(
        self,
        moment: Moment,
        views: Sequence[View],
        behind_windows: bool,
        naming: Naming,
        now: float | None,
    ) -> None:
        """Go on choosing, as `LabelsPass.choose`, and move what is chosen.

        `now` is display time in s; None for a picture alone. The first names are settled at once,
        and those after a pause.
        """
        if now is None or not 0.0 <= now - self._seen <= _PAUSE:
            self.forget()
        is_first, now = self._shown is _NOTHING, now or 0.0
        self._seen = now
        if self._choice is None:
            self._labels.tidy()
            self._choice = self._labels.choosing(moment, views, behind_windows, naming)
            self._asked, self._began, self._steps = moment, now, 0
            self._size = letter_size(covering(views))
        # As many pieces as time has passed; where frames are rare, all in one.
        due = math.inf if is_first else self._steps + 1
        due = max(due, _STEPS * (now - self._began) / EVERY)
        while self._choice is not None and self._steps < due:
            self._step(now)
        if is_first:
            self._settled = now - EVERY
        self._move(moment, now)

    def _move(self, moment: Moment, now: float) -> None:
        """Bring names to where their things are, and to the strength that is theirs by now."""
        turn = moment.cupola_from_gcrs.T
        share = min(max((now - self._settled) / EVERY, 0.0), 1.0)
        before = dict(zip(self._leaving.keys, self._leaving.opacities.tolist(), strict=True))
        after = set(self._shown.keys)
        come = [
            opacity * share + before.get(key, 0.0) * (1.0 - share)
            for key, opacity in zip(self._shown.keys, self._shown.opacities.tolist(), strict=True)
        ]
        gone = [0.0 if key in after else opacity * (1.0 - share) for key, opacity in before.items()]
        self._parts = tuple(
            _Drawn(names, names.directions(moment), names.pieces @ turn, shares)
            for names, shares in ((self._leaving, gone), (self._shown, come))
            if any(shares)
        )

    def forget(self) -> None:
        """Name nothing, and begin anew when asked again."""
        self._choice, self._parts = None, ()
        self._shown = self._leaving = _NOTHING

    def draw(self, view: View) -> None:
        """Draw for one eye into the framebuffer in use; leaves blending off."""
        marks = [part.marks(view) for part in self._parts]
        if marks:
            self._labels.write(np.concatenate(marks), view)

    def _step(self, now: float) -> None:
        choice, asked = self._choice, self._asked
        if choice is None or asked is None:
            return
        self._steps += 1
        try:
            next(choice)
        except StopIteration as end:
            self._choice, self._settled = None, now
            self._leaving, self._shown = (
                self._shown,
                _names(self._labels, end.value, self._size, asked),
            )


_STEPS = 8
"""Pieces that choosing comes in."""


@dataclass(frozen=True, slots=True, eq=False)
class _Names:
    """Names as they were chosen, ready to be moved: arrays over n names, k marks, m lines."""

    keys: tuple[tuple[str, bool], ...]
    """A thing, and on which side of it its name stands."""
    opacities: Array
    sky: Array
    """(n, 3) directions, GCRS."""
    still: NDArray[np.bool_]
    """(n,) what goes with the station: the layers at the limb."""
    fixed: Array
    """(n, 3) directions, Cupola frame."""
    near: NDArray[np.int64]
    """Those that the station passes by, and where they are, m, ITRS."""
    places: Array
    marks: NDArray[np.void]
    """(k,) as text.vert takes them, but from where the thing is."""
    of: NDArray[np.int64]
    """(k,) whose they are."""
    pieces: Array
    """(m, 2, 3) ends of figures' lines, GCRS; `inks` (m, 4) and `lines_of` (m,) belong to them."""
    inks: Array
    lines_of: NDArray[np.int64]

    def directions(self, moment: Moment) -> Array:
        """Return (n, 3) where the things are at a moment, Cupola frame."""
        found = self.sky @ moment.cupola_from_gcrs.T
        found[self.still] = self.fixed[self.still]
        if len(self.near):
            away = self.places - eye_itrs(moment)
            away /= np.sqrt(np.vecdot(away, away))[:, None]
            found[self.near] = away @ itrs_from_cupola(moment)
        bodies = moment.bodies
        for row, (thing, _) in enumerate(self.keys):
            if thing in bodies.ids:
                place = moment.cupola_from_gcrs @ bodies.position[bodies.ids.index(thing)]
                found[row] = place / np.sqrt(place @ place)
        return found


def _names(labels: LabelsPass, chosen: Sequence[Label], size: int, moment: Moment) -> _Names:
    """Return names that were chosen for a moment, in letters of `size` px."""
    rows = [labels.marks(each, size) for each in chosen]
    of = np.repeat(np.arange(len(chosen)), [len(each) for each in rows])
    marks = labels.packed([mark for each in rows for mark in each])
    at = np.array([each.anchor for each in chosen]).reshape(-1, 2)
    marks["origin"] -= at[of]
    ends, inks, lines_of = figure_rows(chosen)
    fixed = np.array([each.subject.direction for each in chosen]).reshape(-1, 3)
    distance = np.array([each.subject.distance for each in chosen])
    near = np.flatnonzero(np.isfinite(distance))
    turn = itrs_from_cupola(moment).T
    return _Names(
        tuple((each.subject.id, each.box[0] < each.anchor[0]) for each in chosen),
        np.array([each.opacity for each in chosen]),
        fixed @ moment.cupola_from_gcrs,
        np.array([each.subject.kind == "airglow" for each in chosen], dtype=np.bool_),
        fixed,
        near,
        eye_itrs(moment) + distance[near, None] * (fixed[near] @ turn),
        marks,
        of,
        ends @ moment.cupola_from_gcrs,
        inks,
        lines_of,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """Names in one frame: where the things and the lines' ends are, and how strongly each shows."""

    names: _Names
    directions: Array
    pieces: Array
    shares: Sequence[float]

    def marks(self, view: View) -> NDArray[np.void]:
        """Return the marks, lines before letters, as a view shows them."""
        names, shares = self.names, np.array(self.shares)
        shares = shares / np.maximum(names.opacities, 1e-6)
        at = pixels(self.directions, view)
        shown = names.marks.copy()
        shown["origin"] += np.nan_to_num(at)[names.of]
        shown["ink"][:, 3] *= (shares * np.isfinite(at).all(axis=1))[names.of]
        if not len(names.pieces):
            return shown
        inks = names.inks.copy()
        inks[:, 3] *= shares[names.lines_of]
        return np.concatenate([LabelsPass.lines(pixels(self.pieces, view), inks), shown])


_NOTHING = _Names(
    (),
    np.zeros(0),
    np.zeros((0, 3)),
    np.zeros(0, np.bool_),
    np.zeros((0, 3)),
    np.zeros(0, np.int64),
    np.zeros((0, 3)),
    LabelsPass.packed(()),
    np.zeros(0, np.int64),
    np.zeros((0, 2, 3)),
    np.zeros((0, 4)),
    np.zeros(0, np.int64),
)
