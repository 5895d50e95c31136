"""A frame in the headset beside an empty one: both eyes cleared and handed in.

The runtime takes turns: every other frame is empty, so that another program's load hits both alike.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np

from assets.errors import MachineError
from vr.headset.probe import probe
from vr.measure.stopwatch import promise, summary

MOST = {"high": 10.0, "low": 5.0}
"""Times an empty frame that a frame may take at a quality (promise)."""


def headset_times() -> dict[str, Any] | None:
    """Return frames' times in ms and their ratio to empty ones, by quality; None without a headset.

    Raises MachineError where there is one, but the show cannot be brought into it.
    """
    return {name: _times(name) for name in MOST} if probe().ready else None


def headset_rate(quality: str) -> dict[str, Any] | None:
    """Return how the headset's rate is held at a quality: late frames, size, times in ms.

    None without a headset; see `vr.measure.headset_rate`. Raises MachineError as `headset_times`.
    """
    return _told("vr.measure.headset_rate", quality) if probe().ready else None


def _told(program: str, quality: str) -> dict[str, Any]:
    command = [sys.executable, "-m", program, quality]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise MachineError(f"no frames in the headset: {done.stderr.strip().splitlines()[-1]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _times(quality: str) -> dict[str, Any]:
    told = _told("vr.measure.headset_frames", quality)
    frame, empty = np.array(told["frame"]), np.array(told["empty"])
    ratio = float(np.median(frame) / np.median(empty))
    return {
        "runtime": told["runtime"],
        "size": told["size"],
        "frame_ms": summary(frame, 1e3),
        "empty_ms": summary(empty, 1e3),
        "frame_over_empty": promise(ratio, MOST[quality]),
    }
