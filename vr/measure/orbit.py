"""The cost of the orbit engine beside that of asking skyfield for the same things."""

from __future__ import annotations

from typing import Any

import numpy as np

from orbit.timeline import Timeline
from vr import defaults
from vr.direct import DirectSky
from vr.measure.stopwatch import durations, summary

_ROUNDS, _AT_CALLS = 200, 100


def orbit_times(timeline: Timeline) -> dict[str, Any]:
    """Return times of `Timeline.at` and of skyfield in us, and their ratio.

    Each of skyfield's calls has its turn after a hundred of ours; the ratio is the median over
    rounds.
    """
    times = np.linspace(defaults.FILM_FROM, defaults.FILM_TO, _ROUNDS * _AT_CALLS)
    direct_at = DirectSky(timeline.scenario).at
    durations(timeline.at, times[:20])
    durations(direct_at, times[:5])
    turns = times.reshape(_ROUNDS, _AT_CALLS)
    taken = [(durations(timeline.at, each), durations(direct_at, each[:1])) for each in turns]
    at, direct = np.stack([ours for ours, _ in taken]), np.concatenate([its for _, its in taken])
    return {
        "at_us": summary(at, 1e6),
        "skyfield_us": summary(direct, 1e6),
        "times_cheaper": float(np.median(direct / np.median(at, axis=1))),
    }
