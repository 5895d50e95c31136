"""What a choice in the menu makes of the show and the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assets.words import next_language
from vr.hands.menu import Verb
from vr.hands.names import Mode
from vr.hands.settings import Settings
from vr.show import Show

STEP = 60.0
"""s of mission time that the menu moves at a time."""

Both = tuple[Show, Settings]


def chosen(verb: Verb, show: Show, settings: Settings, now: float) -> Both:
    """Return show and settings at display time `now` (s) after a choice."""
    change = _CHANGES.get(verb)
    return (show, settings) if change is None else change(show, settings, now)


def with_names(show: Show, settings: Settings, mode: Mode) -> Both:
    """Return both with another way to show names."""
    changed = replace(settings, names=mode)
    return replace(show, labels=changed.labels), changed


_CHANGES: dict[Verb, Callable[[Show, Settings, float], Both]] = {
    Verb.LANGUAGE: lambda show, own, _now: (
        show,
        replace(own, language=next_language(own.language)),
    ),
    Verb.NAMES: lambda show, own, _now: with_names(show, own, own.names.next),
    Verb.SLOWER: lambda show, own, now: (show.slower(now), own),
    Verb.FASTER: lambda show, own, now: (show.faster(now), own),
    Verb.BACK: lambda show, own, now: (show.scrubbed(-STEP, now), own),
    Verb.AHEAD: lambda show, own, now: (show.scrubbed(STEP, now), own),
    Verb.PAUSE: lambda show, own, now: (show.pause_toggled(now), own),
    Verb.LOOK: lambda show, own, _now: (show.look_changed(), own),
    Verb.GLOW: lambda show, own, _now: (show, replace(own, glow=not own.glow)),
    Verb.PULSES: lambda show, own, _now: (show, replace(own, pulses=not own.pulses)),
    Verb.RETURN: lambda show, own, now: with_names(show.returned(now), own, Mode.SHOW),
}
