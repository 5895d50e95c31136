"""`cupola window`: the show on the desktop."""

from __future__ import annotations

from typing import Annotated

import typer

from vr import defaults
from vr.commands import options


def window(
    *,
    at: Annotated[
        str, typer.Option("--at", metavar="T", help="Where in time to begin.")
    ] = f"{defaults.FILM_FROM:g}",
    size: Annotated[str, typer.Option("--size", metavar="WxH", help="Of the window.")] = "1280x720",
    full_screen: Annotated[
        bool, typer.Option("--full-screen", help="Begin in full screen.")
    ] = False,
    quality: Annotated[
        options.Quality | None,
        typer.Option("--quality", help="Lower is faster; by default what the machine can do."),
    ] = None,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
) -> None:
    """Look around in a window: drag to turn, wheel to zoom, H shows all keys."""
    from render.quality import quality as quality_called
    from vr.mission import mission
    from vr.view_options import parse_size
    from vr.window.run import run

    pixels = parse_size(size)
    show = mission(scenario, tle)
    wanted = None if quality is None else quality_called(quality)
    run(show, show.time(at), pixels, wanted, full_screen=full_screen)
