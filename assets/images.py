"""The pictures: what each one's codes mean, and the one function that reads them.

All are equirectangular with rows from the north pole. Those of the Earth and the Moon begin at
longitude -180 degrees on the left and run eastward; the Milky Way's has galactic coordinates, its
centre at l = 0, and l runs to the left, as it is seen from within.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from assets.errors import MachineError
from assets.manifest import REMEDY, path

RELIEF_STEP = 25.0
"""m of height for one code of `relief`: from plateaus of known height, good to 10 %."""
SHORE_REACH = 9.8e3
"""m at which the distances of `shores` end, about two of its texels."""
MILKY_WAY_LUMINANCE = 3.2e-4
"""cd/m2 of a linear value of 1 in `milky_way`: an estimate.

The brightest clouds of Sagittarius and Scutum, stars fainter than V = 6 included, are near 350 to
400 S10(V) (Leinert et al. 1998, A&AS 127, 1, section 10); 1 S10(V) is 27.78 mag per square arc
second, 8.3e-7 cd/m2. They are given the value 0.9.
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture's file, its size as (height, width) and its number of channels."""

    file: str
    size: tuple[int, int]
    channels: int


PICTURES = {
    # sRGB-encoded colour of the land by day, carried on over water.
    "day_colour": Picture("day_colour.jpg", (2048, 4096), 3),
    # Share of water in the pixel, 0 land to 255 water, sea and lakes alike; the shore is at 127.5.
    "land_water": Picture("land_water.png", (4096, 8192), 1),
    # R: distance to the shore over SHORE_REACH, 128 + 127 x, positive on water. G: distance to the
    # nearest river's middle over 1.5 texels, in the same code, its sign the side. B: 255 on a
    # river, 0 from 1.6 texels off it: G means nothing where this is 0.
    "shores": Picture("shores.webp", (4096, 8192), 3),
    # Slopes by light from the north-west: 128 + 220 ln(brighter than around); water 128.
    "hillshade": Picture("hillshade.webp", (4096, 8192), 1),
    # Height above the sea in steps of RELIEF_STEP; water is 0.
    "relief": Picture("relief.png", (1024, 2048), 1),
    # Opacity of the cloud cover.
    "clouds": Picture("clouds.webp", (2048, 4096), 1),
    # A tile without seams, rank-coded. R: heaped cloud. G: fibres of high cloud. B: as R.
    "cloud_detail": Picture("cloud_detail.webp", (1024, 1024), 3),
    # Reflectivity at 750 nm, encoded as the mosaic was; longitude 0 faces the Earth.
    "moon": Picture("moon.webp", (512, 1024), 1),
    # sRGB-encoded light of unresolved stars; its linear values in units of MILKY_WAY_LUMINANCE.
    "milky_way": Picture("milky_way.webp", (1024, 2048), 3),
    # Radiance of the Earth by night, on the logarithmic scale of `night_radiance`.
    "night_budget": Picture("night_budget.png", (1024, 2048), 1),
}

NIGHT_LEAST, NIGHT_DECADES = 0.01, 4.0
"""nW/cm2/sr of code 1 of `night_budget`, and the decades from there to code 255."""


def image(name: str) -> NDArray[np.uint8]:
    """Return the picture `name` (a key of `PICTURES`) as (h, w) or (h, w, 3) codes.

    Decoded anew at every call, so that the memory can be given back. Raises KeyError for a name
    that is none, MachineError where the file is damaged or cannot be decoded.
    """
    picture = PICTURES[name]
    file = path(picture.file)
    try:
        with Image.open(file) as opened:
            pixels = np.asarray(opened.convert("RGB" if picture.channels == 3 else "L"))
    except (OSError, UnidentifiedImageError) as error:
        raise MachineError(f"the picture {file} cannot be decoded: {error}. {REMEDY}") from error
    return pixels


def night_radiance() -> NDArray[np.float32]:
    """Return what the lamps are balanced to: (1024, 2048) nW/cm2/sr above the air, VIIRS 2012.

    An estimate, since it comes from an 8-bit picture; `assets.recipes.lamps.budget` says how.
    """
    code = np.arange(256)
    scale = NIGHT_LEAST * 10 ** (NIGHT_DECADES * (code - 1) / 254)
    radiance: NDArray[np.float32] = np.where(code > 0, scale, 0).astype(np.float32)[
        image("night_budget")
    ]
    return radiance


def night_codes(radiance: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return the codes of `night_budget` for radiances in nW/cm2/sr: steps of 3.7 %."""
    level = np.log10(np.maximum(radiance, 1e-9) / NIGHT_LEAST) / NIGHT_DECADES * 254 + 1
    codes: NDArray[np.uint8] = np.clip(np.round(level), 0, 255).astype(np.uint8)
    return codes
