"""Omnidirectional stereo: eyes that look outward from a circle, all round, in one picture each.

Every column of such a picture is seen from its own place: the end of the line between the eyes of a
head that faces that column (Peleg, Ben-Ezra, Pritch 2001, "Omnistereo"; Google 2015, "Rendering
Omni-directional Stereo Content"). What is drawn is moved instead of the eye, point by point: a
point less the place of the eye that sees it, drawn from the centre, falls where that eye sees it.

Right above and below no head can turn so that the columns agree, so that the circle shrinks to a
point there, as the fade that Blender's Cycles calls pole merge (its default: 60 to 75 degrees).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FADE = (math.radians(50.0), math.radians(80.0))
"""Elevations between which the circle shrinks. Wider than Cycles', so that straight things seen
through the fade bend less."""
_STEEPEST_SINE = 0.9


@dataclass(frozen=True, slots=True)
class ViewingCircle:
    """The circle of one eye: `radius` in m, positive for the right eye, negative for the left.

    `axis` (3,) is the unit vector about which the head turns, upward, in the Cupola's frame.
    """

    radius: float
    axis: tuple[float, float, float]

    @staticmethod
    def of_eyes(ipd: float, axis: Array) -> tuple[ViewingCircle, ViewingCircle]:
        """Return the circles of the left and the right eye, `ipd` m apart."""
        upward = (float(axis[0]), float(axis[1]), float(axis[2]))
        return ViewingCircle(-ipd / 2, upward), ViewingCircle(ipd / 2, upward)


def places(circle: ViewingCircle, points: Array) -> Array:
    """Return (n, 3) from where the eye sees points (n, 3), all in m from the circle's middle.

    The twin of `glsl/viewing_circle.glsl`. The line of sight touches the circle: a point at the
    horizontal distance d is seen at the sine radius / d to the left of where the middle sees it.
    """
    axis = np.array(circle.axis)
    height = points @ axis
    level = points - height[:, None] * axis
    distance = np.maximum(np.linalg.norm(level, axis=1), 1e-6)
    ahead = level / distance[:, None]
    right = np.cross(ahead, axis)
    radius = circle.radius * _share(np.arctan2(np.abs(height), distance))
    sine = np.clip(radius / distance, -_STEEPEST_SINE, _STEEPEST_SINE)[:, None]
    seen_from: Array = radius[:, None] * (np.sqrt(1 - sine * sine) * right + sine * ahead)
    return seen_from


def _share(elevation: Array) -> Array:
    """Return what is left of the circle at an elevation, rad: 1 to 0, without corners."""
    through = np.clip((elevation - FADE[0]) / (FADE[1] - FADE[0]), 0.0, 1.0)
    share: Array = 0.5 + 0.5 * np.cos(math.pi * through)
    return share
