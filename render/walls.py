"""How near an eye is to the Cupola's walls and glass, and how dark it gets for it there."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.cupola import cupola
from render.windows import windows

Array = NDArray[np.float64]

FADE_FROM, BLACK_AT = 0.15, 0.03
"""m from a wall: where the picture begins to fade, and where it is black."""


def clearance(position: ArrayLike) -> Array:
    """Return the distance (...) in m from eyes (..., 3) to wall or glass; negative beyond them.

    The room is the dome within its panes, the ring and the panels, with the hatch and the Node
    above. Near where two of its parts meet it may be told too small, never too large.
    """
    p = np.asarray(position, dtype=np.float64)
    x, y, z = np.abs(p[..., 0]), p[..., 1], np.abs(p[..., 2])
    normals, distances = _planes()
    panes = (distances - p @ normals.T).min(axis=-1)
    data = cupola()
    hatch, shaft_end = data.hatch, data.envelope.hatch_height + data.hatch.vestibule_height
    wide, long = hatch.node_size[0] / 2, hatch.node_size[2] / 2
    half = hatch.opening / 2
    dome = np.minimum.reduce([panes, data.ring.inner_radius - np.hypot(x, z), data.skirt.top - y])
    # The parts of the room run into each other by more than the fade is wide.
    shaft = np.minimum.reduce([half - x, half - z, y, shaft_end + 2 * FADE_FROM - y])
    node = np.minimum.reduce(
        [wide - x, long - z, y - shaft_end, shaft_end + hatch.node_size[1] - y]
    )
    room: Array = np.maximum.reduce([dome, np.minimum(shaft, panes + 0.5), node])
    return room


def darkness(position: ArrayLike) -> float:
    """Return how dark the picture is for an eye (3,) in the Cupola's frame: 0 not, 1 black."""
    x = (FADE_FROM - float(clearance(position))) / (FADE_FROM - BLACK_AT)
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


@cache
def _planes() -> tuple[Array, Array]:
    """Return the outward normals (7, 3) of the innermost panes, and their distances (7,) in m."""
    depth = cupola().panes.scratch[0]
    return (
        np.stack([window.axes[2] for window in windows()]),
        np.array([window.distance + depth for window in windows()]),
    )
