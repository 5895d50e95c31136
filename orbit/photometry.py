"""The figures by which flames and hot bodies shine, and how to read the light of a track.

A model of estimates: its figures stand in `assets/photometry.toml`, each with its tag. The light of
a body is worked out once, by `orbit.shining`, for the nodes of its track; a reader then needs only
`intensity`, which costs a multiplication or two.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

import assets
from assets.toml import fault, load
from orbit.luminaries import MAGNITUDE_OF_A_LUX

Array = NDArray[np.float64]

FILE = Path(assets.__file__).parent / "photometry.toml"

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Flame(_Table):
    """How one kind of propellant shines; all lists have one entry for each altitude."""

    efficacy_cd_s_kg: Positive
    """Luminous intensity seen from aside on the ground, for each kg/s of exhaust."""
    altitude_km: Annotated[tuple[float, ...], Field(min_length=2)]
    relative: tuple[Positive, ...]
    """Intensity from aside, over that on the ground."""
    ahead: tuple[Share, ...]
    """Seen from ahead of the vehicle, over from aside."""
    astern: tuple[Positive, ...]
    """Seen into the nozzles, over from aside."""
    soot: tuple[Share, ...]
    """The part of the light that hot soot gives; the rest is the bands of the gas."""
    soot_temperature_k: tuple[Positive, ...]
    gas_chromaticity: tuple[Positive, Positive]
    """CIE 1931 x, y of the bands."""

    ember_share: Share
    """Of the flame's light, what still burns just after the engine has stopped."""
    ember_decay_s: Positive

    @model_validator(mode="after")
    def _has_an_entry_for_each_altitude(self) -> Self:
        if list(self.altitude_km) != sorted(set(self.altitude_km)):
            raise fault("altitude_km", "must rise")
        for key in ("relative", "ahead", "astern", "soot", "soot_temperature_k"):
            if len(getattr(self, key)) != len(self.altitude_km):
                raise fault(key, f"needs {len(self.altitude_km)} entries, one for each altitude")
        return self


class Staging(_Table):
    """The flash when a stage is lit while the one below is still there."""

    intensity_cd_s_kg: Positive
    """Added at the peak, for each kg/s of the stage that is lit."""
    rise_s: Positive
    decay_s: Positive


class Glow(_Table):
    """What a body shines as the air heats it."""

    emissivity: Share
    heated_fraction: Share
    """Mean heating of the glowing surface over that at the stagnation point."""
    hottest_k: Positive
    """Melting holds the surface at this temperature."""


class Ablation(_Table):
    """What the air and the vapour before and behind a melting body shine: a share of its drag."""

    luminous_efficiency: Share
    """Light over the energy lost to the air, at `efficiency_speed_m_s`; it goes as the speed."""
    efficiency_speed_m_s: Positive
    candela_per_watt: Positive
    """Of that light."""
    temperature_k: tuple[Positive, Positive]
    """Of a black body of its hue: when it begins, and in full."""
    melting_k: tuple[Positive, Positive]
    """Of the surface: where it begins to give off vapour, and where it does so fully."""
    slowest_m_s: tuple[Positive, Positive]
    """Speeds under which there is no light, and over which there is all of it."""


class Photometry(_Table):
    """All figures of the model."""

    flames: dict[str, Flame]
    staging: Staging
    glow: Glow
    ablation: Ablation


@cache
def photometry() -> Photometry:
    """Return the figures of `assets/photometry.toml`."""
    return load(FILE, Photometry)


def intensity(light: Array, view_cosine: Array) -> Array:
    """Return luminous intensity in cd toward a viewer.

    `light` (n, 3) from a track, `view_cosine` (n,) the cosine between the body's axis and the
    direction to the viewer: 1 from ahead, -1 into the nozzles.
    """
    return np.maximum(light[:, 0] + view_cosine * (light[:, 1] + view_cosine * light[:, 2]), 0.0)


def magnitude(luminous_intensity: Array, distance: Array) -> Array:
    """Return the apparent magnitude, V band, of cd at m without air; infinite for no light.

    m = -13.99 - 2.5 log10(E) with E in lux (Allen 1976, section 96: 2.54e-6 lux is V = 0).
    """
    with np.errstate(divide="ignore"):
        return np.asarray(MAGNITUDE_OF_A_LUX - 2.5 * np.log10(luminous_intensity / distance**2))
