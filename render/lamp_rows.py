"""The lamps as the graphics card has them, in an order that thins crowds and spares the lone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import assets.lamps
from assets.lamps import COLOURS, Lamps, lamp_positions, lamps
from render.kept import Arrays, kept, key

Array = NDArray[np.float64]

BIN = 3.4e3
"""m: the side of the squares in which the density of lamps is counted, a 32nd of a cell."""
COLOUR_SCALE = 4.0
"""Linear sRGB of luminance 1 over this fits a byte."""
ROW = np.dtype(
    [
        ("position", "<f4", (3,)),  # ITRS, m
        ("intensity", "<f4"),  # cd
        ("colour", "u1", (4,)),  # linear sRGB over COLOUR_SCALE; the last is unused
        ("turn_density", "<f4", (2,)),  # place in the order of its square, 0 to 1; lamps a m2
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
    count = len(field.intensity_cd)
    cell = np.repeat(np.arange(len(field.cell_radius)), np.diff(field.cell_start))
    density, turn = density_and_turn(field, cell)
    product = np.minimum(turn * density, 0.999) + cell
    order = np.argsort(product, kind="stable")
    rows = np.zeros(count, ROW)
    rows["position"] = lamp_positions(field)[order]
    rows["intensity"] = field.intensity_cd[order]
    colours = np.round(np.clip(COLOURS / COLOUR_SCALE, 0, 1) * 255)
    rows["colour"][:, :3] = colours[field.colour_class[order]]
    rows["turn_density"] = np.column_stack([turn, density])[order]
    return {
        "rows": rows,
        "product": product[order],
        "start": field.cell_start,
        "centre": field.cell_centre_itrs,
        "radius": field.cell_radius,
    }


def density_and_turn(field: Lamps, cell: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return of each lamp how dense lamps stand about it, 1/m2, and its turn in its square, 0 to 1.

    The order of `assets.lamps` is kept within a square, so the first share of it is spread over it.
    """
    # Squares in the plane of the cell: east and north of its centre.
    up = field.cell_centre_itrs / np.linalg.norm(field.cell_centre_itrs, axis=1)[:, None]
    east = np.cross([0.0, 0.0, 1.0], up)
    east /= np.maximum(np.linalg.norm(east, axis=1), 1e-9)[:, None]
    north = np.cross(up, east)
    column, row = (
        np.floor(np.einsum("ij,ij->i", field.position_itrs, axis[cell]) / BIN).astype(np.int64)
        for axis in (east, north)
    )
    square = (cell * 4096 + column + 2048) * 4096 + row + 2048
    _, member, count = np.unique(square, return_inverse=True, return_counts=True)
    along = np.argsort(member, kind="stable")
    first = np.cumsum(count) - count
    rank = np.empty(len(member))
    rank[along] = np.arange(len(member)) - first[member[along]]
    shift = np.random.default_rng(71).random(len(count))
    density = count[member] / (BIN * BIN)
    return density, (rank + shift[member]) / count[member]
