"""The Cupola's dimensions and surfaces, read from cupola.toml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assets.toml import load

Length = float


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Envelope(_Table):
    """The outer figures, in m."""

    height: Length = Field(gt=0)
    shutters_closed: Length = Field(gt=0)
    dome: Length = Field(gt=0)
    hatch_height: Length = Field(gt=0)


class SideWindows(_Table):
    """The trapezoidal windows, in m and degrees; see cupola.toml for each."""

    count: int = Field(ge=3)
    first_azimuth_deg: float
    tilt_deg: float = Field(gt=0, lt=90)
    distance: Length = Field(gt=0)
    opening_top: Length
    opening_bottom: Length
    rib: Length = Field(gt=0)
    corner_radius: Length = Field(gt=0)
    flare: Length = Field(ge=0)


class RoundWindow(_Table):
    """The window that faces the Earth, in m."""

    diameter: Length = Field(gt=0)
    height: Length
    flare: Length = Field(ge=0)


class Panes(_Table):
    """The four panes of a window: depths of their faces in m, and what they do to light."""

    thickness: Length = Field(gt=0)
    scratch: tuple[Length, Length]
    pressure: tuple[tuple[Length, Length], tuple[Length, Length]]
    debris: tuple[Length, Length]
    transmittance: float = Field(gt=0, le=1)
    reflectance: float = Field(ge=0, lt=1)

    @property
    def faces(self) -> tuple[tuple[Length, Length], ...]:
        """Depths of the inner and outer face of each pane, from the inside out."""
        return (self.scratch, *self.pressure, self.debris)


class Frame(_Table):
    """A window's frame, in m."""

    fillet: Length
    bezel_width: Length
    bezel_height: Length
    chamfer: Length
    gasket: Length
    bolt_pitch: Length = Field(gt=0)
    bolt_radius: Length
    bolt_height: Length


class Ring(_Table):
    """The flange between the windows and the skirt, in m."""

    inner_radius: Length
    outer_radius: Length
    bottom: Length
    top: Length
    chamfer: Length


class Skirt(_Table):
    """The cylinder above the windows, with its panels and handrails, in m."""

    top: Length
    panels_per_window: int = Field(ge=1)
    panel_gap: Length
    panel_thickness: Length
    handrail_standoff: Length
    handrail_length: Length
    handrail_section: tuple[Length, Length]


class Knobs(_Table):
    """The hand wheels of the shutters, in m."""

    radius: Length
    height: Length


class Hatch(_Table):
    """The way up into the Node, in m."""

    opening: Length
    corner_radius: Length
    rim: Length
    vestibule_height: Length
    node_size: tuple[Length, Length, Length]


class Shutters(_Table):
    """The open shutters outside, in m and degrees."""

    thickness: Length
    bevel: Length
    hinge_apothem: Length
    hinge_height: Length
    length: Length
    open_elevation_deg: float
    nadir_hinge: Length
    nadir_length: Length
    nadir_open_deg: float


class Tablet(_Table):
    """What is round the screen, in m."""

    border: Length
    thickness: Length
    arm: Length


class Marks(_Table):
    """Heights of lettering, in m."""

    frame_letters: Length = Field(gt=0)
    panel_letters: Length = Field(gt=0)


class Pilot(_Table):
    """A pilot lamp: m to the right and up from the screen's middle; cd/m2, linear sRGB."""

    place: tuple[Length, Length]
    luminance: tuple[float, float, float]


class Light(_Table):
    """The Cupola's own dim light (cd/m2, linear sRGB) and the lining it falls on."""

    hatch_luminance: tuple[float, float, float]
    screen_place: tuple[Length, Length, Length]
    screen_size: tuple[Length, Length]
    screen_luminance: tuple[float, float, float]
    pilot_radius: Length = Field(gt=0)
    pilots: tuple[Pilot, ...] = Field(max_length=4)
    inner_area: float = Field(gt=0)
    inner_albedo: float = Field(gt=0, lt=1)

    @property
    def screen_intensity(self) -> tuple[float, float, float]:
        """Return what the screen shines straight ahead, in cd."""
        area = self.screen_size[0] * self.screen_size[1]
        red, green, blue = self.screen_luminance
        return red * area, green * area, blue * area


class Surface(_Table):
    """What a surface does to light: albedo (linear sRGB); gloss, 0 matt to 1 polished."""

    albedo: tuple[float, float, float]
    gloss: float = Field(ge=0, le=1)


class CupolaData(_Table):
    """Everything in cupola.toml."""

    envelope: Envelope
    side_windows: SideWindows
    round_window: RoundWindow
    panes: Panes
    frame: Frame
    ring: Ring
    skirt: Skirt
    knobs: Knobs
    hatch: Hatch
    shutters: Shutters
    tablet: Tablet
    marks: Marks
    light: Light
    surface: dict[str, Surface]


@cache
def cupola() -> CupolaData:
    """Return the Cupola's data, read once a process; raise InputError if the file is damaged."""
    return load(Path(str(files("assets").joinpath("cupola.toml"))), CupolaData)
