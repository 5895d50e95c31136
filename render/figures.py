"""The constellations that are named in a view, with the lines that people see in them.

A name stands in spaced capitals at the centre of its figure, as on a star chart; the figure shows
with it. Stars stand here where the catalogue has them (J1991.25), which is good to 2 arc minutes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.constellations import constellations
from assets.stars import stars
from assets.words import Words
from orbit.moment import Moment
from render.labels import Figure, Subject
from render.sightline import lowest_height
from render.view import View

Array = NDArray[np.float64]

CONTEXT = "constellation"
_HAIR_SPACE = "\u200a"
_PIECE = math.radians(2.5)
"""A line is drawn in pieces about so long, each of which may be hidden."""
_OFF_A_STAR = math.radians(0.7)
"""Lines end so far from their stars, which stay free to be seen."""
_ORDINARY_WIDTH = math.radians(90.0)
_LEAST_RANK = 2.5
_RANK_FADE = 0.1
_LOWEST, _FADE = 8e3, 8e3
"""m; where lines of sight pass lower no star is seen, so nothing is drawn; and the fade."""


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """All constellations: the arrays of pieces and of stars lie one behind the other, GCRS."""

    names: tuple[str, ...]
    ranks: Array
    centres: Array
    """(n, 3)"""
    pieces: Array
    """(m, 2, 3); those of the k-th are rows first_piece[k] to first_piece[k + 1]."""
    first_piece: NDArray[np.int64]
    stars: Array
    first_star: NDArray[np.int64]


def figure_subjects(moment: Moment, view: View, words: Words) -> Iterator[Subject]:
    """Yield the constellations of a view, the best known first; the wider the view, the fewer."""
    known = _figures()
    _, _, down, up = view.tangents
    width = math.atan(up) - math.atan(down)
    rank = _LEAST_RANK + math.log2(_ORDINARY_WIDTH / max(width, math.radians(10.0)))
    clear = _above_air(moment, known.centres)
    presence = np.minimum(clear, (rank - known.ranks) / _RANK_FADE)
    cupola_from_gcrs = moment.cupola_from_gcrs
    named = np.flatnonzero((presence > -1.0) & _in_view(known.centres @ cupola_from_gcrs.T, view))
    for row in named.tolist():
        pieces = known.pieces[known.first_piece[row] : known.first_piece[row + 1]]
        middles = pieces.mean(axis=1)
        members = known.stars[known.first_star[row] : known.first_star[row + 1]]
        yield Subject(
            f"constellation_{row}",
            (_spaced(words.text(known.names[row], CONTEXT)),),
            cupola_from_gcrs @ known.centres[row],
            (1, 1),
            presence=min(1.0, float(presence[row])),
            kind="constellation",
            figure=Figure(
                np.concatenate([members, middles]) @ cupola_from_gcrs.T,
                pieces @ cupola_from_gcrs.T,
                np.clip(_above_air(moment, middles), 0.0, 1.0),
            ),
        )


def _in_view(directions: Array, view: View) -> NDArray[np.bool_]:
    """Say which directions (n, 3), Cupola's frame, lie in a view: nothing else is named."""
    left, right, down, up = view.tangents
    x, y, back = (directions @ view.cupola_from_eye).T
    ahead = np.maximum(-back, 1e-6)
    inside = (left * ahead < x) & (x < right * ahead) & (down * ahead < y) & (y < up * ahead)
    shown: NDArray[np.bool_] = inside & (back < 0.0)
    return shown


def _spaced(name: str) -> str:
    return _HAIR_SPACE.join(name.upper())


def _above_air(moment: Moment, directions: Array) -> Array:
    """Return (n,) presences, -1 to 1, of directions (n, 3), GCRS, by how high they pass."""
    length = np.linalg.norm(directions, axis=-1, keepdims=True)
    height = lowest_height(moment, directions / length, np.full(len(directions), np.inf))
    presence: Array = np.clip((height - _LOWEST) / _FADE, -1.0, 1.0)
    return presence


@cache
def _figures() -> _Figures:
    catalogue, all_figures = stars(), sorted(constellations(), key=lambda each: each.rank)
    row = {int(hip): index for index, hip in enumerate(catalogue.hip)}
    place = _directions(catalogue.ra, catalogue.dec)
    pieces = [
        np.concatenate([_pieces(place[row[a]], place[row[b]]) for a, b in figure.pairs])
        for figure in all_figures
    ]
    members = [
        place[[row[hip] for hip in dict.fromkeys(sum(figure.chains, ()))]] for figure in all_figures
    ]
    charted = _directions(
        np.array([figure.label_ra for figure in all_figures]),
        np.array([figure.label_dec for figure in all_figures]),
    )
    return _Figures(
        tuple(figure.name for figure in all_figures),
        np.array([figure.rank for figure in all_figures], np.float64),
        np.stack([_centre(*pair) for pair in zip(charted, members, strict=True)]),
        np.concatenate(pieces),
        np.cumsum([0, *map(len, pieces)]),
        np.concatenate(members),
        np.cumsum([0, *map(len, members)]),
    )


def _centre(charted: Array, members: Array) -> Array:
    """Return where a name stands: at the chart's place for it, if that lies within its stars.

    Charts set the names of small figures beside them; here these stand at the middle of the stars.
    """
    middle = members.mean(axis=0)
    middle /= np.linalg.norm(middle)
    within = charted @ middle > np.mean(members @ middle)
    return charted if within else middle


def _directions(ra: Array, dec: Array) -> Array:
    level = np.cos(dec)
    return np.stack([level * np.cos(ra), level * np.sin(ra), np.sin(dec)], axis=-1)


def _pieces(start: Array, end: Array) -> Array:
    """Return (m, 2, 3) the line between two stars, less its ends, in pieces of a great circle."""
    angle = math.acos(min(max(float(start @ end), -1.0), 1.0))
    cut = min(_OFF_A_STAR, 0.3 * angle)
    along = np.linspace(cut, angle - cut, 1 + math.ceil((angle - 2.0 * cut) / _PIECE))
    aside = end - start * math.cos(angle)
    aside /= np.linalg.norm(aside)
    points = np.cos(along)[:, None] * start + np.sin(along)[:, None] * aside
    return np.stack([points[:-1], points[1:]], axis=1)
