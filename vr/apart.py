"""Try something in a process of its own, as a driver may end the process that asks too much."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from assets.errors import MachineError

_Result = TypeVar("_Result")


def apart(function: Callable[[], _Result]) -> _Result:
    """Return what `function` returns, a function of a module, called in a fresh process.

    An OpenGL context also stays there: EGL's and GLX's do not bear each other in one thread.
    Raises what it raises, and MachineError when its process was ended.
    """
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        try:
            return pool.submit(function).result()
        except BrokenProcessPool as error:
            raise MachineError(
                "the graphics driver ended the process that tried it. Update the graphics driver"
            ) from error
