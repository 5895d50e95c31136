"""Names of the launch's parts in the visitor's language: "Strap-on 2", "Core, piece 3"."""

from __future__ import annotations

import re

from assets.words import Words

CONTEXT = "part"
_AS_PIECE, _AS_ONE_OF_MANY = PATTERNS = ("{part}, piece {number}", "{part} {number}")
_PIECE = re.compile(r"(.+), piece (\d+)")
_NUMBERED = re.compile(r"(.+) (\d+)")


def spoken_part(name: str) -> tuple[str, str, int]:
    """Return a part's plain name, the pattern that its number stands in, and the number.

    The pattern is "" for a part that has no number.
    """
    if found := _PIECE.fullmatch(name):
        return found[1], _AS_PIECE, int(found[2])
    if found := _NUMBERED.fullmatch(name):
        return found[1], _AS_ONE_OF_MANY, int(found[2])
    return name, "", 0


def part_name(name: str, words: Words) -> str:
    """Return a part's name in a language."""
    plain, pattern, number = spoken_part(name)
    spoken = words.text(plain, CONTEXT)
    if not pattern:
        return spoken
    return words.text(pattern, CONTEXT).format(part=spoken, number=number)


def event_name(name: str, words: Words) -> str:
    """Return an event's name in a language."""
    return words.text(name, "event")
