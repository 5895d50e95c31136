"""The pictures of Earth and sky as textures, prepared once, kept, and shared by the passes."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

import assets.images
import assets.lamps
import render.mipmaps
import render.noise
from assets.errors import MachineError
from assets.images import PICTURES, image
from assets.lamps import COLOURS, Lamps, lamp_positions, lamps
from render.kept import Arrays, kept, key
from render.mipmaps import Level, mipmapped, pyramid
from render.noise import noise_volume
from render.parts import Parts

_SRGB8 = 0x8C41  # GL_SRGB8: the sampler decodes to linear

GLOW_SHARE_NEAR, GLOW_SHARE_WIDE = 0.05, 0.02
"""Shares of a town's light that air and ground spread over some 8 and 50 km (estimates)."""
GLOW_LEAST, GLOW_OCTAVES = 2e-5, 14.0
"""Glow in cd/m2 is GLOW_LEAST (2^(GLOW_OCTAVES c) - 1), as in `glsl/ground.glsl`."""
MAP_SATURATION = 0.55
"""The map's greens are made vivid; the eye from orbit sees haze."""
SLOPE_SCALE = 96.0
"""A rise of the heap over one tile that a slope's code of 1 means, as in `glsl/clouds.glsl`."""
_LUMINANCE = (0.2126, 0.7152, 0.0722)
_PLAIN = {
    "day_colour": (70, 80, 75),
    "shores": (1, 128, 0),
    "hillshade": 128,
    "clouds": 0,
    "cloud_detail": (128, 128, 128),
    "milky_way": (0, 0, 0),
}
"""What stands in for a picture that is not there: dim land without shores, no cloud, no light."""


@dataclass(frozen=True, slots=True)
class EarthMaps:
    """Plate carree textures (west to east, rows from the north), a tile and the noise volume."""

    land: moderngl.Texture
    """Root of the linear albedo; A: glow of towns, in the code of GLOW_LEAST."""
    shores: moderngl.Texture
    """`assets.images` tells R, G, B; A: hillshade."""
    clouds: moderngl.Texture
    """Opacity."""
    cloud_detail: moderngl.Texture
    """Heaped cloud, its slopes east and south, fibres; repeats both ways."""
    milky_way: moderngl.Texture
    noise: moderngl.Texture3D

    @property
    def of_ground(self) -> dict[str, moderngl.Texture | moderngl.Texture3D]:
        """What `glsl/ground.glsl` and `glsl/clouds.glsl` read, by their names there."""
        return {"land_map": self.land, "shore_map": self.shores} | self.of_clouds

    @property
    def of_clouds(self) -> dict[str, moderngl.Texture | moderngl.Texture3D]:
        """What `glsl/clouds.glsl` reads, by its names there."""
        return {"cloud_map": self.clouds, "cloud_detail": self.cloud_detail}


def load_maps(ctx: moderngl.Context, parts: Parts | None = None, *, fine: bool = True) -> EarthMaps:
    """Prepare and upload every map, that of shores without its finest level if not `fine`.

    Where a data file is missing or damaged, `parts` decide: its map is plain, or MachineError.
    """
    try:
        arrays = prepared()
    except MachineError:
        arrays = _prepare(parts or Parts())
    volume = ctx.texture3d((arrays["noise"].shape[0],) * 3, 2, arrays["noise"].tobytes())
    volume.filter = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)
    volume.build_mipmaps()
    detail = mipmapped(ctx, _levels(arrays, "cloud_detail"))
    detail.repeat_y = True
    sky = arrays["milky_way"]
    milky_way = ctx.texture(
        (sky.shape[1], sky.shape[0]), 3, sky.tobytes(), alignment=1, internal_format=_SRGB8
    )
    milky_way.repeat_x, milky_way.repeat_y = True, False
    return EarthMaps(
        land=mipmapped(ctx, _levels(arrays, "land")),
        shores=mipmapped(ctx, _levels(arrays, "shores")[0 if fine else 1 :]),
        clouds=mipmapped(ctx, _levels(arrays, "clouds")),
        cloud_detail=detail,
        milky_way=milky_way,
        noise=volume,
    )


def prepared() -> Arrays:
    """Return what goes to the graphics card: "NAME/LEVEL" (h, w, channels) and the noise."""
    names = ("day_colour", "shores", "hillshade", "clouds", "cloud_detail", "milky_way")
    files = [PICTURES[name].file for name in names] + ["lamps.npy", "lamp_cells.npy"]
    modules = (__file__, render.mipmaps.__file__, render.noise.__file__,
               assets.images.__file__, assets.lamps.__file__)  # fmt: skip
    return kept("maps", key(files, modules), lambda: _prepare(Parts()))


def _levels(arrays: Arrays, name: str) -> list[Level]:
    count = sum(each.startswith(f"{name}/") for each in arrays)
    return [arrays[f"{name}/{level}"].astype(np.uint8, copy=False) for level in range(count)]


def _prepare(parts: Parts) -> Arrays:
    shores = np.dstack([_image("shores", parts), _image("hillshade", parts)])
    textures = {
        "land": _land(_image("day_colour", parts), parts.tried("glow of towns", lamps)),
        "shores": pyramid(shores),
        "clouds": pyramid(_image("clouds", parts)[..., None]),
        "cloud_detail": pyramid(_with_slopes(_image("cloud_detail", parts))),
    }
    arrays: Arrays = {
        f"{name}/{number}": level
        for name, levels in textures.items()
        for number, level in enumerate(levels)
    }
    return arrays | {"milky_way": _image("milky_way", parts), "noise": noise_volume()}


def _image(name: str, parts: Parts) -> NDArray[np.uint8]:
    """Return a picture, or a plain one of its size in its place."""
    found = parts.tried(f"map {name}", lambda: image(name))
    if found is not None:
        return found
    picture = PICTURES[name]
    plain = np.array(_PLAIN[name], np.uint8)
    return np.broadcast_to(plain, (*picture.size, *plain.shape))


def _land(day: NDArray[np.uint8], town_lamps: Lamps | None) -> list[Level]:
    """Return the levels of `EarthMaps.land`; each is coded from its own means of the light."""
    decode = (np.arange(256) / 255.0).astype(np.float32)
    decode = np.where(decode < 0.04045, decode / 12.92, ((decode + 0.055) / 1.055) ** 2.4)
    linear = decode[day].astype(np.float32)
    grey = linear @ np.array(_LUMINANCE, np.float32)
    linear = grey[..., None] + MAP_SATURATION * (linear - grey[..., None])
    root = np.round(np.sqrt(np.clip(linear, 0, 1)) * 255).astype(np.uint8)
    colours = pyramid(root)
    glow: NDArray[np.float32]
    if town_lamps is None:
        glow = np.zeros(day.shape[:2], np.float32)
    else:
        glow = glow_map(town_lamps, (day.shape[1], day.shape[0]))
    levels = []
    for colour in colours:
        code = np.log2(1 + glow / GLOW_LEAST) / GLOW_OCTAVES
        coded = np.round(np.clip(code, 0, 1) * 255).astype(np.uint8)
        levels.append(np.dstack([colour, coded]))
        if len(glow) > 1:
            height, width = glow.shape
            glow = glow.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
    return levels


def _with_slopes(tile: NDArray[np.uint8]) -> Level:
    from scipy.ndimage import gaussian_filter  # noqa: PLC0415, slow and seldom needed

    heap = gaussian_filter(tile[..., 0] / 255.0, 0.7, mode="wrap")
    south, east = (
        (np.roll(heap, -1, axis) - np.roll(heap, 1, axis)) * (len(heap) / 2) for axis in (0, 1)
    )
    slopes = (np.clip(np.round(128 + 127 * each / SLOPE_SCALE), 0, 255) for each in (east, south))
    return np.dstack([tile[..., 0], *slopes, tile[..., 1]]).astype(np.uint8)


def glow_map(town_lamps: Lamps, size: tuple[int, int]) -> NDArray[np.float32]:
    """Return (height, width) cd/m2: town light that air and ground spread around the lamps."""
    from scipy.ndimage import gaussian_filter  # noqa: PLC0415, slow and seldom needed

    width, height = size
    x, y, z = lamp_positions(town_lamps).T
    longitude = np.arctan2(y, x)
    latitude = np.arctan2(z, np.hypot(x, y) * (1 - 6.694_379_990_141e-3))
    column = ((longitude / (2 * np.pi) + 0.5) * width).astype(np.int64) % width
    row = np.clip(((0.5 - latitude / np.pi) * height).astype(np.int64), 0, height - 1)
    luminance = town_lamps.intensity_cd * (COLOURS @ _LUMINANCE)[town_lamps.colour_class]
    total = np.bincount(row * width + column, luminance, width * height)
    texel = np.pi * 6.371e6 / height
    shrink = np.cos((0.5 - (np.arange(height) + 0.5) / height) * np.pi)
    area = texel * texel * np.maximum(shrink, 0.02)
    mean = (total.reshape(height, width) / area[:, None]).astype(np.float32)
    near = gaussian_filter(mean, 0.8, mode=("nearest", "wrap"), truncate=3)
    wide = gaussian_filter(mean, 5.0, mode=("nearest", "wrap"), truncate=3)
    glow: NDArray[np.float32] = GLOW_SHARE_NEAR * near + GLOW_SHARE_WIDE * wide
    return glow
