"""The options that several commands share, and the values that they mean."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from vr.view_options import ViewOptions


class Look(StrEnum):
    """How light becomes picture: as the astronaut's camera, or as a dark-adapted eye."""

    CAMERA = "camera"
    EYE = "eye"


class Quality(StrEnum):
    """How much work a picture may be."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


Scenario = Annotated[
    str | None,
    typer.Option("--scenario", metavar="S", help="A scenario's name, or a scenario file (TOML)."),
]
Tle = Annotated[
    Path | None,
    typer.Option(
        "--tle", metavar="FILE", help="Published element set to use in place of the scenario's."
    ),
]
At = Annotated[
    str,
    typer.Option(
        "--at", metavar="T", help="Seconds from lift-off, T+1:58, or a UTC time in ISO 8601."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Size = Annotated[str, typer.Option("--size", metavar="WxH", help="Pixels.")]
Fov = Annotated[float, typer.Option("--fov", metavar="DEG", help="Vertical field of view.")]
Azimuth = Annotated[
    float,
    typer.Option(
        "--azimuth", metavar="DEG", help="Forward 0, starboard 90, aft 180, from the station."
    ),
]
Elevation = Annotated[
    float, typer.Option("--elevation", metavar="DEG", help="Above the local horizontal.")
]
Roll = Annotated[
    float, typer.Option("--roll", metavar="DEG", help="Clockwise, seen from behind the camera.")
]
LookOption = Annotated[
    Look, typer.Option("--look", help="The astronaut's camera, or a dark-adapted eye.")
]
NoCupola = Annotated[bool, typer.Option("--no-cupola", help="Leave the Cupola's frame out.")]
NoLabels = Annotated[bool, typer.Option("--no-labels", help="Leave the names out.")]
QualityOption = Annotated[
    Quality, typer.Option("--quality", help="Lower is faster: fewer lamps, softer ground.")
]


def view_options(
    size: str, fov: float, azimuth: float, elevation: float, roll: float
) -> ViewOptions:
    """Return the camera that the options name. Raises InputError."""
    from vr.view_options import ViewOptions, parse_size

    return ViewOptions(azimuth, elevation, roll, fov, parse_size(size))
