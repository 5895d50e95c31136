"""The parts of a launch as tables that tell all of them at one time in a few products of matrices.

Time is cut into segments wherever a body appears, ends or jumps (an engine starts or stops). Within
one, all bodies stand in one table over the union of their nodes: a cubic Hermite polynomial cut at
more nodes is still the same polynomial, so nothing is lost against the tracks. Where tumbling makes
the nodes too many, the table gets fewer of its own.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from orbit.hermite import hermite, hermite_weights

if TYPE_CHECKING:
    from orbit.track import Track

Array = NDArray[np.float64]
Arrays = dict[str, NDArray[np.generic]]

COLUMNS = 13
"""Values of a body: axis (3), light (3), colour (3), altitude, mass flow, pressure, heat flux."""
_SAME_TIME = 1e-6
_MANY = 256
"""A segment with more nodes than this gets a table of its own nodes."""
_ALLOWED_OFFSET = 0.1
"""m."""
_ALLOWED_SHARE = 0.03
"""Of the greatest value in the segment; for the axis, of its length."""
_SHORTEST = 0.02
"""s: nodes are not put closer than half of this."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A span of time in which the same n bodies exist and none of them jumps."""

    bodies: tuple[int, ...]
    """Their numbers in the table."""
    ids: tuple[str, ...]
    names: tuple[str, ...]
    times: list[float]
    """m nodes, s."""
    motion: Array
    """(m, 2, 3 n): positions (m), then velocities (m/s), geocentric, GCRS."""
    values: Array
    """(m, 13 n): for each of `COLUMNS` in turn, or each of its axes, the bodies."""


@dataclass(frozen=True, slots=True)
class BodyTable:
    """All segments in order of time."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    segments: tuple[Segment, ...]
    starts: list[float]

    def at(self, t: float) -> tuple[Segment, Array, Array] | None:
        """Return the segment at `t` s, motion (2, n, 3) and values (13, n); None without bodies."""
        index = bisect.bisect_right(self.starts, t) - 1
        if index < 0 or t > self.segments[index].times[-1]:
            return None
        segment = self.segments[index]
        times = segment.times
        node = min(bisect.bisect_right(times, t), len(times) - 1) - 1
        step = times[node + 1] - times[node]
        u = (t - times[node]) / step
        motion = hermite_weights(u, step) @ segment.motion[node : node + 2].reshape(4, -1)
        before, after = segment.values[node], segment.values[node + 1]
        values = before + u * (after - before)
        return segment, motion.reshape(2, -1, 3), values.reshape(COLUMNS, -1)

    def to_arrays(self) -> Arrays:
        """Return all of it as named arrays, every segment's tables end to end."""
        segments = self.segments
        return {
            "body_ids": np.array(self.ids),
            "body_names": np.array(self.names),
            "bodies": _end_to_end([np.array(each.bodies) for each in segments], np.int64),
            "body_counts": np.array([len(each.bodies) for each in segments], dtype=np.int64),
            "body_nodes": np.array([len(each.times) for each in segments], dtype=np.int64),
            "body_times": _end_to_end([np.array(each.times) for each in segments], np.float64),
            "body_motion": _end_to_end([each.motion for each in segments], np.float64),
            "body_values": _end_to_end([each.values for each in segments], np.float64),
        }

    @staticmethod
    def from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> BodyTable:
        """Return what `to_arrays` took apart."""
        ids, names = arrays["body_ids"].tolist(), arrays["body_names"].tolist()
        counts = arrays["body_counts"].tolist()
        nodes = arrays["body_nodes"].tolist()
        bodies = np.split(arrays["bodies"], np.cumsum(counts)[:-1])
        times = np.split(arrays["body_times"], np.cumsum(nodes)[:-1])
        sizes = np.array(nodes) * np.array(counts)
        motion = np.split(arrays["body_motion"].astype(np.float64), np.cumsum(6 * sizes)[:-1])
        values = np.split(arrays["body_values"].astype(np.float64), np.cumsum(COLUMNS * sizes)[:-1])
        segments = tuple(
            Segment(
                tuple(bodies[i].tolist()),
                tuple(ids[k] for k in bodies[i].tolist()),
                tuple(names[k] for k in bodies[i].tolist()),
                times[i].tolist(),
                motion[i].reshape(nodes[i], 2, -1),
                values[i].reshape(nodes[i], -1),
            )
            for i in range(len(counts))
        )
        return _table(tuple(ids), tuple(names), segments)


def body_table(tracks: Sequence[Track], gcrs_from_launch: Array, start: float) -> BodyTable:
    """Return the table of tracks, from `start` s on.

    `gcrs_from_launch` (3, 3) turns the launch inertial frame into GCRS.
    """
    pieces = [_pieces(track, gcrs_from_launch) for track in tracks]
    cuts = sorted(
        {max(start, cut) for each in pieces for piece in each for cut in (piece.t[0], piece.t[-1])}
    )
    segments = []
    for first, last in pairwise(cuts):
        if last - first < _SAME_TIME:
            continue
        alive = [
            (number, piece)
            for number, each in enumerate(pieces)
            for piece in each
            if piece.t[0] - _SAME_TIME < first and last < piece.t[-1] + _SAME_TIME
        ]
        if alive:
            segments.append(_segment(first, last, alive, tracks))
    ids, names = tuple(each.id for each in tracks), tuple(each.name for each in tracks)
    return _table(ids, names, tuple(segments))


def _table(
    ids: tuple[str, ...], names: tuple[str, ...], segments: tuple[Segment, ...]
) -> BodyTable:
    return BodyTable(ids, names, segments, [segment.times[0] for segment in segments])


@dataclass(frozen=True, slots=True)
class _Piece:
    """A track between two of its jumps, in GCRS axes."""

    t: Array
    position: Array
    velocity: Array
    values: Array
    """(n, 13)."""


def _pieces(track: Track, gcrs_from_launch: Array) -> list[_Piece]:
    turn = gcrs_from_launch.T
    values = np.column_stack(
        [
            track.axis @ turn,
            track.light,
            track.colour,
            track.altitude,
            track.mass_flow,
            track.ambient_pressure,
            track.heat_flux,
        ]
    )
    jumps = np.flatnonzero(np.diff(track.t) < _SAME_TIME) + 1
    position, velocity = track.position @ turn, track.velocity @ turn
    return [
        _Piece(track.t[part], position[part], velocity[part], values[part])
        for part in np.split(np.arange(len(track.t)), jumps)
        if len(part) > 1
    ]


def _segment(
    first: float, last: float, alive: Sequence[tuple[int, _Piece]], tracks: Sequence[Track]
) -> Segment:
    pieces = [piece for _, piece in alive]
    inner = np.concatenate([piece.t for piece in pieces])
    inner = np.unique(inner[(inner > first + _SAME_TIME) & (inner < last - _SAME_TIME)])
    inner = inner[np.diff(inner, prepend=first) > _SAME_TIME]
    times = np.concatenate([[first], inner, [last]])
    if len(times) > _MANY:
        times = _fewer(first, last, pieces)
    motion, values = _sample(pieces, times)
    return Segment(
        tuple(number for number, _ in alive),
        tuple(tracks[number].id for number, _ in alive),
        tuple(tracks[number].name for number, _ in alive),
        times.tolist(),
        motion.reshape(len(times), 2, -1),
        values.reshape(len(times), -1),
    )


def _sample(pieces: Sequence[_Piece], times: Array) -> tuple[Array, Array]:
    """Return motion (m, 2, n, 3) and values (m, 13, n) of n pieces at times (m,)."""
    motion = np.empty((len(times), 2, len(pieces), 3))
    values = np.empty((len(times), COLUMNS, len(pieces)))
    for column, piece in enumerate(pieces):
        motion[:, 0, column], motion[:, 1, column] = hermite(
            piece.t, piece.position, piece.velocity, times
        )
        index = np.clip(np.searchsorted(piece.t, times, side="right") - 1, 0, len(piece.t) - 2)
        u = ((times - piece.t[index]) / (piece.t[index + 1] - piece.t[index]))[:, None]
        values[:, :, column] = (1 - u) * piece.values[index] + u * piece.values[index + 1]
    return motion, values


def _fewer(first: float, last: float, pieces: Sequence[_Piece]) -> Array:
    """Return nodes between which the table keeps to the tracks within what is allowed.

    Tumbling bodies have so many nodes that all of them for all bodies would fill the memory.
    """
    times = np.linspace(first, last, _MANY // 8)
    while True:
        gaps = np.diff(times)
        motion, values = _sample(pieces, times)
        middle = times[:-1] + 0.5 * gaps
        true_motion, true_values = _sample(pieces, middle)
        place, speed = motion[:, 0], motion[:, 1]
        between = 0.5 * (place[:-1] + place[1:])
        between += gaps[:, None, None] / 8 * (speed[:-1] - speed[1:])
        off = np.abs(between - true_motion[:, 0]).max(axis=2) / _ALLOWED_OFFSET
        scale = np.maximum(np.abs(values).max(axis=0), 1e-30)
        scale[:3] = 1.0
        unlike = np.abs(0.5 * (values[:-1] + values[1:]) - true_values) / scale
        wrong = np.maximum(off, unlike.max(axis=1) / _ALLOWED_SHARE).max(axis=1) > 1.0
        split = wrong & (gaps > _SHORTEST)
        if not split.any():
            return times
        times = np.sort(np.concatenate([times, middle[split]]))


def _end_to_end(arrays: Sequence[NDArray[np.generic]], kind: type) -> NDArray[np.generic]:
    flat = [array.ravel() for array in arrays]
    return np.concatenate(flat).astype(kind) if flat else np.zeros(0, dtype=kind)
