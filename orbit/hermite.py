"""Tables over evenly spaced times, read by interpolation.

A reading is one small matrix product, however many columns the table has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def grid(start: float, end: float, step: float, margin: int = 0) -> Array:
    """Return times (n,) in s, `step` apart, that cover a span and `margin` steps on both sides."""
    count = max(1, int(np.ceil((end - start) / step - 1e-9)))
    return start + step * np.arange(-margin, count + 1 + margin, dtype=np.float64)


def hermite_weights(u: float, step: float) -> Array:
    """Return the weights (2, 4) of a cubic Hermite polynomial: for the value and for its rate.

    They apply to value and rate at one node, then at the next, `step` s later; `u` (0 to 1) is the
    place between.
    """
    v = 1.0 - u
    return np.array(
        [
            v * v * (1.0 + 2.0 * u),
            step * u * v * v,
            u * u * (3.0 - 2.0 * u),
            -step * u * u * v,
            -6.0 * u * v / step,
            v * (1.0 - 3.0 * u),
            6.0 * u * v / step,
            u * (3.0 * u - 2.0),
        ]
    ).reshape(2, 4)


@dataclass(frozen=True, slots=True)
class MotionTable:
    """Positions and velocities, k columns of each, read as cubic Hermite polynomials.

    The position is continuous with its rate. Between nodes of a circular orbit of angular rate w
    and radius r it is right to (w step)^4 r / 384.
    """

    start: float
    step: float
    rows: Array
    """(n, 2, k): at each node the positions, then the velocities."""

    def at(self, t: float) -> Array:
        """Return positions and velocities (2, k) at `t` s."""
        place = (t - self.start) / self.step
        index = min(max(int(place), 0), len(self.rows) - 2)
        u = place - index
        return hermite_weights(u, self.step) @ self.rows[index : index + 2].reshape(4, -1)


@dataclass(frozen=True, slots=True)
class SmoothTable:
    """Slowly changing values, k columns, read as the cubic through the four nodes around."""

    start: float
    step: float
    rows: Array
    """(n, k), with one node more than needed at both ends."""

    def at(self, t: float) -> Array:
        """Return the values (k,) at `t` s: Lagrange's formula for four nodes."""
        place = (t - self.start) / self.step
        index = min(max(int(place), 1), len(self.rows) - 3)
        return np.array(_four_weights(place - index)) @ self.rows[index - 1 : index + 3]

    def at_many(self, t: Array) -> Array:
        """Return the values (m, k) at times (m,)."""
        place = (t - self.start) / self.step
        index = np.clip(place.astype(np.int64), 1, len(self.rows) - 3)
        rows = self.rows[index[:, None] + np.arange(-1, 3)]
        return np.asarray(np.einsum("wm,mwk->mk", np.array(_four_weights(place - index)), rows))


Number = TypeVar("Number", float, Array)


def _four_weights(u: Number) -> tuple[Number, Number, Number, Number]:
    """Return the weights of four nodes at -1, 0, 1 and 2 for a place `u` among them."""
    return (
        -u * (u - 1.0) * (u - 2.0) / 6.0,
        (u + 1.0) * (u - 1.0) * (u - 2.0) / 2.0,
        -(u + 1.0) * u * (u - 2.0) / 2.0,
        (u + 1.0) * u * (u - 1.0) / 6.0,
    )


def hermite(nodes: Array, position: Array, velocity: Array, at: Array) -> tuple[Array, Array]:
    """Return positions and velocities (m, k) at times `at` (m,) between uneven nodes (n,).

    `position` and `velocity` are (n, k). Of two nodes at the same time the later one holds from
    that time on.
    """
    index = np.clip(np.searchsorted(nodes, at, side="right") - 1, 0, len(nodes) - 2)
    h = (nodes[index + 1] - nodes[index])[:, None]
    h = np.where(h > 0, h, 1.0)
    u = (at - nodes[index])[:, None] / h
    p0, p1, v0, v1 = position[index], position[index + 1], velocity[index], velocity[index + 1]
    w = 1.0 - u
    place = w * w * (1 + 2 * u) * p0 + u * u * (3 - 2 * u) * p1 + h * u * w * (w * v0 - u * v1)
    rate = 6 * u * w / h * (p1 - p0) + w * (1 - 3 * u) * v0 + u * (3 * u - 2) * v1
    return place, rate
