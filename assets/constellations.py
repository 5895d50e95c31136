"""The figures that people see in the stars, as lines between Hipparcos stars."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from assets.manifest import path


@dataclass(frozen=True, slots=True)
class Constellation:
    """One constellation. Its label's place is in rad, J2000."""

    id: str
    """IAU abbreviation; Serpens comes twice, its head and its tail."""
    name: str
    """Latin name."""
    genitive: str
    rank: int
    """1 for the figures that everybody knows to 3 for those of faint stars."""
    label_ra: float
    label_dec: float
    chains: tuple[tuple[int, ...], ...]
    """Each a polyline through stars by Hipparcos number, all in `assets.stars`."""

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The figure's single lines, as pairs of Hipparcos numbers."""
        return tuple(pair for chain in self.chains for pair in pairwise(chain))


@cache
def constellations() -> tuple[Constellation, ...]:
    """Return all figures (read once a process); raise MachineError if the file is damaged."""
    entries = json.loads(path("constellations.json").read_text(encoding="utf-8"))
    return tuple(
        Constellation(
            id=entry["id"],
            name=entry["name"],
            genitive=entry["genitive"],
            rank=entry["rank"],
            label_ra=math.radians(entry["label_deg"][0]),
            label_dec=math.radians(entry["label_deg"][1]),
            chains=tuple(tuple(chain) for chain in entry["chains"]),
        )
        for entry in entries
    )
