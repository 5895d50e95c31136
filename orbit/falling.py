"""Bodies that have left the vehicle: how they are pushed off, tumble, fall and come apart.

Vectors are in the launch inertial frame. What is not known of a body's tumbling (its axis, its
phase) follows from its place in the ring, so that the same launch always looks the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.motion import Path, falling, ground, integrate, nodes
from orbit.reentry import break_up_time
from orbit.stage import Fall
from orbit.track import Stretch

Array = NDArray[np.float64]

_TURN_BETWEEN_NODES = 15.0
_LONGEST = 10.0
_LONGEST_COAST = 30.0
_GOLDEN_ANGLE = math.pi * (3.0 - math.sqrt(5.0))


@dataclass(frozen=True)
class Release:
    """A body as it is let go: state (6,) already pushed, unit axis, unit vector it tilts toward."""

    time: float
    state: Array
    axis: Array
    tilt: Array
    mass: float
    hot_area: float
    """m2: what glows when the air heats it."""
    drag_area: float
    """m2: drag coefficient times area."""


@dataclass(frozen=True)
class Descent:
    """What becomes of a released body: its stretches, and the last path, to its end."""

    stretches: tuple[Stretch, ...]
    path: Path

    @property
    def lands(self) -> bool:
        """Whether it came to the ground before the time ran out."""
        return self.path.stopped is not None


def ring(axis: Array, normal: Array, count: int) -> list[Array]:
    """Return `count` unit vectors (3,) evenly around `axis`, none of them in the plane of flight.

    `normal` stands across that plane.
    """
    first = normal - (normal @ axis) * axis
    first /= np.linalg.norm(first)
    second = np.cross(axis, first)
    angles = [math.tau * (k + 0.5) / count for k in range(count)]
    return [math.cos(angle) * first + math.sin(angle) * second for angle in angles]


def release(
    time: float, state: Array, axis: Array, outward: Array, *, mass: float, fall: Fall, aside: bool
) -> Release:
    """Return a body let go at `time` s from `state` (6,), pushed outward or, if alone, backward."""
    push = outward if aside else -axis
    pushed = np.concatenate([state[:3], state[3:] + fall.push_m_s * push])
    return Release(time, pushed, axis, outward, mass, fall.glow_area_m2, fall.drag_area_m2)


def follow(body: Release, fall: Fall, until: float) -> Descent:
    """Return the fall of a body to the ground, or to `until` s."""
    path = _path(body, fall.drag_area_m2, until)
    return Descent((stretch_along(body, path, fall.tumble_deg_s),), path)


def follow_to_pieces(body: Release, fall: Fall, until: float) -> tuple[float | None, list[Descent]]:
    """Return the time in s of break-up, if any, and the falls: what is left, then each piece."""
    break_up = fall.break_up
    if break_up is None:
        return None, [follow(body, fall, until)]
    whole = _path(body, fall.drag_area_m2, until)
    time = break_up_time(whole, fall.nose_radius_m, break_up.heat_flux_kw_m2 * 1e3)
    before = _path(body, fall.drag_area_m2, time)
    state = before.last
    axis = _tumbled(body, fall.tumble_deg_s, np.array([time]))[0]
    left = break_up.left_drag_area_m2
    mass = body.mass - sum(break_up.masses_kg)
    rest = Release(time, state, axis, _sideways(axis, body.tilt), mass, left, left)
    path = _path(rest, left, until)
    first = stretch_along(body, before, fall.tumble_deg_s)
    after = stretch_along(rest, path, 2.0 * fall.tumble_deg_s)
    descents = [Descent((first, after), path)]
    scattered = _scatter(axis, body.tilt, len(break_up.masses_kg))
    for index, (mass, area) in enumerate(
        zip(break_up.masses_kg, break_up.drag_areas_m2, strict=True)
    ):
        away = scattered[index]
        start = np.concatenate([state[:3], state[3:] + break_up.scatter_m_s * away])
        piece = Release(time, start, axis, _sideways(axis, away), mass, area, area)
        path = _path(piece, area, until)
        spin = fall.tumble_deg_s * (3.0 + index)
        descents.append(Descent((stretch_along(piece, path, spin),), path))
    return time, descents


def _path(body: Release, drag_area: float, until: float) -> Path:
    rate = falling(drag_area / body.mass)
    return integrate(rate, body.time, until, body.state, [(ground, -1)])


def stretch_along(body: Release, path: Path, tumble_deg_s: float) -> Stretch:
    """Return the nodes of a body along a path, turning about its middle at a steady rate."""
    longest = _LONGEST if path.stopped is not None else _LONGEST_COAST
    if tumble_deg_s:
        longest = min(longest, _TURN_BETWEEN_NODES / abs(tumble_deg_s))
    t, states = nodes(path, longest)
    axis = _tumbled(body, tumble_deg_s, t)
    mass = np.full(len(t), body.mass)
    return Stretch(t, states, axis, mass, np.zeros((len(t), 0)), body.hot_area, body.drag_area)


def _tumbled(body: Release, tumble_deg_s: float, t: Array) -> Array:
    angle = np.radians(tumble_deg_s) * (t - body.time)[:, None]
    return np.asarray(np.cos(angle) * body.axis + np.sin(angle) * body.tilt)


def _sideways(axis: Array, toward: Array) -> Array:
    """Return the unit vector across `axis` nearest to `toward`."""
    across = toward - (toward @ axis) * axis
    length = float(np.linalg.norm(across))
    if length < 1e-6:
        across = np.cross(axis, np.array([0.0, 0.0, 1.0]))
        length = float(np.linalg.norm(across))
    return np.asarray(across / length)


def _scatter(axis: Array, tilt: Array, count: int) -> list[Array]:
    """Return `count` directions spread over the sphere on a spiral of the golden angle."""
    side = _sideways(axis, tilt)
    third = np.cross(axis, side)
    directions = []
    for k in range(count):
        height = 1.0 - 2.0 * (k + 0.5) / count
        across = math.sqrt(1.0 - height * height)
        angle = k * _GOLDEN_ANGLE
        directions.append(
            height * axis + across * (math.cos(angle) * side + math.sin(angle) * third)
        )
    return directions
