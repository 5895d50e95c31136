"""Lines of sight past the Earth, in double precision and without the program's own geometry.

Heights are geodetic, by ERFA on the WGS 84 ellipsoid; airglow is summed step by step along the
straight line from the figures of `assets/airglow.toml`.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import erfa
import numpy as np

AIRGLOW = tomllib.loads(
    (Path(__file__).parents[2] / "assets" / "airglow.toml").read_text(encoding="utf-8")
)
SIGMA_PER_FWHM = 1 / np.sqrt(8 * np.log(2))
REACH = 4.5e6
"""m from the eye: beyond it a line of sight that grazes the Earth has left every layer."""
STEP = 2e3
"""m; a grazing line takes at least 60 of these to cross half a layer."""


@dataclass(frozen=True, slots=True)
class Sight:
    """n lines of sight: `heights` (n, s) m above the ellipsoid at `path` (s,) m from the eye."""

    path: np.ndarray
    heights: np.ndarray

    @property
    def tangent_height(self):
        """(n,) m: the least height of the line, below the ground where it goes on through."""
        lowest = np.clip(np.argmin(self.heights, axis=1), 1, len(self.path) - 2)
        rows = np.arange(len(lowest))
        before, at, after = (self.heights[rows, lowest + k] for k in (-1, 0, 1))
        return at - (after - before) ** 2 / (8 * (after - 2 * at + before))

    def column(self, density, far_side=1.0):
        """Return (n, ...) the integral of `density(heights)` over the path down to the ground.

        `far_side` (n, ...) multiplies what lies beyond the least height.
        """
        light = density(self.heights) * np.gradient(self.path)
        light[np.minimum.accumulate(self.heights, axis=1) < 0.0] = 0.0
        beyond = np.arange(len(self.path)) > np.argmin(self.heights, axis=1)[:, None]
        near, far = (np.where(part, light, 0.0).sum(axis=1) for part in (~beyond, beyond))
        return near[:, None] + far[:, None] * far_side


def look(moment, rays_gcrs, step=STEP, reach=REACH):
    """Return the `Sight` along rays (n, 3), GCRS unit vectors, from a moment's eye."""
    path = np.arange(0.0, reach, step)
    eye = moment.itrs_from_gcrs @ moment.eye_position
    rays = rays_gcrs @ moment.itrs_from_gcrs.T
    points = eye + path[None, :, None] * rays[:, None, :]
    _, _, heights = erfa.gc2gd(1, points)
    return Sight(path, heights)


def gaussian(peak, fwhm):
    """Return the density (1/m) of a layer whose vertical column is 1."""
    sigma = fwhm * SIGMA_PER_FWHM

    def density(heights):
        return np.exp(-0.5 * ((heights - peak) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))

    return density


def layer_column(sight, layer, share, far_side=1.0):
    """Return (n, c) the airmass of a layer, its emissions mixed by `share` {id: luminance}."""
    members = [one for one in AIRGLOW["emission"] if one["layer"] == layer]
    total = sum(share[one["id"]] for one in members)
    return sum(
        share[one["id"]]
        / total
        * sight.column(gaussian(one["peak_km"] * 1e3, one["fwhm_km"] * 1e3), far_side)
        for one in members
    )
