"""A film of the launch: which instant each frame shows, and how the frames become a file."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets.errors import InputError
from vr.interrupt import StopRequest
from vr.movie import Chapter, Movie
from vr.output import replacing

_MOST_FRAMES = 10_000_000
_SHORTEST_CHAPTER = 0.5
"""s of film; events closer than this share a chapter, as no player can pick between them."""


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """The instants of a film: frame k shows `first` + k `rate` / `fps`, up to but not at `last`.

    `first` and `last` in s from lift-off, `rate` in mission seconds a second of film.
    Raises InputError for a plan without frames.
    """

    first: float
    last: float
    rate: float
    fps: Fraction

    def __post_init__(self) -> None:
        """Refuse a plan that makes no film."""
        if not (math.isfinite(self.rate) and self.rate > 0.0):
            raise InputError(
                f"--rate {self.rate:g}: give a rate above 0; 10 is ten times real time"
            )
        if self.last <= self.first:
            raise InputError(
                f"--from {self.first:g} --to {self.last:g}: the film ends before it begins; "
                "give a later --to"
            )
        if self.frames > _MOST_FRAMES:
            raise InputError(f"{self.frames} frames are too many for one film; raise --rate")

    @property
    def frames(self) -> int:
        """Return the number of frames, at least 1."""
        exact = (self.last - self.first) * self.fps / self.rate
        return max(1, math.ceil(exact - 1e-6))

    def time(self, frame: int) -> float:
        """Return the mission time that a frame shows, s from lift-off."""
        return self.first + frame * self.rate / float(self.fps)

    def times(self) -> Iterator[float]:
        """Return the mission time of every frame in order."""
        return (self.time(k) for k in range(self.frames))


def parse_fps(text: str) -> Fraction:
    """Read frames a second: 30, 29.97 or 30000/1001. Raises InputError."""
    try:
        fps = Fraction(text.strip()).limit_denominator(1001)
    except (ValueError, ZeroDivisionError):
        fps = Fraction(0)
    if not 1 <= fps <= 240:
        raise InputError(f"--fps {text}: give 1 to 240 frames a second, as 30 or 30000/1001")
    return fps


def check_film_size(size: tuple[int, int]) -> None:
    """Refuse sizes that H.264 in 4:2:0 cannot hold. Raises InputError."""
    width, height = size
    if width % 2 or height % 2 or min(size) < 16:
        better = f"{max(16, width - width % 2)}x{max(16, height - height % 2)}"
        raise InputError(
            f"--size {width}x{height}: a film needs even sides from 16 px; try {better}"
        )


def chapters(
    plan: FilmPlan, events: Sequence[tuple[float, str]], opening: str, frames: int
) -> list[Chapter]:
    """Return the chapters of the first `frames` frames.

    `events` are (t, name) in order of t; `opening` names what comes before the first of them.
    """
    length = frames / float(plan.fps)
    marks = [(0.0, opening)]
    for t, name in events:
        at = (t - plan.first) / plan.rate
        if at <= 0.0:
            marks[0] = (0.0, name)
        elif at < length:
            last_at, last_name = marks[-1]
            if at - last_at < _SHORTEST_CHAPTER:
                marks[-1] = (last_at, f"{last_name}, {name[:1].lower()}{name[1:]}")
            else:
                marks.append((at, name))
    ends = [at for at, _ in marks[1:]] + [length]
    return [Chapter(name, at, end) for (at, name), end in zip(marks, ends, strict=True)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a film: where it lies (None when nothing was done) and its frames."""

    path: Path | None
    frames: int
    complete: bool


def make_film(
    path: Path,
    plan: FilmPlan,
    size: tuple[int, int],
    draw: Callable[[float], NDArray[np.uint8]],
    *,
    title: str,
    comment: str,
    chapters_of: Callable[[int], Sequence[Chapter]],
    stop: StopRequest,
    done: Callable[[int], None],
) -> Outcome:
    """Draw and encode every frame of `plan` into an MP4 at `path`.

    `draw(t)` gives the picture (H, W, 3) of one instant, `chapters_of(frames)` the chapters of
    that many, `done(k)` hears of progress. When `stop` becomes true, what was drawn is finished
    as a film: at `path`, or beside it as `NAME.part.mp4` if `path` held a film before.
    """
    with replacing(path) as pending:
        with Movie(pending.working, size, plan.fps, title=title, comment=comment) as movie:
            for k, t in enumerate(plan.times()):
                if stop:
                    break
                movie.add(draw(t))
                done(k + 1)
            if movie.frames:
                movie.close(chapters_of(movie.frames))
        complete = movie.frames == plan.frames
        if not movie.frames:
            pending.keep = False
            return Outcome(None, 0, complete=False)
        if not complete and path.exists():
            pending.target = path.with_suffix(f".part{path.suffix}")
    return Outcome(pending.target, movie.frames, complete)
