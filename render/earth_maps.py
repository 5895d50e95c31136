"""The pictures of Earth and sky as textures, loaded once and shared by the passes."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from assets.images import image
from assets.lamps import COLOURS, Lamps
from render.noise import noise_volume

_SRGB8 = 0x8C41  # GL_SRGB8: the sampler decodes to linear

GLOW_SIZE = (2048, 1024)
GLOW_SHARE_NEAR, GLOW_SHARE_WIDE = 0.05, 0.02
"""Shares of a town's light that air and ground spread over some 20 and 60 km (estimates)."""


@dataclass(frozen=True, slots=True)
class EarthMaps:
    """Plate carree textures (west to east, rows from the north) and the noise volume."""

    day_colour: moderngl.Texture
    water: moderngl.Texture
    clouds: moderngl.Texture
    glow: moderngl.Texture
    milky_way: moderngl.Texture
    noise: moderngl.Texture3D


def load_maps(ctx: moderngl.Context, lamps: Lamps) -> EarthMaps:
    """Decode and upload every map; raise MachineError when a data file is missing or damaged."""
    noise = noise_volume()
    volume = ctx.texture3d((noise.shape[0],) * 3, 2, noise.tobytes())
    volume.filter = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)
    volume.build_mipmaps()
    return EarthMaps(
        day_colour=_map(ctx, image("day_colour"), srgb=True),
        water=_map(ctx, image("land_water")),
        clouds=_map(ctx, image("clouds")),
        glow=_glow(ctx, lamps),
        milky_way=_map(ctx, image("milky_way"), srgb=True),
        noise=volume,
    )


def _map(ctx: moderngl.Context, pixels: NDArray[np.uint8], srgb: bool = False) -> moderngl.Texture:
    components = 1 if pixels.ndim == 2 else pixels.shape[2]
    size = (pixels.shape[1], pixels.shape[0])
    data = np.ascontiguousarray(pixels)
    if srgb:
        texture = ctx.texture(size, components, data, alignment=1, internal_format=_SRGB8)
    else:
        texture = ctx.texture(size, components, data, alignment=1)
    return _mipmapped(texture)


def _mipmapped(texture: moderngl.Texture) -> moderngl.Texture:
    texture.repeat_x, texture.repeat_y = True, False
    texture.build_mipmaps()
    texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    return texture


def lamp_positions(lamps: Lamps) -> NDArray[np.float64]:
    """Return (n, 3) m, ITRS, geocentric."""
    each = np.repeat(lamps.cell_centre_itrs, np.diff(lamps.cell_start), axis=0)
    return np.asarray(each + lamps.position_itrs)


def glow_map(lamps: Lamps, size: tuple[int, int] = GLOW_SIZE) -> NDArray[np.float32]:
    """Return (height, width, 3) cd/m2: town light that air and ground spread around the lamps."""
    width, height = size
    x, y, z = lamp_positions(lamps).T
    longitude = np.arctan2(y, x)
    latitude = np.arctan2(z, np.hypot(x, y))
    column = ((longitude / (2 * np.pi) + 0.5) * width).astype(np.int64) % width
    row = np.clip(((0.5 - latitude / np.pi) * height).astype(np.int64), 0, height - 1)
    cell = row * width + column
    colours = np.asarray(COLOURS)[lamps.colour_class]
    texel = np.pi * 6.371e6 / height
    area = (
        texel * texel * np.maximum(np.cos((0.5 - (np.arange(height) + 0.5) / height) * np.pi), 0.02)
    )
    glow = np.empty((height, width, 3), np.float32)
    for channel in range(3):
        total = np.bincount(cell, lamps.intensity_cd * colours[:, channel], width * height)
        mean = (total.reshape(height, width) / area[:, None]).astype(np.float32)
        near = gaussian_filter(mean, 0.8, mode=("nearest", "wrap"), truncate=3)
        wide = gaussian_filter(mean, 2.5, mode=("nearest", "wrap"), truncate=3)
        glow[..., channel] = GLOW_SHARE_NEAR * near + GLOW_SHARE_WIDE * wide
    return glow


def _glow(ctx: moderngl.Context, lamps: Lamps) -> moderngl.Texture:
    return _mipmapped(
        ctx.texture(GLOW_SIZE, 3, glow_map(lamps).astype("f2"), dtype="f2", alignment=1)
    )
