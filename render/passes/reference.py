"""The least that a picture of the Earth can be: what the speed of a frame is measured against."""

from __future__ import annotations

import moderngl
import numpy as np

from assets.images import image
from orbit.earth import EQUATORIAL_RADIUS
from orbit.moment import Moment
from render.passes.fullscreen import FullScreen
from render.view import View

_SRGB8 = 0x8C41


class Reference:
    """A sphere with one mip-mapped picture, met by a ray for every pixel of the target in use."""

    def __init__(self, ctx: moderngl.Context) -> None:
        pixels = np.ascontiguousarray(image("day_colour"))
        height, width, _ = pixels.shape
        self._picture = ctx.texture((width, height), 3, pixels, alignment=1, internal_format=_SRGB8)
        self._picture.repeat_x, self._picture.repeat_y = True, False
        self._picture.build_mipmaps()
        self._picture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self._screen = FullScreen(ctx, "reference.frag")

    def draw(self, moment: Moment, view: View) -> None:
        """Draw the sphere as a view sees it; leaves blending and depth tests to the caller."""
        itrs_from_cupola = moment.itrs_from_gcrs @ moment.cupola_from_gcrs.T
        self._screen.set("itrs_from_eye", itrs_from_cupola @ view.cupola_from_eye)
        self._screen.set("tangents", view.tangents)
        eye = moment.itrs_from_gcrs @ moment.eye_position / EQUATORIAL_RADIUS
        self._screen.set("eye", tuple(eye))
        self._screen.set("picture", 0)
        self._picture.use(0)
        self._screen.draw()
