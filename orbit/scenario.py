"""A scenario: which station, at what time, seen how, and which launch below it, if any.

Scenarios are TOML files; those shipped lie in `assets/scenarios/`, and `progress-ms-10.toml` there
explains every key. `t` is seconds from lift-off everywhere.
"""

from __future__ import annotations

import difflib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator, model_validator

import assets
from assets.errors import InputError
from assets.inside import inside, is_file
from assets.toml import fault, load, place
from orbit.elements import Elements, parse_tle, read_elements

FOLDER = Path(assets.__file__).parent / "scenarios"
DEFAULT = "progress-ms-10"

Degrees = Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Metres = Annotated[float, Field(allow_inf_nan=False)]


class _Table(BaseModel):
    """A table of a scenario file: frozen, and closed to keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Table):
    """The mission time that can be shown, s from lift-off."""

    start: Annotated[float, Field(alias="from", ge=-864_000, le=864_000)] = -900.0
    end: Annotated[float, Field(alias="to", ge=-864_000, le=864_000)] = 5400.0

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if not self.start <= 0.0 <= self.end or self.end - self.start < 60:
            raise fault("to", "the span must hold t = 0 and at least 60 s; set from and to so")
        return self


class Attitude(_Table):
    """Yaw, pitch and roll of the station from LVLH, in this order; see `orbit.attitude`."""

    yaw_deg: Degrees = 0.0
    pitch_deg: Degrees = 0.0
    roll_deg: Degrees = 0.0


class Station(_Table):
    """The station's elements and attitude."""

    name: str = "ISS"
    line_1: str | None = None
    line_2: str | None = None
    origin: str = ""
    """What the element set is: published, or a fit, and how good."""
    attitude: Attitude = Attitude()

    @model_validator(mode="after")
    def _has_a_valid_set(self) -> Self:
        if self.line_1 is None and self.line_2 is None:
            return self
        if self.line_1 is None or self.line_2 is None:
            raise fault("", "needs both line_1 and line_2 of its element set, or neither; add one")
        try:
            parse_tle(self.line_1, self.line_2)
        except InputError as error:
            message = str(error)
            key = "line_2" if "line 2:" in message else "line_1"
            raise fault(key, message.partition(": ")[2]) from None
        return self


class CupolaMount(_Table):
    """Where the Cupola is on the station, in body axes (x forward, y starboard, z nadir)."""

    eye_m: tuple[Metres, Metres, Metres] = (0.0, -7.0, 4.0)
    """The eye point from the station's centre of mass, m."""
    clocking_deg: Degrees = 0.0
    """Turn about the nadir axis, toward port from aft; 0 puts the middle of a window aft."""


class Site(_Table):
    """The launch pad, geodetic, WGS 84."""

    name: str
    lat_deg: Latitude
    lon_deg: Degrees
    height_m: Annotated[float, Field(ge=-500, le=9000)]


class Insertion(_Table):
    """The orbit that the vehicle steers to.

    Least and greatest height above the ellipsoid over the first revolution, as agencies state them.
    """

    perigee_km: Annotated[float, Field(ge=80, le=100_000)]
    apogee_km: Annotated[float, Field(ge=80, le=100_000)]
    inclination_deg: Annotated[float, Field(ge=0, le=180)]

    @model_validator(mode="after")
    def _is_an_orbit(self) -> Self:
        if self.apogee_km < self.perigee_km:
            raise fault("apogee_km", "is below perigee_km; exchange them")
        return self


class Launch(_Table):
    """What is launched, from where and whereto."""

    vehicle: str
    """Name of a vehicle in `assets/vehicles/`, or a path within the scenario's own folder."""
    azimuth_deg: Annotated[float, Field(ge=0, lt=360)]
    """Direction of the ascent over the turning Earth, from north through east."""
    site: Site
    insertion: Insertion


class Scenario(_Table):
    """All that a timeline is built from, but for the figures in the vehicle's own file."""

    name: str
    title: str
    lift_off: datetime | Literal["now"]
    """UTC at t = 0; `find_scenario` puts a time in the place of "now"."""
    f107_sfu: Annotated[float, Field(ge=50, le=400)]
    """Solar radio flux at 10.7 cm of that day; the airglow follows it."""
    span: Span = Span()
    station: Station
    cupola: CupolaMount = CupolaMount()
    launch: Launch | None = None
    _file: Path | None = PrivateAttr(default=None)
    _elements: Elements | None = PrivateAttr(default=None)

    @field_validator("lift_off")
    @classmethod
    def _is_utc(cls, value: datetime | str) -> datetime | str:
        if isinstance(value, str):
            return value
        if value.tzinfo is None or value.utcoffset():
            raise fault("", "must be in UTC and say so; end it with Z")
        if not 1962 <= value.year <= 2052:
            raise fault("", "must lie in 1962 to 2052, which the ephemeris covers")
        return value.replace(tzinfo=UTC)

    @property
    def epoch(self) -> datetime:
        """UTC at t = 0."""
        if isinstance(self.lift_off, str):
            raise InputError(f"{self.name}: lift_off is still {self.lift_off!r}; use find_scenario")
        return self.lift_off

    @property
    def elements(self) -> Elements:
        """The element set: the user's own if one was given, else the file's; InputError if none."""
        if self._elements is not None:
            return self._elements
        if self.station.line_1 is None or self.station.line_2 is None:
            raise InputError(
                f"The scenario {self.name} has no element set of its own; give a current one of the"
                " station with --tle FILE (TLE or OMM, as CelesTrak and Space-Track publish them)"
            )
        return parse_tle(
            self.station.line_1,
            self.station.line_2,
            self.station.name,
            (self.place("station", "line_1"), self.place("station", "line_2")),
        )

    @property
    def origin(self) -> str:
        """What the element set is and how good, to be shown with it."""
        if self._elements is not None:
            return f"Element set given by the user: {self._elements.origin}"
        return self.station.origin

    def place(self, *keys: str | int) -> str:
        """Return `file:line` of a key of the scenario's file, for messages."""
        return place(self._file, *keys) if self._file else self.name

    def with_elements(self, path: Path) -> Scenario:
        """Return this scenario with the element set of a file; InputError if that is bad."""
        changed = self.model_copy()
        changed._file = self._file
        changed._elements = read_elements(path)
        return changed

    def vehicle_file(self) -> Path:
        """Return the path of the launch's vehicle file; InputError if there is none."""
        if self.launch is None:
            raise InputError(f"The scenario {self.name} has no launch and so no vehicle")
        named, folder = self.launch.vehicle, FOLDER.parent / "vehicles"
        shipped = inside(folder, f"{named}.toml")
        beside = inside((self._file or FOLDER).parent, named)
        found = next((path for path in (shipped, beside) if path and is_file(path)), None)
        if found is None:
            known = ", ".join(sorted(path.stem for path in folder.glob("*.toml")))
            raise InputError(
                f"{self.place('launch', 'vehicle')}: launch.vehicle: there is no vehicle {named!r};"
                f" take one of {known}, or a path within the scenario's folder"
            )
        return found


def scenario_names() -> tuple[str, ...]:
    """Return the names of the scenarios that are shipped, the default first."""
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return tuple(sorted(names, key=lambda name: name != DEFAULT))


def find_scenario(name_or_path: str = DEFAULT, now: datetime | None = None) -> Scenario:
    """Return a shipped scenario by its name, or any by the path of its file.

    `now` is what a `lift_off = "now"` becomes, in UTC; left out, the clock is read, to the second.
    Raises `InputError` for an unknown name or a bad file.
    """
    path = FOLDER / f"{name_or_path}.toml"
    if "/" in name_or_path or not is_file(path):
        path = Path(name_or_path)
        if not is_file(path):
            raise InputError(_unknown(name_or_path))
    scenario = load(path, Scenario)
    if scenario.lift_off == "now":
        when = now or datetime.now(UTC).replace(microsecond=0)
        scenario = scenario.model_copy(update={"lift_off": when.astimezone(UTC)})
    scenario._file = path
    return scenario


def _unknown(name: str) -> str:
    known = scenario_names()
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}? " if close else ""
    return (
        f"There is no scenario {name!r}; {hint}take one of {', '.join(known)}, or the path of a"
        " scenario file"
    )
