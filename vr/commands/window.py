"""`cupola window`: the show on the desktop."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from vr.commands import options


def window(
    *,
    show: options.Show = None,
    at: options.Begin = None,
    language: options.Language = None,
    caption_scale: options.CaptionScale = 1.0,
    station: options.ShowStation = None,
    size: Annotated[str, typer.Option("--size", metavar="WxH", help="Of the window.")] = "1280x720",
    full_screen: Annotated[
        bool, typer.Option("--full-screen", help="Begin in full screen.")
    ] = False,
    quality: options.SuitedQuality = None,
    music: options.Music = None,
    no_sound: options.NoSound = False,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
) -> None:
    """Look around in a window: drag to turn, wheel to zoom, H shows all keys."""
    from assets.words import system_language, words
    from render.quality import quality as quality_called
    from vr.mission import mission
    from vr.script.start import show_for
    from vr.sound.player import player
    from vr.view_options import parse_size
    from vr.window.run import run

    pixels = parse_size(size)
    spoken = words(language or system_language())
    about = mission(scenario, tle)
    with player(music, silent=no_sound) as sound:
        run(
            about,
            replace(show_for(about, show, at, spoken), station=station),
            pixels,
            None if quality is None else quality_called(quality),
            language=spoken.language,
            caption_scale=caption_scale,
            full_screen=full_screen,
            sound=sound,
        )
