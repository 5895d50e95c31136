"""Makes one picture as `cupola frame` does, in a process of its own, and says where the time went.

Run as `python -m vr.measure.first_image START FOLDER`, START being `time.time()` before. It prints
a JSON object with "laps" in s.
"""
# ruff: noqa: PLC0415 - imports are part of what is measured

from __future__ import annotations

import json
import sys
from pathlib import Path

from vr.measure.laps import Laps, end_with_parts

_AT = 250.0


def main(started: float, folder: Path) -> None:
    """Make the picture in `folder` and print the laps since `started`, s since 1970."""
    laps = Laps(started)
    laps.end("python")
    import render.context
    import render.renderer
    import vr.cli
    import vr.mission
    import vr.offscreen
    import vr.still
    import vr.style
    import vr.view_options

    laps.end("imports")
    mission = vr.mission.mission(None, None)
    moment = mission.timeline.at(_AT)
    laps.end("timeline")
    how = vr.style.style()
    camera = vr.view_options.ViewOptions()
    context = render.context.standalone()
    laps.end("context")
    canvas = vr.offscreen.Canvas.of(context, camera.size)
    end_with_parts(laps)
    renderer = render.renderer.Renderer(context, mission.timeline, how.quality)
    laps.end("names and tone")
    view = vr.view_options.view_at(camera, moment)
    renderer.draw(moment, [view], [canvas.framebuffer], how.look, how.layers)
    pixels = canvas.pixels()
    laps.end("first draw")
    provenance = mission.provenance(moment, str(camera), "camera")
    vr.still.write_png(folder / "first.png", pixels, provenance)
    laps.end("png")
    print(json.dumps({"laps": laps.seconds}))


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]))
