"""A camera that sees all round, in the words of the command line, and the Panorama it means."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assets.errors import InputError
from orbit.moment import Moment
from render.panorama import Panorama
from vr import defaults
from vr.view_options import lvlh_from_eye

SIZE = (4096, 2048)
"""px of one eye's picture."""
STEREO_SIZE = (SIZE[0], 2 * SIZE[1])
SMALLEST_WIDTH = 64
IPD_MM = (1.0, 200.0)


@dataclass(frozen=True, slots=True)
class PanoramaOptions:
    """An equirectangular camera at the Cupola's eye point.

    The middle of the picture looks along `azimuth_deg`, as `vr.view_options.ViewOptions` has it,
    and lies level: the middle row is the local horizontal all round, the top the zenith. `size`
    (width, height) in pixels is the whole picture's. With `ipd_mm`, the distance between two eyes,
    the left one's picture stands above the right one's. Raises InputError for what cannot be.
    """

    azimuth_deg: float = defaults.AZIMUTH_DEG
    size: tuple[int, int] = SIZE
    ipd_mm: float | None = None

    def __post_init__(self) -> None:
        """Refuse what no such camera can have."""
        if not math.isfinite(self.azimuth_deg):
            raise InputError(f"--azimuth {self.azimuth_deg}: give a finite angle in degrees")
        width, height = self.size
        stereo = self.ipd_mm is not None
        wanted = width if stereo else width // 2
        if height != wanted or width % 4 or width < SMALLEST_WIDTH:
            shape = (
                "as high as wide (two pictures, 2:1 each)" if stereo else "twice as wide as high"
            )
            better = max(SMALLEST_WIDTH, width - width % 4)
            raise InputError(
                f"--size {width}x{height}: an equirectangular picture is {shape} and its width is "
                f"a multiple of 4; try {better}x{better if stereo else better // 2}"
            )
        if self.ipd_mm is not None and not IPD_MM[0] <= self.ipd_mm <= IPD_MM[1]:
            raise InputError(
                f"--ipd {self.ipd_mm:g}: give {IPD_MM[0]:g} to {IPD_MM[1]:g} mm; most people have "
                "50 to 75, 63 on average"
            )

    @property
    def eyes(self) -> int:
        """Return how many eyes the picture is for, 1 or 2."""
        return 1 if self.ipd_mm is None else 2

    def __str__(self) -> str:
        """Say it as the text chunk of a PNG does."""
        eyes = "" if self.ipd_mm is None else f", left eye on top, eyes {self.ipd_mm:g} mm apart"
        return (
            f"azimuth {self.azimuth_deg:g} deg, level, equirectangular, "
            f"{self.size[0]}x{self.size[1]} px{eyes}"
        )


def panorama_at(options: PanoramaOptions, moment: Moment) -> Panorama:
    """Return the Panorama that `options` mean at that moment."""
    cupola_from_lvlh = moment.cupola_from_gcrs @ moment.lvlh_from_gcrs.T
    level = lvlh_from_eye(options.azimuth_deg, 0.0, 0.0)
    ipd = None if options.ipd_mm is None else options.ipd_mm / 1000.0
    return Panorama(cupola_from_lvlh @ level, options.size, ipd)
