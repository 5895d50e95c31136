"""What several parts of a frame ask of the same Moment or View, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import TypeVar, TypeVarTuple

_Asked = TypeVarTuple("_Asked")
_Found = TypeVar("_Found")


def once(work_out: Callable[[*_Asked], _Found]) -> Callable[[*_Asked], _Found]:
    """Let a pure function keep its last two answers, one for each eye.

    It is asked of frozen values, known by their identity: comparing the arrays in them costs more.
    The answer is shared: nobody may change it.
    """
    last: tuple[tuple[*_Asked], _Found] | None = None
    other: tuple[tuple[*_Asked], _Found] | None = None

    @wraps(work_out)
    def answer(*asked: *_Asked) -> _Found:
        nonlocal last, other
        if last is None or not all(map(is_, last[0], asked)):
            last, other = other, last
            if last is None or not all(map(is_, last[0], asked)):
                last = asked, work_out(*asked)
        return last[1]

    return answer
