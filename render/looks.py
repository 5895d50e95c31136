"""Looks: how the physical image becomes a picture. Exposure and tone, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from assets.errors import InputError


@dataclass(frozen=True, slots=True)
class Look:
    """`exposure` in 1/(cd/m2): the luminance 1/exposure comes out at 63 % of white (linear).

    `contrast` is the exponent of the shadows below that. `white_balance` are linear gains of
    R, G, B; `saturation` 1 keeps colours.
    """

    name: str
    exposure: float
    contrast: float
    white_balance: tuple[float, float, float]
    saturation: float


LOOKS = {
    # As the film: high sensitivity, half a second, warm; the airglow's limb at two thirds of white.
    "camera": Look("camera", 110.0, 1.3, (0.96, 1.0, 1.12), 0.95),
    # The dark-adapted eye sees the same glow, with little of its colour.
    "eye": Look("eye", 90.0, 1.0, (0.96, 1.0, 1.08), 0.45),
}


def look(name: str) -> Look:
    """Return a look by name; raise InputError for an unknown one."""
    try:
        return LOOKS[name]
    except KeyError:
        known = ", ".join(LOOKS)
        raise InputError(f"no look is called '{name}'; known: {known}") from None
