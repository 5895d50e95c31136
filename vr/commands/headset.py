"""`cupola vr`: the show in a headset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vr import defaults
from vr.commands import options


def headset(
    *,
    at: Annotated[
        str, typer.Option("--at", metavar="T", help="Where in time to begin.")
    ] = f"{defaults.FILM_FROM:g}",
    look: options.LookOption = options.Look.CAMERA,
    no_cupola: options.NoCupola = False,
    no_labels: options.NoLabels = False,
    quality: options.QualityOption = options.Quality.HIGH,
    render_scale: Annotated[
        float,
        typer.Option("--render-scale", min=0.1, max=2.0, help="Times the recommended eye size."),
    ] = 1.0,
    no_mirror: Annotated[
        bool, typer.Option("--no-mirror", help="Show nothing on the desktop.")
    ] = False,
    stay: Annotated[
        bool,
        typer.Option("--stay", help="For kiosks: wait for a headset, begin again after it slept."),
    ] = False,
    frames: Annotated[
        int | None, typer.Option("--frames", min=1, help="For tests: end after so many frames.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="F.json", help="For tests: write what happened."),
    ] = None,
    eyes: Annotated[
        Path | None,
        typer.Option("--eyes", metavar="DIR", help="For tests: write the last frame's eyes."),
    ] = None,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
) -> None:
    """Stand in the Cupola through an OpenXR headset."""
    from vr.headset import HeadsetOptions
    from vr.headset_show import run
    from vr.mission import mission
    from vr.output import check_output
    from vr.style import style

    if report is not None:
        check_output(report, "--report", ".json")
    show = mission(scenario, tle)
    wanted = HeadsetOptions(
        render_scale=render_scale,
        mirror=not no_mirror,
        stay=stay,
        frames=frames,
        report=report,
        eyes=eyes,
    )
    how = style(look, quality, cupola=not no_cupola, labels=not no_labels)
    run(show, show.time(at), how, wanted)
