"""What stands in the menu's rows, in the visitor's language."""

from __future__ import annotations

from assets.words import LANGUAGES, Words
from vr.hands.menu import Row, Verb, all_rows
from vr.hands.names import Mode
from vr.hands.settings import Settings
from vr.show import Show

CONTEXT = "menu"
_ON, _OFF = "on", "off"
_NAMES = {
    Mode.SHOW: "as the show tells",
    Mode.POINT: "where you point",
    Mode.GAZE: "where you look",
    Mode.ALL: "all at once",
    Mode.NONE: "none",
}
_LOOKS = {"camera": "as the camera sees", "eye": "as the eye sees"}
_GO_ON = "Let the time go on"
_MINUTE = "1 min"
_TIMES = "{} ×"

TEXTS: tuple[str, ...] = (
    *(row.label for row in all_rows()),
    _GO_ON,
    _ON,
    _OFF,
    *_NAMES.values(),
    *_LOOKS.values(),
    _MINUTE,
    _TIMES,
)
"""All of them in English, for the catalogues."""


def label(row: Row, show: Show, words: Words, now: float) -> str:
    """Return what a row is about."""
    is_held = row.verbs == (Verb.PAUSE,) and show.paused(now)
    return words.text(_GO_ON if is_held else row.label, CONTEXT)


def value(  # noqa: PLR0911  one line a row
    row: Row, show: Show, settings: Settings, words: Words, now: float
) -> str:
    """Return what a row is set to, "" for a row that only does something."""

    def said(english: str) -> str:
        return words.text(english, CONTEXT)

    match row.verbs[0]:
        case Verb.LANGUAGE:
            return LANGUAGES[settings.language]
        case Verb.NAMES:
            return said(_NAMES[settings.names])
        case Verb.SLOWER:
            rate = show.status(now).rate
            return said(_TIMES).format(words.number(rate, 0 if rate == int(rate) else 1))
        case Verb.BACK:
            return said(_MINUTE)
        case Verb.LOOK:
            return said(_LOOKS[show.look])
        case Verb.GLOW:
            return said(_ON if settings.glow else _OFF)
        case Verb.PULSES:
            return said(_ON if settings.pulses else _OFF)
        case _:
            return ""
