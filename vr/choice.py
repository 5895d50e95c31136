"""What `cupola` shows on when nobody says: a headset, else a window, else a film."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assets.errors import MachineError
from vr.opengl import window_trial

Mode = Literal["headset", "window", "film"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The best that this machine allows, and why not something better."""

    mode: Mode
    why: str


def choose(try_window: Callable[[], object] = window_trial) -> Choice:
    """Ask for a headset, then for a window by `try_window`; nothing stays open."""
    from vr.headset import probe  # noqa: PLC0415, a machine without OpenXR can still choose

    found = probe()
    if found.ready:
        return Choice("headset", f"{found.runtime} offers {found.headset}")
    return without_headset(found.reason, try_window)


def without_headset(reason: str, try_window: Callable[[], object] = window_trial) -> Choice:
    """Choose between window and film; `reason` says why it is no headset."""
    no_headset = f"no headset ({split_message(reason)[0]})"
    try:
        try_window()
    except MachineError as error:
        return Choice("film", f"{no_headset} and no window ({split_message(str(error))[0]})")
    return Choice("window", no_headset)


def split_message(message: str) -> tuple[str, str]:
    """Split a message of this program into what is wrong and what to do about it."""
    for mark in (". ", "; "):  # a sentence ends before a clause does
        what, found, remedy = message.partition(mark)
        if found:
            return what, remedy.rstrip(".")
    return message.rstrip("."), ""
