"""Open a window on a mission and stay until the visitor leaves."""

from __future__ import annotations

from assets.words import ENGLISH
from render.quality import Quality
from vr.interrupt import stop_request
from vr.mission import Mission
from vr.show import Show
from vr.sound.player import Player
from vr.suited import suited
from vr.view_options import ViewOptions
from vr.window.desktop import DesktopWindow
from vr.window.loop import Visit, WindowLoop

TITLE = "Cupola"


def run(
    mission: Mission,
    show: Show,
    size: tuple[int, int],
    quality: Quality | None = None,
    *,
    language: str = ENGLISH,
    caption_scale: float = 1.0,
    full_screen: bool = False,
    sound: Player | None = None,
) -> None:
    """Show `mission` in a window of that size, until it is closed.

    Without a `quality`, a machine that draws on its processor gets the low one.

    Raises MachineError without a display or OpenGL 3.3.
    """
    visit = Visit(show, ViewOptions(size=size), language)
    with stop_request() as stop:
        window = DesktopWindow(f"{TITLE}: {mission.scenario.title}", size)
        try:
            if full_screen:
                window.toggle_full_screen()
            how = quality or suited(window.context)
            WindowLoop(window, mission, visit, how, caption_scale, sound).run(stop)
        finally:
            window.destroy()
