"""From the command to the first picture, part by part, in fresh processes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from typing import Any

import numpy as np

from assets.errors import MachineError
from vr.measure.stopwatch import by_name, promise, summary

MOST = 3.0
"""s to the first picture with a warm cache (promise)."""
_RUNS = 5


def startup_times(runs: int = _RUNS) -> dict[str, Any]:
    """Return the time in ms of each part of a start and of the whole; one start warms the caches.

    The promise is held against the quickest: what else the machine does only adds. Raises
    MachineError where no picture can be made.
    """
    with tempfile.TemporaryDirectory() as folder:
        laps = [_start(folder) for _ in range(runs + 1)][1:]
    parts = by_name(laps)
    whole = np.sum(list(parts.values()), axis=0)
    return {
        "runs": runs,
        "first_image_ms": summary(whole, 1e3),
        "parts_ms": {name: summary(times, 1e3) for name, times in parts.items()},
        "first_image_s": promise(float(whole.min()), MOST),
    }


def _start(folder: str) -> dict[str, float]:
    command = [sys.executable, "-m", "vr.measure.first_image", repr(time.time()), folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise MachineError(f"no picture could be made: {done.stderr.strip().splitlines()[-1]}")
    laps: dict[str, float] = json.loads(done.stdout)
    return laps
