"""The cost of the orbit engine beside that of asking skyfield for the same things."""

from __future__ import annotations

from typing import Any

import numpy as np

from orbit.timeline import Timeline
from vr import defaults
from vr.direct import DirectSky
from vr.measure.stopwatch import durations, summary

_AT_CALLS, _DIRECT_CALLS = 20_000, 200


def orbit_times(timeline: Timeline) -> dict[str, Any]:
    """Return times of `Timeline.at` and of skyfield in us, and their ratio."""
    first, last = defaults.FILM_FROM, defaults.FILM_TO
    at = durations(timeline.at, np.linspace(first, last, _AT_CALLS))
    direct = durations(DirectSky(timeline.scenario).at, np.linspace(first, last, _DIRECT_CALLS))
    return {
        "at_us": summary(at, 1e6),
        "skyfield_us": summary(direct, 1e6),
        "times_cheaper": float(np.median(direct) / np.median(at)),
    }
