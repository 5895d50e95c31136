"""Lets a test set this program's wall clock: /lab/clock holds the s that it is off, if it is there.

Python loads it before everything else. The steady clocks stay as they are, as on a machine whose
clock is set.
"""

from __future__ import annotations

import datetime
import time
from pathlib import Path

_OFF = Path("/lab/clock")
_time, _datetime = time.time, datetime.datetime


def _off() -> float:
    try:
        return float(_OFF.read_text())
    except (OSError, ValueError):
        return 0.0


class _Stepped(_datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
        return cls.fromtimestamp(time.time(), tz)


time.time = lambda: _time() + _off()
datetime.datetime = _Stepped
