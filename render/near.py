"""Matrices of the near field: an eye's projection with depth, and a distant light's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from render.view import View

Array = NDArray[np.float64]

NEAREST, FURTHEST = 0.05, 120.0
"""m; the depth range in which near things are drawn."""


def clip_from_eye(view: View) -> Array:
    """Return the (4, 4) matrix from m from the eye, in the Cupola's axes, to its clip space.

    OpenGL's convention: depth -1 at `NEAREST`, 1 at `FURTHEST`. Tangents may be asymmetric.
    """
    left, right, down, up = view.tangents
    project = np.zeros((4, 4))
    project[0, [0, 2]] = 2 / (right - left), (right + left) / (right - left)
    project[1, [1, 2]] = 2 / (up - down), (up + down) / (up - down)
    project[2, 2] = (FURTHEST + NEAREST) / (NEAREST - FURTHEST)
    project[2, 3] = 2 * FURTHEST * NEAREST / (NEAREST - FURTHEST)
    project[3, 2] = -1.0
    place = np.eye(4)
    place[:3, :3] = view.cupola_from_eye.T
    clip: Array = project @ place
    return clip


def clip_from_cupola(view: View) -> Array:
    """Return the (4, 4) matrix from the Cupola's frame in m to an eye's clip space."""
    eye_from_cupola = np.eye(4)
    eye_from_cupola[:3, 3] = -view.position
    clip: Array = clip_from_eye(view) @ eye_from_cupola
    return clip


def in_view(clip: Array, corners: Array, slack: float = 0.0) -> NDArray[np.bool_]:
    """Return (n,) whether boxes may be seen: not wholly beyond one side of the (4, 4) clip space.

    `corners` (n, 8, 3) in m are in the frame that `clip` takes; what is in them may be drawn up to
    `slack` m away from where it is.
    """
    sides = np.stack([clip[3] + clip[0], clip[3] - clip[0], clip[3] + clip[1], clip[3] - clip[1]])
    distance = corners @ sides[:, :3].T + sides[:, 3]
    within = -slack * np.linalg.norm(sides[:, :3], axis=1)
    seen: NDArray[np.bool_] = (distance > within).any(axis=1).all(axis=-1)
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
