"""`cupola` alone: the best that this machine allows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assets.errors import MachineError
from vr import defaults

if TYPE_CHECKING:
    from vr.choice import Choice
    from vr.mission import Mission

FILM_NAME = "launch.mp4"
_FILM_RATE = 30.0
"""Mission seconds a second: a short film, for a machine that was not asked for one."""
_FILM_SIZE = (1280, 720)
_WINDOW_SIZE = (1280, 720)
_SAY = {
    "headset": "Showing in the headset: {why}.",
    "window": "Showing in a window: {why}. 'cupola doctor' says more.",
    "film": "Filming the launch to {film}: {why}. 'cupola doctor' says more.",
}


def best() -> int:
    """Show in a headset, in a window, or as a film; say in one line which and why.

    Return the exit code.
    """
    from vr.choice import choose, without_headset
    from vr.mission import mission

    choice = choose()
    _announce(choice)
    show = mission(None, None)
    if choice.mode == "headset":
        try:
            return _headset(show)
        except MachineError as error:
            choice = without_headset(str(error))
            _announce(choice)
    return _window(show) if choice.mode == "window" else _film(show)


def _announce(choice: Choice) -> None:
    print(_SAY[choice.mode].format(why=choice.why, film=FILM_NAME), file=sys.stderr, flush=True)


def _headset(about: Mission) -> int:
    from assets.words import system_language, words
    from vr.hands.settings import Settings
    from vr.hands.visitor import Visitor
    from vr.headset import HeadsetOptions
    from vr.headset_show import run
    from vr.script.start import show_for
    from vr.sound.player import player

    spoken = words(system_language())
    show = show_for(about, None, None, spoken)
    who = Visitor(show, Settings(spoken.language))
    with player() as sound:
        run(about, who, None, HeadsetOptions(), sound=sound)
    return 0


def _window(about: Mission) -> int:
    from assets.words import system_language, words
    from vr.script.start import show_for
    from vr.sound.player import player
    from vr.window.run import run

    language = system_language()
    show = show_for(about, None, None, words(language))
    with player() as sound:
        run(about, show, _WINDOW_SIZE, language=language, sound=sound)
    return 0


def _film(show: Mission) -> int:
    from assets.words import system_language
    from vr.film import FilmPlan, parse_fps
    from vr.filming import shoot
    from vr.output import check_output
    from vr.shot import Shot
    from vr.style import style
    from vr.view_options import ViewOptions

    path = Path(FILM_NAME)
    check_output(path, "the film", ".mp4")
    fps = parse_fps(defaults.FILM_FPS)
    plan = FilmPlan(defaults.FILM_FROM, defaults.FILM_TO, _FILM_RATE, fps)
    camera = ViewOptions(size=_FILM_SIZE)
    return shoot(show, Shot(plan, camera, style(language=system_language())), path)
