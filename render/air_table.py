"""The tables of `orbit.extinction` as one texture for all passes; see glsl/air_table.glsl."""

from __future__ import annotations

import moderngl
import numpy as np

from orbit.extinction import GEOMETRIC_BOTTOM, LIMB_TOP, lamp_table, limb_table, star_table

SPAN = (GEOMETRIC_BOTTOM, LIMB_TOP)
"""m: geometric perigee height of the first and last texel of the star rows."""


def air_table(ctx: moderngl.Context) -> moderngl.Texture:
    """Return a texture of four rows.

    0 and 1: a star's flux factor and a disc's transmission, with the lift in A, by geometric
    perigee height over SPAN; 2: transmission along a grazing line of sight, by perigee height from
    0 to LIMB_TOP; 3: from the ground to space, by the sine of the elevation.
    """
    stars = star_table()
    flux = stars.texture()
    disc = flux.copy()
    disc[:, :3] /= np.maximum(stars.squash, 1e-3)[:, None]
    limb = np.ones_like(flux)
    limb[:, :3] = limb_table().transmission
    lamp = np.ones_like(flux)
    lamp[:, :3] = lamp_table().texture()
    rows = np.stack([flux, disc, limb, lamp]).astype("f4")
    texture = ctx.texture((rows.shape[1], 4), 4, rows.tobytes(), dtype="f4")
    texture.repeat_x = texture.repeat_y = False
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return texture
