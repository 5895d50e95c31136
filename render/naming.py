"""Which things are named, how strongly, and in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assets.words import Words, words

KINDS = {
    "launch": "body",
    "planets": "planet",
    "airglow": "airglow",
    "stars": "star",
    "constellations": "constellation",
    "towns": "town",
    "land": "land",
}
"""What people call a kind of name, and `Subject.kind`."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How things are named; by default all, in English."""

    words: Words = field(default_factory=words)
    strength: Mapping[str, float] = field(default_factory=dict)
    """0 to 1 by the `kind` of a Subject; 1 for kinds that are not there."""
    pointed: Mapping[str, float] = field(default_factory=dict)
    """0 to 1 by the `id` of a Subject: what pointing names, beyond what its kind is."""

    def of(self, kind: str) -> float:
        """Return how strongly a kind of thing is named, 0 to 1."""
        return self.strength.get(kind, 1.0)

    def of_thing(self, thing: str, kind: str) -> float:
        """Return how strongly a thing of a kind is named, 0 to 1, by its id."""
        return max(self.of(kind), self.pointed.get(thing, 0.0))

    def may_name(self, kind: str) -> bool:
        """Say whether a thing of a kind may be named: a cheap no spares the work of finding it."""
        return self.of(kind) > 0.0 or bool(self.pointed)

    @property
    def names_something(self) -> bool:
        """Say whether anything is named at all."""
        return bool(self.kinds()) or any(each > 0.0 for each in self.pointed.values())

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds that are named at all."""
        return tuple(kind for kind in KINDS.values() if self.of(kind) > 0.0)
