"""Where the eyes are: the runtime's located views as the renderer's views.

The Cupola's frame is the runtime's LOCAL space (x right, y up, -z straight ahead), turned and
shifted by a `Recentring`: its origin, where a seated or standing visitor's eyes were when the
space was made, is the Cupola's eye point, and straight ahead is aft.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from render.view import View
from vr.hands.reading import Pose

Array = NDArray[np.float64]
Angles = tuple[float, float, float, float]
"""Left, right, up, down, rad with signs, as in XrFovf; or their tangents."""

FARTHEST_FROM_EYE_POINT = 0.6
"""m. The dome is about 2 m across: eyes farther out than this when the headset is put on mean that
the space was made elsewhere (on a table, say), and the visitor is set to the eye point."""


@dataclass(frozen=True, slots=True)
class Located:
    """One eye as the runtime located it in its space.

    `orientation` is a quaternion (x, y, z, w), `position` in m, `angles` the half angles left,
    right, up, down in rad with signs, as in XrFovf.
    """

    orientation: tuple[float, float, float, float]
    position: tuple[float, float, float]
    angles: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """A hand or what it holds, as the runtime located it in its space: quaternion x y z w, m."""

    orientation: tuple[float, float, float, float]
    position: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Recentring:
    """A turn about the vertical by `yaw` (rad) and a shift (m): Cupola's frame from the space."""

    yaw: float = 0.0
    shift: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @property
    def cupola_from_space(self) -> Array:
        """Return the rotation matrix (3, 3); nobody may change it."""
        return _turned(self.yaw)

    def pose(self, placed: Placed) -> Pose:
        """Return where something is in the Cupola's frame."""
        turn = self.cupola_from_space
        place = turn @ np.array(placed.position) + np.array(self.shift)
        return Pose(place, turn @ rotation(placed.orientation))

    def points(self, places: Array) -> Array:
        """Return points (n, 3) of the space in the Cupola's frame."""
        moved: Array = places @ self.cupola_from_space.T + np.array(self.shift)
        return moved

    def placed(self, position: Array, axes: Array) -> Placed:
        """Return where in the space something is whose place (3,) and axes (3, 3) are Cupola's."""
        turn = self.cupola_from_space.T
        x, y, z = (turn @ (position - np.array(self.shift))).tolist()
        return Placed(quaternion(turn @ axes), (x, y, z))

    def moved(self, offset: Array) -> Recentring:
        """Return it with the visitor moved by `offset` (3,) m in the Cupola's frame."""
        x, y, z = (np.array(self.shift) + offset).tolist()
        return Recentring(self.yaw, (x, y, z))


@lru_cache(maxsize=4)
def _turned(yaw: float) -> Array:
    c, s = math.cos(yaw), math.sin(yaw)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


@lru_cache(maxsize=8)
def rotation(orientation: tuple[float, float, float, float]) -> Array:
    """Return the rotation matrix (3, 3) of a quaternion (x, y, z, w), normalised first.

    Both eyes ask for it, and the head: it is kept, and nobody may change it.
    """
    length = math.hypot(*orientation)
    x, y, z, w = (part / length for part in orientation)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def quaternion(matrix: Array) -> tuple[float, float, float, float]:
    """Return the quaternion (x, y, z, w) of a rotation matrix (3, 3), of length 1.

    The largest part is taken from the diagonal, so that none is divided by a small one (Shepperd
    1978, "Quaternion from rotation matrix").
    """
    trace = float(np.trace(matrix))
    squares = np.array([*(2.0 * np.diag(matrix) - trace), trace]) + 1.0
    first = int(squares.argmax())
    sums, turns = matrix + matrix.T, matrix.T - matrix
    parts = np.array([*sums[first % 3], 0.0])
    if first == 3:
        parts[:3] = turns[1, 2], turns[2, 0], turns[0, 1]
    else:
        parts[3] = turns[(first + 1) % 3, (first + 2) % 3]
    parts[first] = squares[first]
    x, y, z, w = (parts / np.linalg.norm(parts)).tolist()
    return x, y, z, w


def view(located: Located, recentring: Recentring, size: tuple[int, int]) -> View:
    """Return the renderer's view of one eye, drawn into an image of `size` pixels."""
    turn = recentring.cupola_from_space
    left, right, up, down = tangents(located.angles)
    return View(
        turn @ rotation(located.orientation),
        turn @ np.array(located.position) + np.array(recentring.shift),
        (left, right, down, up),
        size,
    )


@lru_cache(maxsize=8)
def tangents(angles: Angles) -> Angles:
    """Return the tangents of a field of view's angles."""
    left, right, up, down = (math.tan(angle) for angle in angles)
    return left, right, up, down


def on_one_grid(eyes: Sequence[Located], sizes: Sequence[tuple[int, int]]) -> list[Located]:
    """Return parallel eyes with their pixels on one grid, and others as they are.

    Their fields are shifted by half a pixel at most, so that one picture can hold both images.
    What lies beyond the glass is then one picture for both (0.0002 px of parallax at 420 km). The
    runtime is told the shifted field, so nothing moves.
    """
    first = eyes[0]
    for eye, size in zip(eyes, sizes, strict=True):
        x, y = _pitch(eye.angles, size)
        across, along = _pitch(first.angles, sizes[0])
        if not _is_parallel(eye, first) or max(abs(x / across - 1), abs(y / along - 1)) > 1e-4:
            return list(eyes)
    grid = _pitch(first.angles, sizes[0])
    return [
        Located(eye.orientation, eye.position, _snapped(eye.angles, size, grid))
        for eye, size in zip(eyes, sizes, strict=True)
    ]


def _is_parallel(eye: Located, other: Located) -> bool:
    """Say whether two eyes look the same way, to a millionth."""
    if eye.orientation == other.orientation:
        return True
    turned = np.abs(rotation(eye.orientation) - rotation(other.orientation)).max()
    return bool(turned <= 1e-6)


def _pitch(angles: Angles, size: tuple[int, int]) -> tuple[float, float]:
    """Return the tangents of a pixel, x and y."""
    left, right, up, down = tangents(angles)
    return (right - left) / size[0], (up - down) / size[1]


@lru_cache(maxsize=8)
def _snapped(angles: Angles, size: tuple[int, int], grid: tuple[float, float]) -> Angles:
    """Return a field of view with its edges on a grid of pixels."""
    left = round(math.tan(angles[0]) / grid[0]) * grid[0]
    down = round(math.tan(angles[3]) / grid[1]) * grid[1]
    right, up = left + size[0] * grid[0], down + size[1] * grid[1]
    return math.atan(left), math.atan(right), math.atan(up), math.atan(down)


def head(eyes: Sequence[Located]) -> tuple[Array, Array]:
    """Return the point between the eyes (3,) and the first eye's rotation (3, 3), in the space."""
    middle = np.array(
        [sum(along) / len(eyes) for along in zip(*(eye.position for eye in eyes), strict=True)]
    )
    return middle, rotation(eyes[0].orientation)


def recentred(eyes: Sequence[Located]) -> Recentring:
    """Return the recentring that puts these eyes at the eye point, looking straight aft.

    Only the heading is taken out; the horizon stays level. A head that looks straight up or down
    keeps its heading of before (yaw 0), since it has none.
    """
    middle, space_from_head = head(eyes)
    ahead = -space_from_head[:, 2]
    level = math.hypot(ahead[0], ahead[2])
    heading = math.atan2(-ahead[0], -ahead[2]) if level > 1e-3 else 0.0
    turned = Recentring(-heading).cupola_from_space @ middle
    return Recentring(-heading, (float(-turned[0]), float(-turned[1]), float(-turned[2])))


def levelled(eyes: Sequence[Located], recentring: Recentring, height: float = 0.0) -> Recentring:
    """Return the recentring with these eyes at a height in m above the dome's middle."""
    x, y, z = recentring.shift
    return Recentring(recentring.yaw, (x, y + height - height_of(eyes, recentring), z))


def height_of(eyes: Sequence[Located], recentring: Recentring) -> float:
    """Return how high the eyes are above the dome's middle, in m."""
    return sum(eye.position[1] for eye in eyes) / len(eyes) + recentring.shift[1]


def is_far_out(eyes: Sequence[Located], recentring: Recentring) -> bool:
    """Say whether the eyes are farther from the eye point than a visitor in the dome can be."""
    middle, _ = head(eyes)
    there = recentring.cupola_from_space @ middle + np.array(recentring.shift)
    return float(np.linalg.norm(there)) > FARTHEST_FROM_EYE_POINT
