"""Work beside the main thread, in order, with a bound on how much of it waits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

_WAITING = 4
"""Pictures drawn and not yet encoded: enough to even out, and 25 MB at 1920x1080."""


class Lane:
    """One thread that does what `put` gives it, in order.

    As a context manager it ends with everything done, or, after an error, with the rest dropped.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._jobs: deque[Future[object]] = deque()

    def put(self, job: Callable[[], object]) -> None:
        """Have `job()` done; wait while too much waits. Raises what earlier jobs did."""
        self._jobs.append(self._pool.submit(job))
        self.wait(_WAITING)

    def wait(self, left: int = 0) -> None:
        """Wait until at most `left` jobs are left. Raises what a job raised."""
        while len(self._jobs) > left:
            self._jobs.popleft().result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self.wait()
        finally:
            self._pool.shutdown(cancel_futures=True)
