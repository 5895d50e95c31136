"""The one far-field view that serves several eyes, and the way from an eye's pixel to it.

Beyond the glass both eyes see the same picture (0.0002 px of parallax at 420 km), so the far field
is drawn once, from the eye point, over a frustum that holds the frusta of all eyes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from render.once import once
from render.view import View

Array = NDArray[np.float64]
Tangents = tuple[float, float, float, float]


def _corners(view: View) -> Array:
    left, right, down, up = view.tangents
    return np.array([[left, down, -1.0], [right, down, -1.0], [left, up, -1.0], [right, up, -1.0]])


@once
def covering(views: Sequence[View]) -> View:
    """Return the view that holds all `views`, at the finest pixel pitch among them.

    A single view is returned as it is, so that its pixels are drawn exactly.
    With several, the axes are those of the first eye turned half-way to the last, which for
    parallel eyes is the eyes' own.
    """
    if len(views) == 1:
        return views[0]
    if all(parallel(views[0], view) for view in views[1:]):
        return _over_parallel(views)
    axes = _halfway(views[0].cupola_from_eye, views[-1].cupola_from_eye)
    low, high = np.full(2, np.inf), np.full(2, -np.inf)
    pitch = np.full(2, np.inf)
    for view in views:
        rays = _corners(view) @ (axes.T @ view.cupola_from_eye).T
        tangents = rays[:, :2] / -rays[:, 2:]
        low, high = np.minimum(low, tangents.min(0)), np.maximum(high, tangents.max(0))
        left, right, down, up = view.tangents
        pitch = np.minimum(pitch, [(right - left) / view.size[0], (up - down) / view.size[1]])
    size = np.ceil((high - low) / pitch - 1e-3).astype(int)
    high = low + size * pitch
    tangents4 = (float(low[0]), float(high[0]), float(low[1]), float(high[1]))
    return View(axes, np.zeros(3), tangents4, (int(size[0]), int(size[1])))


def parallel(one: View, other: View) -> bool:
    """Return whether two views look the same way, to a millionth of a pixel."""
    return bool(np.abs(one.cupola_from_eye - other.cupola_from_eye).max() < 1e-9)


def _over_parallel(views: Sequence[View]) -> View:
    """Return the view that holds parallel ones: what most headsets have, without matrices."""
    left, _, down, _ = (min(view.tangents[side] for view in views) for side in range(4))
    _, right, _, up = (max(view.tangents[side] for view in views) for side in range(4))
    across = min((view.tangents[1] - view.tangents[0]) / view.size[0] for view in views)
    along = min((view.tangents[3] - view.tangents[2]) / view.size[1] for view in views)
    width = math.ceil((right - left) / across - 1e-3)
    height = math.ceil((up - down) / along - 1e-3)
    tangents = left, left + width * across, down, down + height * along
    return View(views[0].cupola_from_eye, np.zeros(3), tangents, (width, height))


def on_its_grid(eye: View, far: View) -> bool:
    """Return whether each pixel of the eye is one of the far field's, which may have more."""
    return parallel(eye, far) and all(
        abs(pitch / far_pitch - 1.0) < 1e-5 and abs(first / pitch - round(first / pitch)) < 0.01
        for pitch, far_pitch, first in zip(
            pixel_pitch(eye),
            pixel_pitch(far),
            (eye.tangents[0] - far.tangents[0], eye.tangents[2] - far.tangents[2]),
            strict=True,
        )
    )


def pixel_pitch(view: View) -> tuple[float, float]:
    """Return the tangents of a pixel, x and y."""
    left, right, down, up = view.tangents
    return (right - left) / view.size[0], (up - down) / view.size[1]


def first_pixel(eye: View, far: View) -> tuple[int, int]:
    """Return where the eye's lower left pixel is among those of a far field that has it."""
    across, along = pixel_pitch(far)
    left, down = eye.tangents[0] - far.tangents[0], eye.tangents[2] - far.tangents[2]
    return round(left / across), round(down / along)


def scaled(view: View, scale: float) -> View:
    """Return the view from the eye point at the origin, with `scale` times the pixels each way."""
    if scale == 1.0:
        return view
    width, height = view.size
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return View(view.cupola_from_eye, np.zeros(3), view.tangents, size)


def _halfway(first: Array, last: Array) -> Array:
    """Return the rotation half-way between two nearby ones (the polar factor of their mean)."""
    u, _, vt = np.linalg.svd(first + last)
    rotation: Array = u @ vt
    return rotation


def projection(view: View) -> Array:
    """Return the (4, 4) clip-from-eye matrix of a view for points at infinity and any w.

    Depth is not used by the far field: z is set half-way. Tangents may be asymmetric.
    """
    left, right, down, up = view.tangents
    matrix = np.zeros((4, 4))
    matrix[0, 0] = 2 / (right - left)
    matrix[0, 2] = (right + left) / (right - left)
    matrix[1, 1] = 2 / (up - down)
    matrix[1, 2] = (up + down) / (up - down)
    matrix[3, 2] = -1.0
    return matrix


def far_uv_from_eye_uv(eye: View, far: View) -> Array:
    """Return the (3, 3) homography from an eye's texture coordinates (0..1) to the far's."""
    if parallel(eye, far):
        return _uv_between(eye.tangents, far.tangents)
    left, right, down, up = eye.tangents
    ray_from_uv = np.array([[right - left, 0, left], [0, up - down, down], [0, 0, -1.0]])
    left, right, down, up = far.tangents
    uv_from_ray = np.array(
        [
            [1 / (right - left), 0, left / (right - left)],
            [0, 1 / (up - down), down / (up - down)],
            [0, 0, -1.0],
        ]
    )
    homography: Array = uv_from_ray @ far.cupola_from_eye.T @ eye.cupola_from_eye @ ray_from_uv
    return homography


def _uv_between(eye: Tangents, far: Tangents) -> Array:
    """Return what `far_uv_from_eye_uv` is where both look the same way: scale and shift."""
    width, height = far[1] - far[0], far[3] - far[2]
    return np.array(
        [
            [(eye[1] - eye[0]) / width, 0.0, (eye[0] - far[0]) / width],
            [0.0, (eye[3] - eye[2]) / height, (eye[2] - far[2]) / height],
            [0.0, 0.0, 1.0],
        ]
    )
