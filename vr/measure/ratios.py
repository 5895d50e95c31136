"""The ratios that are kept from version to version: each of two costs of one run, in turn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

WORSE = 1.25
"""A ratio that has become so many times its bound is a fault."""


def ratios(figures: Mapping[str, Any]) -> dict[str, float]:
    """Return those of what `vr.bench.bench` measured, the headset's where there is one.

    Less is better in all of them. Of `Timeline.at` and skyfield the quickest calls stand for all:
    they are short enough to find the machine undisturbed.
    """
    orbit = figures["orbit"]
    found = {
        "frame over reference": figures["frame"]["frame_over_reference"]["value"],
        "two eyes over one, still": figures["eyes"]["still"]["stereo_over_mono"]["value"],
        "two eyes over one, turning": figures["eyes"]["turning"]["stereo_over_mono"]["value"],
        "Timeline.at over skyfield": orbit["at_us"]["min"] / orbit["skyfield_us"]["min"],
    }
    for quality, times in (figures["headset"] or {}).items():
        found[headset_ratio(quality)] = times["frame_over_empty"]["value"]
    return found


def headset_ratio(quality: str) -> str:
    """Return the name of a frame's ratio to an empty one in the headset."""
    return f"frame over empty frame, headset, {quality}"


def worse(found: Mapping[str, float], bounds: Mapping[str, float]) -> dict[str, float]:
    """Return the ratios that have become worse than their bounds by more than WORSE allows."""
    return {
        name: value
        for name, value in found.items()
        if name in bounds and value > WORSE * bounds[name]
    }


def read_bounds(path: Path) -> dict[str, float]:
    """Return the bounds of a file, by the ratios' names."""
    bounds: dict[str, float] = json.loads(path.read_text())
    return bounds
