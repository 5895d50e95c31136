"""Where a still or a film looks, in the words of the command line, and the View it means."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.errors import InputError
from orbit.moment import Moment
from render.view import View
from vr import defaults

LARGEST_SIDE = 16384
"""px; no graphics card that this program meets makes a larger picture in one piece."""


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """A rectilinear camera at the Cupola's eye point.

    Azimuth in the local horizontal plane from forward (0) through starboard (90) to aft (180);
    elevation above that plane; roll of the camera, clockwise as seen from behind it; vertical
    field of view; size as (width, height) in pixels. The default looks aft, at the limb under
    which Baikonur comes into sight. Raises InputError for values that no camera can have.
    """

    azimuth_deg: float = defaults.AZIMUTH_DEG
    elevation_deg: float = defaults.ELEVATION_DEG
    roll_deg: float = defaults.ROLL_DEG
    fov_deg: float = defaults.FOV_DEG
    size: tuple[int, int] = defaults.SIZE

    def __post_init__(self) -> None:
        """Refuse what no rectilinear camera can have."""
        angles = (self.azimuth_deg, self.elevation_deg, self.roll_deg)
        for name, angle in zip(("azimuth", "elevation", "roll"), angles, strict=True):
            if not math.isfinite(angle):
                raise InputError(f"--{name} {angle}: give a finite angle in degrees")
        if abs(self.elevation_deg) > 90.0:
            raise InputError(f"--elevation {self.elevation_deg:g}: give -90 (nadir) to 90 (zenith)")
        if not 0.01 <= self.fov_deg <= 170.0:
            raise InputError(
                f"--fov {self.fov_deg:g}: give a vertical angle of 0.01 to 170 degrees"
            )

    def __str__(self) -> str:
        """Say it as the text chunk of a PNG does."""
        return (
            f"azimuth {self.azimuth_deg:g} deg, elevation {self.elevation_deg:g} deg, "
            f"roll {self.roll_deg:g} deg, vertical field of view {self.fov_deg:g} deg, "
            f"rectilinear, {self.size[0]}x{self.size[1]} px"
        )


def parse_size(text: str) -> tuple[int, int]:
    """Read `WIDTHxHEIGHT` in pixels. Raises InputError."""
    match = re.fullmatch(r"\s*(\d{1,6})\s*[xX×]\s*(\d{1,6})\s*", text)
    if match is None:
        raise InputError(f"--size {text}: give width and height in pixels, as 1920x1080")
    width, height = int(match[1]), int(match[2])
    if not (1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE):
        raise InputError(f"--size {text}: give 1 to {LARGEST_SIDE} pixels each way")
    return width, height


def lvlh_from_eye(azimuth_deg: float, elevation_deg: float, roll_deg: float) -> NDArray[np.float64]:
    """Return the rotation (3, 3) from eye axes (x right, y up, -z ahead) to LVLH.

    Right and up of the unrolled camera are the directions in which azimuth and elevation grow;
    roll turns them clockwise as seen from behind the camera.
    """
    azimuth, elevation, roll = np.radians((azimuth_deg, elevation_deg, roll_deg))
    sin_a, cos_a, sin_e, cos_e = (
        np.sin(azimuth),
        np.cos(azimuth),
        np.sin(elevation),
        np.cos(elevation),
    )
    ahead = np.array((cos_e * cos_a, cos_e * sin_a, -sin_e))
    level_right = np.array((-sin_a, cos_a, 0.0))
    level_up = np.array((-sin_e * cos_a, -sin_e * sin_a, -cos_e))
    right = np.cos(roll) * level_right - np.sin(roll) * level_up
    up = np.cos(roll) * level_up + np.sin(roll) * level_right
    return np.column_stack((right, up, -ahead))


def view_at(options: ViewOptions, moment: Moment) -> View:
    """Return the View that `options` mean at that moment: LVLH turns in the Cupola's frame."""
    cupola_from_lvlh = moment.cupola_from_gcrs @ moment.lvlh_from_gcrs.T
    lvlh = lvlh_from_eye(options.azimuth_deg, options.elevation_deg, options.roll_deg)
    return View.symmetric(cupola_from_lvlh @ lvlh, options.size, math.radians(options.fov_deg))
