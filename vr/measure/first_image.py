"""Makes one picture as `cupola frame` does, in a process of its own, and says where the time went.

Run as `python -m vr.measure.first_image START FOLDER`, START being `time.time()` before. It prints
a JSON object of laps in s.
"""
# ruff: noqa: PLC0415 - imports are part of what is measured

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_AT = 250.0
_MAKERS = {"load_maps": "maps", "SkyLights": "far field and points", "Cupola": "cupola"}
"""Makers of the renderer's parts, in its order, and the name of the time up to then."""


def main(started: float, folder: Path) -> None:
    """Make the picture in `folder` and print the laps since `started`, s since 1970."""
    laps: dict[str, float] = {}
    last = started

    def lap(name: str) -> None:
        nonlocal last
        now = time.time()
        laps[name] = laps.get(name, 0.0) + now - last
        last = now

    lap("python")
    import render.context
    import render.renderer
    import vr.cli
    import vr.mission
    import vr.offscreen
    import vr.still
    import vr.style
    import vr.view_options

    lap("imports")
    mission = vr.mission.mission(None, None)
    moment = mission.timeline.at(_AT)
    lap("timeline")
    how = vr.style.style()
    camera = vr.view_options.ViewOptions()
    context = render.context.standalone()
    lap("context")
    canvas = vr.offscreen.Canvas.of(context, camera.size)
    _tell_of_parts(lap)
    renderer = render.renderer.Renderer(context, mission.timeline, how.quality)
    lap("names and tone")
    view = vr.view_options.view_at(camera, moment)
    renderer.draw(moment, [view], [canvas.framebuffer], how.look, how.layers)
    pixels = canvas.pixels()
    lap("first draw")
    provenance = mission.provenance(moment, str(camera), "camera")
    vr.still.write_png(folder / "first.png", pixels, provenance)
    lap("png")
    print(json.dumps(laps))


def _tell_of_parts(lap: Callable[[str], None]) -> None:
    """Let the makers of the renderer's parts end a lap when they are done."""
    import render.renderer

    for maker, name in _MAKERS.items():
        setattr(render.renderer, maker, _telling(getattr(render.renderer, maker), lap, name))


def _telling(make: Callable[..., Any], lap: Callable[[str], None], name: str) -> Callable[..., Any]:
    def told(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401, passed on as they are
        made = make(*arguments, **named)
        lap(name)
        return made

    return told


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]))
