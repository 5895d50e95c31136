"""Bring towns, villages and roads together, each drawn as finely as the flight needs it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from assets.recipes._shapefile import Line
from assets.recipes.lamps.balance import Sky
from assets.recipes.lamps.budget import Budget
from assets.recipes.lamps.colours import colours_of_country, colours_of_town
from assets.recipes.lamps.streets import light_streets
from assets.recipes.lamps.towns import (
    STREETS_FROM,
    Places,
    Rivers,
    Town,
    town_of_place,
    towns_of_polygons,
)
from assets.recipes.lamps.villages import SEED, Points, roads, villages

Array = NDArray[np.float64]
Classes = NDArray[np.uint8]

CD_PER_HEAD = 12.0
"""The world's lights over its people: the first guess of what a place sends up."""
CD_PER_KM2 = 22_000.0
"""The same for built-up ground."""
TOWN_LAMPS = 0.91e6
"""About how many lamps stand in towns with streets."""
ROADS_FROM = 25_000
"""Heads, where the detail is full, of a town from which a lit road leads to its neighbours."""
TRACK = np.array(
    [(30, 43), (38, 52), (45.4, 62.1), (49.5, 72), (51.6, 85), (51, 98), (47, 113), (41, 124)]
)
"""Latitude, longitude under the station from before the launch to its end: full detail is here."""


def gathered(
    places: Places, polygons: list[list[Line]], rivers: Rivers, budget: Budget
) -> tuple[Points, Classes]:
    """Return all lights that have a place in the gazetteer or on the map, and their colours."""
    taken = np.zeros(len(places.lat), bool)
    towns, guesses = [], []
    for town, mine in towns_of_polygons(polygons, places, rivers):
        taken[mine] = True
        towns.append(town)
        guesses.append(town.area_km2 * CD_PER_KM2)
    detail = detail_at(places.lat, places.lon)
    streets = ~taken & (places.population * detail >= STREETS_FROM)
    for row in np.flatnonzero(streets):
        heads = float(places.population[row])
        towns.append(town_of_place(places.lat[row], places.lon[row], heads))
        guesses.append(heads * CD_PER_HEAD)
    rest = ~taken & ~streets
    of_towns, of_villages = _totals(towns, np.array(guesses), places.only(rest), budget)
    lit, colours = _lit(towns, of_towns)
    small = villages(places.only(rest), detail[rest], of_villages)
    road = roads(places.only(places.population * detail > ROADS_FROM), detail_of=detail_at)
    print(f"{len(lit.lat)} in {len(towns)} towns, {len(small.lat)} in {rest.sum()} villages")
    print(f"{len(road.lat)} on roads")
    country = colours_of_country(len(small.lat) + len(road.lat), np.random.default_rng(SEED))
    return Points.joined([lit, small, road]), np.concatenate([colours, country])


def detail_at(lat: Array, lon: Array) -> Array:
    """Return how finely lamps are drawn: 1 within 900 km of the station's way, fading to 0.15."""
    nearest = np.full(np.shape(lat), np.inf)
    for t in np.linspace(0, len(TRACK) - 1, 60):
        low = min(int(t), len(TRACK) - 2)
        y, x = TRACK[low] + (t - low) * (TRACK[low + 1] - TRACK[low])
        away = np.hypot(lat - y, (lon - x) * np.cos(np.radians(y))) * 111.2
        nearest = np.minimum(nearest, away)
    fine: Array = 0.15 + 0.85 * np.exp(-np.maximum(nearest - 900, 0) / 900)
    return fine


def _totals(
    towns: list[Town], guesses: Array, small: Places, budget: Budget
) -> tuple[Array, Array]:
    """Return what each town and each village sends up (cd), all balanced together.

    A town is stood for by a few points of its ground.
    """
    samples = [_sampled(town) for town in towns]
    member = np.repeat(np.arange(len(towns)), [len(lat) for lat, _ in samples])
    count = np.maximum(np.bincount(member, minlength=len(towns)), 1)
    heads = np.maximum(small.population, 200)
    sky = Sky(
        np.concatenate([*(lat for lat, _ in samples), small.lat]),
        np.concatenate([*(lon for _, lon in samples), small.lon]),
        budget.radiance.shape,
    )
    first = np.concatenate([(guesses / count)[member], heads * CD_PER_HEAD])
    scaled = sky.balanced(first, budget)
    of_towns = np.bincount(member, scaled[: len(member)], minlength=len(towns)).astype(float)
    return of_towns, scaled[len(member) :]


def _sampled(town: Town, most: int = 100) -> tuple[Array, Array]:
    rows, columns = np.nonzero(town.ground)
    some = np.linspace(0, len(rows) - 1, min(len(rows), most)).astype(int)
    x = town.corner[0] + (columns[some] + 0.5) * town.step
    y = town.corner[1] + (rows[some] + 0.5) * town.step
    return town.degrees(x, y)


def _lit(towns: list[Town], totals: Iterable[float]) -> tuple[Points, Classes]:
    area = np.maximum([town.area_km2 for town in towns], 0.01)
    where = np.array([(town.lat, town.lon) for town in towns])
    wanted = detail_at(where[:, 0], where[:, 1]) ** 1.4 * np.sqrt(np.asarray(totals) / area)
    per_km2 = np.clip(wanted * TOWN_LAMPS / np.sum(wanted * area), 0.1, 14)
    points, colours = [], []
    for town, density, total in zip(towns, per_km2, totals, strict=True):
        lights = light_streets(town, float(density))
        if len(lights.x) == 0:
            continue
        lat, lon = town.degrees(lights.x, lights.y)
        points.append(Points(lat, lon, lights.weight * (total / lights.weight.sum())))
        colours.append(colours_of_town(town, lights))
    return Points.joined(points), np.concatenate(colours)
