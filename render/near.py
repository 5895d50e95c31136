"""Matrices of the near field: an eye's projection with depth, and a distant light's."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from render.once import once
from render.view import View

Array = NDArray[np.float64]

NEAREST, FURTHEST = 0.05, 120.0
"""m; the depth range in which near things are drawn."""
_SIDES = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
_SHIFT = 0.0, 0.0, 2 * FURTHEST * NEAREST / (NEAREST - FURTHEST), 0.0


@once
def clip_from_eye(view: View) -> Array:
    """Return the (4, 4) matrix from m from the eye, in the Cupola's axes, to its clip space.

    OpenGL's convention: depth -1 at `NEAREST`, 1 at `FURTHEST`. Tangents may be asymmetric.
    """
    clip = np.empty((4, 4))
    clip[:, :3] = _projection(view.tangents) @ view.cupola_from_eye.T
    clip[:, 3] = _SHIFT
    return clip


@lru_cache(maxsize=8)
def _projection(tangents: tuple[float, float, float, float]) -> Array:
    """Return the first three columns (4, 3) of the matrix from an eye's own axes to clip space."""
    left, right, down, up = tangents
    return np.array(
        [
            [2 / (right - left), 0.0, (right + left) / (right - left)],
            [0.0, 2 / (up - down), (up + down) / (up - down)],
            [0.0, 0.0, (FURTHEST + NEAREST) / (NEAREST - FURTHEST)],
            [0.0, 0.0, -1.0],
        ]
    )


@once
def clip_from_cupola(view: View) -> Array:
    """Return the (4, 4) matrix from the Cupola's frame in m to an eye's clip space."""
    clip = clip_from_eye(view).copy()
    clip[:, 3] -= clip[:, :3] @ view.position
    return clip


def in_view(clip: Array, corners: Array, slack: float = 0.0) -> NDArray[np.bool_]:
    """Return (n,) whether boxes may be seen: not wholly beyond one side of the (4, 4) clip space.

    `corners` (n, 8, 3) in m are in the frame that `clip` takes; what is in them may be drawn up to
    `slack` m away from where it is.
    """
    sides = clip[3] + _SIDES @ clip[:2]
    within = -slack * np.sqrt(np.vecdot(sides[:, :3], sides[:, :3]))
    reach = (corners @ sides[:, :3].T).max(axis=1)
    seen: NDArray[np.bool_] = (reach > within - sides[:, 3]).all(axis=-1)
    return seen


def clip_from_light(direction: Array, centre: Array, radius: float) -> Array:
    """Return the (4, 4) orthographic matrix of a light far off in a `direction` (3,).

    It covers the ball of `radius` m about `centre` (3,), the nearest side to the light at depth -1.
    """
    side = np.array([1.0, 0.0, 0.0]) if abs(direction[1]) > 0.9 else np.array([0.0, 1.0, 0.0])
    right = np.cross(side, direction)
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(direction, right), -direction])
    clip = np.eye(4)
    clip[:3, :3] = axes / radius
    clip[:3, 3] = -(axes @ centre) / radius
    return clip


def columns(matrix: Array) -> tuple[float, ...]:
    """Return a matrix as a uniform takes it: column by column."""
    return tuple(matrix.T.ravel().tolist())
