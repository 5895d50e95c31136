"""Pictures of all directions at once: equirectangular, for one eye or for two.

The columns are azimuth, the rows elevation. It is put together in linear light from six pinhole
pictures and toned once, whole, so that neither exposure nor dither shows a seam.

For two eyes the far field is the same in both: beyond the glass an eye's distance of 63 mm is
0.03 arc seconds at 420 km, 0.0002 pixels of a picture 8192 wide. The Cupola is drawn for each from
its viewing circle.
"""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.cube import OVERSAMPLING, Face, Raster, faces, raster
from render.exposure import Exposure
from render.frustum import scaled
from render.layers import Layers
from render.looks import Look
from render.passes.panorama import PanoramaPass
from render.renderer import Lap, Renderer, no_lap
from render.targets import Colour, colour
from render.view import View
from render.viewing_circle import ViewingCircle

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Panorama:
    """An equirectangular picture in the Cupola's frame, seen from its eye point.

    `cupola_from_centre` (3, 3) turns the axes of an eye that looks at the picture's centre (x
    right, y up, -z ahead) into the Cupola's; y is the picture's zenith. `size` (width, height) in
    pixels is the whole file's: 2:1 for one eye. With `ipd`, the distance of the eyes in m, it holds
    the left eye's picture above the right eye's, and is 1:1.
    """

    cupola_from_centre: Array
    size: tuple[int, int]
    ipd: float | None = None

    @property
    def circles(self) -> tuple[ViewingCircle | None, ...]:
        """Return the viewing circle of each eye, from the top of the picture."""
        if self.ipd is None:
            return (None,)
        return ViewingCircle.of_eyes(self.ipd, self.cupola_from_centre[:, 1])

    def view(self, face: Face, grid: Raster, circle: ViewingCircle | None) -> View:
        """Return the pinhole view of one face for one eye."""
        t = grid.tangent
        axes = self.cupola_from_centre @ face.centre_from_face
        return View(axes, np.zeros(3), (-t, t, -t, t), (grid.pixels, grid.pixels), circle)

    def coarse_views(self) -> tuple[View, ...]:
        """Return the six pinhole views from the middle, with pixels as large as the panorama's."""
        grid = raster(self.size[0])
        views = (self.view(face, grid, None) for face in faces())
        return tuple(scaled(view, 1 / OVERSAMPLING) for view in views)

    def part(self, eye: int) -> tuple[int, int, int, int]:
        """Return where an eye's picture lies: x, y from the bottom, width, height in pixels."""
        width, height = self.size
        eyes = len(self.circles)
        return 0, height // eyes * (eyes - 1 - eye), width, height // eyes


class PanoramaRenderer:
    """Draws panoramas with a renderer, whose context must stay current."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._pass = PanoramaPass(renderer.ctx)
        self._faces = faces()
        self.sphere: Colour | None = None

    def draw(
        self,
        exposure: Exposure,
        panorama: Panorama,
        framebuffer: moderngl.Framebuffer,
        look: Look,
        layers: Layers,
        lap: Lap = no_lap,
    ) -> None:
        """Draw into a framebuffer of the panorama's size as sRGB-encoded bytes; no names."""
        sphere = self._linear(exposure, panorama, look, layers, lap)
        self._renderer.expose(exposure.middle, sphere.texture, look, framebuffer, exposure.instants)
        lap("expose")

    def hdr(
        self, moment: Moment, panorama: Panorama, look: Look, layers: Layers
    ) -> NDArray[np.float32]:
        """Return the picture before exposure: (H, W, 3) cd/m2, linear sRGB, rows from the top."""
        sphere = self._linear(Exposure.sharp(moment), panorama, look, layers, no_lap)
        width, height = panorama.size
        rows = np.frombuffer(sphere.framebuffer.read(components=3, dtype="f4"), "f4")
        return rows.reshape(height, width, 3)[::-1].copy()

    def _linear(
        self, exposure: Exposure, panorama: Panorama, look: Look, layers: Layers, lap: Lap
    ) -> Colour:
        grid = raster(panorama.size[0])
        circles = panorama.circles
        sphere = self._target(panorama.size)
        sphere.framebuffer.use()
        sphere.framebuffer.clear()
        for face in self._faces:
            views = [panorama.view(face, grid, circle) for circle in circles]
            pictures = self._renderer.linear(exposure, views, look, layers, lap)
            for eye, picture in enumerate(pictures):
                self._pass.draw(picture.texture, face, grid, sphere, panorama.part(eye))
                lap("panorama")
        return sphere

    def _target(self, size: tuple[int, int]) -> Colour:
        if self.sphere is None or self.sphere.size != size:
            if self.sphere is not None:
                self.sphere.release()
            self.sphere = colour(self._renderer.ctx, size)
        return self.sphere
