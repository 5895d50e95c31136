"""From the command to the first picture, and to the first frame in the headset, part by part."""

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

MOST_PICTURE, MOST_FRAME = 3.0, 2.5
"""s to the first picture and to the first frame in the headset, with warm caches (promises)."""
_RUNS = 5


def startup_times(runs: int = _RUNS) -> dict[str, Any]:
    """Return the times of starts in fresh processes, `headset` None where there is none.

    Of each the time in ms of every part and of the whole; one start beforehand warms the caches.
    Raises MachineError where no picture can be made.
    """
    return {"runs": runs, "picture": picture_times(runs), "headset": headset_times(runs)}


def picture_times(runs: int) -> dict[str, Any]:
    """Return the times of `cupola frame`, from the process's start to the PNG on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        told = [_start("first_image", folder) for _ in range(runs + 1)]
    return _figures([each["laps"] for each in told[1:]], MOST_PICTURE)


def headset_times(runs: int) -> dict[str, Any] | None:
    """Return the times of `cupola vr`, from its start to the first frame handed to the runtime."""
    told = [_start("first_frame")]
    if "trouble" in told[0]:
        return None
    told += [_start("first_frame") for _ in range(runs)]
    return _figures([each["laps"] for each in told[1:]], MOST_FRAME)


def _figures(laps: list[dict[str, float]], most: float) -> dict[str, Any]:
    """Summarise starts; the promise is held against the quickest, for other programs only add."""
    parts = by_name(laps)
    whole = np.sum(list(parts.values()), axis=0)
    return {
        "whole_ms": summary(whole, 1e3),
        "parts_ms": {name: summary(times, 1e3) for name, times in parts.items()},
        "whole_s": promise(float(whole.min()), most),
    }


def _start(module: str, *arguments: str) -> dict[str, Any]:
    program = [sys.executable, "-m", f"vr.measure.{module}", repr(time.time()), *arguments]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise MachineError(f"a start failed: {done.stderr.strip().splitlines()[-1]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
