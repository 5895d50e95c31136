"""Open a window on a mission and stay until the visitor leaves."""

from __future__ import annotations

from render.quality import QUALITIES, Quality
from vr.clock import Clock
from vr.interrupt import stop_request
from vr.mission import Mission
from vr.opengl import is_software
from vr.show import Show
from vr.view_options import ViewOptions
from vr.window.desktop import DesktopWindow
from vr.window.loop import Visit, WindowLoop

TITLE = "Cupola"


def run(
    mission: Mission,
    t: float,
    size: tuple[int, int],
    quality: Quality | None = None,
    *,
    full_screen: bool = False,
) -> None:
    """Show `mission` from time `t` on in a window of that size, until it is closed.

    Without a `quality`, a machine that draws on its processor gets the low one.

    Raises MachineError without a display or OpenGL 3.3.
    """
    span = mission.scenario.span
    clock = Clock(anchor_t=t, first=span.start, last=span.end)
    visit = Visit(Show(clock, mission.milestones()), ViewOptions(size=size))
    with stop_request() as stop:
        window = DesktopWindow(f"{TITLE}: {mission.scenario.title}", size)
        try:
            if full_screen:
                window.toggle_full_screen()
            WindowLoop(window, mission, visit, quality or _suited(window)).run(stop)
        finally:
            window.destroy()


def _suited(window: DesktopWindow) -> Quality:
    return QUALITIES["low" if is_software(window.context) else "high"]
