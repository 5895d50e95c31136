"""The station's parts and surfaces as simple shapes, read from station.toml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assets.toml import fault, load

Place = tuple[float, float, float]
"""m in the station's axes: x forward, y starboard, z nadir."""


class _Table(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True
    )


class Tube(_Table):
    """A round body; `profile` holds pairs of m from its start and radius in m."""

    name: str
    start: Place = Field(alias="from")
    end: Place = Field(alias="to")
    profile: tuple[tuple[float, float], ...] = Field(min_length=2)
    surface: str


class Box(_Table):
    """A box along the station's axes; `size` in m along x, y, z."""

    name: str
    centre: Place
    size: Place
    surface: str


class Array(_Table):
    """Solar arrays on a hub, in m; those that `swivel` also lean to a Sun off their plane."""

    name: str
    hub: Place
    along: float = Field(gt=0)
    across: float = Field(gt=0)
    gap: float = Field(ge=0)
    blankets: int = Field(ge=1)
    swivels: bool


class Surface(_Table):
    """What a surface does to light, and how far apart its seams are in m."""

    albedo: tuple[float, float, float]
    gloss: float = Field(ge=0, le=1)
    seam: float = Field(gt=0)


class StationData(_Table):
    """Everything in station.toml."""

    eye: Place
    tube: tuple[Tube, ...]
    box: tuple[Box, ...]
    array: tuple[Array, ...]
    surface: dict[str, Surface]

    @model_validator(mode="after")
    def _surfaces_are_known(self) -> StationData:
        for kind in ("tube", "box"):
            for number, part in enumerate(getattr(self, kind)):
                if part.surface not in self.surface:
                    raise fault(
                        f"{kind}.{number}.surface",
                        f"no surface is called '{part.surface}'; known: {', '.join(self.surface)}",
                    )
        return self


@cache
def station() -> StationData:
    """Return the station's data, read once a process; raise InputError if the file is damaged."""
    return load(Path(str(files("assets").joinpath("station.toml"))), StationData)
