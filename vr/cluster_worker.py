"""What a worker of a Dask cluster does for a film: draw and encode one piece.

OpenGL's context belongs to one thread, and a worker may have several: so one thread of our own
draws, and keeps the renderer from piece to piece.
"""

from __future__ import annotations

import socket
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assets.errors import MachineError
from orbit.timeline import Timeline
from vr.drawing import Drawing
from vr.lane import Lane
from vr.movie import Movie
from vr.recipe import encoding
from vr.shot import Shot
from vr.version import source_digest


@dataclass(frozen=True, slots=True)
class Job:
    """A film to be made. `program` and `encoding` must be the worker's own, bit for bit."""

    name: str
    timeline: Timeline
    shot: Shot
    program: str
    encoding: str


def make_piece(job: Job, first: int, stop: int) -> bytes:
    """Return the frames `first` up to `stop` of the film as an MP4 of their own.

    Raises MachineError where this worker would make another picture than the one who asks.
    """
    return _THREAD.submit(_make_piece, job, first, stop).result()


_THREAD = ThreadPoolExecutor(1)
_held: list[tuple[str, Drawing]] = []
"""The renderer of the last piece; used in `_THREAD` alone."""


def _make_piece(job: Job, first: int, stop: int) -> bytes:
    drawing = _drawing(job)
    shot = job.shot
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece.mp4"
        movie = Movie(path, shot.camera.size, shot.plan.fps, shot.coding)
        with Lane() as lane:
            for frame in range(first, stop):
                lane.put(partial(movie.add, drawing.draw(frame)))
        movie.close()
        return path.read_bytes()


def _drawing(job: Job) -> Drawing:
    if _held and _held[0][0] == job.name:
        return _held[0][1]
    if (source_digest(), encoding(job.shot)) != (job.program, job.encoding):
        raise MachineError(
            f"the worker on {socket.gethostname()} has another version of Cupola or of PyAV, which "
            "would make another film; install the same as here"
        )
    while _held:
        _held.pop()[1].close()
    _held.append((job.name, Drawing(job.timeline, job.shot)))
    return _held[0][1]
