"""The beam from a controller to what it points at: thin and dim, brightest at the hand. Pure.

In boards from the hand outward, each as wide as it is far, so that the beam is a line of one width
for the eye however far it goes.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from render.passes.board import Board
from render.walls import clearance
from render.windows import through_glass
from vr.hands.reading import Pose

Array = NDArray[np.float64]

FROM = 0.06
"""m from where the controller aims: out of its shell."""
FAR = 1000.0
"""m; a thing outside is seen there by both eyes."""
_STEP = 1.5
"""Each board ends so many times as far away as it begins."""
_WIDTH = math.radians(0.22)
"""With its soft sides."""
_AT_HAND, _AT_END = 0.34, 0.12
"""How much it covers."""
_MARCH = 0.02
_LONGEST_INSIDE = 4.0
"""m; the wall is looked for so finely, and no farther."""


def reach(ray: Pose) -> float:
    """Return how far in m a beam goes that meets nothing: to hull or frame, or out of a window."""
    if through_glass(ray.ahead, ray.position):
        return FAR
    steps = np.arange(FROM, _LONGEST_INSIDE, _MARCH)
    beyond = clearance(ray.position + steps[:, None] * ray.ahead) < 0.0
    return float(steps[beyond.argmax()]) if beyond.any() else _LONGEST_INSIDE


def boards(ray: Pose, eye: Array, end: float) -> list[tuple[Board, float]]:
    """Return the beam's boards for an eye (3,), each with its opacity; it ends at `end` m."""
    if end <= FROM:
        return []
    count = max(1, math.ceil(math.log(end / FROM) / math.log(_STEP)))
    ends = FROM * (end / FROM) ** (np.arange(count + 1) / count)
    found = []
    for number, (near, far) in enumerate(pairwise(ends.tolist())):
        start = ray.position + near * ray.ahead
        along = (far - near) * ray.ahead
        to_eye = eye - (start + 0.5 * along)
        distance = float(np.linalg.norm(to_eye))
        across = np.cross(to_eye / distance, ray.ahead)
        sine = float(np.linalg.norm(across))
        if sine < 1e-4:  # it comes straight at the eye, or goes straight away from it
            continue
        across *= _WIDTH * distance / sine
        share = (number + 0.5) / count
        opacity = _AT_HAND + share * (_AT_END - _AT_HAND)
        found.append((Board(start - 0.5 * across, along, across), opacity))
    return found
