"""`cupola bench`: frame times and their parts."""

from __future__ import annotations

from vr.commands import options


def bench(
    quality: options.QualityOption = options.Quality.HIGH,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
    json: options.Json = False,
) -> None:
    """Measure the orbit engine and the drawing of frames on this machine."""
    from vr.bench import bench as measure
    from vr.commands import printing
    from vr.mission import find
    from vr.style import style

    figures = measure(find(scenario, tle), style(quality_name=quality))
    if json:
        printing.as_json(figures)
    else:
        printing.bench_tables(figures)
