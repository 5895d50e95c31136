"""Shows the night in the headset for some seconds as a visitor sees it, and counts late frames.

Run as `python -m vr.measure.headset_rate QUALITY [SECONDS]`, in a process of its own, since the
context of a headset belongs to a window. It prints a JSON object: runtime, frames, the display
times that passed without one, and a `vr.headset.report.RateState`.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from typing import Any

import moderngl

from assets.words import words
from render.quality import quality
from vr.hands.begin import visitor
from vr.hands.settings import Settings
from vr.headset import HeadsetOptions, Visit
from vr.headset import run as run_headset
from vr.headset.desk import Desk, Seen
from vr.headset_show import HeadsetVisit
from vr.mission import mission
from vr.script.start import show_for

AT = "250"
"""Mission time at which the show begins, in free time: the default view's."""
SECONDS = 8.0
"""From the first frame on; the first of them go to finding the size that keeps the rate."""


class _ForSomeSeconds(Desk):
    """Leaves so many s after the first frame."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._until = 0.0

    def turn(self, seen: Seen) -> bool:
        """Take note of how things stand; return whether to leave."""
        if not self._until and seen.report.frames:
            self._until = time.monotonic() + self._seconds
        return super().turn(seen) or bool(self._until and time.monotonic() > self._until)


def measure(quality_name: str, seconds: float = SECONDS) -> dict[str, Any]:
    """Return what the program prints; raise MachineError without a runtime or a headset."""
    about = mission(None, None)
    spoken = words("en")
    who = visitor(show_for(about, None, AT, spoken), Settings(spoken.language))

    def make_visit(ctx: moderngl.Context) -> Visit:
        return HeadsetVisit(ctx, about, who, quality(quality_name))

    report = run_headset(make_visit, HeadsetOptions(mirror=False), _ForSomeSeconds(seconds))
    return {
        "runtime": report.runtime,
        "size": list(report.eye_size),
        "frames": report.frames,
        "missed": report.skipped,
        "rate": asdict(report.rate()),
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], *map(float, sys.argv[2:]))))
