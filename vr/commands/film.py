"""`cupola film`: the launch as an MP4."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vr import defaults
from vr.commands import options


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
    size: options.Size = defaults.SIZE_TEXT,
    fov: options.Fov = defaults.FOV_DEG,
    azimuth: options.Azimuth = defaults.AZIMUTH_DEG,
    elevation: options.Elevation = defaults.ELEVATION_DEG,
    roll: options.Roll = defaults.ROLL_DEG,
    look: options.LookOption = options.Look.CAMERA,
    no_cupola: options.NoCupola = False,
    no_labels: options.NoLabels = False,
    quality: options.QualityOption = options.Quality.HIGH,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
) -> None:
    """Draw the launch as an H.264 film; Ctrl-C ends it early, and it plays all the same."""
    from vr.film import FilmPlan, check_film_size, parse_fps
    from vr.mission import mission
    from vr.output import check_output

    camera = options.view_options(size, fov, azimuth, elevation, roll)
    check_film_size(camera.size)
    check_output(out, "--out", ".mp4")
    frames_a_second = parse_fps(fps)
    show = mission(scenario, tle)
    plan = FilmPlan(show.time(first), show.time(last), rate, frames_a_second)

    from vr.filming import Shot, shoot
    from vr.style import style

    how = style(look, quality, cupola=not no_cupola, labels=not no_labels)
    raise typer.Exit(shoot(show, Shot(plan, camera, how), out))
