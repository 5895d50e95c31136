"""How long things take on this machine, and whether what was promised of them holds."""

from __future__ import annotations

import time
from typing import Any

from orbit.scenario import Scenario
from orbit.timeline import build
from vr.measure.eyes import eye_times
from vr.measure.frames import frame_times
from vr.measure.headset import headset_rate, headset_times
from vr.measure.machine import machine
from vr.measure.memory import memory
from vr.measure.orbit import orbit_times
from vr.measure.ratios import ratios
from vr.measure.rig import Rig
from vr.measure.stereo import stereo_times
from vr.opengl import describe
from vr.style import Style


def bench(scenario: Scenario, how: Style) -> dict[str, Any]:
    """Return all figures as a JSON object; times are in the unit that their key ends in."""
    start = time.perf_counter()
    timeline = build(scenario)
    built = time.perf_counter() - start
    rig = Rig.of(timeline, how)
    try:
        held = memory(rig)  # first, so that nothing else is counted
        figures = {
            "machine": machine() | {"opengl": describe(rig.context)},
            "orbit": {"build_s": built} | orbit_times(timeline),
            "frame": frame_times(rig),
            "eyes": eye_times(rig),
            "stereo": stereo_times(rig),
            "headset": headset_times(),
            "headset_rate": headset_rate(how.quality.name),
            "memory": held,
        }
        return figures | {"ratios": ratios(figures)}
    finally:
        rig.context.release()
