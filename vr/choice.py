"""What `cupola` shows on when nobody says: a headset, else a window, else a film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assets.errors import MachineError

Mode = Literal["headset", "window", "film"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The best that this machine allows, and why not something better."""

    mode: Mode
    why: str


def choose() -> Choice:
    """Ask for a headset, then for a display; nothing stays open."""
    from vr.headset import probe  # noqa: PLC0415, a machine without OpenXR can still choose

    found = probe()
    if found.ready:
        return Choice("headset", f"{found.runtime} offers {found.headset}")
    return without_headset(found.reason)


def without_headset(reason: str) -> Choice:
    """Choose between window and film; `reason` says why it is no headset."""
    from vr.window.desktop import trial  # noqa: PLC0415, a headset alone needs no window

    no_headset = f"no headset ({split_message(reason)[0]})"
    try:
        trial()
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
