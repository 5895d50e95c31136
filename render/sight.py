"""Dark-adapted sight: rods take over from cones as light fades. The twin of `glsl/sight.glsl`.

Scotopic luminance from tristimulus values: Larson, Rushmeier & Piatko 1997, IEEE Trans. Vis. Comp.
Graph. 3, 291. Passage from cones to rods: CIE 191:2010, system MES2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orbit.colorimetry import (
    PHOTOPIC_EFFICACY,
    SCOTOPIC_EFFICACY,
    SRGB_FROM_XYZ,
    linear_srgb,
)

Array = NDArray[np.float64]

XYZ_FROM_SRGB: Array = np.asarray(np.linalg.inv(SRGB_FROM_XYZ), np.float64)
ROD_SHARE = PHOTOPIC_EFFICACY / SCOTOPIC_EFFICACY
"""V'(555 nm) of MES2, which makes a candela of rods that of cones."""
LARSON = (1.33, 1.68)
"""S = Y (1.33 (1 + (Y + Z) / X) - 1.68)."""
MESOPIC = (0.767, 0.3334)
"""m = 0.767 + 0.3334 log10(L / (cd/m2)), from 0 at 0.005 to 1 at 5 cd/m2 (MES2)."""
STEPS = 2
"""Of MES2's iteration. From white to lamps and moonlight it is then within 0.03 of its end."""
ROD_COLOUR_XY = (0.281, 0.290)
"""Chromaticity of rods' grey on a display, E: half-way from its white to the (0.25, 0.25) of Jensen
et al. 2000, Night Rendering, Univ. Utah UUCS-00-016. Rods see no colour; night is remembered
bluish."""
ACUITY = (17.25, 1.4, 0.35, 25.72)
"""Finest grating seen, cycles a degree: 17.25 atan(1.4 log10 L + 0.35) + 25.72 (Larson et al. 1997,
fit to Shlaer 1937): 3 by the airglow's limb, 2 over moonlit ground, 50 by day."""
HALF = 0.012
"""cd/m2 at which the answer reaches half, E. Then the limb's airglow is somewhat under middle grey,
and one display step is 3e-5 cd/m2, about the tenth of a moonless ground that rods tell apart (their
Weber fraction is 0.1 to 0.14; Aguilar & Stiles 1954, Opt. Acta 1, 59). The absolute threshold, 1e-6
cd/m2, stays black."""


def rod_tint() -> Array:
    """Return ROD_COLOUR_XY as linear sRGB (3,) of luminance 1."""
    x, y = ROD_COLOUR_XY
    return linear_srgb([x / y, 1.0, (1.0 - x - y) / y])


def scotopic(xyz: ArrayLike) -> Array:
    """Return the scotopic luminance in scotopic cd/m2 of XYZ (..., 3) with Y in cd/m2."""
    x, y, z = np.moveaxis(np.asarray(xyz, dtype=np.float64), -1, 0)
    ratio = (y + z) / np.maximum(x, 1e-9)
    light: Array = np.maximum(y * (LARSON[0] * (1.0 + ratio) - LARSON[1]), 0.0)
    return light


def finest_detail(luminance: ArrayLike) -> Array:
    """Return the finest grating that is seen at a luminance in cd/m2, in cycles a degree."""
    scale, slope, offset, middle = ACUITY
    logarithm = np.log10(np.maximum(np.asarray(luminance, dtype=np.float64), 1e-9))
    cycles: Array = scale * np.arctan(slope * logarithm + offset) + middle
    return cycles


def cone_share(photopic: ArrayLike, scotopic_light: ArrayLike) -> Array:
    """Return MES2's m, 0 for rods alone to 1 for cones alone.

    MES2 iterates from m = 0.5 until it converges; STEPS are enough.
    """
    cones, rods = np.asarray(photopic), ROD_SHARE * np.asarray(scotopic_light)
    share: Array = np.full(np.broadcast(cones, rods).shape, 0.5)
    for _ in range(STEPS):
        by_rods = ROD_SHARE * (1.0 - share)
        level = (share * cones + (1.0 - share) * rods) / (share + by_rods)
        share = np.clip(MESOPIC[0] + MESOPIC[1] * np.log10(np.maximum(level, 1e-9)), 0.0, 1.0)
    return share


def mesopic_light(light: ArrayLike) -> Array:
    """Return what is seen, as linear sRGB (..., 3) in mesopic cd/m2, of linear sRGB in cd/m2."""
    rgb = np.asarray(light, dtype=np.float64)
    xyz = rgb @ XYZ_FROM_SRGB.T
    rods = scotopic(xyz)
    m = cone_share(xyz[..., 1], rods)
    whole = m + (1.0 - m) * ROD_SHARE
    by_cones = (m / whole)[..., None] * rgb
    by_rods = ((1.0 - m) * ROD_SHARE / whole * rods)[..., None] * rod_tint()
    seen: Array = by_cones + by_rods
    return seen


def seen(light: ArrayLike, exposure: float) -> Array:
    """Return code values (..., 3), 0 to 1, of linear sRGB light in cd/m2; `exposure` is 1 / HALF.

    The answer is x / (x + 1) (Naka & Rushton 1966), taken for sRGB's code value, which is about as
    even to the eye as its answer.
    """
    x = mesopic_light(light) * exposure
    code: Array = x / (x + 1.0)
    return code
