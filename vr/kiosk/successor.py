"""What a program that starts again leaves to its successor under the same process number.

The connection to the desktop stays open through the start. So the last picture stands on the screen
until the successor shows one of its own; an X server and a Wayland compositor take a window away
only when its connection ends.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
from collections.abc import Collection

import glfw

_log = logging.getLogger("cupola.kiosk")
_KEPT = "CUPOLA_KEPT_SCREEN"
"""The environment variable that tells the successor the number of the open file."""


class KeptScreen:
    """The desktop's connection: of the program before, until `replace`d, and then our own."""

    def __init__(self) -> None:
        number = os.environ.pop(_KEPT, "")
        self._before = int(number) if number.isdigit() else None
        self._own: int | None = None

    def replace(self) -> None:
        """Take the picture of the program before off the screen: ours is on it."""
        if self._own is None:
            self._own = _connection()
        before, self._before = self._before, None
        if before is not None:
            os.close(before)

    def start_again(self) -> None:
        """Start the program anew; what stands on the screen stays there."""
        kept = self._own if self._before is None else self._before
        if kept is not None:
            os.environ[_KEPT] = str(kept)
        start_again(() if kept is None else (kept,))


def start_again(kept: Collection[int] = ()) -> None:
    """Put a fresh start of this very program in its place, under the same process number.

    Of its open files it gets the standard ones and those `kept`. A SIGHUP waits until it is ready.
    """
    _log.info("starting again")
    sys.stdout.flush()
    sys.stderr.flush()
    for number in _open_files():
        os.set_inheritable(number, number in kept)
    hold_reload()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def hold_reload() -> None:
    """Let a SIGHUP wait until `take_reload`: without a handler it would end the program."""
    if hasattr(signal, "SIGHUP"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})


def take_reload() -> None:
    """Take a SIGHUP that waits, and those to come."""
    if hasattr(signal, "SIGHUP"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGHUP})


def _connection() -> int | None:
    """Return the open file of GLFW's connection to the desktop; None where it is not known."""
    known = {
        glfw.PLATFORM_X11: ("libX11.so.6", "XConnectionNumber", "get_x11_display"),
        glfw.PLATFORM_WAYLAND: (
            "libwayland-client.so.0",
            "wl_display_get_fd",
            "get_wayland_display",
        ),
    }
    library, ask, display = known.get(glfw.get_platform(), ("", "", ""))
    if not library:
        return None
    try:
        number = getattr(ctypes.CDLL(library), ask)(
            ctypes.cast(getattr(glfw, display)(), ctypes.c_void_p)
        )
    except (OSError, AttributeError):
        return None
    return int(number)


def _open_files() -> list[int]:
    """Return the open files but the standard ones; libraries leave theirs open to a successor."""
    try:
        found = [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208  names alone
    except OSError:
        return []
    return [number for number in found if number > 2 and _is_open(number)]


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
