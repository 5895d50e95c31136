"""`cupola film`: the launch as an MP4."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vr import defaults
from vr.commands import camera, options


class Codec(StrEnum):
    """H.264 plays everywhere, H.265 is smaller."""

    H264 = "h264"
    H265 = "h265"


class Depth(StrEnum):
    """Bits of a film's numbers."""

    EIGHT = "8"
    TEN = "10"


def film(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="F.mp4", help="Where to write it.")],
    first: Annotated[
        str, typer.Option("--from", metavar="T", help="The first instant.")
    ] = f"{defaults.FILM_FROM:g}",
    last: Annotated[
        str, typer.Option("--to", metavar="T", help="The instant before which it ends.")
    ] = f"{defaults.FILM_TO:g}",
    rate: Annotated[
        float, typer.Option("--rate", help="Mission seconds a second of film.")
    ] = defaults.FILM_RATE,
    fps: Annotated[
        str, typer.Option("--fps", help="Frames a second, as 30 or 30000/1001.")
    ] = defaults.FILM_FPS,
    size: options.Size = None,
    projection: camera.ProjectionOption = camera.Projection.RECTILINEAR,
    stereo: camera.Stereo = False,
    ipd: camera.Ipd = None,
    view: options.ViewOption = options.ViewName.AFT,
    fov: options.Fov = None,
    azimuth: options.Azimuth = None,
    elevation: options.Elevation = None,
    roll: options.Roll = None,
    look: options.LookOption = options.Look.CAMERA,
    noise: options.Noise = False,
    cupola: options.ShowCupola = None,
    station: options.ShowStation = None,
    labels: options.ShowLabels = None,
    language: options.Language = None,
    exposure: Annotated[
        float,
        typer.Option(
            "--exposure",
            metavar="SECONDS",
            help="Mission time that a frame takes light in, at most its own; 0 for sharp frames.",
        ),
    ] = defaults.EXPOSURE,
    codec: Annotated[Codec, typer.Option("--codec", help="How it is encoded.")] = Codec.H264,
    depth: Annotated[
        Depth, typer.Option("--depth", help="Bits; 10 keep dark gradients smooth.")
    ] = Depth.EIGHT,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="Have it drawn by the workers of this Dask scheduler, as tcp://host:8786.",
        ),
    ] = None,
    quality: options.QualityOption = options.Quality.HIGH,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
) -> None:
    """Draw the launch as a film.

    Ctrl-C ends it early: what is there plays, and the same command goes on from it.
    """
    from assets.words import system_language
    from vr.coding import Coding
    from vr.film import FilmPlan, check_film_size, parse_fps
    from vr.mission import mission
    from vr.output import check_output

    sees = camera.camera(projection, stereo, ipd, view, size, fov, azimuth, elevation, roll)
    shown = camera.shown(projection, view, cupola, labels)
    check_film_size(sees.size)
    check_output(out, "--out", ".mp4")
    frames_a_second = parse_fps(fps)
    show = mission(scenario, tle)
    plan = FilmPlan(show.time(first), show.time(last), rate, frames_a_second)

    from vr.filming import shoot
    from vr.shot import Shot, shutter
    from vr.style import style

    spoken = language or system_language()
    how = style(look, quality, **shown, noise=noise, station=station, language=spoken)
    coding = Coding(codec.value, 8 if depth is Depth.EIGHT else 10)
    shot = Shot(plan, sees, how, shutter(exposure, plan), coding)
    raise typer.Exit(shoot(show, shot, out, cluster))
