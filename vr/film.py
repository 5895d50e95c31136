"""A film of the launch: which instant each frame shows, its pieces and its chapters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assets.errors import InputError
from vr.joining import Chapter

_MOST_FRAMES = 10_000_000
_SHORTEST_CHAPTER = 0.5
"""s of film; events closer than this share a chapter, as no player can pick between them."""


_PIECE_SECONDS = 2
"""s of film in a piece that is encoded by itself: what an interruption costs at most."""


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

    @property
    def interval(self) -> float:
        """Return the mission time from one frame to the next, s."""
        return self.rate / float(self.fps)

    def pieces(self) -> tuple[range, ...]:
        """Return the frames of each piece of the film in order."""
        length = max(1, round(_PIECE_SECONDS * self.fps))
        starts = range(0, self.frames, length)
        return tuple(range(start, min(start + length, self.frames)) for start in starts)

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
    """Refuse sizes that 4:2:0 pictures cannot have. Raises InputError."""
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
