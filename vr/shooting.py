"""Draw and encode a film on this machine: pictures in one thread, their encoding in another."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

from vr.coding import Coding
from vr.drawing import Draw
from vr.interrupt import StopRequest
from vr.lane import Lane
from vr.making import Making
from vr.movie import Movie

Done = Callable[[int], None]
"""Hears how many frames more there are."""


def shoot_here(
    making: Making,
    draw: Draw,
    size: tuple[int, int],
    fps: Fraction,
    coding: Coding,
    stop: StopRequest,
    done: Done,
) -> Path | None:
    """Make the pieces that are missing, until all are there or `stop` becomes true.

    Return the piece that the stop broke off, finished as far as it came, or None.
    """
    with Lane() as lane:
        for piece in making.missing:
            if stop:
                return None
            movie = Movie(making.working(piece), size, fps, coding)
            for frame in making.pieces[piece]:
                if stop:
                    lane.wait()
                    if not movie.frames:
                        return None
                    movie.close()
                    return making.working(piece)
                lane.put(partial(movie.add, draw(frame)))
                done(1)
            lane.put(partial(_finish, movie, making, piece))
    return None


def _finish(movie: Movie, making: Making, piece: int) -> None:
    movie.close()
    making.finish(piece)
