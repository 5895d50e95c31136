"""The stars: Hipparcos to V = 8, brightest first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.manifest import path

RECORD = np.dtype(
    [
        ("hip", "<u4"),
        ("ra", "<f8"),
        ("dec", "<f8"),
        ("pm_ra_cosdec", "<f4"),
        ("pm_dec", "<f4"),
        ("parallax", "<f4"),
        ("v_mag", "<f4"),
        ("b_v", "<f4"),
    ]
)
"""One row of stars.npy."""


@dataclass(frozen=True, slots=True)
class StarCatalogue:
    """n stars sorted by magnitude, so that those down to a limit are the first rows.

    Places are ICRS (BCRS axes) at epoch J1991.25, as the Hipparcos catalogue gives them (ESA
    SP-1200, 1997). Seventeen stars to V = 8 have no astrometric solution there, xi UMa and xi Sco
    among them: theirs is the catalogue's place to 0.1 arc second, without motion and parallax.
    """

    hip: NDArray[np.uint32]
    """(n,) Hipparcos number."""
    ra: NDArray[np.float64]
    """(n,) rad."""
    dec: NDArray[np.float64]
    """(n,) rad."""
    pm_ra_cosdec: NDArray[np.float32]
    """(n,) rad/yr along the parallel, the cosine included."""
    pm_dec: NDArray[np.float32]
    """(n,) rad/yr."""
    parallax: NDArray[np.float32]
    """(n,) rad; 0 where it was not measured or came out negative."""
    v_mag: NDArray[np.float32]
    """(n,) Johnson V; of a close double, both together."""
    b_v: NDArray[np.float32]
    """(n,) Johnson B-V; where it was not measured, the median of the star's spectral class."""
    names: Mapping[int, str]
    """Proper names by Hipparcos number, of those that have one."""

    def brighter_than(self, v_mag: float) -> int:
        """Return how many rows, from the first, have a magnitude of at most `v_mag`."""
        return int(np.searchsorted(self.v_mag, np.float32(v_mag), side="right"))


@cache
def stars() -> StarCatalogue:
    """Return the catalogue (read once a process); raise MachineError if its file is damaged."""
    table = np.load(path("stars.npy"))
    names = json.loads(path("star_names.json").read_text(encoding="utf-8"))
    columns = {str(name): np.ascontiguousarray(table[name]) for name in RECORD.names or ()}
    return StarCatalogue(**columns, names={int(hip): name for hip, name in names.items()})
