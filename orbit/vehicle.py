"""What a launch vehicle is: stages, parts that are thrown off, a payload, and how it steers.

A vehicle is read from a TOML file with `assets.toml.load(path, Vehicle)`; a figure that cannot be
is refused there with its line and the physical reason. Units stand in the names.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from assets.toml import fault
from orbit.gravity import STANDARD_GRAVITY
from orbit.stage import (
    Fall,
    Identifier,
    NotNegative,
    Positive,
    Stage,
    Table,
)


class Part(Table):
    """Something that is thrown off and never burns: a fairing, a tail section."""

    id: Identifier
    name: str
    count: Annotated[int, Field(ge=1, le=12)]
    mass_kg: Positive
    """All its pieces together."""
    of_stage: Identifier | None = None
    """The stage whose dry mass counts it already."""
    separation_s: Positive
    fall: Fall


class Thrusters(Table):
    """Small engines that fire in pulses."""

    flame: str
    """Which table of `assets/photometry.toml` tells how they shine."""
    mass_flow_kg_s: Positive
    pulses_s: Annotated[tuple[tuple[Positive, Positive], ...], Field(min_length=1)]
    """Pairs of a time from separation and a length, in order."""

    @field_validator("pulses_s")
    @classmethod
    def _come_one_by_one(
        cls, pulses: tuple[tuple[float, float], ...]
    ) -> tuple[tuple[float, float], ...]:
        if any(a + length >= b for (a, length), (b, _) in pairwise(pulses)):
            raise ValueError("each pulse must begin after the one before has ended")
        return pulses


class Payload(Table):
    """What is brought to orbit."""

    id: Identifier
    name: str
    mass_kg: Positive
    separation_after_cut_off_s: NotNegative
    fall: Fall
    thrusters: Thrusters | None = None


class DragRange(Table):
    """Drag coefficient over a range of Mach numbers: constant + linear M + inverse / M."""

    to_mach: Positive | None = None
    constant: float
    linear: float = 0.0
    inverse: float = 0.0


class Aerodynamics(Table):
    """Drag of the whole vehicle while it flies straight."""

    reference_area: Annotated[tuple[tuple[NotNegative, Positive], ...], Field(min_length=1)]
    """Pairs of a time in s and the area in m2 from then on."""
    drag: Annotated[tuple[DragRange, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _covers_every_speed(self) -> Self:
        bounds = [part.to_mach for part in self.drag]
        inner = [bound for bound in bounds[:-1] if bound is not None]
        if len(inner) != len(bounds) - 1 or sorted(inner) != inner or bounds[-1] is not None:
            raise fault("drag", "needs rising to_mach in all ranges but the last, which has none")
        return self


class Steering(Table):
    """The pitch programme, and what the guidance of the last stage needs to know."""

    horizon: Literal["pad", "local"]
    """What the pitch is measured from: the horizon of the pad at lift-off, or the one below."""
    pitch_deg: Annotated[tuple[tuple[NotNegative, float], ...], Field(min_length=2)]
    """Pairs of a time in s and the pitch above that horizon, linear between."""
    turn_deg_s: Positive
    """How fast the last stage turns to where guidance points it."""
    cycle_s: Positive
    """Time between two solutions of the guidance."""
    hold_s: Positive
    """The last solution is held for this long before cut-off."""
    past_perigee_deg: Annotated[float, Field(ge=-90, le=90)] = 0.0
    """True anomaly at cut-off."""

    @field_validator("pitch_deg")
    @classmethod
    def _goes_on(cls, pitch: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        times = [t for t, _ in pitch]
        if times[0] != 0.0 or any(b <= a for a, b in pairwise(times)):
            raise ValueError("times must begin at 0 and rise")
        if any(not -90.0 <= angle <= 90.0 for _, angle in pitch):
            raise ValueError("a pitch lies between -90 and 90 degrees")
        return pitch


class Vehicle(Table):
    """A launch vehicle with its payload; stages stand in the order in which they leave."""

    name: str
    stages: Annotated[tuple[Stage, ...], Field(min_length=2)]
    parts: tuple[Part, ...] = ()
    payload: Payload
    aerodynamics: Aerodynamics
    steering: Steering

    @model_validator(mode="after")
    def _stages_come_in_order(self) -> Self:
        for index, stage in enumerate(self.stages[:-1]):
            if stage.separation_s is None:
                raise fault(f"stages.{index}", "only the last stage may leave out cut_off_s")
            above = self.stages[index + 1]
            if above.separation_s is not None and above.separation_s <= stage.separation_s:
                raise fault(
                    f"stages.{index + 1}.separation_s",
                    f"{above.id} would leave at {above.separation_s:g} s, before {stage.id} below"
                    f" it ({stage.separation_s:g} s); list the stages as they leave",
                )
            if above.ignition_s > stage.separation_s + 60.0:
                raise fault(
                    f"stages.{index + 1}.ignition_s",
                    f"{above.id} would fall unpowered for more than a minute after {stage.id}",
                )
        if self.stages[-1].cut_off_s is not None:
            raise fault(
                f"stages.{len(self.stages) - 1}.cut_off_s",
                "the last stage is cut off by the guidance; leave it out",
            )
        return self

    @model_validator(mode="after")
    def _parts_belong_to_stages(self) -> Self:
        stages = {stage.id: stage for stage in self.stages}
        for index, part in enumerate(self.parts):
            if part.of_stage is None:
                continue
            if part.of_stage not in stages:
                raise fault(f"parts.{index}.of_stage", f"no stage is called {part.of_stage}")
            if part.mass_kg >= stages[part.of_stage].dry_mass_kg:
                raise fault(f"parts.{index}.mass_kg", "is more than the dry mass of its stage")
        return self

    @model_validator(mode="after")
    def _rises_from_the_pad(self) -> Self:
        thrust = sum(
            stage.count * (stage.engine.thrust_sea_level_kn or 0.0) * 1e3
            for stage in self.stages
            if stage.throttle_at(0.0) > 0.0
        )
        weight = self.mass_at(0.0) * STANDARD_GRAVITY
        if thrust <= weight:
            raise fault(
                "stages",
                f"the thrust at lift-off is {thrust / 1e3:.0f} kN and the weight"
                f" {weight / 1e3:.0f} kN; it would stay on the pad. Check thrusts and masses",
            )
        return self

    @model_validator(mode="after")
    def _has_one_name_for_each_body(self) -> Self:
        ids = [stage.id for stage in self.stages] + [part.id for part in self.parts]
        ids.append(self.payload.id)
        twice = next((each for each in ids if ids.count(each) > 1), None)
        if twice or "stack" in ids:
            raise fault("stages", f"two bodies are called {twice or 'stack'}; ids must differ")
        return self

    def mass_at(self, t: float, *, of: int = 0) -> float:
        """Return the mass in kg of what flies above and with stage `of` at `t`, parts included."""
        stages = sum(
            stage.count * (stage.gross_mass_kg - stage.burnt_by(t)) for stage in self.stages[of:]
        )
        own = [part for part in self.parts if part.of_stage is None]
        parts = sum(part.mass_kg for part in own if t < part.separation_s)
        parts -= sum(
            part.mass_kg
            for part in self.parts
            if part.of_stage is not None and t >= part.separation_s
        )
        return stages + parts + self.payload.mass_kg
