"""What several passes of a frame ask of the same Moment or View, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Asked = TypeVar("_Asked")
_Found = TypeVar("_Found")


def once(work_out: Callable[[_Asked], _Found]) -> Callable[[_Asked], _Found]:
    """Let a pure function keep its last answer, for as long as it is asked of the same object.

    The object, a frozen value, is known by its identity: comparing the arrays in it costs more.
    """
    last: tuple[_Asked, _Found] | None = None

    def answer(asked: _Asked) -> _Found:
        nonlocal last
        if last is None or last[0] is not asked:
            last = asked, work_out(asked)
        return last[1]

    answer.__doc__, answer.__name__ = work_out.__doc__, work_out.__name__
    return answer
