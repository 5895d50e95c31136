"""`cupola bench`: how long things take, and whether that is what was promised."""

from __future__ import annotations

from typing import Annotated

import typer

from vr.commands import options


def bench(
    quality: options.QualityOption = options.Quality.HIGH,
    startup: Annotated[
        bool,
        typer.Option(
            "--startup", help="Measure the way to the first picture instead, part by part."
        ),
    ] = False,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
    json: options.Json = False,
) -> None:
    """Measure the orbit engine and the drawing of frames on this machine."""
    from vr.commands import bench_tables, printing

    if startup:
        from vr.measure.startup import startup_times

        figures = startup_times()
    else:
        from vr.bench import bench as measure
        from vr.mission import find
        from vr.style import style

        figures = measure(find(scenario, tle), style(quality_name=quality))
    if json:
        printing.as_json(figures)
    elif startup:
        bench_tables.startup_tables(figures)
    else:
        bench_tables.bench_tables(figures)
