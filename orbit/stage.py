"""What a stage is: its masses, its engine, when it burns, and how it falls afterwards.

These are tables of a vehicle file (`orbit.vehicle`). Units stand in the names.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from assets.toml import fault
from orbit.atmosphere import SEA_LEVEL_PRESSURE
from orbit.gravity import STANDARD_GRAVITY

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Table(BaseModel):
    """A table of a vehicle file: frozen, and closed to keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Engine(Table):
    """One stage's engine, all chambers together, at full thrust."""

    name: str
    thrust_sea_level_kn: Positive | None = None
    """Left out for an engine that burns in vacuum only."""
    thrust_vacuum_kn: Positive
    isp_sea_level_s: Positive | None = None
    isp_vacuum_s: Positive
    flame: str
    """Which table of `assets/photometry.toml` tells how the flame shines."""

    @field_validator("isp_sea_level_s", "isp_vacuum_s")
    @classmethod
    def _is_in_seconds(cls, isp: float | None) -> float | None:
        if isp is not None and isp > 1000.0:
            raise ValueError(
                f"{isp:g} s is more than any chemical engine gives (about 480 s); if it is an"
                f" exhaust velocity in m/s, divide it by 9.80665: {isp / STANDARD_GRAVITY:.1f}",
            )
        if isp is not None and isp < 50.0:
            raise ValueError(
                f"{isp:g} s is less than a cold gas thruster gives; if it is an exhaust velocity"
                f" in km/s, multiply it by 101.97: {isp * 1000 / STANDARD_GRAVITY:.1f}",
            )
        return isp

    @model_validator(mode="after")
    def _is_one_engine(self) -> Self:
        if self.thrust_sea_level_kn is None or self.isp_sea_level_s is None:
            return self
        if self.thrust_sea_level_kn > self.thrust_vacuum_kn:
            raise fault(
                "thrust_sea_level_kn",
                "is more than the thrust in vacuum; the air outside only takes away thrust",
            )
        on_the_ground = self.thrust_sea_level_kn / self.isp_sea_level_s
        if abs(on_the_ground * self.isp_vacuum_s / self.thrust_vacuum_kn - 1.0) > 0.03:
            raise fault(
                "isp_sea_level_s",
                "thrust over specific impulse gives another mass flow at sea level"
                f" ({on_the_ground * 1000 / STANDARD_GRAVITY:.0f} kg/s) than in vacuum"
                f" ({self.mass_flow:.0f} kg/s); one engine has one mass flow, so one of the four"
                " figures is wrong",
            )
        return self

    @property
    def mass_flow(self) -> float:
        """Full mass flow, kg/s."""
        return self.thrust_vacuum_kn * 1e3 / (self.isp_vacuum_s * STANDARD_GRAVITY)

    @property
    def thrust_vacuum(self) -> float:
        """Full thrust in vacuum, N."""
        return self.thrust_vacuum_kn * 1e3

    @property
    def exit_area(self) -> float:
        """Newtons lost for each pascal outside, which is the nozzles' exit area in m2."""
        if self.thrust_sea_level_kn is None:
            return 0.0
        return (self.thrust_vacuum_kn - self.thrust_sea_level_kn) * 1e3 / SEA_LEVEL_PRESSURE


class BreakUp(Table):
    """How a body comes apart on re-entry (an estimate always)."""

    heat_flux_kw_m2: Positive
    """Stagnation-point heating at which it gives way; not reached, it gives way at the peak."""
    masses_kg: Annotated[tuple[Positive, ...], Field(min_length=1)]
    """The pieces that come off; what is left keeps the body's id."""
    drag_areas_m2: tuple[Positive, ...]
    """One for each piece: drag coefficient times area."""
    left_drag_area_m2: Positive
    """Of what keeps the body's id."""
    scatter_m_s: NotNegative
    """Speed at which the pieces leave one another."""

    @model_validator(mode="after")
    def _has_an_area_for_each_piece(self) -> Self:
        if len(self.drag_areas_m2) != len(self.masses_kg):
            raise fault("drag_areas_m2", "needs one entry for each of masses_kg")
        return self


class Fall(Table):
    """How a body goes its own way after separation."""

    drag_area_m2: Positive
    """Drag coefficient times area, the mean over its tumbling."""
    nose_radius_m: Positive
    """Radius of curvature that takes the heat."""
    push_m_s: NotNegative = 0.0
    """Speed away from the rest: sideways where several leave in a ring, else backward."""
    tumble_deg_s: float = 0.0
    glow_area_m2: Positive
    """Surface that glows when hot, as seen from aside."""
    break_up: BreakUp | None = None


class Stage(Table):
    """A stage, or a ring of `count` equal ones that burn side by side."""

    id: Identifier
    name: str
    count: Annotated[int, Field(ge=1, le=12)] = 1
    dry_mass_kg: Positive
    gross_mass_kg: Positive
    burnt_before_lift_off_kg: NotNegative = 0.0
    length_m: Positive
    diameter_m: Positive
    ignition_s: float
    """From lift-off; negative for engines that start on the pad."""
    throttle: tuple[tuple[float, Annotated[float, Field(gt=0, le=1)]], ...] = ()
    """Pairs of a time in s and the part of full thrust from then on."""
    cut_off_s: float | None = None
    """Where it is left out, the guidance cuts off when the orbit is reached."""
    separation_s: float | None = None
    engine: Engine
    fall: Fall

    @model_validator(mode="after")
    def _comes_apart_into_less(self) -> Self:
        apart = self.fall.break_up
        if apart is not None and sum(apart.masses_kg) >= self.dry_mass_kg:
            raise fault("fall.break_up.masses_kg", "the pieces weigh more than the empty stage")
        return self

    @model_validator(mode="after")
    def _can_fly(self) -> Self:
        if self.gross_mass_kg <= self.dry_mass_kg:
            raise fault(
                "gross_mass_kg", "must be more than dry_mass_kg, or there is nothing to burn"
            )
        times = [self.ignition_s, *(t for t, _ in self.throttle)]
        if self.cut_off_s is not None:
            times.append(self.cut_off_s)
        if self.separation_s is not None:
            times.append(self.separation_s)
        if sorted(times) != times:
            raise fault(
                "ignition_s", "ignition, throttle steps, cut-off and separation must come in order"
            )
        if (self.cut_off_s is None) != (self.separation_s is None):
            raise fault("ignition_s", "give both cut_off_s and separation_s, or neither if guided")
        if self.burnt_before_lift_off_kg and self.ignition_s >= 0.0:
            raise fault(
                "burnt_before_lift_off_kg", "nothing burns before an ignition after lift-off"
            )
        if self.cut_off_s is not None and self.burnt_by(self.cut_off_s) > self.propellant_kg:
            raise fault(
                "cut_off_s",
                f"burning until T+{self.cut_off_s:g} takes {self.burnt_by(self.cut_off_s):.0f} kg,"
                f" and there are {self.propellant_kg:.0f} kg of propellant; end earlier or check"
                " masses, thrust and specific impulse",
            )
        return self

    @property
    def propellant_kg(self) -> float:
        """What one stage of the ring can burn, kg."""
        return self.gross_mass_kg - self.dry_mass_kg

    def throttle_at(self, t: float) -> float:
        """Return the part of full thrust at `t`, 0 where the engine is off or not yet in flight."""
        if t < max(self.ignition_s, 0.0) or (self.cut_off_s is not None and t >= self.cut_off_s):
            return 0.0
        return next((part for start, part in reversed(self.throttle) if t >= start), 1.0)

    def burnt_by(self, t: float) -> float:
        """Return the propellant one stage of the ring has burnt by `t`, kg."""
        if t < max(self.ignition_s, 0.0):
            if self.ignition_s >= 0.0:
                return 0.0
            part = min(max(1.0 - t / self.ignition_s, 0.0), 1.0)
            return part * self.burnt_before_lift_off_kg
        end = t if self.cut_off_s is None else min(t, self.cut_off_s)
        steps = [(max(self.ignition_s, 0.0), 1.0), *self.throttle]
        ends = [*(start for start, _ in self.throttle), end]
        full = sum(
            part * max(0.0, min(until, end) - start)
            for (start, part), until in zip(steps, ends, strict=True)
        )
        return self.burnt_before_lift_off_kg + full * self.engine.mass_flow
