"""How long the graphics card works on a frame, known some frames later, without waiting for it.

Timer queries (ARB_timer_query, core since OpenGL 3.3) in a ring: each is asked, frame after frame,
whether its result is there, and read only then. moderngl's own queries wait for theirs.
"""

from __future__ import annotations

import ctypes
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import moderngl

RING = 6
"""Frames that may be under way at once; when all are, one goes unmeasured."""
SLACK = 1e-3
"""s by which a time may exceed what passed in all, since two clocks tell them."""
_TIME_ELAPSED, _RESULT, _AVAILABLE, _COUNTER_BITS = 0x88BF, 0x8866, 0x8867, 0x8864

Note = TypeVar("Note")


class GpuTimer(Generic[Note]):
    """Times what is drawn between `begin` and `end`; `ready` tells what is known since."""

    def __init__(self, ctx: moderngl.Context) -> None:
        """Make the queries, in a context that stays current; without any `is_there` is false."""
        self._gl = _functions(ctx)
        self._free: deque[int] = deque()
        self._running: tuple[int, float] | None = None
        self._waiting: deque[tuple[int, float, Note]] = deque()
        self._answer = ctypes.c_uint64()
        self._told = ctypes.c_int()
        if self._gl and self._bits() > 0:
            names = (ctypes.c_uint * RING)()
            self._gl["glGenQueries"](RING, names)
            self._free.extend(names)
        self.is_there = bool(self._free)

    def begin(self) -> None:
        """Begin to time a frame, unless all queries are under way."""
        if self._free and self._running is None:
            query = self._free.popleft()
            self._gl["glBeginQuery"](_TIME_ELAPSED, query)
            self._running = query, time.perf_counter()

    def end(self, note: Note) -> bool:
        """End it; `note` comes back with its time. Return whether it was timed."""
        if self._running is None:
            return False
        self._gl["glEndQuery"](_TIME_ELAPSED)
        self._waiting.append((*self._running, note))
        self._running = None
        return True

    def ready(self) -> Iterator[tuple[Note, float | None]]:
        """Yield the frames whose times have become known, in s, the oldest first.

        None for a time that cannot be: zero, or longer than has passed since the frame began.
        """
        while self._waiting:
            query, begun, note = self._waiting[0]
            self._gl["glGetQueryObjectiv"](query, _AVAILABLE, ctypes.byref(self._told))
            if not self._told.value:
                return
            self._gl["glGetQueryObjectui64v"](query, _RESULT, ctypes.byref(self._answer))
            self._waiting.popleft()
            self._free.append(query)
            seconds = self._answer.value * 1e-9
            yield note, seconds if is_sane(seconds, time.perf_counter() - begun) else None

    def forget(self) -> None:
        """Ask no more for the frames under way: what was timed is not drawn again."""
        while self._waiting:
            self._free.append(self._waiting.popleft()[0])

    def _bits(self) -> int:
        """Return how fine the counter is; 0 where OpenGL has the functions and no clock."""
        self._gl["glGetQueryiv"](_TIME_ELAPSED, _COUNTER_BITS, ctypes.byref(self._told))
        return self._told.value


def is_sane(seconds: float, passed: float) -> bool:
    """Return whether a frame that began `passed` s ago can have taken so long."""
    return 0.0 < seconds <= passed + SLACK


_UINT, _ANY = ctypes.c_uint, ctypes.c_void_p
_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "glGenQueries": (ctypes.c_int, _ANY),
    "glBeginQuery": (_UINT, _UINT),
    "glEndQuery": (_UINT,),
    "glGetQueryiv": (_UINT, _UINT, _ANY),
    "glGetQueryObjectiv": (_UINT, _UINT, _ANY),
    "glGetQueryObjectui64v": (_UINT, _UINT, _ANY),
}


def _functions(ctx: moderngl.Context) -> dict[str, Callable[..., None]]:
    """Return OpenGL's functions by name; none where moderngl keeps its loader to itself."""
    load = getattr(getattr(ctx.mglo, "_context", None), "load_opengl_function", None)
    if load is None:
        return {}
    addresses = {name: load(name) for name in _SIGNATURES}
    if not all(addresses.values()):
        return {}
    return {
        name: ctypes.CFUNCTYPE(None, *kinds)(addresses[name]) for name, kinds in _SIGNATURES.items()
    }
