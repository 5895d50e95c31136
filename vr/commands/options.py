"""The options that several commands share, and the values that they mean."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vr import defaults

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


class Names(StrEnum):
    """How names are shown: `vr.hands.names.Mode`."""

    SHOW = "show"
    POINT = "point"
    GAZE = "gaze"
    ALL = "all"
    NONE = "none"


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
Begin = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="T",
        help="Where in time to begin; without --show, free time from there on.",
    ),
]
Show = Annotated[
    str | None,
    typer.Option(
        "--show",
        metavar="NAME|FILE",
        help="first-visit, real-time, free, or a script of your own (TOML).",
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language", metavar="CODE", help="en, ru, kk, de, fr or es; by default the system's."
    ),
]
CaptionScale = Annotated[
    float,
    typer.Option("--caption-scale", min=0.5, max=3.0, help="Times the usual size of captions."),
]
Music = Annotated[
    Path | None,
    typer.Option(
        "--music",
        metavar="FILE",
        help="Your own track, in time with the ten-times film: it begins at T-30 s.",
    ),
]
NoSound = Annotated[bool, typer.Option("--no-sound", help="Let nothing be heard.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]


class ViewName(StrEnum):
    """The cameras of `vr.views`."""

    AFT = "aft"
    FILM = "film"
    DOWN = "down"


Size = Annotated[
    str | None,
    typer.Option(
        "--size",
        metavar="WxH",
        help="Pixels; by default 1920x1080, equirect 4096x2048, with --stereo 4096x4096.",
    ),
]
ViewOption = Annotated[
    ViewName,
    typer.Option("--view", help="A camera by name; the options below change parts of it."),
]
Fov = Annotated[float | None, typer.Option("--fov", metavar="DEG", help="Vertical field of view.")]
Azimuth = Annotated[
    float | None,
    typer.Option(
        "--azimuth", metavar="DEG", help="Forward 0, starboard 90, aft 180, from the station."
    ),
]
Elevation = Annotated[
    float | None, typer.Option("--elevation", metavar="DEG", help="Above the local horizontal.")
]
Roll = Annotated[
    float | None,
    typer.Option("--roll", metavar="DEG", help="Clockwise, seen from behind the camera."),
]
LookOption = Annotated[
    Look, typer.Option("--look", help="The astronaut's camera, or a dark-adapted eye.")
]
Noise = Annotated[
    bool, typer.Option("--noise", help="Add the camera's noise, the same in every run.")
]
NoCupola = Annotated[bool, typer.Option("--no-cupola", help="Leave the Cupola's frame out.")]
NamesOption = Annotated[
    Names,
    typer.Option(
        "--names", help="As the show tells, where you point, where you look, all, or none."
    ),
]
NoLabels = Annotated[bool, typer.Option("--no-labels", help="Leave the names out.")]
ShowCupola = Annotated[
    bool | None,
    typer.Option("--cupola/--no-cupola", help="Show the Cupola's frame; the view decides."),
]
ShowStation = Annotated[
    bool | None,
    typer.Option(
        "--station/--no-station", help="Show the station outside; by default with the Cupola."
    ),
]
ShowLabels = Annotated[
    bool | None,
    typer.Option("--labels/--no-labels", help="Show the names; the view decides."),
]
QualityOption = Annotated[
    Quality, typer.Option("--quality", help="Lower is faster: fewer lamps, softer ground.")
]
SuitedQuality = Annotated[
    Quality | None,
    typer.Option("--quality", help="Lower is faster; by default what the machine can do."),
]


def view_options(
    view: ViewName,
    size: str | None,
    fov: float | None,
    azimuth: float | None,
    elevation: float | None,
    roll: float | None,
) -> ViewOptions:
    """Return the camera that `view` names, with what is given in its place. Raises InputError."""
    from vr.view_options import ViewOptions, parse_size
    from vr.views import VIEWS

    named = VIEWS[view]
    return ViewOptions(
        azimuth_deg=named.azimuth_deg if azimuth is None else azimuth,
        elevation_deg=named.elevation_deg if elevation is None else elevation,
        roll_deg=named.roll_deg if roll is None else roll,
        fov_deg=named.fov_deg if fov is None else fov,
        size=defaults.SIZE if size is None else parse_size(size),
    )


def shown(view: ViewName, cupola: bool | None, labels: bool | None) -> dict[str, bool]:
    """Return whether Cupola and names are shown: as the view has it where nothing is said."""
    from vr.views import VIEWS

    named = VIEWS[view]
    return {
        "cupola": named.cupola if cupola is None else cupola,
        "labels": named.labels if labels is None else labels,
    }
