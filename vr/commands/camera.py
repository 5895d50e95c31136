"""The options of stills and films that say how they are projected, and the camera they mean."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from assets.errors import InputError
from vr import defaults
from vr.commands import options

if TYPE_CHECKING:
    from vr.camera import Camera


class Projection(StrEnum):
    """A flat picture, or one of all directions."""

    RECTILINEAR = "rectilinear"
    EQUIRECT = "equirect"


ProjectionOption = Annotated[
    Projection, typer.Option("--projection", help="Flat, or all directions round (360).")
]
Stereo = Annotated[
    bool, typer.Option("--stereo", help="For two eyes, the left one's picture on top; equirect.")
]
Ipd = Annotated[
    float | None,
    typer.Option("--ipd", metavar="MM", help="Between the eyes of --stereo; 63 by default."),
]


def camera(
    projection: Projection,
    stereo: bool,
    ipd: float | None,
    view: options.ViewName,
    size: str | None,
    fov: float | None,
    azimuth: float | None,
    elevation: float | None,
    roll: float | None,
) -> Camera:
    """Return the camera that the options name. Raises InputError for what does not go together."""
    if ipd is not None and not stereo:
        raise InputError(f"--ipd {ipd:g} is for two eyes: add --stereo")
    if projection is Projection.RECTILINEAR:
        if stereo:
            raise InputError(
                "--stereo is for pictures of all directions: add "
                f"--projection {Projection.EQUIRECT}"
            )
        return options.view_options(view, size, fov, azimuth, elevation, roll)
    for name, value in (("--fov", fov), ("--elevation", elevation), ("--roll", roll)):
        if value is not None:
            raise InputError(
                f"{name} {value:g}: a picture of all directions has none, and its horizon is "
                f"level; leave it out, or choose --projection {Projection.RECTILINEAR}"
            )
    usual_ipd = defaults.IPD_MM if ipd is None else ipd
    return _panorama(view, size, azimuth, usual_ipd if stereo else None)


def _panorama(
    view: options.ViewName, size: str | None, azimuth: float | None, ipd_mm: float | None
) -> Camera:
    from vr.panorama_options import SIZE, STEREO_SIZE, PanoramaOptions
    from vr.view_options import parse_size
    from vr.views import VIEWS

    usual = SIZE if ipd_mm is None else STEREO_SIZE
    return PanoramaOptions(
        azimuth_deg=VIEWS[view].azimuth_deg if azimuth is None else azimuth,
        size=usual if size is None else parse_size(size),
        ipd_mm=ipd_mm,
    )


def shown(
    projection: Projection, view: options.ViewName, cupola: bool | None, labels: bool | None
) -> dict[str, bool]:
    """Return whether Cupola and names are shown: as the view has it where nothing is said.

    Names are not drawn into pictures of all directions. Raises InputError where they are wanted.
    """
    if projection is Projection.EQUIRECT:
        if labels:
            raise InputError(
                "--labels: names are not drawn into pictures of all directions; leave it out"
            )
        labels = False
    return options.shown(view, cupola, labels)
