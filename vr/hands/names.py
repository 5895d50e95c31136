"""Which names the visitor wants, and those that pointing brings up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

COMES = 0.2
"""s in which a name comes up when its thing is pointed at."""
STAYS = 1.5
"""s that it stays when that is over, so that it can be read out."""
GOES = 0.6


class Mode(Enum):
    """How names are shown; the value is what the command line calls it."""

    SHOW = "show"
    """As the script tells, and what is pointed at."""
    POINT = "point"
    """What is pointed at, with a hand or by a long look."""
    GAZE = "gaze"
    """What is looked at for a while, though a hand could point."""
    ALL = "all"
    NONE = "none"

    @property
    def next(self) -> Mode:
        """Return the mode that follows, the first after the last."""
        modes = list(Mode)
        return modes[(modes.index(self) + 1) % len(modes)]


@dataclass(frozen=True, slots=True)
class Named:
    """One name by its thing's id: its strength 0 to 1, and when its thing was last meant."""

    id: str
    strength: float
    meant: float


@dataclass(frozen=True, slots=True)
class Shown:
    """The names that pointing has brought up and that are not gone yet."""

    names: tuple[Named, ...] = ()

    def after(self, meant: tuple[str, ...], now: float, since: float) -> Shown:
        """Return the names at `now` (s), `since` s later, with some things meant, by their ids."""
        known = {each.id: each for each in self.names}
        for thing in meant:
            known.setdefault(thing, Named(thing, 0.0, now))
        moved = (_moved(each, each.id in meant, now, since) for each in known.values())
        return Shown(tuple(each for each in moved if each.strength > 0.0 or each.id in meant))

    def strengths(self) -> dict[str, float]:
        """Return how strongly each thing is named, by its id."""
        return {each.id: each.strength for each in self.names}


def _moved(name: Named, is_meant: bool, now: float, since: float) -> Named:
    if is_meant:
        return replace(name, strength=min(name.strength + since / COMES, 1.0), meant=now)
    if now - name.meant <= STAYS:
        return name
    return replace(name, strength=max(name.strength - since / GOES, 0.0))
