"""A station's state in words, for the operator."""

from __future__ import annotations

from assets.words import LANGUAGES
from vr.kiosk.phase import Phase
from vr.kiosk.station import Status

PHASES = {
    Phase.ATTRACT: "Waiting for a visitor",
    Phase.WELCOME: "Welcoming a visitor",
    Phase.SHOW: "Showing",
    Phase.PAUSED: "Paused",
    Phase.AWAY: "Headset taken off",
    Phase.AFTERGLOW: "The show is over",
    Phase.CLOSED: "Closed for today",
}
_ENDINGS = {
    "seen": "to the end",
    "left": "left before",
    "restarted": "begun anew",
    "stopped": "stopped",
    "broken": "cut off",
}
_FEW_MINUTES = 90.0


def rows(status: Status) -> list[tuple[str, str]]:
    """Return what there is to tell of a station, as names and values; nothing for the unknown."""
    frames, visits = status.frames, status.visits
    endings = (f"{count} {_ENDINGS.get(how, how)}" for how, count in visits.endings.items())
    rows = [
        ("Shows", _shown(status)),
        ("Starts", _until(status)),
        ("Language", LANGUAGES.get(status.language, status.language)),
        ("Headset", _headset(status)),
        ("Controllers", _controllers(status)),
        ("Batteries", _batteries(status)),
        (
            "Frames",
            f"{frames.median_ms:.1f} ms, the slowest hundredth {frames.p99_ms:.1f} ms; "
            f"{frames.fps:.0f} a second; {frames.dropped} dropped, {frames.drawn} drawn",
        ),
        ("Rate", _rate(status)),
        ("Visits today", "; ".join((str(visits.today), *endings))),
        ("Mean visit", duration(visits.mean_s) if visits.mean_s else ""),
        ("Running for", duration(status.up)),
    ]
    return [(name, value) for name, value in rows if value]


def _rate(status: Status) -> str:
    frames = status.frames
    if not frames.period_ms:
        return ""
    card = f"graphics card {frames.graphics_ms:.1f} ms" if frames.graphics_ms else ""
    lower = f", quality lower by {frames.lower}" if frames.lower else ""
    parts = (
        f"{1e3 / frames.period_ms:.0f} Hz, {frames.period_ms:.1f} ms a frame",
        card,
        f"eyes at {frames.scale:.0%} of their size{lower}",
        f"{frames.late} of the last {frames.lately} late",
    )
    return "; ".join(part for part in parts if part)


def _shown(status: Status) -> str:
    clock = f"T{'-' if status.mission_t < 0 else '+'}{_clock(abs(status.mission_t))}"
    pace = f" at {status.rate:g} times" if status.rate not in (0.0, 1.0) else ""
    parts = (status.show, status.scenario, clock + pace, status.caption)
    return ", ".join(part for part in parts if part)


def _until(status: Status) -> str:
    if status.starts_at is None:
        return ""
    return f"in {max(status.starts_at - status.at, 0.0):.1f} s"


def _headset(status: Status) -> str:
    headset = status.headset
    worn = {True: "worn", False: "not worn", None: ""}[headset.is_worn]
    losses = f"lost so far: {headset.losses}" if headset.losses else ""
    parts = (headset.name, headset.runtime, headset.state.lower(), worn, losses, headset.trouble)
    return ", ".join(part for part in parts if part) or "none"


def _controllers(status: Status) -> str:
    kinds = (each.rpartition("/")[2].replace("_", " ") for each in status.headset.controllers)
    hands = zip(("left", "right"), kinds, strict=True)
    return ", ".join(f"{hand}: {kind}" for hand, kind in hands if kind)


def _batteries(status: Status) -> str:
    headset = status.headset
    if headset.batteries:
        return ", ".join(f"{who} {share:.0%}" for who, share in headset.batteries.items())
    none = {True: "no controller tells its own", False: "not told by this runtime", None: ""}
    return none[headset.tells_batteries]


def _clock(seconds: float) -> str:
    minutes, s = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{s:02}" if hours else f"{minutes}:{s:02}"


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    if seconds < _FEW_MINUTES:
        return f"{seconds:.0f} s"
    if seconds < 60 * _FEW_MINUTES:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
