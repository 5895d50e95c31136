"""`cupola vr`: the show in a headset."""

from __future__ import annotations

import logging
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vr.commands import options


class Captions(StrEnum):
    """Where captions are drawn: `vr.headset.Captions`."""

    EYE = "eye"
    QUAD = "quad"
    AUTO = "auto"


def headset(
    *,
    show: options.Show = None,
    at: options.Begin = None,
    language: options.Language = None,
    caption_scale: options.CaptionScale = 1.0,
    names: options.NamesOption = options.Names.SHOW,
    no_pulses: Annotated[
        bool, typer.Option("--no-pulses", help="Let the hands feel nothing of the launch.")
    ] = False,
    no_leave: Annotated[
        bool, typer.Option("--no-leave", help="For kiosks: the menu has no way out.")
    ] = False,
    look: options.LookOption = options.Look.CAMERA,
    no_cupola: options.NoCupola = False,
    station: options.ShowStation = None,
    quality: options.SuitedQuality = None,
    render_scale: Annotated[
        float,
        typer.Option(
            "--render-scale", min=0.1, max=2.0, help="Times the recommended eye size, at most."
        ),
    ] = 1.0,
    fixed_resolution: Annotated[
        bool,
        typer.Option(
            "--fixed-resolution",
            envvar="CUPOLA_FIXED_RESOLUTION",
            help="Keep that size even where frames are late.",
        ),
    ] = False,
    height: Annotated[
        float,
        typer.Option(
            "--height",
            metavar="M",
            min=-0.3,
            max=0.3,
            help="Of all eyes above the dome's middle; who sits, stands or is small starts there.",
        ),
    ] = 0.0,
    captions: Annotated[
        Captions,
        typer.Option(
            "--captions",
            envvar="CUPOLA_CAPTIONS",
            help="In the eyes' pictures, or sharper on a layer of their own where there is one.",
        ),
    ] = Captions.AUTO,
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
    music: options.Music = None,
    no_sound: options.NoSound = False,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
) -> None:
    """Stand in the Cupola through an OpenXR headset."""
    from assets.words import system_language, words
    from render.quality import quality as quality_called
    from vr.hands.begin import visitor
    from vr.hands.names import Mode
    from vr.hands.settings import Settings
    from vr.headset import Captions as Where
    from vr.headset import HeadsetOptions
    from vr.headset_show import run
    from vr.mission import mission
    from vr.output import check_output
    from vr.script.start import show_for
    from vr.sound.player import player

    # What a run says of itself, as that the eyes are drawn smaller, goes to the terminal.
    logging.basicConfig(format="%(message)s")
    logging.getLogger("cupola").setLevel(logging.INFO)
    if report is not None:
        check_output(report, "--report", ".json")
    spoken = words(language or system_language())
    about = mission(scenario, tle)
    settings = Settings(spoken.language, Mode(names), pulses=not no_pulses, may_leave=not no_leave)
    wanted_show = replace(show_for(about, show, at, spoken), station=station)
    who = visitor(wanted_show, settings, look, cupola=not no_cupola)
    wanted = HeadsetOptions(
        render_scale=render_scale,
        fixed_resolution=fixed_resolution,
        mirror=not no_mirror,
        stay=stay,
        frames=frames,
        report=report,
        eyes=eyes,
        height=height,
        captions=Where(captions.value),
    )
    with player(music, silent=no_sound) as sound:
        how = None if quality is None else quality_called(quality)
        run(about, who, how, wanted, caption_scale, sound)
