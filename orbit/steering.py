"""Where a vehicle points its thrust: the pitch programme, a steady turn, a linear tangent.

Each is called with time and position (launch inertial frame) and returns a unit vector.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Vector = tuple[float, float, float]


@dataclass(frozen=True)
class PitchProgramme:
    """A pitch above a horizon, linear between its points, in a plane that stands among the stars.

    The horizon is that of the pad at lift-off, which a gyro platform keeps, or the one below the
    vehicle; they part by a degree each 111 km downrange.
    """

    times: list[float]
    angles: list[float]
    normal: Vector
    """Unit vector across the plane of flight, to the left of it."""
    pad: Vector | None
    """Unit vector up from the pad, or None for the horizon below the vehicle."""

    @classmethod
    def through(
        cls, points: tuple[tuple[float, float], ...], normal: Array, pad: Array | None
    ) -> Self:
        """Return the programme through pairs of time in s and pitch in degrees.

        `normal` and `pad` are vectors (3,) of any length; without `pad` the horizon is local.
        """
        return cls(
            [t for t, _ in points],
            [math.radians(pitch) for _, pitch in points],
            _tuple(normal / np.linalg.norm(normal)),
            None if pad is None else _tuple(pad / np.linalg.norm(pad)),
        )

    def pitch(self, t: float) -> float:
        """Return the pitch in rad; before the first and after the last point it stays."""
        index = min(max(bisect_right(self.times, t), 1), len(self.times) - 1)
        first, last = self.times[index - 1], self.times[index]
        part = min(max((t - first) / (last - first), 0.0), 1.0)
        return self.angles[index - 1] + part * (self.angles[index] - self.angles[index - 1])

    def __call__(self, t: float, x: float, y: float, z: float) -> Vector:
        """Return the unit vector of thrust at `t` s and a place in m."""
        nx, ny, nz = self.normal
        if self.pad is None:
            r = math.sqrt(x * x + y * y + z * z)
            ux, uy, uz = x / r, y / r, z / r
        else:
            ux, uy, uz = self.pad
        hx, hy, hz = ny * uz - nz * uy, nz * ux - nx * uz, nx * uy - ny * ux
        h = math.sqrt(hx * hx + hy * hy + hz * hz)
        pitch = self.pitch(t)
        sine, cosine = math.sin(pitch), math.cos(pitch) / h
        return sine * ux + cosine * hx, sine * uy + cosine * hy, sine * uz + cosine * hz


@dataclass(frozen=True)
class Turn:
    """A turn at a constant rate from one direction to another, then held."""

    start: float
    rate: float
    first: Vector
    toward: Vector
    angle: float

    @classmethod
    def between(cls, start: float, rate: float, first: Array, last: Array) -> Self:
        """Return the turn that begins at `start` s with `rate` rad/s."""
        cosine = float(np.clip(first @ last, -1.0, 1.0))
        across = last - cosine * first
        sine = float(np.linalg.norm(across))
        across = across / sine if sine > 0 else across
        return cls(start, rate, _tuple(first), _tuple(across), math.atan2(sine, cosine))

    @property
    def end(self) -> float:
        """Time in s when the turn is done."""
        return self.start + self.angle / self.rate

    def __call__(self, t: float, x: float, y: float, z: float) -> Vector:
        """Return the unit vector of thrust at `t` s."""
        angle = min(max(t - self.start, 0.0) * self.rate, self.angle)
        c, s = math.cos(angle), math.sin(angle)
        (ax, ay, az), (bx, by, bz) = self.first, self.toward
        return c * ax + s * bx, c * ay + s * by, c * az + s * bz


@dataclass(frozen=True)
class LinearTangent:
    """A thrust direction whose tangent changes linearly: unit(axis + slope (t - middle))."""

    middle: float
    axis: Vector
    slope: Vector

    def __call__(self, t: float, x: float, y: float, z: float) -> Vector:
        """Return the unit vector of thrust at `t` s."""
        dt = t - self.middle
        ax = self.axis[0] + dt * self.slope[0]
        ay = self.axis[1] + dt * self.slope[1]
        az = self.axis[2] + dt * self.slope[2]
        n = math.sqrt(ax * ax + ay * ay + az * az)
        return ax / n, ay / n, az / n


def _tuple(vector: Array) -> Vector:
    return float(vector[0]), float(vector[1]), float(vector[2])
