"""`cupola frame`: one picture of one instant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vr import defaults
from vr.commands import options


def frame(
    *,
    at: options.At,
    out: Annotated[Path, typer.Option("--out", metavar="F.png", help="Where to write it.")],
    size: options.Size = defaults.SIZE_TEXT,
    view: options.ViewOption = options.ViewName.AFT,
    fov: options.Fov = None,
    azimuth: options.Azimuth = None,
    elevation: options.Elevation = None,
    roll: options.Roll = None,
    look: options.LookOption = options.Look.CAMERA,
    noise: options.Noise = False,
    cupola: options.ShowCupola = None,
    labels: options.ShowLabels = None,
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
    from vr.mission import mission
    from vr.output import check_output

    camera = options.view_options(view, size, fov, azimuth, elevation, roll)
    check_output(out, "--out", ".png")
    if hdr is not None:
        check_output(hdr, "--hdr", ".npy")
    show = mission(scenario, tle)
    moment = show.timeline.at(show.time(at))

    from vr.offscreen import Offscreen
    from vr.still import write_npy, write_png
    from vr.style import style
    from vr.view_options import view_at

    how = style(look, quality, **options.shown(view, cupola, labels), noise=noise)
    scene = (moment, view_at(camera, moment), how.look, how.layers)
    with Offscreen(show.timeline, camera.size, how.quality) as stage:
        write_png(out, stage.draw(*scene), show.provenance(moment, str(camera), look))
        if hdr is not None:
            write_npy(hdr, stage.luminance(*scene))
