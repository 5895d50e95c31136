"""Mission time as people write it: seconds from lift-off, T+1:58, or an instant in UTC."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

from assets.errors import InputError
from orbit.scenario import Scenario

_MISSION = re.compile(r"[Tt]\s*([+-])\s*(?:(\d+):)?(\d+):(\d{1,2}(?:\.\d*)?)")
_SHORT = re.compile(r"[Tt]\s*([+-]\s*\d+(?:\.\d*)?)")


def parse_time(text: str, scenario: Scenario) -> float:
    """Return t in s from lift-off of a time as written.

    Forms: 118, -30.5, T+118, T+1:58, T-0:30, T+1:02:03, and ISO 8601 such as 2018-11-16T18:16:06Z
    (UTC unless a zone is given). Raises `InputError` for any other, or outside the scenario's span.
    """
    t = _seconds(text.strip(), scenario)
    span = scenario.span
    if not span.start <= t <= span.end:
        raise InputError(
            f"The time {text.strip()!r} is outside the scenario {scenario.name}, which runs from"
            f" {format_time(span.start)} to {format_time(span.end)}; take one within"
        )
    return t


def _seconds(text: str, scenario: Scenario) -> float:
    if found := _MISSION.fullmatch(text):
        sign, hours, minutes, seconds = found.groups()
        if float(seconds) < 60 and (hours is None or int(minutes) < 60):
            whole = int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
            return -whole if sign == "-" else whole
    if found := _SHORT.fullmatch(text):
        return float(found[1].replace(" ", ""))
    try:
        t = float(text)
    except ValueError:
        t = math.nan
    if math.isfinite(t):
        return t
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{text!r} is not a time; give seconds from lift-off (118 or -30), T+1:58, or UTC"
            " (2018-11-16T18:16:06Z)"
        ) from None
    when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return (when - scenario.epoch).total_seconds()


def format_time(t: float) -> str:
    """Return t as T+01:58, T-00:30 or T+1:02:03, to the second below."""
    whole = math.floor(t)
    sign = "-" if whole < 0 else "+"
    minutes, seconds = divmod(abs(whole), 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{minutes:02d}:{seconds:02d}"
    return f"T{sign}{hours}:{clock}" if hours else f"T{sign}{clock}"
