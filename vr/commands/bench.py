"""`cupola bench`: how long things take, and whether that is what was promised."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vr.commands import options


def bench(
    quality: options.QualityOption = options.Quality.HIGH,
    startup: Annotated[
        bool,
        typer.Option(
            "--startup",
            help="Measure the way to the first picture and to the first frame in the headset "
            "instead, part by part.",
        ),
    ] = False,
    dump_shaders: Annotated[
        Path | None,
        typer.Option(
            "--dump-shaders",
            metavar="DIR",
            help="Write every pass's final GLSL and what it covers instead, and measure nothing.",
        ),
    ] = None,
    share: Annotated[
        bool,
        typer.Option(
            "--share",
            help="Measure what headset frames take of the processor instead, through OpenXR.",
        ),
    ] = False,
    frames: Annotated[
        int, typer.Option("--frames", min=1, help="Of the show to measure with --share.")
    ] = 1000,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
    json: options.Json = False,
) -> None:
    """Measure the orbit engine and the drawing of frames on this machine."""
    from vr.commands import bench_tables, printing

    if dump_shaders is not None:
        from vr.measure.shader_dump import dump_shaders as dump
        from vr.mission import mission
        from vr.style import style

        figures = dump(dump_shaders, mission(scenario, tle).timeline, style(quality_name=quality))
    elif startup:
        from vr.measure.startup import startup_times

        figures = startup_times()
    elif share:
        from vr.measure.share import share_times

        figures = share_times(frames)
    else:
        from vr.bench import bench as measure
        from vr.mission import find
        from vr.style import style

        figures = measure(find(scenario, tle), style(quality_name=quality))
    if json:
        printing.as_json(figures)
    elif dump_shaders is not None:
        bench_tables.shader_table(figures)
    elif startup:
        bench_tables.startup_tables(figures)
    elif share:
        bench_tables.share_table(figures)
    else:
        bench_tables.bench_tables(figures)
