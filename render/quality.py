"""How much work a frame may be: the ladder that `--quality` climbs."""

from __future__ import annotations

from dataclasses import dataclass

from assets.errors import InputError


@dataclass(frozen=True, slots=True)
class Quality:
    """`ground_scale`: pixels of ground and sky per pixel of an eye, each way; the limb has all.

    `lamps_per_pixel`: how many lamps a pixel far away is made of. `faintest_star`: V magnitude.
    `smooth`: whether the edges of the near field have several samples a pixel.
    `fine_maps`: whether shores and relief have their finest level, 134 MB, of 5 km a texel.
    """

    name: str
    ground_scale: float
    lamps_per_pixel: float
    faintest_star: float
    smooth: bool
    fine_maps: bool = True


QUALITIES = {
    "low": Quality("low", 0.33, 1.5, 6.0, False, fine_maps=False),
    "medium": Quality("medium", 0.4, 2.5, 7.0, True),
    "high": Quality("high", 0.5, 4.0, 8.0, True),
}


def lower_than(asked: Quality) -> tuple[Quality, ...]:
    """Return the steps below one of the ladder, the nearest first."""
    below = [each for each in QUALITIES.values() if each.ground_scale < asked.ground_scale]
    return tuple(sorted(below, key=lambda each: -each.ground_scale))


def quality(name: str) -> Quality:
    """Return a step of the ladder by name; raise InputError for an unknown one."""
    try:
        return QUALITIES[name]
    except KeyError:
        known = ", ".join(QUALITIES)
        raise InputError(f"no quality is called '{name}'; known: {known}") from None
