"""The tablet on the forward skirt as a solid, and where its screen and pilot lamps are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assets.cupola import cupola
from render.outline import Outline
from render.solid import Solid, join, prism

Array = NDArray[np.float64]


def screen_axes() -> Array:
    """Return the screen's axes (3, 3) as rows: right and up as it is read, and its normal.

    It faces the eye point.
    """
    toward = -np.array(cupola().light.screen_place)
    toward /= np.linalg.norm(toward)
    right = np.cross([0.0, 1.0, 0.0], toward)
    right /= np.linalg.norm(right)
    axes: Array = np.stack([right, np.cross(toward, right), toward])
    return axes


def pilot_places() -> Array:
    """Return (n, 3) m, Cupola frame: the middles of the pilot lamps."""
    light = cupola().light
    flat = np.array([[*pilot.place, 0.0] for pilot in light.pilots])
    places: Array = np.array(light.screen_place) + flat @ screen_axes()
    return places


def tablet() -> Solid:
    """Return it with the arm that holds it, and the box of the pilot lamp beside it."""
    data = cupola()
    light, shape = data.light, data.tablet
    half_width = light.screen_size[0] / 2 + shape.border
    half_height = light.screen_size[1] / 2 + shape.border
    plate = prism(
        Outline.rectangle(half_width, half_height, 0.010),
        -shape.thickness,
        0.0,
        "plastic",
        bevel=0.002,
    )
    arm = prism(Outline.rectangle(0.02, 0.02, 0.004), -shape.arm, -shape.thickness, "anodised")
    beside = [_box_behind(*pilot.place) for pilot in light.pilots if pilot.place[0] > half_width]
    return join([plate, arm, *beside]).placed(screen_axes(), np.array(light.screen_place))


def _box_behind(right: float, up: float) -> Solid:
    """Return the small box that carries a pilot lamp of its own."""
    box = prism(Outline.rectangle(0.045, 0.030, 0.006), -0.10, 0.0, "plastic", bevel=0.003)
    return box.placed(np.eye(3), np.array([right, up, 0.0]))
