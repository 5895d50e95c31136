"""Parts of the picture that a show can do without: one that breaks is taken out, and it goes on.

A shader that this driver does not compile, a missing texture, a pass that fails while it draws:
each ends its own part. What nothing can be seen without, the far field and the tone curve, is no
part: without it there is no renderer, and its `MachineError` says why.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Concatenate, Generic, ParamSpec, TypeVar

_log = logging.getLogger("cupola")
_Pass = TypeVar("_Pass")
_Result = TypeVar("_Result")
_With = ParamSpec("_With")


class Parts:
    """Makes parts. `taken_out` tells those that are not there, by name with the reason.

    With `needed` every part is: what breaks it is raised, as for a film, which must be whole.
    """

    def __init__(self, *, needed: bool = True) -> None:
        self._needed = needed
        self.taken_out: dict[str, str] = {}

    def made(self, name: str, make: Callable[[], _Pass]) -> Part[_Pass]:
        """Return the part that `make` makes, empty where that fails."""
        return Part(self, name, self.tried(name, make))

    def tried(self, name: str, make: Callable[[], _Result]) -> _Result | None:
        """Return what `make` returns; where it breaks, take the part out and return None."""
        try:
            return make()
        except Exception as error:  # whatever breaks on a strange machine ends its own part alone
            self.take_out(name, error)
            return None

    def take_out(self, name: str, error: Exception) -> None:
        """Note that a part is gone, and say so once; raise the error where every part is needed."""
        if self._needed:
            raise error
        if name not in self.taken_out:
            self.taken_out[name] = str(error) or type(error).__name__
            _log.error("%s: taken out of the picture, the show goes on: %s", name, error)


class Part(Generic[_Pass]):
    """One pass, or nothing in its place once it broke."""

    __slots__ = ("_name", "_parts", "_pass")

    def __init__(self, parts: Parts, name: str, made: _Pass | None) -> None:
        self._parts, self._name, self._pass = parts, name, made

    def do(
        self,
        work: Callable[Concatenate[_Pass, _With], _Result],
        *args: _With.args,
        **more: _With.kwargs,
    ) -> _Result | None:
        """Return what comes of a work with the pass; None, and nothing done, without the pass."""
        if self._pass is None:
            return None
        try:
            return work(self._pass, *args, **more)
        except Exception as error:  # as above
            self._pass = None
            self._parts.take_out(self._name, error)
            return None
