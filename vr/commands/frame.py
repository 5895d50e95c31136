"""`cupola frame`: one picture of one instant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vr.commands import camera, options


def frame(
    *,
    at: options.At,
    out: Annotated[Path, typer.Option("--out", metavar="F.png", help="Where to write it.")],
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
    quality: options.QualityOption = options.Quality.HIGH,
    hdr: Annotated[
        Path | None,
        typer.Option(
            "--hdr",
            metavar="F.npy",
            help="Also write the linear picture: cd/m2, float32, (H, W, 3), rows from the top.",
        ),
    ] = None,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
) -> None:
    """Draw what is seen at T, as a PNG that says what it shows."""
    from assets.words import system_language
    from vr.mission import mission
    from vr.output import check_output

    sees = camera.camera(projection, stereo, ipd, view, size, fov, azimuth, elevation, roll)
    shown = camera.shown(projection, view, cupola, labels)
    check_output(out, "--out", ".png")
    if hdr is not None:
        check_output(hdr, "--hdr", ".npy")
    show = mission(scenario, tle)
    moment = show.timeline.at(show.time(at))

    from vr.camera import sight_at
    from vr.offscreen import Offscreen
    from vr.photo_sphere import xmp_of
    from vr.still import write_npy, write_png
    from vr.style import style

    spoken = language or system_language()
    how = style(look, quality, **shown, noise=noise, station=station, language=spoken)
    named = how.layers.language if how.layers.labels else ""
    scene = (moment, sight_at(sees, moment), how.look, how.layers)
    with Offscreen(show.timeline, sees.size, how.quality) as stage:
        provenance = show.provenance(moment, str(sees), look, named)
        write_png(out, stage.draw(*scene), provenance, xmp_of(sees))
        if hdr is not None:
            write_npy(hdr, stage.luminance(*scene))
