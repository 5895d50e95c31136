"""The Milky Way's picture, for the shaders that include glsl/milky_way.glsl."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from assets.images import MILKY_WAY_LUMINANCE
from orbit.moment import Moment
from render.once import once
from render.shaders import assign

GALACTIC_FROM_GCRS = np.array(
    [
        [-0.0548755604, -0.8734370902, -0.4838350155],
        [0.4941094279, -0.4448296300, 0.7469822445],
        [-0.8676661490, -0.1980763734, 0.4559837762],
    ]
)
"""ESA 1997, The Hipparcos and Tycho Catalogues, volume 1, section 1.5.3."""


class MilkyWay:
    """The picture `texture`, galactic plate carree, and its scale."""

    def __init__(self, texture: moderngl.Texture) -> None:
        self.texture = texture

    def set(self, program: moderngl.Program) -> None:
        """Set the constants of a program that reads the picture."""
        assign(program, "milky_way_luminance", MILKY_WAY_LUMINANCE)


@once
def galactic_from_itrs(moment: Moment) -> NDArray[np.float64]:
    """Return the rotation matrix (3, 3) of a moment."""
    rotation: NDArray[np.float64] = GALACTIC_FROM_GCRS @ moment.itrs_from_gcrs.T
    return rotation
