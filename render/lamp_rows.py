"""The lamps as the graphics card has them, in an order that thins crowds and spares the lone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import assets.lamps
from assets.lamps import COLOUR_CLASSES, Lamps, lamps
from render.kept import Arrays, kept, key

Array = NDArray[np.float64]

BIN = 3.4e3
"""m: the side of the squares in which the density of lamps is counted, a 32nd of a cell."""
LONELY = 5
"""A lamp with no more than so many in its square is a village's."""
VILLAGE = 3000.0
"""m: how far the lights of one may be from its middle."""
DENSITY_UNIT = 16 / (BIN * BIN)
"""1/m2: so scaled, densities suit half precision."""
ROW = np.dtype(
    [
        ("position", "<f4", (3,)),  # ITRS, m
        ("light", "<f2", (2,)),  # kcd; density at which it is thinned, in DENSITY_UNIT
        ("turn_colour", "<u2", (2,)),  # turn in its square in 65536ths; row of COLOURS
    ]
)


@dataclass(frozen=True, slots=True)
class LampRows:
    """n lamps in m cells; those of cell k are rows start[k] to start[k + 1].

    A lamp is drawn where more than turn * density lamps a m2 are wanted; inside a cell they stand
    in the order of that product, so that those drawn are the first.
    """

    rows: NDArray[np.void]
    """(n,) ROW."""
    product: Array
    """(n,) turn * density plus the number of the cell, so that it rises throughout."""
    start: NDArray[np.int64]
    """(m + 1,)"""
    centre: Array
    """(m, 3) m, ITRS."""
    radius: Array
    """(m,) m."""


def lamp_rows() -> LampRows:
    """Return all lamps, kept from the last start; raise MachineError if a file is damaged."""
    modules = (__file__, assets.lamps.__file__)
    arrays = kept("lamps", key(("lamps.npy", "lamp_cells.npy"), modules), _prepare)
    return LampRows(
        rows=np.asarray(arrays["rows"]),
        product=np.asarray(arrays["product"], np.float64),
        start=np.asarray(arrays["start"], np.int64),
        centre=np.asarray(arrays["centre"], np.float64),
        radius=np.asarray(arrays["radius"], np.float64),
    )


def _prepare() -> Arrays:
    field = lamps()
    place, intensity, colour, cell = _villages_apart(field)
    density, turn = density_and_turn(*squares(place, cell, field.cell_centre_itrs), intensity)
    product = np.minimum(turn * density, 0.999) + cell
    order = np.argsort(product, kind="stable")
    rows = np.zeros(len(order), ROW)
    rows["position"] = (place + field.cell_centre_itrs[cell])[order]
    rows["light"] = np.column_stack([intensity / 1e3, density / DENSITY_UNIT])[order]
    rows["turn_colour"] = np.column_stack([turn * 65536, colour])[order]
    count = np.bincount(cell, minlength=len(field.cell_radius))
    return {
        "rows": rows,
        "product": product[order],
        "start": np.concatenate([[0], np.cumsum(count)]),
        "centre": field.cell_centre_itrs,
        "radius": field.cell_radius + VILLAGE,
    }


def _villages_apart(field: Lamps) -> tuple[Array, Array, NDArray[np.uint8], NDArray[np.int64]]:
    """Return place in the cell (n, 3) m, intensity cd, class of colour and cell of all lamps.

    A bright lamp that stands nearly alone is a village: it becomes several lights of unlike
    brightness along a street, which shine as much together.
    """
    rng = np.random.default_rng(20181116)
    cell = np.repeat(np.arange(len(field.cell_radius)), np.diff(field.cell_start))
    place = field.position_itrs.astype(np.float64)
    member, crowd = squares(place, cell, field.cell_centre_itrs)
    street = field.colour_class < COLOUR_CLASSES.index("flare")
    alone = street & (crowd[member] <= LONELY)
    wanted = np.where(alone, (field.intensity_cd / 4000.0) ** 0.55, 1.0)
    count = np.clip(wanted.astype(np.int64), 1, 6)
    parent = np.repeat(np.arange(len(count)), count)
    share = rng.lognormal(0.0, 0.8, len(parent))
    share /= np.bincount(parent, share)[parent]
    size = np.clip(350.0 * (field.intensity_cd / 1e4) ** 0.3, 200.0, VILLAGE / 3)
    along = rng.uniform(-2.0, 2.0, len(parent)) * size[parent]
    aside = rng.normal(0.0, 0.3, len(parent)) * size[parent]
    bearing = rng.uniform(0.0, np.pi, len(count))[parent]
    bearing += np.where(rng.random(len(parent)) < 0.3, np.pi / 2, 0.0)
    east, north = _level(field.cell_centre_itrs)
    cell = cell[parent]
    x = np.cos(bearing) * along - np.sin(bearing) * aside
    y = np.sin(bearing) * along + np.cos(bearing) * aside
    moved = x[:, None] * east[cell] + y[:, None] * north[cell]
    apart = place[parent] + np.where((count > 1)[parent][:, None], moved, 0.0)
    return apart, field.intensity_cd[parent] * share, field.colour_class[parent], cell


def _level(centre: Array) -> tuple[Array, Array]:
    """Return unit vectors (m, 3) east and north at places (m, 3)."""
    up = centre / np.linalg.norm(centre, axis=1)[:, None]
    east = np.cross([0.0, 0.0, 1.0], up)
    east /= np.maximum(np.linalg.norm(east, axis=1), 1e-9)[:, None]
    return east, np.cross(up, east)


def squares(
    place: Array, cell: NDArray[np.int64], centre: Array
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the square (n,) that each lamp stands in, and how many lamps each square has.

    `place` (n, 3) m from the `centre` (m, 3) of the lamp's `cell` (n,); squares have a side of BIN
    and lie in the plane of the cell.
    """
    column, row = (
        np.floor(np.einsum("ij,ij->i", place, axis[cell]) / BIN).astype(np.int64)
        for axis in _level(centre)
    )
    square = (cell * 4096 + column + 2048) * 4096 + row + 2048
    _, member, count = np.unique(square, return_inverse=True, return_counts=True)
    return member, count


def density_and_turn(
    member: NDArray[np.int64], count: NDArray[np.int64], intensity: Array
) -> tuple[Array, Array]:
    """Return the density, 1/m2, at which each lamp is thinned, and its turn in its square, 0 to 1.

    Bright lamps go last, as if they stood less densely by as much as they outshine the mean: those
    that are drawn for all then shine alike, so that a far town keeps its light to 2 %. Turns are
    dealt along the lamps' order of brightness by van der Corput's sequence, begun at a random
    place, so that the first share of them holds its share of every brightness.
    """
    along = np.lexsort((intensity, member))
    first = np.cumsum(count) - count
    many = count[member[along]]
    begun = np.random.default_rng(29).integers(0, count)[member[along]]
    place = (np.arange(len(member)) - first[member[along]] + begun) % many
    dealt = along[np.lexsort((_bit_reversed(place), member[along]))]
    rank = np.empty(len(member))
    rank[dealt] = np.arange(len(member)) - first[member[dealt]]
    shift = np.random.default_rng(71).random(len(count))
    mean = (np.bincount(member, intensity) / count)[member]
    density = count[member] / (BIN * BIN) * mean / intensity
    return density, (rank + shift[member]) / count[member]


def _bit_reversed(value: NDArray[np.int64]) -> NDArray[np.int64]:
    out = np.zeros_like(value)
    for bit in range(20):
        out |= ((value >> bit) & 1) << (19 - bit)
    return out
