"""What a film shows and how: everything that its frames follow from, but for the mission."""

from __future__ import annotations

from dataclasses import dataclass, field

from assets.errors import InputError
from vr.camera import Camera
from vr.coding import Coding
from vr.film import FilmPlan
from vr.style import Style


@dataclass(frozen=True, slots=True)
class Shot:
    """`shutter`: s of mission time, around a frame's instant, that the frame takes light in."""

    plan: FilmPlan
    camera: Camera
    style: Style
    shutter: float = 0.0
    coding: Coding = field(default_factory=Coding)


def shutter(exposure: float, plan: FilmPlan) -> float:
    """Return how long the shutter is open: `exposure` s, but no longer than a frame lasts.

    Raises InputError.
    """
    if not 0.0 <= exposure <= 3600.0:
        raise InputError(
            f"--exposure {exposure:g}: give seconds of mission time, 0 for sharp frames"
        )
    return min(exposure, plan.interval)
