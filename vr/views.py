"""Named views: where a camera stood, for `--view`. Explicit options take the place of its parts."""

from __future__ import annotations

from dataclasses import dataclass

from vr import defaults


@dataclass(frozen=True, slots=True)
class NamedView:
    """A camera's angles (as `vr.view_options.ViewOptions`), and what is shown beside the world."""

    azimuth_deg: float
    elevation_deg: float
    roll_deg: float
    fov_deg: float
    cupola: bool
    labels: bool


VIEWS = {
    # Out of the aft window, as the visitor first sees it.
    "aft": NamedView(
        defaults.AZIMUTH_DEG,
        defaults.ELEVATION_DEG,
        defaults.ROLL_DEG,
        defaults.FOV_DEG,
        cupola=True,
        labels=True,
    ),
    # The astronaut's film (docs/film.md says how it was found).
    "film": NamedView(179.0, -32.0, -58.0, 54.0, cupola=False, labels=False),
    # Straight down through the round window; the ground runs downward.
    "down": NamedView(180.0, -90.0, 0.0, 60.0, cupola=True, labels=True),
}
