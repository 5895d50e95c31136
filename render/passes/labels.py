"""Names of what is seen, written over the finished picture of one eye."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import moderngl
import numpy as np
from numpy.typing import ArrayLike, NDArray

from orbit.moment import Moment
from render.frustum import covering
from render.labels import Label, letter_size, pixels, place, seen_by
from render.naming import Naming
from render.shaders import program
from render.station_sight import station_clearance
from render.subjects import subjects
from render.text import OVERSAMPLING, Line, TextAtlas
from render.view import View
from render.windows import glass_clearance

Array = NDArray[np.float64]

INKS = {
    "body": (1.00, 1.00, 0.80),
    "planet": (0.85, 0.73, 0.90),
    "airglow": (0.55, 0.81, 0.45),
    "star": (0.68, 0.68, 1.00),
    "town": (1.00, 0.79, 0.33),
    "land": (0.70, 1.00, 0.93),
}
"""Display-encoded colours of the letters, by kind; all light, to stand on the dark halo, and so far
apart in lightness and hue that they are told with every kind of colour vision."""
SAME_INK = {"constellation": "star"}
"""Kinds that are written in another's colour and told by their spaced capitals."""
_LEADER_WIDTH = 3.2
"""px with its dark edges."""
_LEADER_OPACITY = 0.75
_FIGURE_OPACITY = 0.4
_FRAME_FADE = np.radians(0.6)
_FACTS = 0.86
"""Size of the lines after the first, over the first's."""

_NAME_WEIGHT, _FACTS_WEIGHT = 600, 500

MARK = np.dtype(
    [
        ("origin", "<f4", 2),
        ("along", "<f4", 2),
        ("across", "<f4", 2),
        ("texels", "<f4", 4),
        ("ink", "<f4", 4),
    ]
)
"""One letter run or line, as text.vert takes it."""


class LabelsPass:
    """Draws after the tone curve, into a target that holds display-encoded colour."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._atlas = TextAtlas(ctx)
        self._program = program(ctx, "text.vert", "text.frag")
        self._buffer = ctx.buffer(reserve=256 * MARK.itemsize, dynamic=True)
        self._array = self._bound()

    def choose(
        self,
        moment: Moment,
        views: Sequence[View],
        behind_windows: bool = True,
        naming: Naming | None = None,
    ) -> tuple[Label, ...]:
        """Return the names to be shown, placed once for all eyes, so that each reads the same.

        Without `behind_windows` there is no Cupola in the picture, and no frame hides a name.
        Without a `naming` all is named, in English.
        """
        self._atlas.tidy()
        between = np.mean([view.position for view in views], axis=0)
        common = replace(covering(views), position=between)
        size = letter_size(common)
        clearance = _clearance(views, moment) if behind_windows else None
        found = place(
            subjects(moment, common, naming),
            common,
            lambda lines: self._measured(lines, size),
            clearance,
        )
        return tuple(found if clearance is None else (_behind(each, clearance) for each in found))

    def draw(self, labels: Sequence[Label], view: View) -> None:
        """Draw names for one eye into the framebuffer in use; leaves blending off."""
        size = letter_size(view)
        marks = [mark for label in labels for mark in _figure(label, view)]
        moved = (seen_by(label, view) for label in labels)
        marks += [mark for label in moved if label for mark in self._marks(label, size)]
        if marks:
            self._write(np.array(marks, dtype=MARK), view)

    def _measured(self, lines: tuple[str, ...], size: int) -> tuple[float, float]:
        laid = [self._line(text, row, size) for row, text in enumerate(lines)]
        return max(line.width for line in laid), sum(line.height for line in laid)

    def _line(self, text: str, row: int, size: int) -> Line:
        """Return a line of a label: the first is the name, facts below it are smaller and light."""
        if row == 0:
            return self._atlas.line(text, size, _NAME_WEIGHT)
        return self._atlas.line(text, round(_FACTS * size), _FACTS_WEIGHT)

    def _marks(self, label: Label, size: int) -> list[tuple[object, ...]]:
        ink = _ink(label)
        left, top, right, _ = label.box
        to_the_left = label.anchor[0] > right
        marks: list[tuple[object, ...]] = []
        if label.subject.figure is None:
            x0, y0, x1, y1 = label.leader
            marks.append(_line((x0, y0), (x1, y1), (*ink[:3], ink[3] * _LEADER_OPACITY)))
        for row, text in enumerate(label.subject.lines):
            line = self._line(text, row, size)
            pen = right - line.width if to_the_left else left
            for x, run in line.runs:
                _, _, width, height = run.texels
                marks.append(
                    (
                        (pen + x + run.offset[0], top + run.offset[1]),
                        (width / OVERSAMPLING, 0.0),
                        (0.0, height / OVERSAMPLING),
                        run.texels,
                        ink,
                    )
                )
            top += line.height
        return marks

    def _write(self, marks: NDArray[np.void], view: View) -> None:
        if marks.nbytes > self._buffer.size:
            self._array.release()
            self._buffer.release()
            self._buffer = self._ctx.buffer(reserve=2 * marks.nbytes, dynamic=True)
            self._array = self._bound()
        self._buffer.orphan()
        self._buffer.write(marks)
        self._program["picture"] = view.size
        self._program["atlas"] = 0
        self._atlas.texture().use(0)
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(marks))
        self._ctx.enable_only(moderngl.NOTHING)

    def _bound(self) -> moderngl.VertexArray:
        names = ("in_origin", "in_along", "in_across", "in_texels", "in_ink")
        content = [(self._buffer, "2f 2f 2f 4f 4f/i", *names)]
        return self._ctx.vertex_array(self._program, content)


def _clearance(views: Sequence[View], moment: Moment) -> Callable[[Array], Array]:
    """Return what tells how far from a frame a direction is for the eye that sees it worst."""
    sun = moment.cupola_from_gcrs @ moment.sun.direction

    def clearance(directions: Array) -> Array:
        each = [glass_clearance(directions, view.position) for view in views]
        between = np.mean([view.position for view in views], axis=0)
        return np.asarray(
            np.minimum(np.min(each, axis=0), station_clearance(directions, between, sun))
        )

    return clearance


def _behind(label: Label, clearance: Callable[[Array], Array]) -> Label:
    """Return a label without those lines of its figure that no window shows."""
    figure = label.subject.figure
    if figure is None:
        return label
    ends = np.min(clearance(figure.pieces), axis=-1)
    seen = np.minimum(figure.seen, np.clip(ends / _FRAME_FADE, 0.0, 1.0))
    return replace(label, subject=replace(label.subject, figure=replace(figure, seen=seen)))


def _figure(label: Label, view: View) -> list[tuple[object, ...]]:
    """Return the lines of a label's figure as a view shows them."""
    figure = label.subject.figure
    if figure is None:
        return []
    ends = pixels(figure.pieces, view)
    red, green, blue, opacity = _ink(label)
    ahead = np.isfinite(ends).all(axis=(1, 2)) & (figure.seen > 0.0)
    return [
        _line(ends[row, 0], ends[row, 1], (red, green, blue, _FIGURE_OPACITY * opacity * share))
        for row, share in zip(np.flatnonzero(ahead), figure.seen[ahead].tolist(), strict=True)
    ]


def _ink(label: Label) -> tuple[float, float, float, float]:
    kind = label.subject.kind
    return (*INKS[SAME_INK.get(kind, kind)], label.opacity)


def _line(start: ArrayLike, end: ArrayLike, ink: tuple[float, ...]) -> tuple[object, ...]:
    origin = np.asarray(start, dtype=np.float64)
    along = np.asarray(end, dtype=np.float64) - origin
    across = np.array([-along[1], along[0]]) / max(float(np.linalg.norm(along)), 1e-6)
    across *= _LEADER_WIDTH
    return (tuple(origin - across / 2), tuple(along), tuple(across), (0.0, 0.0, 0.0, 0.0), ink)
