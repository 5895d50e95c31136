"""Names on the Earth for labels: towns, seas, lakes, rivers, ranges, coasts, deserts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.errors import MachineError
from assets.manifest import REMEDY, path

KINDS = ("town", "sea", "lake", "river", "range", "coast", "desert", "site")


@dataclass(frozen=True, slots=True)
class Places:
    """n named places, the towns first and among them the larger first.

    The 3000 largest towns of the world, those from 10 000 heads between 30 and 60 degrees north and
    40 and 90 degrees east, and every place along the lower Syr Darya; suburbs are left out.
    """

    name: tuple[str, ...]
    """As written locally in Latin letters, or in English where there is an English name."""
    kind: tuple[str, ...]
    """One of KINDS."""
    lat: NDArray[np.float64]
    """(n,) rad, geodetic."""
    lon: NDArray[np.float64]
    """(n,) rad."""
    population: NDArray[np.int64]
    """(n,) heads; 0 for what is no town."""


@cache
def places() -> Places:
    """Return all places (read once a process); raise MachineError if the file is damaged."""
    file = path("places.tsv")
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    try:
        kind, lat_deg, lon_deg, population, name = zip(*rows, strict=True)
        return Places(
            name=name,
            kind=kind,
            lat=np.radians(np.array(lat_deg, float)),
            lon=np.radians(np.array(lon_deg, float)),
            population=np.array(population, int),
        )
    except ValueError as error:
        raise MachineError(f"the table {file} cannot be read: {error}. {REMEDY}") from error
