"""A film drawn by the workers of a Dask cluster: pieces go out by number and come back encoded.

A piece follows from the mission, the shot and its frames alone, so it does not matter who makes it,
nor how often: those of a worker that is lost are made again by another.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from assets.errors import CupolaError, InputError, MachineError
from vr.cluster_worker import Job, make_piece
from vr.interrupt import StopRequest
from vr.making import Making
from vr.mission import Mission
from vr.recipe import encoding
from vr.shooting import Done
from vr.shot import Shot
from vr.version import source_digest

if TYPE_CHECKING:
    from distributed import Client, Future

_TIMEOUT = 10.0
"""s for a scheduler to answer, and for its first worker to be there."""
_LOST_AFTER = 60.0
"""s without any worker after which the film is given up until somebody starts it again."""
_EACH = 2
"""Pieces given out at once per worker: the one in hand and the next."""
_MOST_TRIES = 5
_GLANCE = 0.05
"""s between two looks at what came back."""


class Cluster:
    """The workers at a Dask scheduler's address, for one film.

    Raises MachineError when Dask is not installed, when no scheduler answers there, or when it has
    no workers; InputError for what is no address.
    """

    def __init__(self, address: str, mission: Mission, shot: Shot) -> None:
        self._address = address
        self._client = _connect(address)
        self._job = Job(uuid4().hex, mission.timeline, shot, source_digest(), encoding(shot))

    def shoot(self, making: Making, stop: StopRequest, done: Done) -> Path | None:
        """Have the missing pieces made until all are there or `stop` becomes true."""
        try:
            _Shooting(self._client, self._job, making, done, self._address).run(stop)
        finally:
            self._client.close()
        return None


class _Shooting:
    """The pieces under way."""

    def __init__(self, client: Client, job: Job, making: Making, done: Done, address: str) -> None:
        self._client = client
        self._making = making
        self._done = done
        self._address = address
        self._waiting = list(reversed(making.missing))
        self._tries: dict[int, int] = {}
        self._flight: dict[Future[Any], int] = {}
        self._plain_job = job
        self._job = self._send_job()
        self._seen = time.monotonic()

    def run(self, stop: StopRequest) -> None:
        while not stop and (self._waiting or self._flight):
            self._fill()
            for future in self._finished():
                self._take(future)
        self._client.cancel(list(self._flight))

    def _send_job(self) -> Future[Any]:
        sent: Future[Any] = self._client.scatter(self._plain_job, broadcast=True, hash=False)
        return sent

    def _fill(self) -> None:
        """Give out pieces, a bounded number for each worker that there is."""
        workers = len(self._client.nthreads())
        now = time.monotonic()
        if workers or self._client.status != "running":
            self._seen = now if workers else self._seen
        if self._client.status != "running" or now - self._seen > _LOST_AFTER:
            raise MachineError(
                f"the Dask cluster at {self._address} is gone; the pieces that are finished are "
                "kept: start it and give the same command again"
            )
        while self._waiting and len(self._flight) < _EACH * max(1, workers):
            piece = self._waiting.pop()
            frames = self._making.pieces[piece]
            future = self._client.submit(
                make_piece, self._job, frames.start, frames.stop, pure=False, priority=-piece
            )
            self._flight[future] = piece

    def _finished(self) -> list[Future[Any]]:
        """Return what came back, after a moment; Dask's own `wait` knows no client but a global."""
        time.sleep(_GLANCE)
        return [future for future in self._flight if future.done()]

    def _take(self, future: Future[Any]) -> None:
        """Keep a piece that came back; give out again what was lost on the way."""
        piece = self._flight.pop(future)
        if future.status == "finished":
            self._making.working(piece).write_bytes(future.result())
            self._making.finish(piece)
            self._done(len(self._making.pieces[piece]))
            return
        if future.status == "error":
            raise _explained(future.exception(), piece)
        self._tries[piece] = self._tries.get(piece, 0) + 1
        if self._tries[piece] >= _MOST_TRIES:
            raise MachineError(f"the Dask cluster at {self._address} lost piece {piece} repeatedly")
        self._waiting.append(piece)
        self._job = self._send_job()  # it may have been lost with the worker that held it


def _connect(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415, an optional extra
    except ImportError as error:
        raise MachineError(
            f"--cluster needs Dask, which is not installed ({error}); install Cupola with it: "
            "pip install 'cupola[cluster]'"
        ) from error
    try:
        client = Client(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise MachineError(
            f"no Dask scheduler answers at {address}; start one with 'dask scheduler' and give the "
            "address that it prints"
        ) from error
    except ValueError as error:
        raise InputError(f"--cluster {address}: {error}; give it as tcp://host:8786") from error
    try:
        client.wait_for_workers(1, timeout=_TIMEOUT)
    except TimeoutError as error:
        client.close()
        raise MachineError(
            f"the Dask scheduler at {address} has no workers; start some with 'dask worker "
            f"{address} --nthreads 1'"
        ) from error
    return client


def _explained(error: Any, piece: int) -> Exception:  # noqa: ANN401, whatever a worker raised
    if isinstance(error, CupolaError):
        return error
    if isinstance(error, ModuleNotFoundError):
        return MachineError(
            f"a worker of the Dask cluster lacks {error.name}; install Cupola there as here"
        )
    return MachineError(f"the Dask cluster could not make piece {piece}: {error}")
