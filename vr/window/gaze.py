"""Mouse look: how dragging and the wheel turn the camera, as pure functions of ViewOptions."""

from __future__ import annotations

import math
from dataclasses import replace

from vr.view_options import ViewOptions

NARROWEST_DEG, WIDEST_DEG = 2.0, 110.0
_ZOOM_STEP = 1.1
"""Factor of the picture's scale for one notch of the wheel."""


def dragged(options: ViewOptions, right: float, down: float) -> ViewOptions:
    """Turn the camera as if the picture were pulled by that many pixels.

    `right` and `down` are in pixels of `options.size`. What lies in the middle of the picture
    moves with the pointer; elevation stops at zenith and nadir, azimuth goes round.
    """
    pixel_deg = math.degrees(2.0 * math.tan(math.radians(options.fov_deg) / 2.0) / options.size[1])
    level = math.cos(math.radians(options.elevation_deg))
    # Near zenith and nadir a degree of azimuth is short on the sky; without a floor it spins.
    azimuth = options.azimuth_deg - right * pixel_deg / max(level, 0.25)
    elevation = options.elevation_deg + down * pixel_deg
    return replace(
        options, azimuth_deg=azimuth % 360.0, elevation_deg=min(90.0, max(-90.0, elevation))
    )


def turned(options: ViewOptions, right: float, up: float) -> ViewOptions:
    """Turn the camera by angles in rad; elevation stops at zenith and nadir, azimuth goes round."""
    elevation = options.elevation_deg + math.degrees(up)
    return replace(
        options,
        azimuth_deg=(options.azimuth_deg + math.degrees(right)) % 360.0,
        elevation_deg=min(90.0, max(-90.0, elevation)),
    )


def zoomed(options: ViewOptions, notches: float) -> ViewOptions:
    """Enlarge the picture by wheel notches (negative: show more), within sensible fields."""
    half = math.tan(math.radians(options.fov_deg) / 2.0) / _ZOOM_STEP**notches
    fov = math.degrees(2.0 * math.atan(half))
    return replace(options, fov_deg=min(WIDEST_DEG, max(NARROWEST_DEG, fov)))
