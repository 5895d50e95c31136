"""Pieces of film put one after the other into one file, without encoding them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from assets.errors import MachineError
from vr.spherical import mark_spherical
from vr.version import program


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the film from `start` to `end`, s of film."""

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Titles:
    """What a film says about itself."""

    title: str
    comment: str
    chapters: Sequence[Chapter] = ()
    eyes_all_round: int = 0
    """Of a film of all directions, 1 or 2; 0 for a flat one."""


def join(pieces: Sequence[Path], path: Path, fps: Fraction, titles: Titles) -> None:
    """Write the pieces, each by `vr.movie.Movie` with the same settings, as one MP4 at `path`.

    The index stands at the front, so that it plays while loading. The same pieces give the same
    bytes. Raises MachineError when one cannot be read or was encoded otherwise.
    """
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as film:
        film.metadata.update({"title": titles.title, "comment": titles.comment})
        film.set_chapters(
            [
                {
                    "id": number,
                    "start": round(chapter.start * 1000),
                    "end": round(chapter.end * 1000),
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": chapter.title},
                }
                for number, chapter in enumerate(titles.chapters)
            ]
        )
        joined = _Joined(film, fps)
        for piece in pieces:
            joined.append(piece)
    if titles.eyes_all_round:
        mark_spherical(path, stereo=titles.eyes_all_round == 2, source=program())


def frames_in(piece: Path) -> int:
    """Return how many frames a piece holds; 0 where it is no film at all."""
    try:
        with av.open(str(piece)) as container:
            return sum(packet.size > 0 for packet in container.demux(video=0))
    except (av.FFmpegError, IndexError, OSError):
        return 0


class _Joined:
    def __init__(self, film: OutputContainer, fps: Fraction) -> None:
        self._film = film
        self._fps = fps
        self._stream: VideoStream | None = None
        self._head: bytes | None = None
        self._frames = 0

    def append(self, piece: Path) -> None:
        """Copy one piece's packets, moved to where the pieces before it end."""
        with av.open(str(piece)) as container:
            given = container.streams.video[0]
            if self._stream is None:
                self._stream = self._film.add_stream_from_template(given)
                # The template loses it, and Apple's players know H.265 by it alone.
                self._stream.codec_context.codec_tag = given.codec_context.codec_tag
                self._head = given.codec_context.extradata
            elif given.codec_context.extradata != self._head:
                raise MachineError(
                    f"{piece} was encoded in another way than the pieces before it; remove the "
                    f"folder {piece.parent} and start again"
                )
            offset = round(self._frames / self._fps / (given.time_base or Fraction(1)))
            for packet in container.demux(given):
                if packet.size == 0 or packet.pts is None or packet.dts is None:
                    continue
                packet.pts += offset
                packet.dts += offset
                packet.stream = self._stream
                self._film.mux_one(packet)
                self._frames += 1
