"""The keys of the window, once: the bindings, the help on screen and the README come from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from assets.words import Words


class Command(Enum):
    """What a key asks for."""

    PAUSE = auto()
    REAL_TIME = auto()
    TEN_TIMES = auto()
    BACK = auto()
    AHEAD = auto()
    FAR_BACK = auto()
    FAR_AHEAD = auto()
    NEXT_EVENT = auto()
    PREVIOUS_EVENT = auto()
    LABELS = auto()
    CUPOLA = auto()
    GLOW = auto()
    LOOK = auto()
    AFT = auto()
    RETURN = auto()
    AGAIN = auto()
    LANGUAGE = auto()
    MENU = auto()
    SCREENSHOT = auto()
    FULL_SCREEN = auto()
    HELP = auto()
    FRAME_TIMES = auto()
    QUIT = auto()

    @property
    def repeats(self) -> bool:
        """Say whether a key held down asks again and again."""
        return self in (Command.BACK, Command.AHEAD, Command.FAR_BACK, Command.FAR_AHEAD)


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the help.

    `glfw_names` are the keys, as GLFW calls them without `KEY_`; `label` says them to a person.
    `shift` tells whether Shift is held.
    """

    command: Command
    glfw_names: tuple[str, ...]
    label: str
    effect: str
    shift: bool = False


KEYS: tuple[Key, ...] = (
    Key(Command.PAUSE, ("SPACE",), "Space", "pause, go on"),
    Key(Command.REAL_TIME, ("1", "KP_1"), "1", "real time"),
    Key(Command.TEN_TIMES, ("0", "KP_0", "2"), "0", "ten times real time"),
    Key(Command.BACK, ("LEFT",), "Left", "10 s back"),
    Key(Command.AHEAD, ("RIGHT",), "Right", "10 s ahead"),
    Key(Command.FAR_BACK, ("LEFT",), "Shift+Left", "60 s back", shift=True),
    Key(Command.FAR_AHEAD, ("RIGHT",), "Shift+Right", "60 s ahead", shift=True),
    Key(Command.NEXT_EVENT, ("N",), "N", "to the next event of the launch"),
    Key(Command.PREVIOUS_EVENT, ("P",), "P", "to the event before"),
    Key(Command.LABELS, ("L",), "L", "labels on, off"),
    Key(Command.CUPOLA, ("C",), "C", "the Cupola around you on, off"),
    Key(Command.GLOW, ("I",), "I", "the instruments' glow on, off"),
    Key(Command.LOOK, ("E",), "E", "as the camera, as the eye sees"),
    Key(Command.AFT, ("A", "HOME"), "A", "look aft again, where the launch is"),
    Key(Command.RETURN, ("G", "ENTER", "KP_ENTER"), "G, Enter", "go on with the show"),
    Key(Command.AGAIN, ("BACKSPACE",), "Backspace", "the show from its beginning"),
    Key(Command.LANGUAGE, ("T",), "T", "another language"),
    Key(Command.MENU, ("M",), "M", "menu"),
    Key(Command.SCREENSHOT, ("S", "F12"), "S, F12", "save a picture"),
    Key(Command.FULL_SCREEN, ("F", "F11"), "F, F11", "full screen on, off"),
    Key(Command.HELP, ("H", "F1"), "H, F1", "this help on, off"),
    Key(Command.FRAME_TIMES, ("F3",), "F3", "frame times on, off"),
    Key(Command.QUIT, ("Q", "ESCAPE"), "Q, Esc", "leave"),
)

MOUSE: tuple[tuple[str, str], ...] = (
    ("Point", "name what is under the pointer, where names are off"),
    ("Click", "keep a name, choose in the menu"),
    ("Right click", "menu"),
    ("Drag", "look around"),
    ("Wheel", "zoom"),
    ("Double click", "full screen on, off"),
)


def help_lines(language: Words | None = None) -> tuple[tuple[str, str], ...]:
    """Return what to press and what it does, the mouse first; in English without a language."""
    lines = (*MOUSE, *((key.label, key.effect) for key in KEYS))
    if language is None:
        return lines
    return tuple((language.text(key, "key"), language.text(what, "key")) for key, what in lines)


def markdown_table(lines: Sequence[tuple[str, str]], head: str = "key") -> str:
    """Return the table for the README of what to press and what it does."""
    rows = [f"| {label} | {effect} |" for label, effect in lines]
    return "\n".join([f"| {head} | what it does |", "|---|---|", *rows])


def command_for(glfw_name: str, shift: bool) -> Command | None:
    """Return what that key asks for; Shift matters only where it is bound."""
    plain = None
    for key in KEYS:
        if glfw_name in key.glfw_names:
            if key.shift == shift:
                return key.command
            if not key.shift:
                plain = key.command
    return plain
