"""Names of what is seen, written over the finished picture of one eye."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.frustum import covering
from render.labels import Label, Subject, finished, letter_size, pixels, placing, seen_by
from render.naming import Naming
from render.shaders import assign, program
from render.station_sight import station_clearance
from render.subjects import parts
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
Mark = tuple[object, ...]
"""The same as plain values."""


class LabelsPass:
    """Draws after the tone curve, into a target that holds display-encoded colour."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._atlas = TextAtlas(ctx)
        self._program = program(ctx, "text.vert", "text.frag")
        self._program["atlas"] = 0
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
        self.tidy()
        return finished(self.choosing(moment, views, behind_windows, naming or Naming()))

    def tidy(self) -> None:
        """Make room for letters where there is little left; call before names are chosen."""
        self._atlas.tidy()

    def choosing(
        self, moment: Moment, views: Sequence[View], behind_windows: bool, naming: Naming
    ) -> Generator[None, None, tuple[Label, ...]]:
        """Do what `choose` does, piece by piece."""
        between = 0.5 * (views[0].position + views[-1].position)
        common = replace(covering(views), position=between)
        size = letter_size(common)
        clearance = _clearance(views, moment) if behind_windows else None
        found: list[Subject] = []
        for part in parts(moment, common, naming):
            found += part
            yield
        placed = yield from placing(
            found, common, lambda lines: self._measured(lines, size), clearance
        )
        if clearance is None:
            return tuple(placed)
        yield
        return _behind(placed, clearance)

    def draw(self, labels: Sequence[Label], view: View) -> None:
        """Draw names for one eye into the framebuffer in use; leaves blending off."""
        ends, inks, _ = figure_rows(labels)
        moved = (seen_by(label, view) for label in labels)
        size = letter_size(view)
        letters = [mark for label in moved if label for mark in self.marks(label, size)]
        self.write(
            np.concatenate([self.lines(pixels(ends, view), inks), self.packed(letters)]), view
        )

    def _measured(self, lines: tuple[str, ...], size: int) -> tuple[float, float]:
        laid = [self._line(text, row, size) for row, text in enumerate(lines)]
        return max(line.width for line in laid), sum(line.height for line in laid)

    def _line(self, text: str, row: int, size: int) -> Line:
        """Return a line of a label: the first is the name, facts below it are smaller and light."""
        if row == 0:
            return self._atlas.line(text, size, _NAME_WEIGHT)
        return self._atlas.line(text, round(_FACTS * size), _FACTS_WEIGHT)

    def marks(self, label: Label, size: int) -> list[Mark]:
        """Return a label's leader and runs of letters of `size` px, where it was placed."""
        ink = _ink(label)
        left, top, right, _ = label.box
        to_the_left = label.anchor[0] > right
        marks: list[Mark] = []
        if label.subject.figure is None:
            x0, y0, x1, y1 = label.leader
            marks.append(_line(x0, y0, x1, y1, (*ink[:3], ink[3] * _LEADER_OPACITY)))
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

    @staticmethod
    def packed(marks: Sequence[Mark]) -> NDArray[np.void]:
        """Return marks (k,) as text.vert takes them."""
        return np.array(list(marks), dtype=MARK)

    @staticmethod
    def lines(ends: Array, inks: Array) -> NDArray[np.void]:
        """Return marks (m,) of lines between ends (m, 2, 2) px; those behind the eye are clear."""
        made = np.zeros(len(ends), MARK)
        ahead = np.isfinite(ends).all(axis=(1, 2))
        start, along = np.nan_to_num(ends[:, 0]), np.nan_to_num(ends[:, 1] - ends[:, 0])
        length = np.maximum(np.sqrt(np.vecdot(along, along)), 1e-6)
        across = np.stack([-along[:, 1], along[:, 0]], axis=1) * (_LEADER_WIDTH / length)[:, None]
        made["origin"], made["along"], made["across"] = start - across / 2, along, across
        made["ink"][:, :3], made["ink"][:, 3] = inks[:, :3], inks[:, 3] * ahead
        return made

    def write(self, marks: NDArray[np.void], view: View) -> None:
        """Draw marks over a view's picture in the framebuffer in use; leaves blending off."""
        if not len(marks):
            return
        if marks.nbytes > self._buffer.size:
            self._array.release()
            self._buffer.release()
            self._buffer = self._ctx.buffer(reserve=2 * marks.nbytes, dynamic=True)
            self._array = self._bound()
        self._buffer.orphan()
        self._buffer.write(marks)
        assign(self._program, "picture", view.size)
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
    eyes = np.stack([view.position for view in views])

    def clearance(directions: Array) -> Array:
        each = glass_clearance(directions[None], eyes.reshape(-1, *(1,) * (directions.ndim - 1), 3))
        return np.asarray(
            np.minimum(each.min(axis=0), station_clearance(directions, eyes.mean(axis=0), sun))
        )

    return clearance


def _behind(labels: Sequence[Label], clearance: Callable[[Array], Array]) -> tuple[Label, ...]:
    """Return labels without those lines of their figures that no window shows."""
    figures = [each.subject.figure for each in labels]
    middles = [each.pieces.mean(axis=1) for each in figures if each is not None]
    if not middles:
        return tuple(labels)
    clear = np.clip(clearance(np.concatenate(middles)) / _FRAME_FADE, 0.0, 1.0)
    shares = iter(np.split(clear, np.cumsum([len(each) for each in middles])))
    return tuple(
        label
        if figure is None
        else replace(label, subject=replace(label.subject, figure=figure.dimmed(next(shares))))
        for label, figure in zip(labels, figures, strict=True)
    )


def figure_rows(labels: Sequence[Label]) -> tuple[Array, Array, NDArray[np.int64]]:
    """Return the lines of all labels' figures: ends (m, 2, 3), inks (m, 4), whose they are (m,)."""
    figures = [(row, each, each.subject.figure) for row, each in enumerate(labels)]
    lines = [(row, each, figure) for row, each, figure in figures if figure is not None]
    if not lines:
        return np.zeros((0, 2, 3)), np.zeros((0, 4)), np.zeros(0, np.int64)
    inks = [
        np.column_stack(
            [
                np.tile(_ink(each)[:3], (len(figure.seen), 1)),
                _FIGURE_OPACITY * each.opacity * figure.seen,
            ]
        )
        for _, each, figure in lines
    ]
    of = np.repeat([row for row, _, _ in lines], [len(figure.seen) for _, _, figure in lines])
    return np.concatenate([figure.pieces for _, _, figure in lines]), np.concatenate(inks), of


def _ink(label: Label) -> tuple[float, float, float, float]:
    kind = label.subject.kind
    return (*INKS[SAME_INK.get(kind, kind)], label.opacity)


def _line(x0: float, y0: float, x1: float, y1: float, ink: tuple[float, ...]) -> Mark:
    along, up = x1 - x0, y1 - y0
    wide = _LEADER_WIDTH / max(math.hypot(along, up), 1e-6)
    across = -up * wide, along * wide
    origin = x0 - across[0] / 2, y0 - across[1] / 2
    return (origin, (along, up), across, (0.0, 0.0, 0.0, 0.0), ink)
