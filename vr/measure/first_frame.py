"""Shows one frame in the headset as `cupola vr` does, and says where the time went.

Run as `python -m vr.measure.first_frame START` in a process of its own, START being `time.time()`
before. It prints a JSON object: "laps" in s up to when the runtime has the frame, or "trouble",
why there is no headset to show it in.
"""
# ruff: noqa: PLC0415 - imports are part of what is measured

from __future__ import annotations

import json
import sys

from vr.measure.laps import Laps, end_with_parts


def main(started: float) -> None:
    """Show the frame and print the laps since `started`, s since 1970."""
    laps = Laps(started)
    laps.end("python")
    import vr.cli  # noqa: F401, as the command does

    laps.end("command line")
    from assets.errors import MachineError

    try:
        _show(laps)
    except MachineError as error:
        print(json.dumps({"trouble": str(error)}))
    else:
        print(json.dumps({"laps": laps.seconds}))


def _show(laps: Laps) -> None:
    import vr.commands.headset
    import vr.hands.begin
    import vr.headset_show
    import vr.mission
    import vr.sound.player

    laps.end("imports")
    import vr.headset.loop
    from vr.headset.driver import Driver
    from vr.headset.report import Report

    laps.end("imports of OpenXR")
    laps.end_with(vr.mission, "mission", "timeline")
    laps.end_with(vr.headset.loop, "probe", "look for a headset")
    laps.end_with(vr.headset.loop, "Graphics", "context")
    end_with_parts(laps)
    laps.end_with(vr.headset_show, "Stage", "names and tone")
    laps.end_with(vr.headset_show, "HeadsetVisit", "hands and captions")
    laps.end_with(Driver, "_create", "session")
    laps.end_with(Report, "add_frame", "first frame", last=True)
    vr.commands.headset.headset(frames=1)


if __name__ == "__main__":
    main(float(sys.argv[1]))
