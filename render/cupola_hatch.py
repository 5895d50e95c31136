"""The way up from the Cupola as solids: bulkhead, hatch, vestibule and the Node behind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assets.cupola import CupolaData, cupola
from render.outline import Outline
from render.solid import UNSEEN, Solid, loft, prism

Array = NDArray[np.float64]

_UP = np.array([0.0, 1.0, 0.0])
_WALL = 0.05  # m; thickness of walls (estimate), never seen


def way_up() -> list[Solid]:
    """Return bulkhead with hatch, vestibule, and the Node's room."""
    data = cupola()
    return [_bulkhead(data), _vestibule(data), *_node(data)]


def _square(outline: Outline, height: float) -> Array:
    """Return a ring of an outline lying level at a height."""
    flat = outline.points(6, 4)
    return np.stack([flat[:, 0], np.full(len(flat), height), flat[:, 1]], axis=-1)


def _bulkhead(data: CupolaData) -> Solid:
    """Return the plate between skirt and hatch, with the hatch's rim and its seal."""
    hatch, low, high = data.hatch, data.skirt.top, data.envelope.hatch_height
    opening = Outline.rectangle(hatch.opening / 2, hatch.opening / 2, hatch.corner_radius)
    rim = opening.grown(hatch.rim)
    shape = rim.points(6, 4)
    radius = data.envelope.dome / 2 + 0.01
    circle = shape / np.linalg.norm(shape, axis=-1, keepdims=True) * radius

    def round_at(height: float) -> Array:
        return np.stack([circle[:, 0], np.full(len(circle), height), circle[:, 1]], axis=-1)

    lip = low - 0.016
    section = [
        (round_at(low), 0.5, "paint"),
        (_square(rim.grown(0.02), low), 0.9, "paint"),
        (_square(rim, low), 0.6, "anodised"),
        (_square(rim, lip + 0.004), 0.9, "anodised"),
        (_square(rim.grown(-0.004), lip), 1.0, "anodised"),
        (_square(opening.grown(0.030), lip), 1.0, "gasket"),
        (_square(opening.grown(0.020), lip), 1.0, "anodised"),
        (_square(opening.grown(0.004), lip), 1.0, "anodised"),
        (_square(opening, lip + 0.004), 0.9, "anodised"),
        (_square(opening, high), 0.6, UNSEEN),
        (round_at(high), 0.5, UNSEEN),
    ]
    return loft(
        np.stack([ring for ring, *_ in section]),
        [surface for *_, surface in section],
        occlusion=[occlusion for _, occlusion, _ in section],
        torus=True,
    )


def _vestibule(data: CupolaData) -> Solid:
    hatch, low = data.hatch, data.envelope.hatch_height - 0.01
    high = low + hatch.vestibule_height
    wide = Outline.rectangle(hatch.opening / 2, hatch.opening / 2, hatch.corner_radius).grown(0.06)
    back = wide.grown(_WALL)
    rings = [_square(wide, low), _square(wide, high), _square(back, high), _square(back, low)]
    surfaces = ["node", UNSEEN, UNSEEN, UNSEEN]
    return loft(np.stack(rings), surfaces, occlusion=[0.35, 0.5, 0.5, 0.5], torus=True)


def _node(data: CupolaData) -> list[Solid]:
    """Return the room behind the hatch: walls, floor round the hatch, ceiling, rack posts."""
    hatch = data.hatch
    low = data.envelope.hatch_height + hatch.vestibule_height - 0.02
    width, height, length = hatch.node_size
    high = low + height
    room = Outline.rectangle(width / 2, length / 2, 0.12)
    hole = Outline.rectangle(hatch.opening / 2, hatch.opening / 2, hatch.corner_radius).grown(0.07)
    back = room.grown(_WALL)
    walls = loft(
        np.stack(
            [_square(room, low), _square(room, high), _square(back, high), _square(back, low)]
        ),
        ["node", UNSEEN, UNSEEN, UNSEEN],
        occlusion=[0.3, 0.25, 0.2, 0.2],
        torus=True,
    )
    floor = loft(
        np.stack(
            [
                _square(hole, low),
                _square(hole, low + 0.01),
                _square(room, low + 0.01),
                _square(room, low),
            ]
        ),
        ["node", "node", UNSEEN, UNSEEN],
        occlusion=[0.5, 0.6, 0.3, 0.3],
        torus=True,
    )
    flat = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
    ceiling = prism(room.grown(_WALL / 2), 0.0, _WALL, "node", edges=4).placed(flat, high * _UP)
    post = prism(Outline.rectangle(0.03, 0.03, 0.008), 0.0, height, "paint", bevel=0.0)
    posts = [
        post.placed(flat, np.array([x, low, z]))
        for x in np.linspace(-width / 2, width / 2, 5)[1:-1]
        for z in (-length / 2, length / 2)
    ]
    return [walls, floor, ceiling, *posts]
